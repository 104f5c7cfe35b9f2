"""What the person is told when the request moves. Rulings and receipts have their own way (decisions, receipts)."""

from collections.abc import Callable
from datetime import datetime

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.outbox.registry import subscriber
from requests_app.letters.emails import MailKind
from requests_app.models import AidRequest
from requests_app.services import letters, mails


@subscriber("requests.state_changed")
def _state_changed(payload: dict) -> None:
    aid_request = AidRequest.objects.select_related("organisation", "applicant").get(
        pk=payload["aid_request"]
    )
    tell(aid_request=aid_request, transition=payload["transition"], at=clock.now())


def tell(*, aid_request: AidRequest, transition: str, at: datetime) -> None:
    """Idempotent, and right even when several moves happened before the worker came by."""
    notice = _NOTICES.get(transition)
    if notice is not None:
        notice(aid_request, at)


def _papers_asked(aid_request: AidRequest, at: datetime) -> None:
    for paper_request in aid_request.paper_requests.select_related("asked_by").order_by("asked_at", "pk"):
        letters.owe_papers(paper_request=paper_request, at=at)


def _papers_received(aid_request: AidRequest, at: datetime) -> None:
    for change in aid_request.changes.filter(transition="answer_papers").order_by("pk"):
        mails.owe(aid_request=aid_request, kind=MailKind.PAPERS_RECEIVED, event=str(change.pk), at=at)


def _withdrawn(aid_request: AidRequest, at: datetime) -> None:
    change = aid_request.changes.get(transition="withdraw")
    letters.owe_withdrawn(aid_request=aid_request, withdrawn_at=change.at, at=at)


def _lapsed(aid_request: AidRequest, at: datetime) -> None:
    change = aid_request.changes.filter(transition="lapse").order_by("-pk")[0]
    paper_request = aid_request.paper_requests.filter(asked_at__lte=change.at).order_by("-asked_at", "-pk")[0]
    letters.owe_lapsed(paper_request=paper_request, lapsed_at=change.at, at=at)


_NOTICES: dict[str, Callable[[AidRequest, datetime], None]] = {
    "ask_papers": _papers_asked,
    "answer_papers": _papers_received,
    "withdraw": _withdrawn,
    "lapse": _lapsed,
}
