"""Who is in the room. The roll is still while a vote is open: those who may vote are known when it opens."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from commission.enums import COMING, ItemState, SittingState
from commission.models import AgendaItem, Attendance, Sitting
from commission.queries import calendar, roll
from commission.services import locks
from commission.services.sittings import choose_chair
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError


@transaction.atomic
def mark(
    *,
    actor: Actor,
    sitting_id: UUID,
    present_ids: Collection[int],
    at: datetime,
    chair_id: int | None = None,
) -> None:
    """Write the whole sheet: those in ``present_ids`` are there at ``at``, the others are not.

    During the sitting the chair passes to ``chair_id`` when given. Raises ``DomainError`` ``attendance.not_today``,
    ``attendance.not_a_member``, ``sitting.no_chair``, and ``Conflict`` ``attendance.vote_open``, ``attendance.frozen``.
    """
    sitting = locks.sitting_of_secretary(actor=actor, sitting_id=sitting_id)
    _refuse_when_frozen(sitting, at)
    members = {m.pk: m for m in roll.members_on(board_code=sitting.board_code, on=sitting.held_on)}
    if not set(present_ids) <= members.keys():
        raise DomainError(
            "attendance.not_a_member", "Une personne cochée n’est pas membre à la date de la séance."
        )
    for member in members.values():
        _mark_one(sitting, member, present=member.pk in present_ids, at=at)
    if sitting.state == SittingState.OPEN:
        seated = roll.seated_lines(roll.roll_of(sitting))
        sitting.chair = choose_chair(seated=seated, chair_id=chair_id or sitting.chair_id)
        sitting.save(update_fields=["chair"])
    record(
        action="board.attendance_marked",
        actor=actor,
        target=sitting,
        detail={"present": len(set(present_ids))},
    )


def _refuse_when_frozen(sitting: Sitting, at: datetime) -> None:
    if sitting.state not in (*COMING, SittingState.OPEN):
        raise Conflict(
            "attendance.frozen", "La séance est terminée\u00a0: la feuille de présence ne change plus."
        )
    if AgendaItem.objects.filter(sitting=sitting, state=ItemState.OPEN).exists():
        raise Conflict(
            "attendance.vote_open", "Un vote est ouvert\u00a0: closez-le avant de modifier les présences."
        )
    today = calendar.local_day(board_code=sitting.board_code, at=at)
    if sitting.state in COMING and sitting.held_on != today:
        raise DomainError("attendance.not_today", "Les présences se relèvent le jour de la séance.")


def _mark_one(sitting: Sitting, member: Membership, *, present: bool, at: datetime) -> None:
    line = Attendance.objects.filter(sitting=sitting, member=member).first()
    if line is None and present:
        Attendance.objects.create(sitting=sitting, member=member, present=True, arrived_at=at)
    elif line is not None and line.present != present:
        line.present = present
        line.arrived_at = at if present else line.arrived_at
        line.left_at = None if present else at
        line.save(update_fields=["present", "arrived_at", "left_at"])
