"""Casting a ballot: once, for good, by a member who sits or by the holder of their proxy, while the vote is open."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, InternalError, transaction

from commission import receipts, rules, wording
from commission.enums import Choice, ItemState, SittingKind
from commission.models import AgendaItem, Attendance, Ballot, Receipt, Turnout
from commission.queries import calendar, roll
from commission.services import locks
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership, Role
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from cpsti_portal.kernel.money import euros
from cpsti_portal.kernel.reasons import REASONS


def cast(
    *,
    actor: Actor,
    sitting_id: UUID,
    token: str,
    choice: Choice,
    amount_cents: int = 0,
    reason_code: str = "",
    question: str = "",
    giver_id: int | None = None,
    form_key: UUID | None = None,
    at: datetime,
) -> None:
    """Write the ballot of ``actor``, or of the member ``giver_id`` whose proxy they hold; what does not go with
    ``choice`` is left out. A ballot is never changed; the same form sent again (``form_key``) is the same ballot.

    Raises ``NotAllowed`` (no mandate, recused, no proxy), ``Conflict`` (vote not open, already voted) and
    ``DomainError`` (not in the room, no seat, amount, reason or question missing).
    """
    content = {"amount_cents": amount_cents, "reason_code": reason_code, "question": question.strip()}
    key = form_key or uuid4()
    try:
        with transaction.atomic():
            _cast(actor, sitting_id, token, choice, content, giver_id, key, at)
    except IntegrityError as error:  # another window, or the same form, a moment before
        if not _is_in(sitting_id, token, key):
            raise already_cast() from error


def _cast(
    actor: Actor,
    sitting_id: UUID,
    token: str,
    choice: Choice,
    content: dict,
    giver_id: int | None,
    key: UUID,
    at: datetime,
) -> None:
    item = locks.item_as_it_is(sitting_id=sitting_id, token=token)
    caster = member_of(actor=actor, item=item, at=at)
    _refuse_unless_open(item, at)
    member_id = _seat_of(item, caster, giver_id)
    kept = _content(item, choice, **content)
    _note_part(item, caster, at)
    _write(item, member_id, caster, choice, kept, key, at)
    record(action="board.ballot_cast", actor=actor, target=item)


def _write(
    item: AgendaItem, member_id: int, caster: Membership, choice: Choice, kept: dict, key: UUID, at: datetime
) -> None:
    """Three rows, and the key of none tells when it came."""
    code = receipts.draw_code()
    content = {"amount_cents": 0, "reason_code": "", "question": ""} | kept
    digest = receipts.digest(token=item.token, choice=choice.value, code=code, **content)
    try:
        Turnout.objects.create(item=item, member_id=member_id, caster=caster, cast_at=at, form_key=key)
        Ballot.objects.bulk_create(
            [Ballot(item=item, member_id=member_id, choice=choice.value, digest=digest, **content)]
        )
        Receipt.objects.bulk_create([Receipt(item=item, member_id=member_id, holder=caster, code=code)])
    except InternalError as error:  # the vote was closed while this ballot was on its way
        raise closed() from error


def _is_in(sitting_id: UUID, token: str, key: UUID) -> bool:
    return Turnout.objects.filter(item__sitting=sitting_id, item__token=token, form_key=key).exists()


def _note_part(item: AgendaItem, caster: Membership, at: datetime) -> None:
    """Those who take part in a consultation are those who attend it."""
    if item.sitting.kind == SittingKind.CONSULTATION:
        line = Attendance(sitting=item.sitting, member=caster, present=True, at=at)
        Attendance.objects.bulk_create([line], ignore_conflicts=True)


def already_cast() -> Conflict:
    return Conflict(
        "ballot.already_cast", "Vous avez déjà voté sur ce dossier\u00a0: un bulletin est définitif."
    )


def closed() -> Conflict:
    return Conflict(
        "ballot.closed", "Le vote sur ce dossier est clos\u00a0: votre bulletin n’a pas été enregistré."
    )


def member_of(*, actor: Actor, item: AgendaItem, at: datetime) -> Membership:
    """The mandate by which ``actor`` sits in the board of this item, at the hour of that board.

    Raises ``NotAllowed`` ``board.not_member``, and ``ballot.mandate`` when it ended at midnight over there.
    """
    board_code = item.sitting.board_code
    member = actor.membership_for_board(board_code, Role.MEMBER)
    if member is None:
        raise NotAllowed("board.not_member", "Seuls les membres de cette commission votent.")
    if member.ends_on and member.ends_on < calendar.local_day(board_code=board_code, at=at):
        raise NotAllowed("ballot.mandate", wording.NO_MANDATE)
    return member


def _refuse_unless_open(item: AgendaItem, at: datetime) -> None:
    if item.state == ItemState.PENDING:
        raise Conflict("ballot.not_open", "Le vote sur ce dossier n’est pas encore ouvert.")
    window = item.sitting.window_ends_at
    if item.state != ItemState.OPEN or (window is not None and at >= window):
        raise closed()


def _seat_of(item: AgendaItem, caster: Membership, giver_id: int | None) -> int:
    """Whose ballot this is. Raises when ``caster`` does not cast it on this file."""
    voters = roll.voters(roll.roll_of(item.sitting, item.board_file_id))
    mine = next((voter for voter in voters if voter.key == caster.pk), None)
    if mine is None:
        raise NotAllowed("ballot.mandate", wording.NO_MANDATE)
    if mine.recused:
        raise NotAllowed("ballot.recused", "Vous vous êtes déporté de ce dossier\u00a0: vous ne votez pas.")
    if giver_id is not None:
        return _represented(item, voters, caster, giver_id)
    if item.sitting.kind == SittingKind.CONSULTATION:
        return caster.pk
    if not mine.present:
        raise DomainError("ballot.absent", wording.NOT_PRESENT)
    if mine.key not in rules.seated(voters):
        raise DomainError("ballot.no_seat", wording.NO_SEAT)
    return caster.pk


def _represented(item: AgendaItem, voters: list[rules.Voter], caster: Membership, giver_id: int) -> int:
    held = rules.electorate(voters, book=roll.book_of(item.sitting))
    if giver_id == caster.pk or held.get(giver_id) != caster.pk:
        raise NotAllowed("ballot.no_proxy", "Vous ne détenez pas de pouvoir de ce membre pour ce dossier.")
    return giver_id


def _content(item: AgendaItem, choice: Choice, amount_cents: int, reason_code: str, question: str) -> dict:
    if choice is Choice.DISCUSS and item.sitting.kind != SittingKind.CONSULTATION:
        raise DomainError(
            "ballot.discuss", "Ce choix est réservé aux consultations\u00a0: la séance en discute."
        )
    if choice is Choice.FOR:
        return {"amount_cents": _whole(item)}
    if choice is Choice.PARTIAL:
        return {"amount_cents": _part(amount_cents, item)}
    if choice is Choice.AGAINST:
        if reason_code not in REASONS:
            raise DomainError(
                "ballot.reason", "Un vote contre indique son motif\u00a0: choisissez-le dans la liste."
            )
        return {"reason_code": reason_code}
    if choice is Choice.ADJOURN:
        if not question:
            raise DomainError(
                "ballot.question", "Un ajournement pose une question\u00a0: écrivez ce qu’il faut éclaircir."
            )
        return {"question": question}
    return {}


def _whole(item: AgendaItem) -> int:
    board_file = item.board_file
    return rules.whole_cents(
        asked_cents=board_file.amount_asked_cents, ceiling_cents=board_file.amount_ceiling_cents
    )


def _part(amount_cents: int, item: AgendaItem) -> int:
    ceiling_cents, whole_cents = item.board_file.amount_ceiling_cents, _whole(item)
    if amount_cents <= 0:
        raise DomainError("ballot.amount", "Indiquez un montant supérieur à zéro.")
    if amount_cents > ceiling_cents:
        raise DomainError(
            "ballot.ceiling", f"Le montant dépasse le maximum de ce dossier\u00a0: {euros(ceiling_cents)}."
        )
    if amount_cents >= whole_cents:
        raise DomainError(
            "ballot.not_a_part",
            f"Une partie est inférieure à {euros(whole_cents)}\u00a0: "
            "pour ce montant, choisissez «\u00a0Accorder\u00a0».",
        )
    return amount_cents
