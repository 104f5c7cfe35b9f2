"""How every view of the board answers a refusal: the reader comes back to the page, with the sentence on it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from commission.queries import agendas
from commission.queries.visible import sittings_visible_to
from cpsti_portal.kernel.errors import Conflict, DomainError

REFUSED = 422
STALE = 409


def status_of(refusal: DomainError) -> int:
    return STALE if isinstance(refusal, Conflict) else REFUSED


def act(request: HttpRequest, service: Callable[[], object], *, done: str, url: str) -> HttpResponse:
    """Run ``service`` and go to ``url`` with ``done``, or with the sentence of the refusal."""
    try:
        service()
    except Conflict as refusal:
        messages.warning(request, refusal.message)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect(url)


def gone(request: HttpRequest, sitting_id: UUID, token: str) -> HttpResponse:
    """The second click of somebody who has just stepped aside is not an error; anything else is a missing page."""
    aside = agendas.has_stepped_aside(actor=request.actor, sitting_id=sitting_id, token=token)
    if request.method != "POST" or not aside:
        raise Http404
    messages.info(request, "Vous vous êtes déporté de ce dossier\u00a0: vous ne votez pas.")
    seen = sittings_visible_to(request.actor).filter(pk=sitting_id).exists()
    return redirect("commission:sitting", sitting_id) if seen else redirect("commission:home")
