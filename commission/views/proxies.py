"""A member lets another vote in their place, or takes it back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from commission.enums import COMING, SittingState
from commission.forms.room import GiveForm
from commission.models import Sitting
from commission.queries import boards, roll, room
from commission.queries.visible import sittings_visible_to
from commission.services import proxies
from commission.views.answers import act, status_of
from commission.views.sittings import url_of
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import member_required
from cpsti_portal.kernel.errors import Conflict, DomainError


@member_required
def proxy(request, sitting_id):
    one = _mine(request, sitting_id)
    lines = roll.roll_of(one)
    own = room.own_proxy(lines, one, request.actor)
    if own is None or own.given_to or not own.may_give or one.state not in (*COMING, SittingState.OPEN):
        return redirect(url_of(one))
    form = GiveForm(request.POST if request.method == "POST" else None, sitting=one, lines=lines, own=own.key)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            proxies.give(actor=request.actor, sitting_id=one.pk, holder_id=form.holder_id(), at=clock.now())
        except Conflict as refusal:
            messages.warning(request, refusal.message)
            return redirect(url_of(one))
        except DomainError as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
        else:
            messages.success(request, "Votre pouvoir est donné. Vous pouvez le reprendre avant un vote.")
            return redirect(url_of(one))
    context = {
        "sitting": boards.card_of(one, boards.board_name(one.board_code), 0, 0),
        "form": form,
    }
    return render(request, "commission/proxy.html", context, status=status)


@member_required
@require_POST
def take_proxy_back(request, sitting_id):
    one = _mine(request, sitting_id)
    own = room.own_proxy(roll.roll_of(one), one, request.actor)
    if own is None:
        raise Http404
    return act(
        request,
        lambda: proxies.withdraw(actor=request.actor, sitting_id=one.pk, giver_id=own.key, at=clock.now()),
        done="Votre pouvoir est repris.",
        url=url_of(one),
    )


def _mine(request, sitting_id) -> Sitting:
    """A sitting of a board of which the reader is a member."""
    visible = sittings_visible_to(request.actor)
    return get_object_or_404(visible, pk=sitting_id, board_code__in=request.actor.member_board_codes)
