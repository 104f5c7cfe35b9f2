"""Recording that the aid was paid: once, for the amount of the decision, where the aid says."""

from datetime import date, datetime

from django.db import transaction

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.errors import DomainError
from cpsti_portal.kernel.outbox.services import publish
from requests_app.aids import registry
from requests_app.models import AidRequest, Payment
from requests_app.queries.casefile import decision_of, payment_hold
from requests_app.services import transitions
from requests_app.services.casework import lock_held, membership_of


@transaction.atomic
def record(*, aid_request: AidRequest, actor: Actor, paid_on: date, at: datetime) -> Payment:
    """Raises DomainError ``payment.nothing``, ``payment.date`` or, while the State control runs or a suspension holds,
    ``payment.held``; NotAllowed ``casework.not_held``, Conflict ``request.moved``. The same payment recorded twice is
    one.
    """
    locked = lock_held(aid_request=aid_request, actor=actor)
    known = Payment.objects.filter(aid_request=locked).first()
    if known is not None:
        return known
    moved = transitions.apply(aid_request=locked, name="pay", actor=actor, at=at)
    decision = decision_of(moved)
    if decision is None or decision.amount_cents == 0:
        raise DomainError("payment.nothing", "Cette demande n’ouvre droit à aucun versement.")
    if not decision.decided_on <= paid_on <= clock.local_date(at, locked.organisation.time_zone):
        raise DomainError("payment.date", "La date du versement est entre la décision et aujourd’hui.")
    if held := payment_hold(decision, on=paid_on):
        raise DomainError("payment.held", held)
    payment = Payment.objects.create(
        aid_request=moved,
        amount_cents=decision.amount_cents,
        paid_to=registry.get(moved.aid_code).pays_to.value,
        paid_on=paid_on,
        recorded_by=membership_of(aid_request=moved, actor=actor),
        recorded_at=at,
    )
    told = {"token": decision.board_link.token}
    publish(topic="payments.recorded", key=str(payment.pk), payload=told)
    aid_request.refresh_from_db()
    return payment
