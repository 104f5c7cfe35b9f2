"""Who is in the room: a sheet of arrivals and departures that only grows.

The roll is still while a vote is open: those who may vote are known when it opens. The chair passes when its holder
leaves; proxies end with the arrival of the giver or the departure of the holder.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from commission import wording
from commission.enums import AT_DISTANCE, COMING, ItemState, ProxyEnd, SittingState
from commission.models import AgendaItem, Attendance, Proxy, Ruling, Sitting
from commission.queries import calendar, roll
from commission.services import locks
from commission.services.sittings import choose_chair
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError


@transaction.atomic
def mark(
    *,
    actor: Actor,
    sitting_id: UUID,
    present_ids: Collection[int],
    at: datetime,
    seen_at: datetime | None = None,
    chair_id: int | None = None,
) -> None:
    """Write what changed on the sheet: those in ``present_ids`` are there, the others are not.

    ``seen_at``: when it happened, ``at`` unless said otherwise. During the sitting the chair passes to ``chair_id``
    when given. Raises ``DomainError`` ``attendance.not_today``, ``attendance.not_a_member``, ``attendance.hour``,
    ``sitting.no_chair``, ``attendance.at_distance``, and ``Conflict`` ``attendance.vote_open``, ``attendance.frozen``.
    """
    sitting = locks.sitting_of_secretary(actor=actor, sitting_id=sitting_id)
    refuse_when_frozen(sitting=sitting, at=at)
    members = {m.pk for m in roll.members_on(board_code=sitting.board_code, on=sitting.held_on)}
    if not set(present_ids) <= members:
        raise DomainError(
            "attendance.not_a_member", "Une personne cochée n’est pas membre à la date de la séance."
        )
    last = roll.last_lines(sitting)
    changed = [pk for pk in members if (pk in present_ids) != (pk in last and last[pk].present)]
    hour = seen_at or at
    if changed:
        _refuse_hour(sitting, [last[pk] for pk in changed if pk in last], hour, at)
    Attendance.objects.bulk_create(
        Attendance(
            sitting=sitting,
            member_id=pk,
            number=last[pk].number + 1 if pk in last else 1,
            present=pk in present_ids,
            at=hour,
        )
        for pk in sorted(changed)
    )
    _end_proxies(sitting, came={pk for pk in changed if pk in present_ids}, changed=set(changed), at=hour)
    _pass_the_chair(sitting, chair_id)
    record(
        action="board.attendance_marked",
        actor=actor,
        target=sitting,
        detail={"present": len(set(present_ids))},
    )


def refuse_when_frozen(*, sitting: Sitting, at: datetime) -> None:
    if sitting.kind in AT_DISTANCE:
        raise DomainError(
            "attendance.at_distance",
            "À distance, y prennent part ceux qui votent\u00a0: il n’y a pas d’appel.",
        )
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


def _refuse_hour(sitting: Sitting, before: list[Attendance], hour: datetime, now: datetime) -> None:
    """A line comes after the one before it, and after the last file decided: that roll is settled."""
    if hour > now:
        raise DomainError("attendance.hour", "Cette heure n’est pas encore passée.")
    if calendar.local_day(board_code=sitting.board_code, at=hour) < sitting.held_on:
        raise DomainError("attendance.hour", "Les présences se relèvent le jour de la séance.")
    decided = Ruling.objects.filter(item__sitting=sitting).order_by("-ruled_at").first()
    settled = [line.at for line in before] + ([decided.ruled_at] if decided else [])
    if settled and hour < max(settled):
        zone = calendar.zone_of(board_code=sitting.board_code)
        raise DomainError(
            "attendance.hour",
            f"La feuille est déjà écrite jusqu’à {wording.hour(max(settled), zone)}\u00a0: "
            "indiquez une heure plus tardive.",
        )


def _end_proxies(sitting: Sitting, *, came: set[int], changed: set[int], at: datetime) -> None:
    running = Proxy.objects.filter(sitting=sitting, ended_at=None)
    running.filter(giver__in=came).update(ended_at=at, ended_because=ProxyEnd.GIVER_CAME.value)
    running.filter(holder__in=changed - came).update(ended_at=at, ended_because=ProxyEnd.HOLDER_LEFT.value)


def _pass_the_chair(sitting: Sitting, chair_id: int | None) -> None:
    """To the member named; else it stays, or passes to the vice-president, else to the eldest by arrival.

    When nobody is left to preside the sheet says so, and the last holder stays written.
    """
    if sitting.state != SittingState.OPEN:
        return
    seated = roll.seated_lines(roll.roll_of(sitting))
    stays = any(line.member.pk == sitting.chair_id for line in seated)
    if not seated or (stays and chair_id in (None, sitting.chair_id)):
        return
    moved = chair_id if chair_id != sitting.chair_id else None
    sitting.chair = choose_chair(seated=seated, chair_id=moved)
    sitting.save(update_fields=["chair"])
