"""The delegation for urgent aid: the secretary entrusts a file, two members agree, or the board decides."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from commission.enums import SittingKind
from commission.forms.delegations import AgreementForm, EntrustForm
from commission.models import AgendaItem
from commission.queries import boards, delegations, sheets
from commission.queries.visible import items_of_member
from commission.services import delegations as services
from commission.views.answers import REFUSED, act, gone, status_of
from commission.views.items import item_page, url_of
from commission.views.sittings import kept
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import board_required, member_required, secretary_required
from cpsti_portal.kernel.errors import Conflict, DomainError

_LEAVE = "leave"


@board_required
def board_delegations(request: HttpRequest, board_code: str) -> HttpResponse:
    if board_code not in request.actor.board_codes:
        raise Http404
    if request.method == "POST":
        return _entrust(request, board_code)
    return _page(request, board_code, EntrustForm(initial={"sitting_id": uuid4()}))


def _page(request: HttpRequest, board_code: str, form: EntrustForm, status: int = 200) -> HttpResponse:
    sitting_id = _drawn(form)
    page = delegations.page_of(request.actor, board_code=board_code, sitting_id=sitting_id, at=clock.now())
    context = {
        "page": page,
        "form": form,
        "sitting_id": sitting_id,
        "board_code": board_code,
        "board_name": boards.board_name(board_code),
        "is_secretary": board_code in request.actor.secretary_board_codes,
    }
    return render(request, "commission/delegations.html", context, status=status)


def _drawn(form: EntrustForm) -> UUID:
    """The key of a form that came back, unless it was spoilt on the way."""
    try:
        return UUID(str(form["sitting_id"].value()))
    except ValueError:
        return uuid4()


def _entrust(request: HttpRequest, board_code: str) -> HttpResponse:
    if board_code not in request.actor.secretary_board_codes:
        raise Http404
    form = EntrustForm(request.POST)
    if not form.is_valid():
        return _page(request, board_code, form, REFUSED)
    sitting_id = form.cleaned_data["sitting_id"]
    token = delegations.token_named(
        request.actor, board_code=board_code, sitting_id=sitting_id, key=form.cleaned_data["file"]
    )
    try:
        services.entrust(
            actor=request.actor, board_code=board_code, token=token, sitting_id=sitting_id, at=clock.now()
        )
    except DomainError as refusal:
        form.refuse(refusal)
        return _page(request, board_code, form, status_of(refusal))
    messages.success(request, "Le dossier est confié à la délégation\u00a0: deux accords le décident.")
    return redirect("commission:sitting", sitting_id)


@member_required
def agree(request: HttpRequest, sitting_id: UUID, token: str) -> HttpResponse:
    mine = items_of_member(request.actor).filter(sitting__kind=SittingKind.DELEGATION)
    one = mine.filter(sitting_id=sitting_id, token=token).first()
    if one is None:
        return gone(request, sitting_id, token)
    if request.method != "POST":
        return redirect(url_of(one))
    if request.POST.get("decision") == _LEAVE:
        return act(
            request,
            lambda: services.leave(actor=request.actor, sitting_id=sitting_id, token=token, at=clock.now()),
            done="La commission décidera de ce dossier à une séance.",
            url=url_of(one),
        )
    return _agree(request, one)


def _agree(request: HttpRequest, one: AgendaItem) -> HttpResponse:
    form = AgreementForm(request.POST)
    if not form.is_valid():
        return _again(request, one, form, REFUSED)
    try:
        ruling = services.agree(
            actor=request.actor,
            sitting_id=one.sitting_id,
            token=one.token,
            amount_cents=form.cleaned_data["amount"],
            form_key=form.cleaned_data["form_key"],
            at=clock.now(),
        )
    except Conflict as refusal:
        messages.warning(request, refusal.message)
        return redirect(url_of(one))
    except DomainError as refusal:
        form.refuse(refusal)
        return _again(request, one, form, status_of(refusal))
    done = "L’aide est accordée par délégation." if ruling else "Votre accord est enregistré."
    messages.success(request, done)
    return redirect(url_of(one))


def _again(request: HttpRequest, one: AgendaItem, form: AgreementForm, status: int) -> HttpResponse:
    whole = get_object_or_404(sheets.items_of_sheets(request.actor, one.sitting_id), pk=one.pk)
    return item_page(request, whole, agreement=form, status=status)


@secretary_required
@require_POST
def delegation_end(request: HttpRequest, sitting_id: UUID) -> HttpResponse:
    one = kept(request, sitting_id)
    return act(
        request,
        lambda: services.give_up(actor=request.actor, sitting_id=one.pk, at=clock.now()),
        done="Le dossier attend une séance.",
        url=reverse("commission:sitting", args=[one.pk]),
    )
