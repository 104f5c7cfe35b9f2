"""Proxies: given before the item by a titular who is or will be away, to a member who sits. CSS R221-5.

They hold for one sitting; before it, giving one is an answer to the convening as well. A proxy ends when its giver
arrives or its holder leaves (``services.attendance``); on a file from which either stepped aside it does not serve
(``rules.proxies``).
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from commission.convening import Answer
from commission.enums import AT_DISTANCE, COMING, ItemState, ProxyEnd, SittingState
from commission.models import AgendaItem, Proxy, Sitting
from commission.queries import calendar, roll
from commission.queries.roll import Line
from commission.services import locks, replies
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership, Role, Seat
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed


def give(*, actor: Actor, sitting_id: UUID, holder_id: int, at: datetime) -> Proxy:
    """``actor``, a titular, gives their own proxy. The same one given twice is given once."""
    sitting = Sitting.objects.filter(pk=sitting_id).get()
    mine = actor.membership_for_board(sitting.board_code, Role.MEMBER)
    if mine is None:
        raise NotAllowed("board.not_member", "Seuls les membres de cette commission donnent pouvoir.")
    return _give(actor, sitting_id, mine.pk, holder_id, on_behalf=False, at=at)


def give_for(*, actor: Actor, sitting_id: UUID, giver_id: int, holder_id: int, at: datetime) -> Proxy:
    """The secretary enters a proxy received from ``giver_id``."""
    sitting = Sitting.objects.filter(pk=sitting_id).get()
    locks.require_secretary(actor=actor, board_code=sitting.board_code)
    return _give(actor, sitting_id, giver_id, holder_id, on_behalf=True, at=at)


def _give(
    actor: Actor, sitting_id: UUID, giver_id: int, holder_id: int, *, on_behalf: bool, at: datetime
) -> Proxy:
    try:
        with transaction.atomic():
            sitting = locks.sitting(sitting_id=sitting_id)
            _refuse_when_late(sitting)
            known = Proxy.objects.filter(sitting=sitting, giver=giver_id, ended_at=None).first()
            if known is not None and known.holder_id == holder_id:
                return known
            _refuse(sitting, giver_id, holder_id, at)
            proxy = Proxy.objects.create(
                sitting=sitting, giver_id=giver_id, holder_id=holder_id, given_at=at, on_behalf=on_behalf
            )
            replies.keep(sitting=sitting, member_id=giver_id, answer=Answer.PROXY, at=at)
            record(action="board.proxy_given", actor=actor, target=sitting, detail={"on_behalf": on_behalf})
            return proxy
    except IntegrityError as error:  # another window, a moment before
        raise Conflict("proxy.held", _HELD) from error


@transaction.atomic
def withdraw(*, actor: Actor, sitting_id: UUID, giver_id: int, at: datetime) -> None:
    """By the giver, or by the secretary for them. Twice is the same as once. Not while a vote is open.

    Who takes it back before the sitting has still not said that they come.
    """
    sitting = locks.sitting(sitting_id=sitting_id)
    own = actor.membership_for_board(sitting.board_code, Role.MEMBER)
    if own is None or own.pk != giver_id:
        locks.require_secretary(actor=actor, board_code=sitting.board_code)
    _refuse_when_late(sitting)
    if take_back(actor=actor, sitting=sitting, giver_id=giver_id, at=at):
        replies.keep(sitting=sitting, member_id=giver_id, answer=Answer.ABSENT, at=at)


def take_back(*, actor: Actor, sitting: Sitting, giver_id: int, at: datetime) -> bool:
    """Inside a transaction that holds ``sitting``. False when no proxy runs."""
    running = Proxy.objects.filter(sitting=sitting, giver=giver_id, ended_at=None)
    if not running.update(ended_at=at, ended_because=ProxyEnd.WITHDRAWN.value):
        return False
    record(action="board.proxy_withdrawn", actor=actor, target=sitting)
    return True


_CARRIES = (
    "Ce membre porte le pouvoir d’un autre\u00a0: il ne peut pas donner le sien. "
    "Que l’autre membre ou le secrétariat le reprenne d’abord."
)
_HELD = "Ce membre détient déjà un pouvoir\u00a0: nul n’en détient plus d’un."


def _refuse_when_late(sitting: Sitting) -> None:
    if sitting.state not in (*COMING, SittingState.OPEN):
        raise Conflict("proxy.frozen", "La séance est terminée\u00a0: les pouvoirs ne changent plus.")
    if AgendaItem.objects.filter(sitting=sitting, state=ItemState.OPEN).exists():
        raise Conflict(
            "proxy.vote_open",
            "Un vote est ouvert\u00a0: un pouvoir se donne avant l’examen d’un dossier, ou après.",
        )


def _refuse(sitting: Sitting, giver_id: int, holder_id: int, at: datetime) -> None:
    lines = {line.member.pk: line for line in roll.roll_of(sitting)}
    giver, holder = lines.get(giver_id), lines.get(holder_id)
    today = calendar.local_day(board_code=sitting.board_code, at=at)
    if giver is None or _ended(giver.member, today):
        raise NotAllowed(
            "proxy.mandate", "Le mandat de ce membre est terminé\u00a0: il ne donne plus pouvoir."
        )
    if giver.member.seat != Seat.TITULAR:
        raise DomainError(
            "proxy.substitute", "Un suppléant ne donne pas pouvoir\u00a0: il n’a de voix que lorsqu’il siège."
        )
    if sitting.kind in AT_DISTANCE:
        raise DomainError(
            "proxy.consultation", "Une consultation se vote à distance\u00a0: chaque membre y vote pour soi."
        )
    if not roll.book_of(sitting).proxies_per_member:
        raise DomainError("proxy.none", "Les règles de cette commission n’admettent pas de pouvoir.")
    if giver.proxy_to is not None:
        raise DomainError("proxy.given", "Ce membre a déjà donné pouvoir\u00a0: qu’il le reprenne d’abord.")
    if holder_id == giver_id:
        raise DomainError("proxy.self", "Un membre ne se donne pas pouvoir à lui-même.")
    if holder is None or _ended(holder.member, today):
        raise DomainError("proxy.holder", "Un pouvoir se donne à un membre de cette commission.")
    _refuse_holder(sitting, list(lines.values()), holder)
    if any(line.proxy_to == giver_id for line in lines.values()):
        raise DomainError("proxy.carries", _CARRIES)


def _refuse_holder(sitting: Sitting, lines: list[Line], holder: Line) -> None:
    name = holder.member.display_name
    if holder.proxy_to is not None:
        raise DomainError(
            "proxy.circular", f"{name} a donné pouvoir à un autre membre\u00a0: il ne peut pas en recevoir."
        )
    if any(line.proxy_to == holder.member.pk for line in lines):
        raise DomainError("proxy.held", _HELD)
    called = sitting.state == SittingState.OPEN or any(line.present for line in lines)
    if not called and replies.declines(sitting=sitting, member_id=holder.member.pk):
        raise DomainError(
            "proxy.declines", f"{name} a répondu ne pas venir\u00a0: choisissez un membre qui sera là."
        )
    if called and not holder.present:
        raise DomainError(
            "proxy.absent", f"{name} est absent\u00a0: un pouvoir se donne à un membre présent."
        )
    if called and holder.member not in roll.seated(lines):
        raise DomainError(
            "proxy.no_seat", f"{name} assiste sans voter\u00a0: il ne peut pas porter de pouvoir."
        )


def _ended(member: Membership, today) -> bool:
    return member.ends_on is not None and member.ends_on < today
