"""The history of a request in the applicant's words: no internal comment, no name of a caseworker."""

from dataclasses import dataclass
from datetime import date, datetime

from requests_app.applicant_words import HAPPENED, UNTOLD
from requests_app.letters.wording import long_date
from requests_app.models import AidRequest, BoardLink, PaperRequest, StateChange


@dataclass(frozen=True)
class Event:
    """As the component ``timeline`` reads it."""

    at: datetime | date | str
    title: str
    text: str = ""
    tone: str = "done"


def timeline(aid_request: AidRequest) -> list[Event]:
    """Oldest first; the last one is where the request stands. Three queries, whatever the length."""
    told = StateChange.objects.filter(aid_request=aid_request).exclude(transition__in=UNTOLD)
    changes = list(told.order_by("pk"))
    known = _known_dates(aid_request, changes)
    return [_told(change, known.get(change.pk, "")) for change in changes]


def _known_dates(aid_request: AidRequest, changes: list[StateChange]) -> dict[int, str]:
    """By move: what the other tables add to it, the papers asked and the day of the coming sitting."""
    texts = {}
    asked = list(PaperRequest.objects.filter(aid_request=aid_request).order_by("asked_at", "pk"))
    links = BoardLink.objects.filter(aid_request=aid_request, sitting_on__isnull=False).order_by("pk")
    sittings = list(links.values_list("sitting_on", flat=True))
    for change in changes:
        if change.transition == "ask_papers":
            texts[change.pk] = _asked_text(change, asked)
    scheduled = [change.pk for change in changes if change.transition == "schedule"]
    if scheduled and sittings:
        texts[scheduled[-1]] = f"Séance du {long_date(sittings[-1])}."
    return texts


def _told(change: StateChange, added: str) -> Event:
    told = HAPPENED[change.transition]
    return Event(at=change.at, title=told.title, text=added or told.text, tone=told.tone)


def _asked_text(change: StateChange, asked: list[PaperRequest]) -> str:
    """The list and the deadline of the request made by this move."""
    made = next((one for one in asked if one.asked_at >= change.at), None)
    if made is None:
        return ""
    labels = ", ".join(item["label"] for item in made.items)
    return f"{labels}. À envoyer avant le {long_date(made.due_on)}."
