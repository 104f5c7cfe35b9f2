"""The secretary composes the agenda of a planned sitting."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from commission.enums import SittingState
from commission.forms import ChooseFilesForm
from commission.models import Sitting
from commission.queries import agendas, boards
from commission.services import agenda as services
from commission.views.answers import act, status_of
from commission.views.sittings import kept, url_of
from cpsti_portal.kernel.accounts.gates import secretary_required
from cpsti_portal.kernel.errors import DomainError

MOVES = {"up": -1, "down": 1}


@secretary_required
def agenda(request, sitting_id):
    one = kept(request, sitting_id)
    if one.state != SittingState.PLANNED:
        if request.method == "POST":
            messages.warning(
                request, "L’ordre du jour ne change plus une fois la séance ouverte, close ou annulée."
            )
        return redirect(url_of(one))
    if request.method != "POST":
        return _page(request, one)
    action, _, rest = request.POST.get("action", "").partition(":")
    token, _, place = rest.partition(":")
    if action == "remove":
        return _remove(request, one, token)
    if action == "move" and place.isdigit():
        return _move(request, one, token, int(place))
    return _add(request, one)


def _add(request, one: Sitting):
    chosen = request.POST.getlist("tokens")
    known = agendas.ready_tokens(one, request.actor, among=chosen)
    form = ChooseFilesForm(request.POST, tokens=known)
    status = 422
    if form.is_valid():
        try:
            services.add(actor=request.actor, sitting_id=one.pk, tokens=form.cleaned_data["tokens"])
        except DomainError as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
        else:
            messages.success(request, "Les dossiers choisis sont à l’ordre du jour.")
            return redirect("commission:agenda", one.pk)
    return _page(request, one, form=form, chosen=chosen, status=status)


def _remove(request, one: Sitting, token: str):
    return act(
        request,
        lambda: services.remove(actor=request.actor, sitting_id=one.pk, token=token),
        done="Le dossier est retiré de l’ordre du jour. Il attend une autre séance.",
        url=reverse("commission:agenda", args=[one.pk]),
    )


def _move(request, one: Sitting, token: str, place: int):
    return act(
        request,
        lambda: services.reorder(actor=request.actor, sitting_id=one.pk, token=token, place=place),
        done="L’ordre de passage est modifié.",
        url=reverse("commission:agenda", args=[one.pk]),
    )


def _page(request, one: Sitting, *, form: ChooseFilesForm | None = None, chosen=(), status: int = 200):
    after = request.GET.get("apres", "")
    ready, next_key = agendas.ready_files(one, request.actor, after=after)
    lines = agendas.agenda_of(one, request.actor)
    context = {
        "sitting": boards.card_of(one, boards.board_name(one.board_code), len(lines), 0),
        "agenda": lines,
        "ready": ready,
        "chosen": list(chosen),
        "form": form,
        "next_url": f"?apres={next_key}" if next_key else "",
        "first_url": "?" if after else "",
    }
    return render(request, "commission/agenda.html", context, status=status)
