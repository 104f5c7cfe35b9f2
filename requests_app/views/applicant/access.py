"""How the applicant's pages obtain a request: one's own, in the state the page is about."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from cpsti_portal.kernel.accounts.gates import applicant_required
from requests_app.models import AidRequest
from requests_app.queries.requests import own_requests
from requests_app.workflow import State

SENT = "Cette demande est déjà envoyée : ses réponses ne peuvent plus être modifiées. Voici où elle en est."
CHECK_PAGE = "verifier"


def own_request(request: HttpRequest, pk: UUID) -> AidRequest:
    """404 for somebody else's, as for a missing one."""
    return get_object_or_404(
        own_requests(request.actor).select_related("organisation", "board", "campaign"), pk=pk
    )


def draft_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of a draft. Once it has been sent, every such page (back button, old tab) leads to the follow-up."""

    @wraps(view)
    def page(request: HttpRequest, pk: UUID, **kwargs) -> HttpResponse:
        aid_request = own_request(request, pk)
        if aid_request.state != State.DRAFT:
            messages.info(request, SENT)
            return redirect("applicant:detail", pk=pk)
        return view(request, aid_request, **kwargs)

    return applicant_required(page)


def returns_to_check(request: HttpRequest) -> bool:
    """The page was opened by « Modifier »: it leads straight back to the check."""
    return (request.POST.get("retour") or request.GET.get("retour")) == CHECK_PAGE
