"""The only writer of ``AidRequest.state``.

One call locks the row, finds the move in the table, checks who asks, and writes state, dated columns, history,
journal and outbox in one transaction.
"""

from datetime import date, datetime

from django.db import transaction

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, NotAllowed
from cpsti_portal.kernel.outbox.services import publish
from requests_app.legal_clock import resumed_due_on
from requests_app.models import AidRequest, StateChange
from requests_app.workflow import CLOSED, LABELS, Party, State, Transition, find


@transaction.atomic
def apply(
    *,
    aid_request: AidRequest,
    name: str,
    actor: Actor | None,
    at: datetime,
    comment: str = "",
) -> AidRequest:
    """Make the move ``name``. ``actor`` is None when the system moves (outbox, beat).

    Returns the locked, updated row. Raises Conflict ``request.moved`` when the request is no longer in a state
    that allows it, NotAllowed ``request.not_yours`` when the actor is not the party of the move.
    """
    locked = (
        AidRequest.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=aid_request.pk)
    )
    source = State(locked.state)
    transition = find(name, source)
    if transition is None:
        raise Conflict(
            "request.moved",
            f"Cette action n’est plus possible : la demande est maintenant « {LABELS[source].staff} ».",
        )
    _check_party(transition, locked, actor)
    _write_dates(locked, transition, at)
    locked.state = transition.target.value
    locked.save()
    _tell(locked, transition, source, actor=actor, at=at, comment=comment)
    aid_request.refresh_from_db()
    return locked


def _check_party(transition: Transition, aid_request: AidRequest, actor: Actor | None) -> None:
    allowed = {
        Party.SYSTEM: actor is None,
        Party.APPLICANT: actor is not None and actor.user_id == aid_request.applicant_id,
        Party.CASEWORKER: actor is not None and aid_request.organisation_id in actor.organisation_ids,
    }
    if not allowed[transition.party]:
        raise NotAllowed("request.not_yours", "Vous n’êtes pas habilité à faire avancer cette demande.")


def _write_dates(aid_request: AidRequest, transition: Transition, at: datetime) -> None:
    on = _legal_day(aid_request, at)
    if aid_request.clock_stopped_on is not None:
        aid_request.due_on = resumed_due_on(aid_request.due_on, aid_request.clock_stopped_on, on)
        aid_request.clock_stopped_on = None
    if transition.target is State.INCOMPLETE:
        aid_request.clock_stopped_on = on
    if transition.target is State.NOTIFIED:
        aid_request.notified_at = at
    aid_request.closed_at = at if transition.target in CLOSED else None


def _tell(
    aid_request: AidRequest,
    transition: Transition,
    source: State,
    *,
    actor: Actor | None,
    at: datetime,
    comment: str,
) -> None:
    """History for whoever opens the request, journal for whoever controls, outbox for what follows the commit."""
    name, target = transition.name, transition.target
    change = StateChange.objects.create(
        aid_request=aid_request,
        transition=name,
        source=source.value,
        target=target.value,
        at=at,
        actor_id=actor.user_id if actor else None,
        comment=comment,
    )
    record(action=f"request.{name}", target=aid_request, actor=actor, detail={"from": source, "to": target})
    publish(
        topic="requests.state_changed",
        key=str(change.pk),
        payload={"aid_request": str(aid_request.pk), "transition": name},
    )


def _legal_day(aid_request: AidRequest, at: datetime) -> date:
    zone = aid_request.organisation.time_zone if aid_request.organisation else "Europe/Paris"
    return clock.local_date(at, zone)
