"""``visible_to`` is the only way to obtain a request: somebody else's is the same 404 as a missing one."""

from django.db.models import Q, QuerySet

from cpsti_portal.kernel.accounts.actors import Actor
from requests_app.models import AidRequest, Document
from requests_app.workflow import State


def requests_visible_to(actor: Actor) -> QuerySet[AidRequest]:
    """The applicant's own, and the filed requests of the organisations in which the actor is a caseworker."""
    if not actor.is_authenticated:
        return AidRequest.objects.none()
    filed_here = Q(organisation_id__in=actor.organisation_ids) & ~Q(state=State.DRAFT.value)
    return AidRequest.objects.filter(Q(applicant_id=actor.user_id) | filed_here)


def own_requests(actor: Actor) -> QuerySet[AidRequest]:
    if not actor.is_authenticated:
        return AidRequest.objects.none()
    return AidRequest.objects.filter(applicant_id=actor.user_id)


def caseworker_requests(actor: Actor) -> QuerySet[AidRequest]:
    """Filed requests of the actor's organisations."""
    return AidRequest.objects.filter(organisation_id__in=actor.organisation_ids).exclude(
        state=State.DRAFT.value
    )


def documents_visible_to(actor: Actor) -> QuerySet[Document]:
    return Document.objects.filter(aid_request__in=requests_visible_to(actor))
