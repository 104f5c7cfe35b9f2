"""Freezing the anonymous file, its second reading, its signature, and what takes it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.errors import DomainError
from requests_app.forms.signature import CorrectionForm, ReturnForm, SignatureForm
from requests_app.models import AidRequest, BoardVersion
from requests_app.queries.board_versions import open_version, sign_off_of
from requests_app.services import board_versions, gateway
from requests_app.sign_off import SECOND_READER
from requests_app.views.casework.access import act, form_page
from requests_app.views.casework.pages import shown_on_sheet
from requests_app.views.casework.redaction import bench_url
from requests_app.workflow import LABELS, State, find


@act
def freeze(request: HttpRequest, aid_request: AidRequest) -> HttpResponse:
    try:
        board_versions.freeze(aid_request=aid_request, actor=request.actor, at=clock.now())
    except (board_versions.NotReady, board_versions.LeaksFound) as refusal:
        messages.error(request, refusal.message)
        response = redirect("casework:opinion", pk=aid_request.pk)
        response["Location"] += "?controle=1"
        return response
    except board_versions.TextsUnread as refusal:
        messages.error(request, refusal.message)
        return redirect(bench_url(aid_request, refusal.texts[0]))
    messages.success(request, "Le dossier anonymisé est figé. Un autre agent le relit et le signe.")
    return redirect("casework:detail", pk=aid_request.pk)


@form_page
def sign(request: HttpRequest, aid_request: AidRequest) -> HttpResponse:
    """The exact frozen version, and the signature of whoever read it."""
    version = open_version(aid_request)
    if version is None:
        label = LABELS[State(aid_request.state)].staff
        messages.error(request, f"Aucune version n’attend de signature : la demande est « {label} ».")
        return redirect("casework:detail", pk=aid_request.pk)
    form = SignatureForm(request.POST or None, initial={"number": version.number})
    if request.method == "POST" and form.is_valid():
        return _sign(request, aid_request, form)
    return _page(request, aid_request, version, form)


def _sign(request: HttpRequest, aid_request: AidRequest, form: SignatureForm) -> HttpResponse:
    number = form.cleaned_data["number"]
    try:
        gateway.send_to_board(aid_request=aid_request, actor=request.actor, number=number, at=clock.now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect("casework:sign", pk=aid_request.pk)
    messages.success(request, "Vous avez signé. Le dossier anonymisé est transmis à la commission.")
    return redirect("casework:detail", pk=aid_request.pk)


def _page(
    request: HttpRequest,
    aid_request: AidRequest,
    version: BoardVersion,
    form: SignatureForm,
    return_form: ReturnForm | None = None,
) -> HttpResponse:
    rule = sign_off_of(version)
    mine = _prepared(request, version)
    refusal = return_form is not None and bool(return_form.errors)
    context = {
        "aid_request": aid_request,
        "version": version,
        "sheet": gateway.preview(aid_request=aid_request),
        "pages": shown_on_sheet(aid_request),
        "form": form,
        "refusal": refusal,
        "return_form": return_form or ReturnForm(initial={"number": version.number}, own=mine),
        "mine": mine,
        "may_sign": rule.may_sign(request.actor.user_id, clock.now()),
        "obstacle": SECOND_READER,
        "alone_from": rule.alone_from if mine else None,
    }
    return render(request, "casework/sign.html", context, status=422 if form.errors or refusal else 200)


def _prepared(request: HttpRequest, version: BoardVersion) -> bool:
    return version.prepared_by.user_id == request.actor.user_id


@act
def give_back(request: HttpRequest, aid_request: AidRequest) -> HttpResponse:
    version = open_version(aid_request)
    form = ReturnForm(request.POST, own=version is not None and _prepared(request, version))
    if not form.is_valid() and version is not None:
        blank = SignatureForm(initial={"number": version.number})
        return _page(request, aid_request, version, blank, form)
    board_versions.give_back(
        aid_request=aid_request,
        actor=request.actor,
        number=form.cleaned_data.get("number") or 0,
        reason=form.cleaned_data.get("reason", ""),
        at=clock.now(),
    )
    messages.success(request, "La version est rendue. Le dossier se corrige, puis se fige de nouveau.")
    return redirect("casework:detail", pk=aid_request.pk)


@form_page
def correct(request: HttpRequest, aid_request: AidRequest) -> HttpResponse:
    """Take back a file the board has not examined yet."""
    if find("correct", State(aid_request.state)) is None:
        label = LABELS[State(aid_request.state)].staff
        messages.error(request, f"Ce dossier ne peut pas être repris : la demande est « {label} ».")
        return redirect("casework:detail", pk=aid_request.pk)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _correct(request, aid_request, form.cleaned_data["reason"])
    context = {"aid_request": aid_request, "form": form}
    return render(request, "casework/correct.html", context, status=422 if form.errors else 200)


def _correct(request: HttpRequest, aid_request: AidRequest, reason: str) -> HttpResponse:
    try:
        gateway.correct(aid_request=aid_request, actor=request.actor, reason=reason, at=clock.now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect("casework:detail", pk=aid_request.pk)
    messages.success(request, "Le dossier est repris. Corrigez-le, puis figez une nouvelle version.")
    return redirect("casework:opinion", pk=aid_request.pk)
