"""The applicant's own requests, as the list shows them."""

from dataclasses import dataclass
from datetime import date, datetime

from cpsti_portal.kernel.accounts.actors import Actor
from requests_app.aids import registry
from requests_app.aids.base import Aid
from requests_app.models import AidRequest, BoardLink, PaperRequest
from requests_app.queries.requests import own_requests
from requests_app.workflow import LABELS, State

MOST = 100


@dataclass(frozen=True)
class OwnRequest:
    """One line. ``papers_due_on``: until when papers are awaited."""

    aid_request: AidRequest
    aid: Aid
    state: State
    label: str
    tone: str
    at: datetime
    papers_due_on: date | None


def own_list(actor: Actor) -> list[OwnRequest]:
    """The latest first. Two queries."""
    requests = list(own_requests(actor).order_by("-created_at", "-pk")[:MOST])
    due = dict(
        PaperRequest.objects.filter(aid_request__in=requests, closed_at__isnull=True)
        .order_by("pk")
        .values_list("aid_request_id", "due_on")
    )
    return [_line(aid_request, due.get(aid_request.pk)) for aid_request in requests]


def _line(aid_request: AidRequest, papers_due_on: date | None) -> OwnRequest:
    state = State(aid_request.state)
    return OwnRequest(
        aid_request=aid_request,
        aid=registry.get(aid_request.aid_code),
        state=state,
        label=LABELS[state].applicant,
        tone=LABELS[state].tone,
        at=aid_request.submitted_at or aid_request.updated_at,
        papers_due_on=papers_due_on,
    )


def was_examined(aid_request: AidRequest) -> bool:
    """The vote is closed and its minutes are not signed yet. A query in the one state where it may be."""
    if aid_request.state != State.SCHEDULED:
        return False
    waiting = BoardLink.objects.filter(aid_request=aid_request, ruled_at=None, retracted_at=None)
    return waiting.filter(examined_on__isnull=False).exists()


def open_drafts(actor: Actor) -> dict[str, AidRequest]:
    """The latest draft of each aid, by code."""
    drafts = own_requests(actor).filter(state=State.DRAFT.value).order_by("created_at", "pk")
    return {draft.aid_code: draft for draft in drafts}
