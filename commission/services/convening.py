"""Calling the members of a board to a sitting, telling them what changes, keeping what they answer.

Nothing is sent here: each mail is owed in the transaction of the fact it tells.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from django.db import IntegrityError, transaction

from commission.convening import ENDS, EXPECTS, Answer, NoticeKind
from commission.emails import NoticeFacts
from commission.enums import COMING, ItemState
from commission.models import AgendaItem, Convening, ConveningMail, Proxy, Reply, Sitting
from commission.models.sitting import REMOTE
from commission.queries import calendar, replacements, roll
from commission.services import locks, mails, notices, proxies, recalls, replies
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership, Role
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from cpsti_portal.kernel.territory.models import Board


@transaction.atomic
def convene(*, actor: Actor, sitting_id: UUID, at: datetime) -> int:
    """Write to each member whose mandate holds that day and who was not told yet. Returns how many mails are owed.

    Asked twice, it writes to those who came in between. Raises ``Conflict`` ``convening.too_late`` and DomainError
    ``convening.nobody``, ``convening.past``.
    """
    sitting = _coming(actor, sitting_id)
    if sitting.held_on < calendar.local_day(board_code=sitting.board_code, at=at):
        raise DomainError("convening.past", "La date de cette séance est passée\u00a0: changez-la d’abord.")
    members = list(roll.members_on(board_code=sitting.board_code, on=sitting.held_on))
    if not members:
        raise DomainError("convening.nobody", "Aucun mandat ne couvre le jour de la séance.")
    convening, _ = Convening.objects.get_or_create(sitting=sitting, defaults={"convened_at": at})
    told = _expected(convening)
    new = [member for member in members if member.pk not in told]
    owed = tell(sitting, convening, new, NoticeKind.CONVENED, at)
    if owed:
        record(action="board.convened", actor=actor, target=sitting, detail={"members": owed})
    return owed


@transaction.atomic
def remind(*, actor: Actor, sitting_id: UUID, at: datetime) -> int:
    """Write to those who were convened and have not answered, once a day. Returns how many mails are owed.

    Raises ``Conflict`` ``convening.not_yet``, ``convening.too_late``.
    """
    sitting = _coming(actor, sitting_id)
    convening = _convening(sitting)
    answered = set(_replies(convening).values_list("member_id", flat=True))
    silent = [m for m in _members_told(sitting, convening) if m.pk not in answered]
    today = calendar.local_day(board_code=sitting.board_code, at=at)
    owed = tell(sitting, convening, silent, NoticeKind.REMINDER, at, event=f":{today.isoformat()}")
    if owed:
        record(action="board.members_reminded", actor=actor, target=sitting, detail={"members": owed})
    return owed


@transaction.atomic
def reply(*, actor: Actor, sitting_id: UUID, answer: Answer, at: datetime) -> None:
    """What ``actor`` says of this sitting; said again, the last word counts, and takes back the proxy they gave.

    The answer that gives a proxy comes with its holder, by ``proxies.give``. Raises ``NotAllowed``
    ``convening.not_member``, ``Conflict`` ``convening.not_yet``, ``convening.too_late``.
    """
    sitting = Sitting.objects.select_for_update(no_key=True).get(pk=sitting_id)
    member = actor.membership_for_board(sitting.board_code, Role.MEMBER)
    if member is None:
        raise NotAllowed("convening.not_member", "Seuls les membres de cette commission répondent.")
    _refuse_when_begun(sitting)
    _convening(sitting)
    if not roll.members_on(board_code=sitting.board_code, on=sitting.held_on).filter(pk=member.pk).exists():
        raise NotAllowed("convening.mandate", "Votre mandat ne couvre pas la date de cette séance.")
    if answer is not Answer.PROXY:
        proxies.take_back(actor=actor, sitting=sitting, giver_id=member.pk, at=at)
    elif not Proxy.objects.filter(sitting=sitting, giver=member, ended_at=None).exists():
        raise DomainError("convening.no_holder", "Choisissez d’abord qui vote à votre place.")
    replies.keep(sitting=sitting, member_id=member.pk, answer=answer, at=at)
    record(action="board.replied", actor=actor, target=sitting, detail={"answer": answer.value})


@transaction.atomic
def move(*, actor: Actor, sitting_id: UUID, held_on: date, starts_at: time, place: str, at: datetime) -> bool:
    """Another day, hour or place. Whoever was convened is told, and asked again. False when nothing changes.

    Raises ``DomainError`` ``sitting.past``, those of ``recalls.refuse_day``, ``Conflict`` ``sitting.hour_taken``,
    ``convening.too_late``.
    """
    sitting = _coming(actor, sitting_id)
    if held_on < calendar.local_day(board_code=sitting.board_code, at=at):
        raise DomainError("sitting.past", "La date d’une séance ne peut pas être passée.")
    place = place.strip() or REMOTE
    if (sitting.held_on, sitting.starts_at, sitting.place) == (held_on, starts_at, place):
        return False
    if sitting.recalls:
        recalls.refuse_day(missed=sitting.recalls, held_on=held_on)
    sitting.held_on, sitting.starts_at, sitting.place = held_on, starts_at, place
    try:
        with transaction.atomic():
            sitting.save(update_fields=["held_on", "starts_at", "place"])
    except IntegrityError as error:
        raise Conflict(
            "sitting.hour_taken", "Une séance est déjà prévue ce jour-là à cette heure."
        ) from error
    for item in AgendaItem.objects.filter(sitting=sitting, state=ItemState.PENDING).order_by("pk"):
        notices.rescheduled(item=item, sitting=sitting, at=at)
    _tell_moved(sitting, at)
    record(action="board.sitting_moved", actor=actor, target=sitting, detail={"held_on": held_on.isoformat()})
    return True


def _tell_moved(sitting: Sitting, at: datetime) -> None:
    convening = Convening.objects.filter(sitting=sitting).first()
    if convening is None:
        return
    before = _members_told(sitting, convening)
    convening.sequence += 1
    convening.save(update_fields=["sequence"])
    now = list(roll.members_on(board_code=sitting.board_code, on=sitting.held_on))
    known, expected = {m.pk for m in before}, {m.pk for m in now}
    tell(sitting, convening, [m for m in now if m.pk in known], NoticeKind.MOVED, at)
    tell(sitting, convening, [m for m in now if m.pk not in known], NoticeKind.CONVENED, at)
    tell(sitting, convening, [m for m in before if m.pk not in expected], NoticeKind.RELEASED, at)


def tell_cancelled(*, sitting: Sitting, at: datetime) -> None:
    """Inside the transaction that cancels the sitting."""
    convening = Convening.objects.filter(sitting=sitting).first()
    if convening is not None:
        convening.sequence += 1
        convening.save(update_fields=["sequence"])
        tell(sitting, convening, _members_told(sitting, convening), NoticeKind.CANCELLED, at)


def _coming(actor: Actor, sitting_id: UUID) -> Sitting:
    sitting = locks.sitting_of_secretary(actor=actor, sitting_id=sitting_id)
    _refuse_when_begun(sitting)
    return sitting


def _refuse_when_begun(sitting: Sitting) -> None:
    if sitting.state not in COMING:
        raise Conflict("convening.too_late", "La séance est déjà ouverte, close ou annulée.")


def _convening(sitting: Sitting) -> Convening:
    convening = Convening.objects.filter(sitting=sitting).first()
    if convening is None:
        raise Conflict("convening.not_yet", "Les membres ne sont pas encore convoqués à cette séance.")
    return convening


def _replies(convening: Convening):
    return Reply.objects.filter(sitting=convening.sitting_id, sequence=convening.sequence)


def _expected(convening: Convening) -> set[int]:
    """Members whose last word from the board, reminders aside, is that they are expected."""
    words = ConveningMail.objects.filter(convening=convening, kind__in=[*EXPECTS, *ENDS]).order_by("pk")
    last = dict(words.values_list("member_id", "kind"))
    return {member_id for member_id, kind in last.items() if kind in EXPECTS}


def _members_told(sitting: Sitting, convening: Convening) -> list[Membership]:
    return list(Membership.objects.filter(pk__in=_expected(convening)).order_by("pk"))


def tell(
    sitting: Sitting,
    convening: Convening,
    members: Iterable[Membership],
    kind: NoticeKind,
    at: datetime,
    *,
    event: str = "",
) -> int:
    """Inside the transaction of what is told. How many mails are new."""
    board = Board.objects.get(code=sitting.board_code)
    zone = calendar.zone_of(board_code=sitting.board_code)
    titulars = replacements.titulars_by_substitute(sitting)
    return sum(
        mails.owe(
            convening=convening,
            member=member,
            kind=kind,
            facts=_facts(sitting, board.name, zone, member, titulars.get(member.pk)),
            at=at,
            event=event,
        )
        for member in members
    )


def _facts(
    sitting: Sitting, board: str, zone: str, member: Membership, titulars: list[str] | None
) -> NoticeFacts:
    return NoticeFacts(
        uid=mails.uid_of(sitting),
        board=board,
        held_on=sitting.held_on.isoformat(),
        starts_at=sitting.starts_at.isoformat("minutes"),
        zone=zone,
        place=sitting.place,
        link=mails.page_of(sitting),
        substitute=titulars is not None,
        may_replace=titulars or [],
        until=calendar.told(sitting.window_ends_at, board_code=sitting.board_code)
        if sitting.window_ends_at
        else "",
    )
