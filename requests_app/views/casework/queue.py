"""The queue: views at left, filters above, one dense table."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import caseworker_required
from requests_app.forms.casework import QueueForm
from requests_app.queries.queue import (
    SHORTEST_SEARCH,
    VIEWS,
    Desk,
    Filters,
    Page,
    counts_of,
    page_of,
)


@caseworker_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    filters = Filters.read(request.GET)
    desk = Desk.of(request.actor, clock.now())
    page = page_of(desk, filters)
    context = {
        "view": filters.view,
        "views": _views(filters, counts_of(desk)),
        "form": QueueForm(filters),
        "filters": filters,
        "lines": page.lines,
        "pager": _pager(filters, page),
        "clear_url": Filters(view=filters.view).address(),
        "all_url": reverse("casework:queue") + "?vue=toutes",
        "shortest_search": SHORTEST_SEARCH,
        "organisations": [
            m.organisation.name for m in request.actor.memberships if m.organisation_id in desk.zones
        ],
    }
    return render(request, "casework/queue.html", context)


def _views(filters: Filters, counts: dict[str, str]) -> list[dict]:
    """As the component ``views`` reads them."""
    return [
        {
            "label": view.label,
            "url": Filters(view=view).address(),
            "active": view is filters.view,
            "count": counts[view.slug],
        }
        for view in VIEWS
    ]


def _pager(filters: Filters, page: Page) -> dict[str, str]:
    return {
        "earlier_url": filters.address(before=page.earlier) if page.earlier else "",
        "later_url": filters.address(after=page.later) if page.later else "",
    }
