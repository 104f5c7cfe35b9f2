"""Asking for missing papers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.errors import DomainError
from requests_app.aids import registry
from requests_app.forms.casework import PaperRequestForm, typed_day
from requests_app.models import AidRequest
from requests_app.queries.casefile import default_deadline
from requests_app.queries.casefile_page import legal_day
from requests_app.services import papers
from requests_app.views.casework.access import form_page, held_page
from requests_app.workflow import State

# Where each refusal of the service is shown.
_FIELDS = {"papers.nothing": None, "papers.unknown": "autre", "papers.due": "due_on"}


@form_page
@held_page(State.IN_REVIEW)
def ask_papers(request: HttpRequest, aid_request: AidRequest) -> HttpResponse:
    aid = registry.get(aid_request.aid_code)
    on = legal_day(aid_request, clock.now())
    if request.method == "POST":
        form = PaperRequestForm(request.POST, aid=aid, on=on)
        if form.is_valid() and _asked(request, aid_request, form):
            messages.success(
                request, "Les pièces sont demandées par courrier et par e-mail. Le délai légal est suspendu."
            )
            return redirect("casework:detail", pk=aid_request.pk)
    else:
        deadline = default_deadline(aid_request, on=on)
        form = PaperRequestForm(aid=aid, on=on, initial={"due_on": typed_day(deadline)})
    context = {"aid_request": aid_request, "form": form}
    return render(request, "casework/ask_papers.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, aid_request: AidRequest, form: PaperRequestForm) -> bool:
    try:
        papers.ask(
            aid_request=aid_request,
            actor=request.actor,
            wanted=form.wanted(),
            due_on=form.cleaned_data["due_on"],
            message=form.cleaned_data["message"],
            at=clock.now(),
        )
    except DomainError as refusal:
        if refusal.code not in _FIELDS:
            raise
        form.add_error(_FIELDS[refusal.code], refusal.message)
        return False
    return True
