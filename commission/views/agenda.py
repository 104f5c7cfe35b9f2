"""The secretary composes the agenda of a planned sitting, then publishes it."""

from collections.abc import Mapping

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from commission import wording
from commission.enums import COMING, SittingState
from commission.forms.agenda import ChooseFilesForm, ComposeForm
from commission.models import Sitting
from commission.queries import agendas, boards, funds
from commission.queries.cautions import cautions_of
from commission.services import agenda as services
from commission.services import publication
from commission.views.answers import act, status_of
from commission.views.sittings import kept, url_of
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import secretary_required
from cpsti_portal.kernel.errors import Conflict, DomainError


@secretary_required
def agenda(request, sitting_id):
    one = kept(request, sitting_id)
    if one.state not in COMING:
        if request.method == "POST":
            messages.warning(
                request, "L’ordre du jour ne change plus une fois la séance ouverte, close ou annulée."
            )
        return redirect(url_of(one))
    if request.method != "POST":
        return _page(request, one)
    action, _, rest = request.POST.get("action", "").partition(":")
    token, _, detail = rest.partition(":")
    if action == "compose":
        return _compose(request, one)
    if action == "remove":
        return _remove(request, one, token)
    if action == "move" and detail.isdigit():
        return _move(request, one, token, int(detail))
    if action == "widen":
        return _widen(request, one, token, _levels(detail))
    if action == "widen_all":
        return _widen_all(request, one)
    return _add(request, one)


def _here(one: Sitting) -> str:
    return reverse("commission:agenda", args=[one.pk])


def _add(request, one: Sitting):
    tokens = agendas.ready_tokens(one, request.actor)
    form = ChooseFilesForm(request.POST, tokens=tokens)
    status = 422
    if form.is_valid():
        try:
            services.add(actor=request.actor, sitting_id=one.pk, tokens=form.chosen(), at=clock.now())
        except DomainError as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
        else:
            messages.success(
                request,
                "Les dossiers choisis sont à l’ordre du jour, chacun sous une référence propre à cette séance.",
            )
            return redirect(_here(one))
    return _page(request, one, form=form, chosen=request.POST.getlist("files"), status=status)


def _compose(request, one: Sitting):
    form = ComposeForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            number = services.compose(
                actor=request.actor, sitting_id=one.pk, number=form.cleaned_data["number"], at=clock.now()
            )
        except DomainError as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
        else:
            put = wording.plural(number, "dossier est inscrit", "dossiers sont inscrits")
            messages.success(request, f"{put}, les plus urgents d’abord. Vous pouvez encore changer l’ordre.")
            return redirect(_here(one))
    return _page(request, one, composing=form, status=status)


def _remove(request, one: Sitting, token: str):
    return act(
        request,
        lambda: services.remove(actor=request.actor, sitting_id=one.pk, token=token, at=clock.now()),
        done="Le dossier est retiré de l’ordre du jour. Il attend une autre séance.",
        url=_here(one),
    )


def _move(request, one: Sitting, token: str, place: int):
    return act(
        request,
        lambda: services.reorder(actor=request.actor, sitting_id=one.pk, token=token, place=place),
        done="L’ordre de passage est modifié.",
        url=_here(one),
    )


def _levels(typed: str) -> dict[str, int]:
    pairs = (pair.partition("=") for pair in typed.split(","))
    return {name: int(level) for name, _, level in pairs if level.isdecimal() and len(level) < 3}


def _widen(request, one: Sitting, token: str, levels: Mapping[str, int]):
    try:
        changes = services.widen(actor=request.actor, sitting_id=one.pk, token=token, levels=levels)
    except Conflict as refusal:
        messages.warning(request, refusal.message)
    else:
        if changes:
            told = wording.widened(changes)
            messages.success(request, f"Dossier {wording.reference(token)}, {told}.")
        else:
            messages.info(request, "Ce dossier montre déjà ces valeurs.")
    return redirect(_here(one))


def _widen_all(request, one: Sitting):
    try:
        done = services.widen_all(actor=request.actor, sitting_id=one.pk)
    except Conflict as refusal:
        messages.warning(request, refusal.message)
    else:
        for token, changes in done.items():
            messages.success(request, f"Dossier {wording.reference(token)}, {wording.widened(changes)}.")
        if not done:
            messages.info(request, "Il n’y avait rien à élargir.")
    return redirect(_here(one))


def _page(
    request,
    one: Sitting,
    *,
    form: ChooseFilesForm | None = None,
    composing: ComposeForm | None = None,
    chosen=(),
    status: int = 200,
):
    after = request.GET.get("apres", "")
    changeable = one.state == SittingState.PLANNED
    ready, next_key = agendas.ready_files(one, request.actor, after=after)
    lines = agendas.agenda_of(one, request.actor)
    context = {
        "sitting": boards.card_of(one, boards.board_name(one.board_code), len(lines), 0),
        "agenda": lines,
        "changeable": changeable,
        "board_code": one.board_code,
        "is_member": one.board_code in request.actor.member_board_codes,
        "funds": funds.outlook_of(request.actor, one),
        "cautions": cautions_of(one) if changeable and lines else None,
        "ready": ready,
        "chosen": list(chosen),
        "form": form,
        "composing": composing or ComposeForm(),
        "next_url": f"?apres={next_key}" if next_key else "",
        "first_url": "?" if after else "",
    }
    return render(request, "commission/agenda.html", context, status=status)


@secretary_required
@require_POST
def publish(request, sitting_id):
    one = kept(request, sitting_id)
    return act(
        request,
        lambda: publication.publish(actor=request.actor, sitting_id=one.pk),
        done="L’ordre du jour est publié. Les membres peuvent lire les dossiers.",
        url=_here(one),
    )


@secretary_required
@require_POST
def take_back(request, sitting_id):
    one = kept(request, sitting_id)
    return act(
        request,
        lambda: publication.take_back(actor=request.actor, sitting_id=one.pk),
        done="L’ordre du jour est repris. Les membres ne lisent plus les dossiers jusqu’à sa publication.",
        url=_here(one),
    )
