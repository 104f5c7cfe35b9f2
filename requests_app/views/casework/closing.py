"""After the board: the reasons of a decision, and the payment."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.errors import DomainError
from requests_app.aids import registry
from requests_app.enums import AidOutcome, PaysTo
from requests_app.forms.casework import MotivationForm, PaymentForm, typed_day
from requests_app.models import AidRequest
from requests_app.queries.casefile import payment_hold
from requests_app.queries.casefile_page import in_force, legal_day
from requests_app.services import decisions, payments
from requests_app.views.casework.access import form_page, held_page
from requests_app.workflow import State

_REASON_FIELDS = {
    "decision.reasons": "reasons",
    "decision.fact": "fact_sentence",
    "decision.secret": "fact_sentence",
}
_PAID_TO = {
    PaysTo.ACCOUNT: "Sur le compte de cotisations de la personne",
    PaysTo.PERSON: "Sur le compte bancaire personnel de la personne",
    PaysTo.BOTH: "Sur le compte de cotisations, sur le compte bancaire, ou les deux",
}
_PAYMENT_FIELDS = {"payment.date": "paid_on", "payment.held": "paid_on"}


@form_page
@held_page(State.DECIDED)
def motivate(request: HttpRequest, aid_request: AidRequest) -> HttpResponse:
    """The reasons of the ballots and the fact of the opinion are proposed; a person writes the decision."""
    waiting = decisions.waiting(aid_request=aid_request)
    if waiting is None:
        messages.info(request, "La décision est déjà motivée : son courrier part seul.")
        return redirect("casework:detail", pk=aid_request.pk)
    if request.method == "POST":
        form = MotivationForm(request.POST)
        if form.is_valid() and _motivated(request, aid_request, form):
            messages.success(request, "La décision est motivée. Son courrier se prépare et part seul.")
            return redirect("casework:detail", pk=aid_request.pk)
    else:
        form = MotivationForm(
            initial={"reasons": list(waiting.reason_codes), "fact_sentence": waiting.fact_sentence}
        )
    context = {
        "aid_request": aid_request,
        "form": form,
        "waiting": waiting,
        "outcome": AidOutcome(waiting.kind).label,
    }
    return render(request, "casework/motivate.html", context, status=422 if form.errors else 200)


def _motivated(request: HttpRequest, aid_request: AidRequest, form: MotivationForm) -> bool:
    try:
        decisions.motivate(
            aid_request=aid_request,
            fact_sentence=form.cleaned_data["fact_sentence"],
            reason_codes=form.cleaned_data["reasons"],
            author=request.actor,
            at=clock.now(),
        )
    except DomainError as refusal:
        if refusal.code not in _REASON_FIELDS:
            raise
        form.add_error(_REASON_FIELDS[refusal.code], refusal.message)
        return False
    return True


@form_page
@held_page(State.NOTIFIED)
def pay(request: HttpRequest, aid_request: AidRequest) -> HttpResponse:
    on = legal_day(aid_request, clock.now())
    decision = in_force(aid_request)
    if decision is None or decision.amount_cents == 0:
        messages.info(request, "Cette demande n’ouvre droit à aucun versement.")
        return redirect("casework:detail", pk=aid_request.pk)
    if request.method == "POST":
        form = PaymentForm(request.POST, on=on)
        if form.is_valid() and _paid(request, aid_request, form):
            messages.success(request, "Le versement est enregistré.")
            return redirect("casework:detail", pk=aid_request.pk)
    else:
        form = PaymentForm(on=on, initial={"paid_on": typed_day(on)})
    context = {
        "aid_request": aid_request,
        "form": form,
        "decision": decision,
        "paid_to": _PAID_TO[registry.get(aid_request.aid_code).pays_to],
        "hold": payment_hold(decision, on=on),
    }
    return render(request, "casework/pay.html", context, status=422 if form.errors else 200)


def _paid(request: HttpRequest, aid_request: AidRequest, form: PaymentForm) -> bool:
    try:
        payments.record(
            aid_request=aid_request,
            actor=request.actor,
            paid_on=form.cleaned_data["paid_on"],
            at=clock.now(),
        )
    except DomainError as refusal:
        if refusal.code not in _PAYMENT_FIELDS:
            raise
        form.add_error(_PAYMENT_FIELDS[refusal.code], refusal.message)
        return False
    return True
