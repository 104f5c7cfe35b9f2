"""One file of an agenda: reading it, voting, stepping aside; opening and closing its vote."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from commission.enums import CHOICE_LABELS, ItemState, SittingState
from commission.forms import BallotForm, typed_euros
from commission.models import AgendaItem
from commission.queries import agendas, sheets
from commission.queries.visible import items_of_member
from commission.services import ballots, items, readings, recusals
from commission.views.answers import act, status_of
from commission.views.sittings import kept
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import board_required, member_required, secretary_required
from cpsti_portal.kernel.errors import Conflict, DomainError
from cpsti_portal.kernel.money import euros


def url_of(item: AgendaItem) -> str:
    return reverse("commission:item", args=[item.sitting_id, item.token])


@board_required
@require_safe
def item(request, sitting_id, token):
    one = get_object_or_404(sheets.items_of_sheets(request.actor, sitting_id), token=token)
    readings.note(actor=request.actor, item=one)
    return item_page(request, one)


def item_page(request, one: AgendaItem, *, form: BallotForm | None = None, status: int = 200) -> HttpResponse:
    """The sheet, with the ballot when the reader may vote. ``form`` is a refused ballot, shown as it was filled."""
    actor = request.actor
    is_secretary = one.sitting.board_code in actor.secretary_board_codes
    standing = sheets.standing(one, actor)
    if form is None and standing.votes:
        form = BallotForm(initial={"amount": _first_amount(one)})
    sheet = sheets.sheet_of(one, actor)
    context = {
        "sheet": sheet,
        "pages": _pages(one, sheet),
        "sitting_id": one.sitting_id,
        "sitting_open": one.sitting.state == SittingState.OPEN,
        "is_secretary": is_secretary,
        "is_member": one.sitting.board_code in actor.member_board_codes,
        "standing": standing,
        "called": sheets.called_to_vote(one) if is_secretary and one.state == ItemState.OPEN else 0,
        "form": form,
    }
    return render(request, "commission/item.html", context, status=status)


def _pages(one: AgendaItem, sheet: sheets.Sheet) -> list[dict[str, str]]:
    """As the sheet reads them; none of a file that was taken back, whose pages nobody is shown any more."""
    titles = [] if one.state == ItemState.DROPPED else sheet.pages
    return [
        {"title": title, "url": reverse("commission:page", args=[one.sitting_id, one.token, number])}
        for number, title in enumerate(titles, start=1)
    ]


def _first_amount(one: AgendaItem) -> str:
    proposed = min(one.shown["amount_proposed_cents"], one.shown["amount_ceiling_cents"])
    return typed_euros(proposed) if proposed else ""


@member_required
def vote(request, sitting_id, token):
    one = sheets.items_of_sheets(request.actor, sitting_id).filter(token=token).first()
    if one is None:
        return _gone(request, sitting_id, token)
    if request.method != "POST":
        return redirect(url_of(one))
    form = BallotForm(request.POST)
    if not form.is_valid():
        return item_page(request, one, form=form, status=422)
    try:
        ballots.cast(
            actor=request.actor, sitting_id=sitting_id, token=token, at=clock.now(), **form.content()
        )
    except Conflict as refusal:
        messages.warning(request, f"{refusal.message} {_what_was_typed(form)}")
        return redirect(url_of(one))
    except DomainError as refusal:
        form.refuse(refusal)
        return item_page(request, one, form=form, status=status_of(refusal))
    messages.success(request, "Votre bulletin est déposé.")
    return redirect(url_of(one))


def _what_was_typed(form: BallotForm) -> str:
    """A ballot that could not be taken is told back to its author."""
    content = form.content()
    amount = euros(content["amount_cents"]) if content["amount_cents"] else ""
    said = filter(None, [CHOICE_LABELS[content["choice"]].lower(), amount, content["question"]])
    return f"Ce que vous aviez choisi\u00a0: {', '.join(said)}."


@member_required
def recuse(request, sitting_id, token):
    one = items_of_member(request.actor).filter(sitting_id=sitting_id, token=token).first()
    if one is None:
        return _gone(request, sitting_id, token)
    if request.method == "POST":
        return act(
            request,
            lambda: recusals.step_aside(
                actor=request.actor, sitting_id=sitting_id, token=token, at=clock.now()
            ),
            done="Vous vous êtes déporté de ce dossier\u00a0: vous ne le voyez plus et vous ne votez pas.",
            url=reverse("commission:sitting", args=[sitting_id]),
        )
    if one.state not in (ItemState.PENDING, ItemState.OPEN):
        return redirect(url_of(one))
    sheet = sheets.sheet_of(sheets.items_of_sheets(request.actor, sitting_id).get(pk=one.pk), request.actor)
    return render(request, "commission/recuse.html", {"sheet": sheet, "sitting_id": sitting_id})


def _gone(request, sitting_id, token) -> HttpResponse:
    """The second click of somebody who has just stepped aside is not an error; anything else is a missing page."""
    aside = agendas.has_stepped_aside(actor=request.actor, sitting_id=sitting_id, token=token)
    if request.method != "POST" or not aside:
        raise Http404
    messages.info(request, "Vous vous êtes déporté de ce dossier\u00a0: vous ne votez pas.")
    return redirect("commission:sitting", sitting_id)


@secretary_required
@require_POST
def open_item(request, sitting_id, token):
    one = _kept_item(request, sitting_id, token)
    return act(
        request,
        lambda: items.open_vote(actor=request.actor, sitting_id=sitting_id, token=token),
        done="Le vote est ouvert.",
        url=url_of(one),
    )


@secretary_required
def close_item(request, sitting_id, token):
    one = _kept_item(request, sitting_id, token)
    if request.method == "POST":
        return act(
            request,
            lambda: items.close_vote(actor=request.actor, sitting_id=sitting_id, token=token, at=clock.now()),
            done="Le vote est clos. Le résultat est affiché.",
            url=url_of(one),
        )
    if one.state != ItemState.OPEN:
        return redirect(url_of(one))
    context = {
        "sheet": sheets.sheet_of(one, request.actor),
        "called": sheets.called_to_vote(one),
        "sitting_id": sitting_id,
    }
    return render(request, "commission/item_close.html", context)


def _kept_item(request, sitting_id, token) -> AgendaItem:
    sitting = kept(request, sitting_id)
    return get_object_or_404(sheets.items_of_sheets(request.actor, sitting.pk), token=token)
