"""Calling the members to a sitting and following their answers; the answer of one member; moving a sitting."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from commission import wording
from commission.convening import Answer
from commission.enums import COMING
from commission.forms.convening import MoveForm, ReplyForm
from commission.models import Sitting
from commission.queries import boards, roll, room
from commission.queries.convening import page_of
from commission.queries.visible import sittings_visible_to
from commission.services import convening as services
from commission.views.answers import act, status_of
from commission.views.sittings import kept, sitting_page, url_of
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import member_required, secretary_required
from cpsti_portal.kernel.errors import DomainError


@secretary_required
def convening(request, sitting_id):
    one = kept(request, sitting_id)
    if request.method == "POST":
        return _act(request, one)
    if one.state not in COMING:
        return redirect(url_of(one))
    context = {
        "sitting": boards.card_of(one, boards.board_name(one.board_code), 0, 0),
        "convening": page_of(one),
    }
    return render(request, "commission/convening.html", context)


def _act(request, one: Sitting):
    reminds = request.POST.get("action") == "remind"
    service = services.remind if reminds else services.convene
    try:
        owed = service(actor=request.actor, sitting_id=one.pk, at=clock.now())
    except DomainError as refusal:
        messages.warning(request, refusal.message)
        return redirect(url_of(one) if one.state not in COMING else _here(one))
    if not owed:
        messages.info(
            request,
            "Personne à relancer aujourd’hui." if reminds else "Tous les membres sont déjà convoqués.",
        )
    elif reminds:
        messages.success(request, f"{wording.plural(owed, 'relance part', 'relances partent')} par courriel.")
    else:
        messages.success(
            request, f"{wording.plural(owed, 'convocation part', 'convocations partent')} par courriel."
        )
    return redirect(_here(one))


def _here(one: Sitting) -> str:
    return reverse("commission:convening", args=[one.pk])


@member_required
@require_POST
def reply(request, sitting_id):
    one = get_object_or_404(
        sittings_visible_to(request.actor).filter(board_code__in=request.actor.member_board_codes),
        pk=sitting_id,
    )
    own = room.own_proxy(roll.roll_of(one), one, request.actor)
    gives = own is not None and own.may_give
    form = ReplyForm(request.POST, gives=gives)
    if one.state in COMING and not form.is_valid():
        return sitting_page(request, one, reply=form, status=422)
    answer = form.chosen() if form.is_valid() else Answer.ABSENT
    if one.state in COMING and answer is Answer.PROXY and own and not own.given_to:
        return redirect("commission:proxy", one.pk)
    return act(
        request,
        lambda: services.reply(actor=request.actor, sitting_id=one.pk, answer=answer, at=clock.now()),
        done="Votre réponse est enregistrée. Vous pouvez la changer jusqu’à l’ouverture de la séance.",
        url=url_of(one),
    )


@secretary_required
def move_sitting(request, sitting_id):
    one = kept(request, sitting_id)
    if one.state not in COMING:
        if request.method == "POST":
            messages.warning(request, "La séance est déjà ouverte, close ou annulée.")
        return redirect(url_of(one))
    form = MoveForm(request.POST or None, initial=MoveForm.initial_of(one))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            moved = services.move(actor=request.actor, sitting_id=one.pk, at=clock.now(), **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
        else:
            if moved:
                messages.success(request, "La séance est déplacée. Les membres convoqués en sont avertis.")
            return redirect(url_of(one))
    context = {
        "sitting": boards.card_of(one, boards.board_name(one.board_code), 0, 0),
        "form": form,
    }
    return render(request, "commission/sitting_move.html", context, status=status)
