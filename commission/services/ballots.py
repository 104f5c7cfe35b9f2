"""Casting a ballot: once, for good, by a member who sits, while the vote is open."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from commission import rules, wording
from commission.enums import Choice, ItemState
from commission.models import AgendaItem, Ballot
from commission.queries import roll
from commission.services import locks
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership, Role
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from cpsti_portal.kernel.money import euros
from cpsti_portal.kernel.reasons import REASONS


@transaction.atomic
def cast(
    *,
    actor: Actor,
    sitting_id: UUID,
    token: str,
    choice: Choice,
    amount_cents: int = 0,
    reason_code: str = "",
    question: str = "",
    at: datetime,
) -> None:
    """Write the ballot of ``actor``; what does not go with ``choice`` is left out. A ballot is never changed.

    Raises ``NotAllowed`` (no mandate, recused), ``Conflict`` (vote not open, already voted) and ``DomainError``
    (not in the room, no seat, amount, reason or question missing).
    """
    item = locks.item(sitting_id=sitting_id, token=token)
    member = member_of(actor=actor, item=item)
    _refuse_unless_open(item)
    _refuse_unless_seated(item, member)
    if Ballot.objects.filter(item=item, member=member).exists():
        raise Conflict(
            "ballot.already_cast", "Vous avez déjà voté sur ce dossier\u00a0: un bulletin est définitif."
        )
    content = _content(item, choice, amount_cents, reason_code, question.strip())
    Ballot.objects.create(item=item, member=member, choice=choice.value, cast_at=at, **content)
    record(action="board.ballot_cast", actor=actor, target=item)


def member_of(*, actor: Actor, item: AgendaItem) -> Membership:
    """The mandate by which ``actor`` sits in the board of this item. Raises ``NotAllowed`` when there is none."""
    member = actor.membership_for_board(item.sitting.board_code, Role.MEMBER)
    if member is None:
        raise NotAllowed("board.not_member", "Seuls les membres de cette commission votent.")
    return member


def _refuse_unless_open(item: AgendaItem) -> None:
    if item.state == ItemState.PENDING:
        raise Conflict("ballot.not_open", "Le vote sur ce dossier n’est pas encore ouvert.")
    if item.state != ItemState.OPEN:
        raise Conflict(
            "ballot.closed", "Le vote sur ce dossier est clos\u00a0: votre bulletin n’a pas été enregistré."
        )


def _refuse_unless_seated(item: AgendaItem, member: Membership) -> None:
    voters = roll.voters(roll.roll_of(item.sitting, item.board_file_id))
    mine = next((voter for voter in voters if voter.key == member.pk), None)
    if mine is None:
        raise NotAllowed("ballot.mandate", wording.NO_MANDATE)
    if mine.recused:
        raise NotAllowed("ballot.recused", "Vous vous êtes déporté de ce dossier\u00a0: vous ne votez pas.")
    if not mine.present:
        raise DomainError("ballot.absent", wording.NOT_PRESENT)
    if mine.key not in rules.seated(voters):
        raise DomainError("ballot.no_seat", wording.NO_SEAT)


def _content(item: AgendaItem, choice: Choice, amount_cents: int, reason_code: str, question: str) -> dict:
    if choice is Choice.FOR:
        return {"amount_cents": _amount(amount_cents, item.board_file.amount_ceiling_cents)}
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


def _amount(amount_cents: int, ceiling_cents: int) -> int:
    if amount_cents <= 0:
        raise DomainError("ballot.amount", "Un vote pour indique un montant supérieur à zéro.")
    if amount_cents > ceiling_cents:
        raise DomainError(
            "ballot.ceiling", f"Le montant dépasse le maximum de ce dossier\u00a0: {euros(ceiling_cents)}."
        )
    return amount_cents
