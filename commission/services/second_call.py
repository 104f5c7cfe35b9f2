"""A sitting whose quorum is missed, and its second call: same agenda, within the delay, valid whatever the number.

CSS R221-5 through R612-7. The files stay scheduled in between, so that no other sitting takes them.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from commission import rules, wording
from commission.enums import ItemState, SittingKind, SittingState
from commission.models import AgendaItem, Sitting
from commission.queries import calendar, roll
from commission.services import envelopes, locks, notices, recalls, transitions
from commission.services.sittings import refuse_another_day, release_pending
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError


@transaction.atomic
def record_missed(*, actor: Actor, sitting_id: UUID, at: datetime) -> None:
    """Write that the quorum was not there, and who was. Asked twice, it is written once.

    Raises ``Conflict`` ``missed.not_published``, and ``DomainError`` ``sitting.not_today``, ``missed.too_early``,
    ``missed.quorum``, ``missed.second``, ``missed.at_distance``.
    """
    sitting = locks.sitting_of_secretary(actor=actor, sitting_id=sitting_id)
    if sitting.state == SittingState.MISSED:
        return
    if sitting.state != SittingState.PUBLISHED:
        raise Conflict(
            "missed.not_published",
            "L’absence de quorum se constate avant l’ouverture, l’ordre du jour étant publié.",
        )
    if sitting.kind != SittingKind.LIVE:
        raise DomainError(
            "missed.at_distance",
            "Une consultation n’a pas de quorum à constater\u00a0: ouvrez-la, ou annulez-la.",
        )
    refuse_another_day(sitting=sitting, at=at)
    if sitting.recalls_id:
        raise DomainError(
            "missed.second", "Une seconde convocation se tient sans quorum\u00a0: ouvrez la séance."
        )
    zone = calendar.zone_of(board_code=sitting.board_code)
    if calendar.local_hour(at=at, zone=zone) < sitting.starts_at:
        raise DomainError(
            "missed.too_early",
            f"La séance commence à {wording.hour(sitting.starts_at)}\u00a0: "
            "attendez cette heure pour constater l’absence de quorum.",
        )
    lines = roll.roll_of(sitting)
    quorum = rules.quorum(roll.voters(lines), book=roll.book_of(sitting))
    if quorum.met:
        raise DomainError("missed.quorum", f"{wording.quorum(quorum)} Ouvrez la séance.")
    present = [line.member.display_name for line in lines if line.present]
    sentence = wording.missed(quorum, present, wording.hour(at, zone))
    transitions.move(thing=sitting, name="miss", missed_at=at, missed_sentence=sentence)
    record(action="board.quorum_missed", actor=actor, target=sitting, detail={"present": len(present)})


@transaction.atomic
def plan(*, actor: Actor, sitting_id: UUID, held_on: date, at: datetime) -> Sitting:
    """The second call of a missed sitting, at the same hour and place, with the files that are still on its agenda.

    Asked twice, it is planned once. Raises ``Conflict`` ``second_call.not_missed``, ``sitting.hour_taken``, and
    ``DomainError`` ``sitting.past``, ``second_call.same_day``, ``second_call.late``, ``second_call.empty``.
    """
    missed = locks.sitting_of_secretary(actor=actor, sitting_id=sitting_id)
    if missed.state != SittingState.MISSED:
        raise Conflict(
            "second_call.not_missed", "Une seconde convocation suit une séance qui n’a pas eu le quorum."
        )
    known = Sitting.objects.filter(recalls=missed).first()
    if known is not None:
        return known
    if held_on < calendar.local_day(board_code=missed.board_code, at=at):
        raise DomainError("sitting.past", "La date d’une séance ne peut pas être passée.")
    recalls.refuse_day(missed=missed, held_on=held_on)
    items = [one for one in locks.items(sitting=missed) if one.state == ItemState.PENDING]
    if not items:
        raise DomainError("second_call.empty", "Plus aucun dossier de cette séance n’attend d’être examiné.")
    second = _create(missed, held_on)
    _carry(missed, second, items, at)
    record(action="board.second_call_planned", actor=actor, target=second, detail={"files": len(items)})
    return second


def _create(missed: Sitting, held_on: date) -> Sitting:
    try:
        with transaction.atomic():
            return Sitting.objects.create(
                id=uuid4(),
                board_code=missed.board_code,
                held_on=held_on,
                starts_at=missed.starts_at,
                place=missed.place,
                recalls=missed,
            )
    except IntegrityError as error:
        raise Conflict(
            "sitting.hour_taken", "Une séance est déjà prévue ce jour-là à cette heure."
        ) from error


def _carry(missed: Sitting, second: Sitting, items: list[AgendaItem], at: datetime) -> None:
    """Each file under a new reference, shown and ranked as it was; its money follows it."""
    locks.files(tokens=[item.board_file_id for item in items])
    envelopes.release_all(sitting=missed, items=items, at=at)
    carried = []
    for item in items:
        transitions.move(thing=item, name="drop")
        again = AgendaItem.objects.create(
            sitting=second, board_file=item.board_file, shown=item.shown, rank=item.rank
        )
        notices.scheduled(item=again, sitting=second)
        carried.append(again)
    envelopes.reserve_all(sitting=second, items=carried, at=at)


@transaction.atomic
def give_up(*, actor: Actor, sitting_id: UUID, at: datetime) -> None:
    """No second call: the files wait for another sitting. Twice is the same as once."""
    missed = locks.sitting_of_secretary(actor=actor, sitting_id=sitting_id)
    if missed.state != SittingState.MISSED:
        raise Conflict("second_call.not_missed", "Cette séance n’attend pas de seconde convocation.")
    left = release_pending(missed, locks.items(sitting=missed), at)
    if left:
        record(action="board.second_call_given_up", actor=actor, target=missed, detail={"files": left})
