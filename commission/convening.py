"""Convening a board: what its mails tell, what its members answer, whom to call. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from commission import rules
from commission.rules import Quorum, Rulebook, Voter


class NoticeKind(StrEnum):
    """RELEASED: the day moved beyond the mandate of this member, who is not expected any more.

    LAST_CALL: a consultation ends soon, and this member has still to vote. ENTRUSTED: a delegation awaits this member;
    LAST_HAND: it ends soon.
    """

    CONVENED = "convened"
    MOVED = "moved"
    CANCELLED = "cancelled"
    RELEASED = "released"
    REMINDER = "reminder"
    LAST_CALL = "last_call"
    ENTRUSTED = "entrusted"
    LAST_HAND = "last_hand"


class Answer(StrEnum):
    COMING = "coming"
    REMOTE = "remote"
    ABSENT = "absent"
    PROXY = "proxy"


NOTICE_LABELS: dict[NoticeKind, str] = {
    NoticeKind.CONVENED: "Convocation",
    NoticeKind.MOVED: "Changement de date ou de lieu",
    NoticeKind.CANCELLED: "Annulation",
    NoticeKind.RELEASED: "Fin de la convocation",
    NoticeKind.REMINDER: "Relance",
    NoticeKind.LAST_CALL: "Relance avant la fin de la consultation",
    NoticeKind.ENTRUSTED: "Délégation à décider",
    NoticeKind.LAST_HAND: "Relance avant la fin de la délégation",
}
ANSWER_LABELS: dict[Answer, str] = {
    Answer.COMING: "Je viens",
    Answer.REMOTE: "Je participe à distance",
    Answer.ABSENT: "Je ne viens pas",
    Answer.PROXY: "Je ne viens pas et je donne pouvoir",
}
# The same answers, as the secretary reads them.
ANSWERED: dict[Answer, str] = {
    Answer.COMING: "Vient",
    Answer.REMOTE: "À distance",
    Answer.ABSENT: "Ne vient pas",
    Answer.PROXY: "Donne pouvoir",
}
ANSWER_TONES: dict[Answer, str] = {
    Answer.COMING: "success",
    Answer.REMOTE: "success",
    Answer.ABSENT: "warning",
    Answer.PROXY: "warning",
}
ATTENDS = (Answer.COMING, Answer.REMOTE)
AWAY = (Answer.ABSENT, Answer.PROXY)
# A member told one of these is expected; told the others, not any more.
EXPECTS = (NoticeKind.CONVENED, NoticeKind.MOVED)
ENDS = (NoticeKind.CANCELLED, NoticeKind.RELEASED)
# These change nothing in a diary: they say what is awaited.
NUDGES = (NoticeKind.REMINDER, NoticeKind.LAST_CALL, NoticeKind.ENTRUSTED, NoticeKind.LAST_HAND)
LONGEST_LAST_CALL = timedelta(hours=6)


def last_call_at(*, opened_at: datetime, ends_at: datetime) -> datetime:
    """When those who have still to vote are reminded: in the last quarter of what is open, six hours at most."""
    return ends_at - min((ends_at - opened_at) / 4, LONGEST_LAST_CALL)


@dataclass(frozen=True)
class Call:
    """A titular who will not come, and the substitutes who may sit in that place and have not said no."""

    titular: int
    substitutes: tuple[int, ...]


@dataclass(frozen=True)
class Expectation:
    """``quorum``: as it would be if those who said so came, and nobody else. ``silent``: who has not answered."""

    quorum: Quorum
    silent: tuple[int, ...]
    calls: tuple[Call, ...]


def expectation(
    members: Sequence[Voter], answers: Mapping[int, Answer], *, book: Rulebook, second_call: bool
) -> Expectation:
    """What the answers promise. Attendance counts as on the day: CSS R221-5, and R231-2 for the substitutes."""
    announced = [replace(one, present=answers.get(one.key) in ATTENDS) for one in members]
    away = [one for one in members if one.titular and answers.get(one.key) in AWAY]
    return Expectation(
        quorum=rules.quorum(announced, book=book, second_call=second_call),
        silent=tuple(one.key for one in members if one.key not in answers),
        calls=tuple(Call(one.key, _substitutes_of(one, members, answers)) for one in away),
    )


def may_replace(substitute: Voter, titular: Voter) -> bool:
    """CSS R231-2: a substitute sits only for a titular of the same organisation and college."""
    return titular.titular and not substitute.titular and substitute.group == titular.group


def _substitutes_of(
    titular: Voter, members: Sequence[Voter], answers: Mapping[int, Answer]
) -> tuple[int, ...]:
    return tuple(one.key for one in members if may_replace(one, titular) and answers.get(one.key) not in AWAY)
