"""What the caseworker reads in the contribution account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cpsti_portal.kernel import clock
from requests_app.forms.steps.form import StepForm
from requests_app.intake.reading import Context, StepReading
from requests_app.intake.typing import raw_of
from requests_app.models import AidRequest
from requests_app.queries.casefile_page import legal_day
from requests_app.queries.checks import CHECKS, read_checks, stored_checks
from requests_app.services.checks import save as save_checks
from requests_app.views.casework.access import form_page, held_page
from requests_app.workflow import State


@form_page
@held_page(State.IN_REVIEW)
def checks(request: HttpRequest, aid_request: AidRequest) -> HttpResponse:
    on = legal_day(aid_request, clock.now())
    if request.method != "POST":
        stored = stored_checks(aid_request)
        reading = read_checks(stored.raw if stored else {}, on=on)
        return _page(request, aid_request, reading, version=stored.version if stored else 0)
    raw = raw_of(CHECKS.fields, dict(request.POST.lists()))
    version = request.POST.get("version", "0")
    saved = save_checks(
        aid_request=aid_request,
        actor=request.actor,
        raw=raw,
        version=int(version) if version.isdecimal() else 0,
        at=clock.now(),
    )
    if saved.reading.problems:
        return _page(request, aid_request, saved.reading, version=saved.version)
    messages.success(
        request, "Les vérifications sont enregistrées et les conditions sont examinées de nouveau."
    )
    return redirect("casework:detail", pk=aid_request.pk)


def _page(
    request: HttpRequest, aid_request: AidRequest, reading: StepReading, *, version: int
) -> HttpResponse:
    context = Context(on=legal_day(aid_request, clock.now()))
    form = StepForm(reading=reading, answers={}, context=context, version=version, complain=True)
    values = {"aid_request": aid_request, "step": CHECKS, "form": form}
    return render(request, "casework/checks.html", values, status=422 if reading.problems else 200)
