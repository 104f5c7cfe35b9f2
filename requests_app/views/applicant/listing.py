"""My requests, and beginning one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import applicant_required
from requests_app.aids import registry
from requests_app.aids.base import Aid
from requests_app.applicant_words import ACTIONS, SITUATIONS
from requests_app.forms.applicant import AidForm
from requests_app.models import AidRequest
from requests_app.queries.applicant import OwnRequest, open_drafts, own_list
from requests_app.services import drafting
from requests_app.workflow import State


@require_safe
@applicant_required
def request_list(request: HttpRequest) -> HttpResponse:
    lines = [_line(own) for own in own_list(request.actor)]
    return render(request, "applicant/list.html", {"lines": lines})


def _line(own: OwnRequest) -> dict:
    pk = own.aid_request.pk
    to = "applicant:papers" if own.state is State.INCOMPLETE else "applicant:detail"
    return {
        "title": own.aid.name,
        "pictogram": own.aid.pictogram,
        "url": reverse("applicant:detail", args=[pk]),
        "reference": own.aid_request.reference,
        "label": own.label,
        "tone": own.tone,
        "at": own.at,
        "is_draft": own.state is State.DRAFT,
        "papers_due_on": own.papers_due_on,
        "action": ACTIONS.get(own.state, ""),
        "action_url": reverse(to, args=[pk]),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def new(request: HttpRequest) -> HttpResponse:
    """First in which situation one is, then which aid; every situation may go on."""
    form = AidForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        draft = drafting.start(actor=request.actor, aid_code=form.cleaned_data["aid"], at=clock.now())
        messages.success(
            request, "Votre demande est commencée. Vous pouvez vous arrêter et la reprendre à tout moment."
        )
        return redirect("applicant:detail", pk=draft.pk)
    wanted = registry.by_slug(request.GET.get("aide", ""))
    situation = SITUATIONS.get(request.GET.get("situation", ""))
    context = {
        "form": form,
        "situations": SITUATIONS.items(),
        "situation": situation,
        "wanted_slug": wanted.slug if wanted else "",
        "cards": _cards(wanted, open_drafts(request.actor)) if situation or request.method == "POST" else [],
    }
    return render(request, "applicant/new.html", context, status=422 if form.errors else 200)


def _cards(wanted: Aid | None, drafts: dict[str, AidRequest]) -> list[dict]:
    """The aids, the one the person came for first."""
    aids = sorted(registry.AIDS.values(), key=lambda aid: aid is not wanted)
    return [
        {
            "aid": aid,
            "is_wanted": aid is wanted,
            "draft_url": reverse("applicant:detail", args=[drafts[aid.code].pk])
            if aid.code in drafts
            else "",
        }
        for aid in aids
    ]
