"""Who was convened to a sitting, whether the mail left, what each answered, whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commission import wording
from commission.convening import (
    ANSWER_TONES,
    ANSWERED,
    AWAY,
    EXPECTS,
    NOTICE_LABELS,
    NUDGES,
    Answer,
    NoticeKind,
    expectation,
)
from commission.models import Convening, ConveningMail, Reply, Sitting
from commission.queries.roll import Line, book_of, roll_of
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Seat
from cpsti_portal.kernel.mails.models import MailStatus

_TONES = {
    MailStatus.OWED: "neutral",
    MailStatus.SENDING: "info",
    MailStatus.SENT: "success",
    MailStatus.UNCERTAIN: "warning",
    MailStatus.FAILED: "danger",
}


@dataclass(frozen=True)
class ConveningLine:
    """``notice`` and ``delivery``: the last mail and how far it got. ``answer`` is empty while none came."""

    name: str
    seat: str
    notice: str
    delivery: str
    delivery_tone: str
    answer: str
    answer_tone: str
    replace_by: str


@dataclass(frozen=True)
class ConveningPage:
    """``to_tell``: members of that day who were not told yet. ``silent``: convened, and no answer."""

    convened_at: datetime | None
    lines: list[ConveningLine]
    to_tell: int
    silent: int
    in_doubt: int
    quorum: str
    quorum_met: bool


@dataclass(frozen=True)
class Invitation:
    """What the sitting's page asks a member: whether they come. ``answer`` is what they said, or empty.

    ``holder_away``: the member to whom they gave a proxy said that they will not come.
    """

    answer: str
    said: str
    holder_away: bool


def page_of(sitting: Sitting) -> ConveningPage:
    """Six queries, whatever the size of the board."""
    convening = Convening.objects.filter(sitting=sitting).first()
    roll = roll_of(sitting)
    mails = _last_mails(convening)
    answers = answers_of(convening)
    second_call = sitting.recalls_id is not None
    foreseen = expectation(
        [line.voter for line in roll], answers, book=book_of(sitting), second_call=second_call
    )
    substitutes = {call.titular: call.substitutes for call in foreseen.calls}
    names = {line.member.pk: line.member.display_name for line in roll}
    told = {pk for pk, mail in mails.items() if NoticeKind(mail.kind) in EXPECTS}
    called = {pk: ", ".join(names[one] for one in substitutes[pk]) or "personne" for pk in substitutes}
    return ConveningPage(
        convened_at=convening.convened_at if convening else None,
        lines=[_line(line, mails, answers, called.get(line.member.pk, "")) for line in roll],
        to_tell=len(names.keys() - told),
        silent=len((told & names.keys()) - answers.keys()),
        in_doubt=sum(mail.status in (MailStatus.UNCERTAIN, MailStatus.FAILED) for mail in mails.values()),
        quorum=wording.quorum(foreseen.quorum),
        quorum_met=foreseen.quorum.met,
    )


def convened_count(sitting: Sitting) -> int:
    """How many members were written to, whoever is still expected."""
    mails = ConveningMail.objects.filter(convening=sitting.pk)
    return mails.values("member").distinct().count()


def answers_of(convening: Convening | None) -> dict[int, Answer]:
    """What was answered since the sitting last moved."""
    if convening is None:
        return {}
    current = Reply.objects.filter(sitting=convening.sitting_id, sequence=convening.sequence)
    return {member_id: Answer(answer) for member_id, answer in current.values_list("member_id", "answer")}


def invitation_of(sitting: Sitting, actor: Actor, lines: Sequence[Line]) -> Invitation | None:
    """None when the reader is not a member of that day, or nobody was convened."""
    mine = next((line for line in lines if line.member.user_id == actor.user_id), None)
    convening = Convening.objects.filter(sitting=sitting).first() if mine else None
    if mine is None or convening is None:
        return None
    answers = answers_of(convening)
    answer = answers.get(mine.member.pk)
    return Invitation(
        answer=answer.value if answer else "",
        said=ANSWERED[answer] if answer else "",
        holder_away=mine.proxy_to is not None and answers.get(mine.proxy_to) in AWAY,
    )


def _last_mails(convening: Convening | None) -> dict[int, ConveningMail]:
    """Member → the last mail, reminders aside: it says whether they are expected."""
    kept = ConveningMail.objects.filter(convening=convening).exclude(kind__in=NUDGES)
    return {mail.member_id: mail for mail in kept.order_by("pk")} if convening else {}


def _line(
    line: Line, mails: dict[int, ConveningMail], answers: dict[int, Answer], replace_by: str
) -> ConveningLine:
    mail = mails.get(line.member.pk)
    answer = answers.get(line.member.pk)
    return ConveningLine(
        name=line.member.display_name,
        seat=Seat(line.member.seat).label,
        notice=NOTICE_LABELS[NoticeKind(mail.kind)] if mail else "",
        delivery=MailStatus(mail.status).label if mail else "Pas encore convoqué",
        delivery_tone=_TONES[MailStatus(mail.status)] if mail else "neutral",
        answer=ANSWERED[answer] if answer else "",
        answer_tone=ANSWER_TONES[answer] if answer else "neutral",
        replace_by=replace_by,
    )
