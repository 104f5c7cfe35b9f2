"""Answering a request for missing papers: the clock runs again (CRPA L114-5)."""

from datetime import datetime

from django.db import transaction

from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.errors import DomainError
from requests_app.models import AidRequest, Document, PaperRequest
from requests_app.queries.papers import lacking_items, open_paper_request
from requests_app.services import transitions
from requests_app.workflow import State


@transaction.atomic
def answer(*, actor: Actor, aid_request: AidRequest, partial: bool, at: datetime) -> AidRequest:
    """Send what has been joined. ``partial``: the person has confirmed that something is lacking.

    Answered twice, it is answered once. Raises Conflict ``request.moved`` when no paper is awaited, DomainError
    ``papers.none`` when nothing was joined, ``papers.partial`` when something is lacking and was not confirmed.
    """
    locked = AidRequest.objects.select_for_update().get(pk=aid_request.pk)
    asked = open_paper_request(locked)
    if asked is None and locked.state == State.IN_REVIEW and locked.applicant_id == actor.user_id:
        return locked
    if asked is not None:
        _check(asked, partial=partial)
    answered = transitions.apply(aid_request=locked, name="answer_papers", actor=actor, at=at)
    PaperRequest.objects.filter(aid_request=locked, closed_at__isnull=True).update(closed_at=at)
    return answered


def _check(asked: PaperRequest, *, partial: bool) -> None:
    documents = list(Document.objects.filter(paper_request=asked).order_by("pk"))
    if not documents:
        raise DomainError("papers.none", "Joignez au moins une pièce avant d’envoyer.")
    lacking = lacking_items(asked, documents)
    if lacking and not partial:
        names = ", ".join(item["label"] for item in lacking)
        raise DomainError("papers.partial", f"Il manque encore : {names}. Joignez-les, ou confirmez l’envoi.")
