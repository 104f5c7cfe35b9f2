"""The control of the State on one sitting, for its secretary: the package, its sending, what the service decides."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from commission.forms.minutes import ControlForm, SendingForm
from commission.models import Minutes, Sitting
from commission.queries import boards, calendar, minutes_page
from commission.services import oversight
from commission.views.answers import status_of
from commission.views.sittings import kept
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import secretary_required
from cpsti_portal.kernel.errors import Conflict, DomainError


def url_of(one: Sitting) -> str:
    return reverse("commission:control", args=[one.pk])


@secretary_required
@require_safe
def control(request, sitting_id):
    return control_answer(request, _signed(request, sitting_id))


def control_answer(
    request,
    signed: Minutes,
    *,
    sending: SendingForm | None = None,
    acting: ControlForm | None = None,
    status: int = 200,
) -> HttpResponse:
    one, now = signed.sitting, clock.now()
    page = minutes_page.control_page(one, at=now)
    today = calendar.local_day(board_code=one.board_code, at=now)
    context = {
        "sitting": boards.card_of(one, boards.board_name(one.board_code), 0, 0),
        "day": signed.content["day"],
        "page": page,
        "sending_form": sending or SendingForm(initial={"sent_on": today, "complete_on": today}),
        "act_form": acting or ControlForm(rulings=_rulings(page), initial={"decided_on": today}),
        "form": next((form for form in (sending, acting) if form is not None), None),
    }
    return render(request, "commission/control.html", context, status=status)


@secretary_required
@require_safe
def control_package(request, sitting_id):
    signed = _signed(request, sitting_id)
    try:
        content = oversight.package_of(minutes=signed)
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="controle-{signed.content["held_on"]}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


@secretary_required
@require_POST
def control_sending(request, sitting_id):
    signed = _signed(request, sitting_id)
    one = signed.sitting
    form = SendingForm(request.POST)
    if not form.is_valid():
        return control_answer(request, signed, sending=form, status=422)
    try:
        oversight.record_sending(actor=request.actor, sitting_id=one.pk, at=clock.now(), **form.cleaned_data)
    except Conflict as refusal:
        messages.warning(request, refusal.message)
        return redirect(url_of(one))
    except DomainError as refusal:
        form.refuse(refusal)
        return control_answer(request, signed, sending=form, status=status_of(refusal))
    messages.success(request, "L’envoi est enregistré. Le délai de contrôle court.")
    return redirect(url_of(one))


@secretary_required
@require_POST
def control_act(request, sitting_id):
    signed = _signed(request, sitting_id)
    one = signed.sitting
    form = ControlForm(request.POST, rulings=_rulings(minutes_page.control_page(one, at=clock.now())))
    if not form.is_valid():
        return control_answer(request, signed, acting=form, status=422)
    try:
        oversight.record_act(actor=request.actor, sitting_id=one.pk, at=clock.now(), **form.cleaned_data)
    except Conflict as refusal:
        messages.warning(request, refusal.message)
        return redirect(url_of(one))
    except DomainError as refusal:
        form.refuse(refusal)
        return control_answer(request, signed, acting=form, status=status_of(refusal))
    messages.success(
        request, "L’acte du service de contrôle est enregistré. Le service instructeur est prévenu."
    )
    return redirect(url_of(one))


def _rulings(page: minutes_page.ControlPage) -> list[tuple[str, str]]:
    return [
        (line.token, f"{line.reference}, {line.aid_label} ({line.label.lower()})") for line in page.rulings
    ]


def _signed(request: HttpRequest, sitting_id) -> Minutes:
    """With their sitting. 404 for anybody else, and as long as they are not signed."""
    found = minutes_page.signed_minutes(kept(request, sitting_id))
    if found is None:
        raise Http404
    return found
