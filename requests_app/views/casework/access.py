"""How the caseworker's pages obtain a request: of one's own organisations, held by oneself when the page writes."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect

from cpsti_portal.kernel.accounts.gates import caseworker_required
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from requests_app.models import AidRequest
from requests_app.queries.casefile_page import readable
from requests_app.workflow import LABELS, State

View = Callable[..., HttpResponse]
_SHOWING = ("GET", "HEAD")


def page(*, methods: tuple[str, ...] = _SHOWING) -> Callable[[View], View]:
    """A page of one request, or of a part of it: 404 for one of another organisation, 405 for another method."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, pk: UUID, **part: object) -> HttpResponse:
            aid_request = get_object_or_404(readable(request.actor), pk=pk)
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(request, aid_request, **part)

        return caseworker_required(guarded)

    return decorate


def form_page(view: View) -> View:
    return page(methods=(*_SHOWING, "POST"))(view)


def act(view: View) -> View:
    """A button. What the services refuse is told on the page of the file; nothing was written."""

    @wraps(view)
    def acting(request: HttpRequest, aid_request: AidRequest, **part: object) -> HttpResponse:
        try:
            return view(request, aid_request, **part)
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return redirect("casework:detail", pk=aid_request.pk)

    return page(methods=("POST",))(acting)


def held_page(state: State, *, strict: bool = False) -> Callable[[View], View]:
    """A page that writes: for the holder, in the one state it is about; otherwise the file says why.

    What is sent is left to the services: the same words sent twice are no error. ``strict``: it is not, because what
    is wrong with it is answered by the page itself.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, aid_request: AidRequest, **part: object) -> HttpResponse:
            refusal = _refusal(request, aid_request, state)
            if refusal and (strict or request.method != "POST" or aid_request.state == state):
                messages.error(request, refusal)
                return redirect("casework:detail", pk=aid_request.pk)
            try:
                return view(request, aid_request, **part)
            except (Conflict, NotAllowed) as error:
                messages.error(request, error.message)
                return redirect("casework:detail", pk=aid_request.pk)

        return guarded

    return decorate


def _refusal(request: HttpRequest, aid_request: AidRequest, state: State) -> str:
    if aid_request.state != state:
        label = LABELS[State(aid_request.state)].staff
        return f"Cette page n’est plus ouverte : la demande est maintenant « {label} »."
    if holds(request, aid_request):
        return ""
    if aid_request.caseworker is None:
        return "Prenez d’abord cette demande en charge."
    return f"{aid_request.caseworker.display_name} suit cette demande : vous pouvez la lire, pas la modifier."


def holds(request: HttpRequest, aid_request: AidRequest) -> bool:
    return aid_request.caseworker_id in {membership.pk for membership in request.actor.memberships}
