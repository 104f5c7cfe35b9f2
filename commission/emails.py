"""The mails of a board to its members: a day, a place, a page to sign in to. Never a word of a file. Pure."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from commission import wording
from commission.calendar_file import CANCEL, NAME, REQUEST, Entry, calendar_of
from commission.convening import ENDS, NUDGES, NoticeKind
from cpsti_portal.kernel.mails.writing import Email, Enclosed, write

_SUBJECTS: dict[NoticeKind, str] = {
    NoticeKind.CONVENED: "Convocation à la séance du {day}",
    NoticeKind.MOVED: "Changement : la séance aura lieu le {day}",
    NoticeKind.CANCELLED: "La séance du {day} est annulée",
    NoticeKind.RELEASED: "Vous n’êtes plus convoqué à la séance, qui change de date",
    NoticeKind.REMINDER: "Votre réponse est attendue pour la séance du {day}",
    NoticeKind.LAST_CALL: "Vos votes sont attendus : la consultation se termine {until}",
    NoticeKind.ENTRUSTED: "Une délégation attend votre accord : elle se termine {until}",
    NoticeKind.LAST_HAND: "Votre accord est attendu : la délégation se termine {until}",
}


@dataclass(frozen=True, kw_only=True)
class NoticeFacts:
    """The closed list of what such a mail may say, in plain JSON values.

    ``may_replace``: names of titulars; ``until``: the end of a consultation or delegation, in the hours of the board.
    """

    uid: str
    board: str
    held_on: str  # ISO
    starts_at: str  # ISO
    zone: str
    place: str
    link: str
    substitute: bool
    may_replace: list[str]
    until: str = ""

    @property
    def day(self) -> str:
        return wording.long_day(date.fromisoformat(self.held_on))

    @property
    def hour(self) -> str:
        return wording.hour(time.fromisoformat(self.starts_at))

    @property
    def names(self) -> str:
        return ", ".join(self.may_replace)

    def as_payload(self) -> dict:
        return asdict(self)


def compose(
    *, kind: NoticeKind, facts: NoticeFacts, sequence: int, sender: str, recipient: str, stamp: datetime
) -> Email:
    """A reminder brings no calendar file: it changes nothing. Nor does a delegation: it has no hour to come."""
    files = () if kind in NUDGES else (_file(kind, facts, sequence, sender, recipient, stamp),)
    subject = _SUBJECTS[kind].format(day=facts.day, until=facts.until)
    return write(template=f"board/{kind}", subject=subject, facts=facts, files=files)


def _file(
    kind: NoticeKind, facts: NoticeFacts, sequence: int, sender: str, recipient: str, stamp: datetime
) -> Enclosed:
    method = CANCEL if kind in ENDS else REQUEST
    entry = Entry(
        uid=facts.uid,
        sequence=sequence,
        method=method,
        held_on=date.fromisoformat(facts.held_on),
        starts_at=time.fromisoformat(facts.starts_at),
        zone=facts.zone,
        title=f"Séance de la commission ({facts.board})",
        place=facts.place,
        link=facts.link,
        board=facts.board,
        sender=sender,
        recipient=recipient,
        replaces=facts.substitute,
        stamp=stamp,
    )
    return Enclosed(NAME, "text/calendar", calendar_of(entry), (("method", method), ("charset", "utf-8")))
