"""The receipt of a ballot, for its holder; and the page that checks one, for whoever holds its code."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commission import wording
from commission.enums import ItemState
from commission.forms.receipts import CheckForm
from commission.models import AgendaItem
from commission.queries import receipts
from commission.queries.visible import items_of_member, items_visible_to
from cpsti_portal.kernel.accounts.gates import board_required, member_required


@member_required
@require_safe
def receipt(request: HttpRequest, sitting_id: UUID, token: str) -> HttpResponse:
    """404 for whoever cast nothing here, and once they stepped aside."""
    one = _item(items_of_member(request.actor), sitting_id, token)
    kept = receipts.kept_by(request.actor, one)
    if not kept:
        raise Http404
    return render(request, "commission/receipt.html", _context(one) | {"receipts": kept})


@board_required
def check(request: HttpRequest, sitting_id: UUID, token: str) -> HttpResponse:
    """The code goes by POST: it stands in no address and in no log."""
    one = _item(items_visible_to(request.actor), sitting_id, token)
    form = CheckForm(request.POST if request.method == "POST" else None)
    context = _context(one) | {"form": form, "asked": False, "found": None}
    if form.is_valid():
        context |= {"asked": True, "found": receipts.found_by(form.cleaned_data["code"], one)}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "commission/receipt_check.html", context, status=status)


def _item(items, sitting_id: UUID, token: str) -> AgendaItem:
    return get_object_or_404(items.select_related("sitting", "ruling"), sitting_id=sitting_id, token=token)


def _context(one: AgendaItem) -> dict:
    ruling = getattr(one, "ruling", None)
    return {
        "sitting_id": one.sitting_id,
        "token": one.token,
        "reference": wording.reference(one.token),
        "aid_label": one.shown["aid_label"],
        "held_on": one.sitting.held_on,
        "closed": one.state in (ItemState.CLOSED, ItemState.DEFERRED),
        "deferred": one.state == ItemState.DEFERRED,
        "digests": ruling.digests if ruling else [],
    }
