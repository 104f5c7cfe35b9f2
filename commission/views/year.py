"""The year of a board, and planning several of its sittings at once."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commission import wording
from commission.forms.year import DaysForm, SeriesForm
from commission.queries import boards, calendar
from commission.queries import year as queries
from commission.services import sittings
from commission.views.answers import status_of
from commission.year import within_reach
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import board_required, secretary_required
from cpsti_portal.kernel.errors import DomainError


@board_required
@require_safe
def year(request: HttpRequest, board_code: str) -> HttpResponse:
    if board_code not in request.actor.board_codes:
        raise Http404
    today = calendar.local_day(board_code=board_code, at=clock.now())
    shown = _year(request, today.year)
    context = {
        "page": queries.page_of(request.actor, board_code=board_code, in_year=shown, today=today),
        "board_code": board_code,
        "board_name": boards.board_name(board_code),
        "is_secretary": board_code in request.actor.secretary_board_codes,
        "before": _linked(shown - 1, today),
        "after": _linked(shown + 1, today),
    }
    return render(request, "commission/year.html", context)


@secretary_required
def series(request: HttpRequest, board_code: str) -> HttpResponse:
    """First the day that comes back, then the days it gives, to be confirmed."""
    if board_code not in request.actor.secretary_board_codes:
        raise Http404
    today = calendar.local_day(board_code=board_code, at=clock.now())
    shown = _year(request, today.year)
    asked = "rank" in request.GET
    rule = SeriesForm(request.GET if asked else None)
    days, form, status = [], None, 200
    if asked and rule.is_valid():
        days = queries.proposed(board_code=board_code, in_year=shown, today=today, **rule.cleaned_data)
        form = _days_form(request, days)
        status = 422 if form.is_bound else 200
        if form.is_valid():
            try:
                return _plan(request, board_code, shown, form)
            except DomainError as refusal:
                form.refuse(refusal)
                status = status_of(refusal)
    elif asked or request.method == "POST":
        status = 422
    context = {
        "rule": rule,
        "form": form,
        "notes": [one for one in days if one.note],
        "year": shown,
        "board_code": board_code,
        "board_name": boards.board_name(board_code),
    }
    return render(request, "commission/series.html", context, status=status)


def _days_form(request: HttpRequest, days: list[queries.Proposed]) -> DaysForm:
    choices = [(one.day.isoformat(), one.told + (f" ({one.note})" if one.note else "")) for one in days]
    free = [one.day.isoformat() for one in days if not one.note]
    typed = request.POST if request.method == "POST" else None
    return DaysForm(typed, days=choices, initial={"days": free})


def _plan(request: HttpRequest, board_code: str, shown: int, form: DaysForm) -> HttpResponse:
    planned = sittings.plan_series(
        actor=request.actor, board_code=board_code, at=clock.now(), **form.cleaned_data
    )
    told = wording.plural(planned, "séance est prévue", "séances sont prévues")
    messages.success(request, f"{told[:1].upper()}{told[1:]}. Les membres les voient aussitôt.")
    return redirect(f"{reverse('commission:year', args=[board_code])}?annee={shown}")


def _linked(other: int, today: date) -> int | None:
    return other if within_reach(other, today=today) else None


def _year(request: HttpRequest, this_year: int) -> int:
    """What is typed in the address, near this year; anything else is this year."""
    typed = request.GET.get("annee", "")
    asked = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) == 4 else this_year
    return asked if abs(asked - this_year) <= 10 else this_year
