"""How every view of the board answers a refusal: the reader comes back to the page, with the sentence on it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

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
