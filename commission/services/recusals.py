"""Stepping aside from a file: at any moment before the vote closes, and for good.

A ballot already cast is void: a member who has an interest takes no part in the decision at all, and the duty to
step aside does not end because one voted too early. The journal keeps that a ballot fell, never what it said.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from commission.enums import GONE, ItemState
from commission.models import AgendaItem, Ballot, Receipt, Recusal, Turnout
from commission.services import locks
from commission.services.ballots import member_of
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict


@transaction.atomic
def step_aside(*, actor: Actor, sitting_id: UUID, token: str, at: datetime) -> None:
    """End the access of ``actor`` to the file, and any ballot. Twice is the same as once.

    Raises ``Conflict`` ``recusal.too_late`` once the vote is closed.
    """
    item = locks.item(sitting_id=sitting_id, token=token)
    member = member_of(actor=actor, item=item, at=at)
    if Recusal.objects.filter(board_file=item.board_file, member=member).exists():
        return
    if item.state not in (ItemState.PENDING, ItemState.OPEN):
        raise Conflict(
            "recusal.too_late",
            "Le vote sur ce dossier est clos\u00a0: vous ne pouvez plus vous déporter. Prévenez le secrétariat.",
        )
    Recusal.objects.create(board_file=item.board_file, member=member, token=token, stepped_aside_at=at)
    voided = _void(item, member)
    record(action="board.stepped_aside", actor=actor, target=item, detail={"ballot_voided": voided})


def set_aside(*, token: str, member_ids: Collection[int], at: datetime) -> None:
    """The other house says who has nothing to do with a file, not why. Too late once its vote is closed.

    ``token`` is the key the two houses share. What was set aside stays; twice is the same as once.
    """
    set_aside_all(members={token: member_ids}, at=at)


@transaction.atomic
def set_aside_all(*, members: Mapping[str, Collection[int]], at: datetime) -> None:
    """As ``set_aside``, of several files: ``members``: keys of mandates by key of file.

    Every item is locked before anything is written, in the order in which the end of a consultation locks its own.
    """
    items = {item.board_file_id: item for item in _locked(members)}
    for token in sorted(members):
        _set_aside(token, members[token], items.get(token), at)


def _locked(tokens: Collection[str]) -> list[AgendaItem]:
    """What these files have on agendas now, by primary key like ``locks.items``."""
    live = AgendaItem.objects.exclude(state__in=GONE).filter(board_file__in=tokens)
    return list(live.select_for_update().order_by("pk"))


def _set_aside(token: str, member_ids: Collection[int], item: AgendaItem | None, at: datetime) -> None:
    if item is not None and item.state not in (ItemState.PENDING, ItemState.OPEN):
        return
    keep_aside(board_file_id=token, member_ids=member_ids, at=at)
    if item is not None and item.state == ItemState.OPEN:
        for member in Membership.objects.filter(pk__in=member_ids).order_by("pk"):
            _void(item, member)


def keep_aside(*, board_file_id: str, member_ids: Collection[int], at: datetime) -> None:
    """Without a token: by no name is the member told that the file exists."""
    Recusal.objects.bulk_create(
        [
            Recusal(board_file_id=board_file_id, member_id=member_id, stepped_aside_at=at)
            for member_id in sorted(member_ids)
        ],
        ignore_conflicts=True,
    )


def _void(item: AgendaItem, member: Membership) -> bool:
    """Their ballot falls, and the one they cast for somebody. The database lets them fall once the recusal is there."""
    fallen = Turnout.objects.filter(Q(member=member) | Q(caster=member), item=item)
    members = list(fallen.values_list("member_id", flat=True))
    for table in (Ballot, Receipt, Turnout):
        table.objects.filter(item=item, member__in=members).delete()
    return bool(members)
