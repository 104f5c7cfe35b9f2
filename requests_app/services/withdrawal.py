"""The applicant takes the request back, for as long as no board has it before it."""

from datetime import datetime

from django.db import transaction

from cpsti_portal.kernel.accounts.actors import Actor
from requests_app.models import AidRequest, PaperRequest
from requests_app.services import transitions


@transaction.atomic
def withdraw(*, actor: Actor, aid_request: AidRequest, at: datetime) -> AidRequest:
    """Raises Conflict ``request.moved`` once the request is before a board, decided or closed."""
    withdrawn = transitions.apply(aid_request=aid_request, name="withdraw", actor=actor, at=at)
    PaperRequest.objects.filter(aid_request=withdrawn, closed_at__isnull=True).update(closed_at=at)
    return withdrawn
