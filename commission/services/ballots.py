"""Casting a ballot: once, for good, by a member who sits or by the holder of their proxy, while the vote is open."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import DatabaseError, IntegrityError, InternalError, transaction

from commission import receipts, rules, wording
from commission.enums import AT_DISTANCE, Choice, ItemState, SittingKind
from commission.models import AgendaItem, Attendance, Ballot, Receipt, Turnout
from commission.models.ballot import STEPPED_ASIDE
from commission.queries import calendar, roll
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership, Role
from cpsti_portal.kernel.audit.models import Event
from cpsti_portal.kernel.audit.services import event
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from cpsti_portal.kernel.money import euros
from cpsti_portal.kernel.reasons import REASONS
from cpsti_portal.kernel.rows import one_statement, write_together


def cast(
    *,
    actor: Actor,
    item: AgendaItem,
    choice: Choice,
    amount_cents: int = 0,
    reason_code: str = "",
    question: str = "",
    giver_id: int | None = None,
    form_key: UUID | None = None,
    delegated: bool = False,
    at: datetime,
) -> bool:
    """Write the ballot of ``actor``, or of the member ``giver_id`` whose proxy they hold; what does not go with
    ``choice`` is left out. A ballot is never changed. False when this form (``form_key``) was sent before: the first
    one counts. ``delegated``: one of the two agreements of a delegation, which ``services.delegations`` alone takes.

    ``item`` as it was read a moment before: what is written of a vote locks its item itself (see ``models.ballot``).

    Raises ``NotAllowed`` (no mandate, recused, no proxy), ``Conflict`` (vote not open, already voted) and
    ``DomainError`` (not in the room, no seat, amount, reason or question missing).
    """
    _refuse_other_way(item, delegated=delegated)
    caster = member_of(actor=actor, item=item, at=at)
    _refuse_unless_open(item, at)
    voters = roll.voters_beside(item, caster)
    mine = _own(voters, caster)
    member_id = _seat_of(item, voters, mine, giver_id)
    content = _content(item, choice, amount_cents, reason_code, question.strip())
    whose = {"item_id": item.pk, "member_id": member_id}
    turnout = Turnout(**whose, caster_id=caster.pk, cast_at=at, form_key=form_key or uuid4())
    ballot = Ballot(**whose, choice=choice.value, **content)
    told = event(action="board.ballot_cast", actor=actor, target=item)
    joins = item.sitting.kind in AT_DISTANCE and not mine.present
    try:
        with transaction.atomic() if joins else one_statement():
            if joins:
                _note_part(item, caster, at)
            _write(item, turnout, ballot, told)
    except (IntegrityError, InternalError) as error:
        return _refused(turnout, error)
    return True


def _refused(turnout: Turnout, error: DatabaseError) -> bool:
    """What happened while this ballot was on its way: False when it was the same ballot, sent twice."""
    if isinstance(error, InternalError):
        raise recused() if STEPPED_ASIDE in str(error) else closed() from error
    same = {"item": turnout.item_id, "member_id": turnout.member_id, "form_key": turnout.form_key}
    if not Turnout.objects.filter(**same).exists():
        raise already_cast() from error
    return False


def _write(item: AgendaItem, turnout: Turnout, ballot: Ballot, told: Event) -> None:
    """All or nothing. The keys of the rows do not tell when they came."""
    code = receipts.draw_code()
    ballot.digest = receipts.digest(
        token=item.token,
        choice=ballot.choice,
        amount_cents=ballot.amount_cents,
        reason_code=ballot.reason_code,
        question=ballot.question,
        code=code,
    )
    whose = {"item_id": item.pk, "member_id": ballot.member_id, "holder_id": turnout.caster_id}
    receipt = Receipt(**whose, code=code)
    write_together(turnout, ballot, receipt, told)


def _note_part(item: AgendaItem, caster: Membership, at: datetime) -> None:
    """Those who take part at a distance are those who attend."""
    line = Attendance(sitting=item.sitting, member=caster, present=True, at=at)
    Attendance.objects.bulk_create([line], ignore_conflicts=True)


def already_cast() -> Conflict:
    return Conflict(
        "ballot.already_cast", "Vous avez déjà voté sur ce dossier\u00a0: un bulletin est définitif."
    )


def recused() -> NotAllowed:
    return NotAllowed("ballot.recused", "Vous vous êtes déporté de ce dossier\u00a0: vous ne votez pas.")


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


def _refuse_other_way(item: AgendaItem, *, delegated: bool) -> None:
    if delegated != (item.sitting.kind == SittingKind.DELEGATION):
        raise Conflict(
            "ballot.delegation", "Ce dossier se décide à deux, par délégation\u00a0: donnez votre accord."
        )


def _own(voters: list[rules.Voter], caster: Membership) -> rules.Voter:
    """How ``caster`` stands. Raises ``NotAllowed`` when they have no say on this file."""
    mine = next((voter for voter in voters if voter.key == caster.pk), None)
    if mine is None:
        raise NotAllowed("ballot.mandate", wording.NO_MANDATE)
    if mine.recused:
        raise recused()
    return mine


def _seat_of(item: AgendaItem, voters: list[rules.Voter], mine: rules.Voter, giver_id: int | None) -> int:
    """Whose ballot this is. Raises when it is not theirs to cast on this file."""
    if giver_id is not None:
        return _represented(item, voters, mine, giver_id)
    if item.sitting.kind in AT_DISTANCE:
        return mine.key
    if not mine.present:
        raise DomainError("ballot.absent", wording.NOT_PRESENT)
    if mine.key not in rules.seated(voters):
        raise DomainError("ballot.no_seat", wording.NO_SEAT)
    return mine.key


def _represented(item: AgendaItem, voters: list[rules.Voter], mine: rules.Voter, giver_id: int) -> int:
    held = rules.electorate(voters, book=roll.book_of(item.sitting))
    if giver_id == mine.key or held.get(giver_id) != mine.key:
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
