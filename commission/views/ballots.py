"""A member votes. A form is answered by a page; a screen that follows the sitting, by the address to go to."""

import re
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect

from commission import wording
from commission.enums import CHOICE_LABELS
from commission.forms.ballots import BallotForm
from commission.models import AgendaItem
from commission.queries import live, sheets
from commission.services import ballots
from commission.views.answers import gone, status_of
from commission.views.items import item_page, url_at, url_of
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import member_required
from cpsti_portal.kernel.errors import Conflict, DomainError
from cpsti_portal.kernel.money import euros

_TOKEN = re.compile(r"[A-Z2-7]{26}")


@member_required
def vote(request: HttpRequest, sitting_id: UUID, token: str) -> HttpResponse:
    then = _token_of(request.POST.get("then", ""))
    one = sheets.item_to_vote(request.actor, sitting_id, token, then)
    if one is None:
        return gone(request, sitting_id, token)
    if request.method != "POST":
        return redirect(url_of(one))
    form = BallotForm(request.POST, item=one)
    if not form.is_valid():
        return _again(request, one, form, 422)
    try:
        giver = {"giver_id": _giver(one, form)} if form.voice else {}
        first = ballots.cast(
            actor=request.actor,
            item=one,
            at=clock.now(),
            **form.content(),
            **giver,
        )
    except Conflict as refusal:
        messages.warning(request, f"{refusal.message} {_what_was_typed(form)}")
        return _go(request, url_of(one))
    except DomainError as refusal:
        form.refuse(refusal)
        return _again(request, one, form, status_of(refusal))
    return _cast(request, one, then, first=first)


def _token_of(text: str) -> str:
    """What a page wrote; anything else names nothing."""
    return text if _TOKEN.fullmatch(text) else ""


def _giver(one: AgendaItem, form: BallotForm) -> int:
    """A name that no member bears names nobody: the service says so."""
    return sheets.member_named(one, form.voice) or 0


def _cast(request: HttpRequest, one: AgendaItem, then: str, *, first: bool) -> HttpResponse:
    """On to the next file that awaits the reader's vote, the one the page named if it still does; without one, back to
    this one."""
    waiting = then if one.goes_on else live.agenda_of(one.sitting_id, request.actor).waiting_after(one.token)
    if first:
        told = f"Votre bulletin est déposé pour le dossier {wording.reference(one.token)}."
        messages.success(request, f"{told} Son reçu reste sur la page du dossier.")
    else:
        told = f"Votre bulletin était déjà déposé pour le dossier {wording.reference(one.token)}"
        messages.info(request, f"{told}\u00a0: le premier compte.")
    return _go(request, url_at(one.sitting_id, waiting or one.token))


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """``live.js`` sends a ballot again until it is answered: the messages wait for the page it then opens."""
    if request.headers.get("X-Requested-With") == "live":
        return JsonResponse({"url": url})
    return HttpResponseRedirect(url)


def _again(request: HttpRequest, one: AgendaItem, form: BallotForm, status: int) -> HttpResponse:
    whole = get_object_or_404(sheets.items_of_sheets(request.actor, one.sitting_id), pk=one.pk)
    return item_page(request, whole, form=form, status=status)


def _what_was_typed(form: BallotForm) -> str:
    """A ballot that could not be taken is told back to its author."""
    content = form.content()
    amount = euros(content["amount_cents"]) if content["amount_cents"] else ""
    said = filter(None, [CHOICE_LABELS[content["choice"]].lower(), amount, content["question"]])
    return f"Ce que vous aviez choisi\u00a0: {', '.join(said)}."
