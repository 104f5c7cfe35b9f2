"""A missed quorum is written; its second call is planned from there, in one click."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from commission.enums import SittingKind, SittingState
from commission.forms.room import SecondCallForm
from commission.queries import boards, minutes, roll
from commission.services import second_call as services
from commission.views.answers import act, status_of
from commission.views.sittings import kept, sitting_page, url_of
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import secretary_required
from cpsti_portal.kernel.errors import DomainError


@secretary_required
def missed(request, sitting_id):
    one = kept(request, sitting_id)
    if request.method == "POST":
        return act(
            request,
            lambda: services.record_missed(actor=request.actor, sitting_id=one.pk, at=clock.now()),
            done="L’absence de quorum est constatée. Convoquez de nouveau la commission.",
            url=url_of(one),
        )
    if one.state != SittingState.PUBLISHED or one.kind != SittingKind.LIVE:
        return redirect(url_of(one))
    context = {
        "sitting": boards.card_of(one, boards.board_name(one.board_code), 0, 0),
        "room": minutes.room_of(one, roll.roll_of(one), request.actor),
    }
    return render(request, "commission/sitting_quorum.html", context)


@secretary_required
@require_POST
def second_call(request, sitting_id):
    one = kept(request, sitting_id)
    form = SecondCallForm(request.POST)
    if one.state != SittingState.MISSED:
        messages.warning(request, "Une seconde convocation suit une séance qui n’a pas eu le quorum.")
        return redirect(url_of(one))
    if not form.is_valid():
        return sitting_page(request, one, second=form, status=422)
    try:
        planned = services.plan(
            actor=request.actor, sitting_id=one.pk, held_on=form.cleaned_data["held_on"], at=clock.now()
        )
    except DomainError as refusal:
        if refusal.code not in form.causes:
            messages.warning(request, refusal.message)
            return redirect(url_of(one))
        form.refuse(refusal)
        return sitting_page(request, one, second=form, status=status_of(refusal))
    messages.success(
        request,
        "La seconde convocation est prévue, avec le même ordre du jour. Publiez-le et convoquez les membres.",
    )
    return redirect(url_of(planned))


@secretary_required
@require_POST
def give_up(request, sitting_id):
    one = kept(request, sitting_id)
    return act(
        request,
        lambda: services.give_up(actor=request.actor, sitting_id=one.pk, at=clock.now()),
        done="Les dossiers attendent une autre séance.",
        url=url_of(one),
    )
