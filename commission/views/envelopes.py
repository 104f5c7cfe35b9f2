"""The money of a board: its page for those who sit; the country and the allotments for the administrator."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commission.forms.envelopes import AllotmentForm
from commission.ledger import FIRST_YEAR, LAST_YEAR
from commission.queries import boards, funds, ledgers
from commission.services import allotments
from commission.views.answers import status_of
from commission.year import within_reach
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import administrator_required, board_required
from cpsti_portal.kernel.errors import DomainError


@board_required
@require_safe
def envelope(request, year: int, board_code: str) -> HttpResponse:
    if board_code not in request.actor.board_codes or not _possible(year):
        raise Http404
    before = _key(request.GET.get("avant", ""))
    moves = ledgers.moves_of(request.actor, board_code=board_code, year=year, before=before)
    told = funds.funds_of(request.actor, board_code=board_code, year=year)
    payments = ledgers.payments_of(request.actor, board_code=board_code, year=year)
    context = {
        "year": year,
        "board_name": boards.board_name(board_code),
        "is_secretary": board_code in request.actor.secretary_board_codes,
        "report_url": reverse("commission:report", args=[year, board_code]),
        "is_member": board_code in request.actor.member_board_codes,
        "funds": told,
        "by_charge": [(line, payments[line.charge]) for line in told.lines],
        "allotments": ledgers.allotments_of(board_code=board_code, year=year),
        "by_aid": ledgers.granted_by_aid(request.actor, board_code=board_code, year=year),
        "moves": moves.lines,
        "pager": {
            "newer_url": "?" if before else "",
            "older_url": f"?avant={moves.older}" if moves.older else "",
        },
        **_neighbours("commission:envelope", year, board_code),
    }
    return render(request, "commission/envelope.html", context)


def _neighbours(name: str, year: int, *rest: str) -> dict[str, str]:
    """The addresses of the year before and of the year after, "" at the ends."""
    return {
        side: reverse(name, args=[other, *rest]) if within_reach(other, today=clock.today()) else ""
        for side, other in (("year_before", year - 1), ("year_after", year + 1))
    }


def _possible(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR


def _key(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


@administrator_required
@require_safe
def envelopes_now(request) -> HttpResponse:
    return redirect("commission:envelopes", clock.today().year)


@administrator_required
@require_safe
def envelopes(request, year: int) -> HttpResponse:
    if not _possible(year):
        raise Http404
    lines = ledgers.year_of(year)
    context = {
        "year": year,
        "lines": lines,
        "allotted": sum(line.allotted or 0 for line in lines),
        "granted": sum(line.granted for line in lines),
        "reserved": sum(line.reserved for line in lines),
        "paid": sum(line.paid for line in lines),
        **_neighbours("commission:envelopes", year),
    }
    return render(request, "commission/envelopes.html", context)


@administrator_required
def allotment(request, year: int, board_code: str) -> HttpResponse:
    name = ledgers.board_called(board_code) if _possible(year) else None
    if name is None:
        raise Http404
    lines = ledgers.balances_of(board_code=board_code, year=year)
    form = AllotmentForm(request.POST or None, lines=lines)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            changed = allotments.allot(
                actor=request.actor, board_code=board_code, year=year, at=clock.now(), **form.content()
            )
        except DomainError as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
        else:
            done = (
                "Les dotations sont enregistrées." if changed else "Ces dotations étaient déjà enregistrées."
            )
            messages.success(request, f"{name}\u00a0: {done[0].lower()}{done[1:]}")
            return redirect("commission:envelopes", year)
    context = {
        "year": year,
        "board_name": name,
        "lines": [line for line in lines.values() if line.moved],
        "allotments": ledgers.allotments_of(board_code=board_code, year=year),
        "form": form,
    }
    return render(request, "commission/allotment.html", context, status=status)
