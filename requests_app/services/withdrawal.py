"""The applicant takes the request back, for as long as no board is about to vote on it."""

from datetime import datetime

from django.db import transaction

from cpsti_portal.kernel.accounts.actors import Actor
from requests_app.models import AidRequest, PaperRequest
from requests_app.services import gateway, transitions
from requests_app.workflow import State


@transaction.atomic
def withdraw(*, actor: Actor, aid_request: AidRequest, at: datetime) -> AidRequest:
    """The board gives its anonymous file back. Withdrawn twice, it is withdrawn once.

    Raises Conflict ``request.moved`` once the request is on an agenda, decided or closed.
    """
    locked = AidRequest.objects.select_for_update().get(pk=aid_request.pk)
    if locked.state == State.WITHDRAWN and locked.applicant_id == actor.user_id:
        return locked
    withdrawn = transitions.apply(aid_request=locked, name="withdraw", actor=actor, at=at)
    PaperRequest.objects.filter(aid_request=withdrawn, closed_at__isnull=True).update(closed_at=at)
    gateway.retract(aid_request=withdrawn, at=at)
    return withdrawn
