"""Holding a request: one caseworker at a time, under the lock of the row."""

from datetime import datetime

from django.db import transaction

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from requests_app.legal_clock import add_months
from requests_app.models import AidRequest
from requests_app.queries.casefile import is_held, opinion_of, parameters_today
from requests_app.services import proposals, transitions
from requests_app.workflow import OPEN_FOR_STAFF, State


@transaction.atomic
def take(*, aid_request: AidRequest, actor: Actor, at: datetime) -> AidRequest:
    """Become the holder; taken twice by the same person, it is taken once.

    A request whose holder no longer works there is free. Raises Conflict ``casework.held`` with the holder's name,
    NotAllowed ``casework.not_yours``, Conflict ``casework.closed``.
    """
    locked = _lock(aid_request)
    membership = _membership(locked, actor)
    if _holds(locked, actor):
        return locked
    if is_held(locked, on=clock.local_date(at, locked.organisation.time_zone)):
        raise Conflict(
            "casework.held",
            f"{locked.caseworker.display_name} suit déjà cette demande : elle ne peut pas être prise.",
        )
    if locked.state not in OPEN_FOR_STAFF:
        raise Conflict("casework.closed", "Cette demande est close : elle n’a plus à être prise en charge.")
    if locked.state == State.SUBMITTED:
        locked = transitions.apply(aid_request=locked, name="take", actor=actor, at=at)
    AidRequest.objects.filter(pk=locked.pk).update(caseworker=membership, taken_at=at)
    proposals.follow(aid_request=locked, opinion=opinion_of(locked))
    record(action="casework.taken", actor=actor, target=locked)
    aid_request.refresh_from_db()
    return aid_request


@transaction.atomic
def release(*, aid_request: AidRequest, actor: Actor) -> AidRequest:
    """Give the request back to the queue, in the state it is in. Released twice, it is released once."""
    locked = _lock(aid_request)
    _membership(locked, actor)
    if locked.caseworker_id is None:
        return locked
    _check_holder(locked, actor)
    AidRequest.objects.filter(pk=locked.pk).update(caseworker=None, taken_at=None)
    record(action="casework.released", actor=actor, target=locked)
    aid_request.refresh_from_db()
    return aid_request


@transaction.atomic
def reopen(*, aid_request: AidRequest, actor: Actor, at: datetime) -> AidRequest:
    """Take up a request that lapsed, within the time the parameters give; it goes to the one who reopens it.

    Raises DomainError ``casework.too_late``, Conflict ``request.moved``.
    """
    locked = _lock(aid_request)
    membership = _membership(locked, actor)
    if locked.state == State.IN_REVIEW and _holds(locked, actor):
        return locked
    if locked.state == State.LAPSED:
        _check_reopening(locked, at)
    reopened = transitions.apply(aid_request=locked, name="reopen", actor=actor, at=at)
    AidRequest.objects.filter(pk=reopened.pk).update(caseworker=membership, taken_at=at)
    aid_request.refresh_from_db()
    return aid_request


def lock_held(*, aid_request: AidRequest, actor: Actor) -> AidRequest:
    """The locked row, for its holder alone. To be called inside the transaction of the act.

    Raises NotAllowed ``casework.not_held``: another caseworker, or nobody, holds it.
    """
    locked = lock(aid_request=aid_request, actor=actor)
    _check_holder(locked, actor)
    return locked


def lock(*, aid_request: AidRequest, actor: Actor) -> AidRequest:
    """The locked row, for any caseworker of its organisation. Raises NotAllowed ``casework.not_yours``."""
    locked = _lock(aid_request)
    _membership(locked, actor)
    return locked


def membership_of(*, aid_request: AidRequest, actor: Actor) -> Membership:
    return _membership(aid_request, actor)


def _lock(aid_request: AidRequest) -> AidRequest:
    """The holder is read after the lock: joined in the same query, it would be the one of before the wait."""
    rows = AidRequest.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "board", "department", "applicant").get(pk=aid_request.pk)


def _membership(aid_request: AidRequest, actor: Actor) -> Membership:
    membership = actor.membership_for_organisation(aid_request.organisation_id)
    if membership is None:
        raise NotAllowed("casework.not_yours", "Cette demande relève d’un autre organisme.")
    return membership


def _holds(aid_request: AidRequest, actor: Actor) -> bool:
    return aid_request.caseworker_id in {membership.pk for membership in actor.memberships}


def _check_holder(aid_request: AidRequest, actor: Actor) -> None:
    if _holds(aid_request, actor):
        return
    if aid_request.caseworker is None:
        raise NotAllowed("casework.not_held", "Prenez d’abord cette demande en charge.")
    raise NotAllowed(
        "casework.not_held",
        f"{aid_request.caseworker.display_name} suit cette demande : vous pouvez la lire, pas la modifier.",
    )


def _check_reopening(aid_request: AidRequest, at: datetime) -> None:
    zone = aid_request.organisation.time_zone
    on, lapsed_on = clock.local_date(at, zone), clock.local_date(aid_request.closed_at, zone)
    if on > add_months(lapsed_on, parameters_today(aid_request, on=on)["reopen_months"]):
        raise DomainError(
            "casework.too_late",
            "Le délai pour rouvrir cette demande est passé. La personne peut en déposer une nouvelle.",
        )
