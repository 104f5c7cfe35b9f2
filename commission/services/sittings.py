"""Planning, opening, closing and cancelling a sitting: acts of the secretariat."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from commission import rules, wording
from commission.enums import AT_DISTANCE, NEVER_HELD, ItemState, SittingKind, SittingState
from commission.models import AgendaItem, Sitting
from commission.models.sitting import REMOTE
from commission.queries import calendar, roll
from commission.queries.roll import Line
from commission.services import convening, envelopes, locks, minutes, notices, transitions
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError

# Somebody was named to preside who is not there.
NOBODY = 0


def plan(
    *,
    actor: Actor,
    board_code: str,
    held_on: date,
    starts_at: time,
    place: str = REMOTE,
    kind: SittingKind = SittingKind.LIVE,
    at: datetime,
    sitting_id: UUID | None = None,
) -> Sitting:
    """A new sitting. ``sitting_id`` comes with the form: the same form sent twice plans one sitting.

    Raises ``DomainError`` ``sitting.past``, and ``Conflict`` ``sitting.hour_taken``.
    """
    locks.require_secretary(actor=actor, board_code=board_code)
    if held_on < calendar.local_day(board_code=board_code, at=at):
        raise DomainError("sitting.past", "La date d’une séance ne peut pas être passée.")
    if (known := _planned(sitting_id, board_code)) is not None:
        return known
    sitting = Sitting(
        id=sitting_id or uuid4(),
        board_code=board_code,
        held_on=held_on,
        starts_at=starts_at,
        place=place.strip() or REMOTE,
        kind=kind.value,
    )
    try:
        with transaction.atomic():
            sitting.save(force_insert=True)
            record(action="board.sitting_planned", actor=actor, target=sitting)
    except IntegrityError as error:
        if (known := _planned(sitting_id, board_code)) is not None:
            return known  # the same form, sent twice at the same time: the other one came first
        raise Conflict(
            "sitting.hour_taken", "Une séance est déjà prévue ce jour-là à cette heure."
        ) from error
    return sitting


@transaction.atomic
def plan_series(
    *, actor: Actor, board_code: str, days: Iterable[date], starts_at: time, place: str = REMOTE, at: datetime
) -> int:
    """A sitting on each of ``days``, all or none; those that are there already stay as they are.

    Returns how many are new. Raises what ``plan`` raises.
    """
    known = Sitting.objects.filter(board_code=board_code, starts_at=starts_at).exclude(state__in=NEVER_HELD)
    taken = set(known.exclude(kind=SittingKind.DELEGATION).values_list("held_on", flat=True))
    new = sorted(set(days) - taken)
    for day in new:
        plan(actor=actor, board_code=board_code, held_on=day, starts_at=starts_at, place=place, at=at)
    return len(new)


def _planned(sitting_id: UUID | None, board_code: str) -> Sitting | None:
    return Sitting.objects.filter(pk=sitting_id, board_code=board_code).first() if sitting_id else None


@transaction.atomic
def cancel(*, actor: Actor, sitting_id: UUID, at: datetime) -> None:
    """The files of the agenda become available again, and whoever was convened is told. Only before the opening."""
    sitting = locks.sitting_of_secretary(actor=actor, sitting_id=sitting_id)
    transitions.move(thing=sitting, name="cancel")
    release_pending(sitting, locks.items(sitting=sitting), at)
    convening.tell_cancelled(sitting=sitting, at=at)
    record(action="board.sitting_cancelled", actor=actor, target=sitting)


@transaction.atomic
def open_sitting(*, actor: Actor, sitting_id: UUID, at: datetime, chair_id: int | None = None) -> None:
    """Open on the day itself, with a quorum, a published agenda and somebody in the chair (the president when present).

    Raises ``DomainError``: ``sitting.not_today``, ``sitting.empty``, ``sitting.not_published``,
    ``sitting.no_quorum``, ``sitting.no_chair``.
    """
    sitting = locks.sitting_of_secretary(actor=actor, sitting_id=sitting_id)
    if sitting.state == SittingState.OPEN:
        raise Conflict("sitting.already_open", "La séance est déjà ouverte.")
    if sitting.kind in AT_DISTANCE:
        raise DomainError("sitting.consultation", "Une consultation s’ouvre pour une durée, sans présences.")
    refuse_another_day(sitting=sitting, at=at)
    if not AgendaItem.objects.filter(sitting=sitting, state=ItemState.PENDING).exists():
        raise DomainError("sitting.empty", "L’ordre du jour est vide\u00a0: inscrivez au moins un dossier.")
    if sitting.state == SittingState.PLANNED:
        raise DomainError(
            "sitting.not_published",
            "Publiez d’abord l’ordre du jour\u00a0: les membres doivent pouvoir le lire.",
        )
    lines = roll.roll_of(sitting)
    quorum = rules.quorum(
        roll.voters(lines), book=roll.book_of(sitting), second_call=sitting.recalls_id is not None
    )
    if not quorum.met:
        raise DomainError("sitting.no_quorum", f"{wording.quorum(quorum)} La séance ne peut pas s’ouvrir.")
    chair = choose_chair(seated=roll.seated_lines(lines), chair_id=chair_id)
    transitions.move(thing=sitting, name="open", opened_at=at, chair=chair)
    record(action="board.sitting_opened", actor=actor, target=sitting, detail={"chair": chair.pk})


@transaction.atomic
def close_sitting(*, actor: Actor, sitting_id: UUID, at: datetime) -> None:
    """End the sitting. Files never examined become available again; an open vote must be closed first.

    Raises ``Conflict`` ``sitting.vote_open``.
    """
    sitting = locks.sitting_of_secretary(actor=actor, sitting_id=sitting_id)
    items = locks.items(sitting=sitting)
    still_open = [wording.reference(item.token) for item in items if item.state == ItemState.OPEN]
    if still_open:
        raise Conflict(
            "sitting.vote_open",
            f"Un vote est encore ouvert (dossier {still_open[0]})\u00a0: closez-le avant de clore la séance.",
        )
    transitions.move(thing=sitting, name="close", closed_at=at)
    left = release_pending(sitting, items, at)
    minutes.begin(sitting=sitting, actor=actor, at=at)
    record(action="board.sitting_closed", actor=actor, target=sitting, detail={"not_examined": left})


def choose_chair(*, seated: Sequence[Line], chair_id: int | None) -> Membership:
    """Among those who vote: the member named; when nobody is, the president, the vice-president, the first arrived.

    Raises ``DomainError`` ``sitting.no_chair``.
    """
    named = seated if chair_id is None else [line for line in seated if line.member.pk == chair_id]
    presiding = roll.presiding(named)
    if presiding is None:
        raise DomainError("sitting.no_chair", "Désignez qui préside, parmi les membres présents qui votent.")
    return presiding.member


def refuse_another_day(*, sitting: Sitting, at: datetime) -> None:
    if sitting.held_on != calendar.local_day(board_code=sitting.board_code, at=at):
        raise DomainError(
            "sitting.not_today",
            f"Cette séance est prévue le {wording.day(sitting.held_on)}\u00a0: elle ne s’ouvre que ce jour-là.",
        )


def release_pending(sitting: Sitting, items: list[AgendaItem], at: datetime | None) -> int:
    """Files that were not examined go back to the ready ones, their money to the envelope. Returns how many."""
    pending = {item.board_file_id: item for item in items if item.state == ItemState.PENDING}
    for board_file in locks.files(tokens=pending.keys()):
        transitions.move(thing=pending[board_file.token], name="drop")
        transitions.move(thing=board_file, name="unschedule")
        notices.unscheduled(item=pending[board_file.token])
    if pending:
        envelopes.release_all(sitting=sitting, items=pending.values(), at=at)
    return len(pending)
