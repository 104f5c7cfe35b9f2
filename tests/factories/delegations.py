"""An urgent file in the hands of two members, by the services."""

from datetime import date, datetime
from uuid import UUID, uuid4

from commission.models import AgendaItem, BoardRules, Ruling, Sitting
from commission.services import delegations
from cpsti_portal.kernel.accounts.models import Membership
from tests.factories.commission import BoardFileFactory, Room

CEILING_CENTS = 200_000


def allow(board_code: str = "53", cents: int = CEILING_CENTS, **rules) -> BoardRules:
    return BoardRules.objects.create(
        board_code=board_code, starts_on=date(2026, 1, 1), delegation_ceiling_cents=cents, **rules
    )


def urgent(room: Room, **facts) -> str:
    """The key of a ready urgent file, asking for 1 500 €, which the caseworker proposes."""
    facts = {"amount_asked_cents": 150_000, "amount_proposed_cents": 150_000} | facts
    return BoardFileFactory(
        **{"board_code": room.sitting.board_code, "aid_code": "urgence", "aid_label": "Aide d’urgence"}
        | facts
    ).token


def entrust(room: Room, token: str, sitting_id: UUID | None = None) -> AgendaItem:
    key = delegations.entrust(
        actor=room.actor(room.secretary),
        board_code=room.sitting.board_code,
        token=token,
        sitting_id=sitting_id or uuid4(),
        at=room.tick(),
    )
    return AgendaItem.objects.select_related("sitting", "board_file").get(sitting=key)


def entrusted(room: Room, **facts) -> AgendaItem:
    return entrust(room, urgent(room, **facts))


def agree(
    room: Room,
    who: Membership,
    item: AgendaItem,
    cents: int = 150_000,
    *,
    at: datetime | None = None,
    form_key: UUID | None = None,
) -> Ruling | None:
    return delegations.agree(
        actor=room.actor(who),
        sitting_id=item.sitting_id,
        token=item.token,
        amount_cents=cents,
        form_key=form_key,
        at=at or room.tick(),
    )


def granted(room: Room, **facts) -> AgendaItem:
    """The president and the second titular both agree."""
    item = entrusted(room, **facts)
    for who in room.titulars[:2]:
        agree(room, who, item)
    return item


def leave(room: Room, who: Membership, item: AgendaItem) -> None:
    delegations.leave(actor=room.actor(who), sitting_id=item.sitting_id, token=item.token, at=room.tick())


def again(item: AgendaItem) -> AgendaItem:
    return AgendaItem.objects.select_related("sitting", "board_file").get(pk=item.pk)


def sitting_of(item: AgendaItem) -> Sitting:
    return Sitting.objects.get(pk=item.sitting_id)
