"""The report of a year, on the screen and on paper: of a board, and of the country for the administrator."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commission.ledger import FIRST_YEAR, LAST_YEAR
from commission.queries import boards, funds, ledgers, likeness, reports
from commission.report_sheet import printed
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import administrator_required, board_required

_COUNTRY = "Toutes les commissions"


@board_required
@require_safe
def report(request, year: int, board_code: str) -> HttpResponse:
    return render(request, "commission/report.html", _of_board(request, year, board_code))


@board_required
@require_safe
def report_pdf(request, year: int, board_code: str) -> HttpResponse:
    return _pdf(_of_board(request, year, board_code), f"rapport-{year}-{board_code}")


@administrator_required
@require_safe
def country_report(request, year: int) -> HttpResponse:
    return render(request, "commission/report.html", _of_country(year))


@administrator_required
@require_safe
def country_report_pdf(request, year: int) -> HttpResponse:
    return _pdf(_of_country(year), f"rapport-{year}")


def _of_board(request, year: int, board_code: str) -> dict:
    if board_code not in request.actor.board_codes:
        raise Http404
    _refuse_impossible(year)
    return {
        "name": boards.board_name(board_code),
        "report": reports.report_of(request.actor, board_code=board_code, year=year),
        "equality": likeness.equality_of(request.actor, board_code=board_code, year=year),
        "funds": funds.funds_of(request.actor, board_code=board_code, year=year),
        "is_member": board_code in request.actor.member_board_codes,
        "country": [],
        "pdf_url": reverse("commission:report_pdf", args=[year, board_code]),
        "back_url": reverse("commission:envelope", args=[year, board_code]),
    }


def _of_country(year: int) -> dict:
    _refuse_impossible(year)
    return {
        "name": _COUNTRY,
        "report": reports.report_of_all(year=year),
        "equality": None,  # files of one region are compared, not regions
        "funds": None,
        "is_member": False,
        "country": ledgers.year_of(year),
        "pdf_url": reverse("commission:country_report_pdf", args=[year]),
        "back_url": reverse("commission:envelopes", args=[year]),
    }


def _refuse_impossible(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404


def _pdf(context: dict, name: str) -> HttpResponse:
    content = printed(
        **{key: context[key] for key in ("name", "report", "equality", "funds", "country")},
        on=clock.today(),
    )
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
