"""A consultation: every file at once, over some hours, at a distance. Same ballots, same engine, same quorum.

Those who took part attend it. It ends by itself, at the end of its window or once every titular has voted on every
file. What it may not decide (no quorum, or a member who wants the file discussed) waits for a sitting.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from commission import wording
from commission.enums import ItemState, SittingKind, SittingState
from commission.models import Sitting
from commission.queries import calendar, consultations, roll
from commission.services import items, locks, minutes, transitions
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError

SHORTEST_HOURS, LONGEST_HOURS = 1, 72


@transaction.atomic
def open_consultation(*, actor: Actor, sitting_id: UUID, hours: int, at: datetime) -> None:
    """Open every vote of a published consultation, for ``hours``. Asked twice, it is opened once.

    Raises ``Conflict`` ``sitting.already_open``, and ``DomainError``: ``consultation.live``, ``consultation.hours``,
    ``consultation.year``, ``consultation.other_aids``, ``sitting.not_today``, ``sitting.not_published``.
    """
    sitting = locks.sitting_of_secretary(actor=actor, sitting_id=sitting_id)
    _refuse(sitting, hours, at)
    pending = [item for item in locks.items(sitting=sitting) if item.state == ItemState.PENDING]
    ends_at = at + timedelta(hours=hours)
    transitions.move(thing=sitting, name="open", opened_at=at, window_ends_at=ends_at)
    for item in pending:
        transitions.move(thing=item, name="open")
    detail = {"files": len(pending), "hours": hours}
    record(action="board.consultation_opened", actor=actor, target=sitting, detail=detail)


def _refuse(sitting: Sitting, hours: int, at: datetime) -> None:
    if sitting.kind != SittingKind.CONSULTATION:
        raise DomainError(
            "consultation.live", "Cette séance se tient en direct\u00a0: ouvrez-la depuis sa page."
        )
    if sitting.state == SittingState.OPEN:
        raise Conflict("sitting.already_open", "La consultation est déjà ouverte.")
    if sitting.state != SittingState.PUBLISHED:
        raise DomainError(
            "sitting.not_published",
            "Publiez d’abord l’ordre du jour\u00a0: les membres doivent pouvoir le lire.",
        )
    if sitting.held_on != calendar.local_day(board_code=sitting.board_code, at=at):
        raise DomainError(
            "sitting.not_today",
            f"Cette consultation est prévue le {wording.day(sitting.held_on)}\u00a0: elle ne s’ouvre que ce jour-là.",
        )
    refuse_other_aids(sitting=sitting)
    if not SHORTEST_HOURS <= hours <= LONGEST_HOURS:
        raise DomainError(
            "consultation.hours", f"Une consultation dure de {SHORTEST_HOURS} à {LONGEST_HOURS} heures."
        )
    _refuse_two_years(sitting, hours, at)


def _refuse_two_years(sitting: Sitting, hours: int, at: datetime) -> None:
    """What it decides is charged to the envelope of the year in which it opened: it ends before the next one begins."""
    year = sitting.held_on.year
    most = consultations.hours_left(sitting, at=at)
    if hours <= most:
        return
    instead = (
        f"indiquez {wording.plural(most, 'heure', 'heures')} au plus."
        if most >= SHORTEST_HOURS
        else f"prévoyez-la en {year + 1}."
    )
    raise DomainError(
        "consultation.year",
        f"Elle finirait en {year + 1}, alors qu’elle engage l’enveloppe de {year}\u00a0: {instead}",
    )


def refuse_other_aids(*, sitting: Sitting) -> None:
    """A consultation is made for what cannot wait, unless the rules of the board open it to every aid."""
    if sitting.kind == SittingKind.CONSULTATION and not consultations.admits(sitting):
        raise DomainError(
            "consultation.other_aids",
            "Une consultation ne décide que des aides d’urgence\u00a0: "
            "retirez les autres dossiers, ils attendent une séance.",
        )


def end_due(*, at: datetime) -> int:
    """End the consultations that are over, each in its own transaction. Returns how many; twice is the same as once."""
    return sum(end(sitting_id=pk, at=at) for pk in consultations.over(at=at))


@transaction.atomic
def end(*, sitting_id: UUID, at: datetime) -> bool:
    """Count every file and close the consultation if it is over. False when there was nothing to end.

    The files are locked before the attendance is read: a ballot on its way is then in, and its line with it. The
    sitting is locked against change alone: that line points at it, which the database checks when the ballot commits.

    No ballot is taken after its window: counted late, it still decided on the day, and in the year, of its end.
    """
    sitting = locks.sitting(sitting_id=sitting_id)
    if sitting.kind != SittingKind.CONSULTATION or sitting.state != SittingState.OPEN:
        return False
    if not consultations.is_over(sitting, at=at):
        return False
    open_items = [item for item in locks.items(sitting=sitting) if item.state == ItemState.OPEN]
    presiding = roll.presiding(roll.seated_lines(roll.roll_of(sitting)))
    sitting.chair = presiding.member if presiding else None
    sitting.save(update_fields=["chair"])
    decided_at = min(at, sitting.window_ends_at)
    for item in open_items:
        item.sitting = sitting
        items.count(item=item, at=decided_at)
    transitions.move(thing=sitting, name="close", closed_at=at)
    minutes.begin(sitting=sitting, at=at)
    record(action="board.consultation_ended", target=sitting, detail={"files": len(open_items)})
    return True
