"""The delegation of the demonstration: a board whose rules allow it, and an urgent aid that two members granted."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID, uuid4

from commission.models import AgendaItem, BoardFile, BoardRules
from commission.queries.oversight import URGENT_AID
from commission.services import delegations
from cpsti_portal.demo import calendar
from cpsti_portal.demo.instruction import moment
from cpsti_portal.kernel.accounts.actors import actor_for
from cpsti_portal.kernel.accounts.models import Membership, Role, Seat
from cpsti_portal.kernel.territory.models import Board
from requests_app.models import AidRequest, BoardLink

_CEILING_CENTS = 200_000


def allow(today: date) -> None:
    """From long before the first sitting; idempotent."""
    BoardRules.objects.get_or_create(
        board_code=calendar.DELEGATING_BOARD,
        starts_on=today.replace(day=1) - timedelta(days=365),
        defaults={"delegation_ceiling_cents": _CEILING_CENTS},
    )


def urgent_among(heard: Iterable[AidRequest]) -> dict[UUID, str]:
    """Key of each request whose file the delegation may grant → token of that file."""
    waiting = BoardLink.objects.filter(aid_request__in=[one.pk for one in heard], ruled_at=None)
    tokens = dict(waiting.order_by("token").values_list("aid_request", "token"))
    files = BoardFile.objects.filter(
        token__in=tokens.values(), aid_code=URGENT_AID, amount_proposed_cents__range=(1, _CEILING_CENTS)
    )
    known = set(files.values_list("token", flat=True))
    return {key: token for key, token in tokens.items() if token in known}


def grant_one(urgent: Mapping[UUID, str], board: Board, today: date) -> None:
    """Two days ago two members granted the first of them."""
    if not urgent:
        return
    secretary = Membership.objects.select_related("user").get(board=board, role=Role.SECRETARY)
    day = today - timedelta(days=2)
    with moment(day, 9) as at:
        key = delegations.entrust(
            actor=actor_for(secretary.user, today),
            board_code=board.code,
            token=urgent[min(urgent)],
            sitting_id=uuid4(),
            at=at,
        )
    item = AgendaItem.objects.select_related("board_file").get(sitting=key)
    titulars = Membership.objects.filter(board=board, role=Role.MEMBER, seat=Seat.TITULAR).select_related(
        "user"
    )
    for hour, member in enumerate(titulars.order_by("pk")[:2], start=10):
        with moment(day, hour) as at:
            delegations.agree(
                actor=actor_for(member.user, today),
                sitting_id=key,
                token=item.token,
                amount_cents=item.board_file.amount_proposed_cents,
                at=at,
            )
