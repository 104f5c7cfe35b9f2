"""The redaction bench: one text beside what the board will read of it, and the acts that change that."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.errors import DomainError
from requests_app.enums import FreeText, KeepReason
from requests_app.forms.redaction import MaskForm, ReadForm, RestoreForm, RewordForm, TermForm
from requests_app.models import AidRequest
from requests_app.queries.redaction_page import bench
from requests_app.services import redactions
from requests_app.views.casework.access import held_page, page
from requests_app.workflow import State

SLUGS = {FreeText.ACCOUNT: "recit", FreeText.SUMMARY: "resume", FreeText.OPINION: "avis"}
_NAMES = {slug: name for name, slug in SLUGS.items()}
# Where each refusal of the service is shown.
_FIELDS = {"redaction.absent": "words", "redaction.words": "words"}
# Where the reader goes on after an act.
_MASKING, _LINES, _READING = "id_words", "masques", "relire"

Act = Callable[[HttpRequest, AidRequest, FreeText], HttpResponse]


def bench_url(aid_request: AidRequest, name: FreeText, at: str = "") -> str:
    path = reverse("casework:redaction", kwargs={"pk": aid_request.pk, "text": SLUGS[name]})
    return f"{path}#{at}" if at else path


@page()
@held_page(State.IN_REVIEW)
def redaction(request: HttpRequest, aid_request: AidRequest, text: str) -> HttpResponse:
    return _page(request, aid_request, _named(text), MaskForm())


def _page(
    request: HttpRequest, aid_request: AidRequest, name: FreeText, form: MaskForm, refusal: str = ""
) -> HttpResponse:
    shown = bench(aid_request, name)
    context = {
        "aid_request": aid_request,
        "bench": shown,
        "slug": SLUGS[name],
        "tabs": [(SLUGS[tab.name], tab) for tab in shown.tabs],
        "form": form,
        "reasons": KeepReason.choices,
        "is_account": name == FreeText.ACCOUNT,
        "refusal": refusal,
    }
    return render(request, "casework/redaction.html", context, status=422 if form.errors else 200)


def _act(view: Act) -> Callable[..., HttpResponse]:
    """A button of the bench: what the services refuse is told there, and nothing was written."""

    @wraps(view)
    def acting(request: HttpRequest, aid_request: AidRequest, text: str) -> HttpResponse:
        name = _named(text)
        try:
            return view(request, aid_request, name)
        except DomainError as refusal:
            if refusal.code.startswith("casework."):
                raise
            messages.error(request, refusal.message)
            return redirect(bench_url(aid_request, name))

    return page(methods=("POST",))(held_page(State.IN_REVIEW, strict=True)(acting))


def _named(slug: str) -> FreeText:
    if slug not in _NAMES:
        raise Http404
    return _NAMES[slug]


@_act
def mask(request: HttpRequest, aid_request: AidRequest, name: FreeText) -> HttpResponse:
    form = MaskForm(request.POST)
    if form.is_valid():
        try:
            redactions.mask(
                aid_request=aid_request, actor=request.actor, name=name, at=clock.now(), **form.cleaned_data
            )
        except DomainError as refusal:
            if refusal.code not in _FIELDS:
                raise
            form.add_error(_FIELDS[refusal.code], refusal.message)
        else:
            return redirect(bench_url(aid_request, name, _MASKING))
    return _page(request, aid_request, name, form)


@_act
def restore(request: HttpRequest, aid_request: AidRequest, name: FreeText) -> HttpResponse:
    form = RestoreForm(request.POST)
    if not form.is_valid():
        raise DomainError("redaction.reason", "Choisissez pourquoi ce passage peut être lu.")
    redactions.restore(
        aid_request=aid_request, actor=request.actor, name=name, at=clock.now(), **form.cleaned_data
    )
    return redirect(bench_url(aid_request, name, _LINES))


@_act
def mask_again(request: HttpRequest, aid_request: AidRequest, name: FreeText) -> HttpResponse:
    form = TermForm(request.POST)
    if form.is_valid():
        redactions.mask_again(
            aid_request=aid_request, actor=request.actor, at=clock.now(), **form.cleaned_data
        )
    return redirect(bench_url(aid_request, name, _LINES))


@_act
def reword(request: HttpRequest, aid_request: AidRequest, name: FreeText) -> HttpResponse:
    form = RewordForm(request.POST)
    if not form.is_valid():
        raise DomainError("redaction.word", "Choisissez une des formulations proposées.")
    redactions.reword(
        aid_request=aid_request, actor=request.actor, name=name, at=clock.now(), **form.cleaned_data
    )
    return redirect(bench_url(aid_request, name, _LINES))


@_act
def take_suggestions(request: HttpRequest, aid_request: AidRequest, name: FreeText) -> HttpResponse:
    redactions.take_suggestions(aid_request=aid_request, actor=request.actor, name=name, at=clock.now())
    return redirect(bench_url(aid_request, name, _LINES))


@_act
def go_on_by_hand(request: HttpRequest, aid_request: AidRequest, name: FreeText) -> HttpResponse:
    redactions.go_on_by_hand(aid_request=aid_request, actor=request.actor, name=name)
    return redirect(bench_url(aid_request, name))


@_act
def read(request: HttpRequest, aid_request: AidRequest, name: FreeText) -> HttpResponse:
    form = ReadForm(request.POST)
    digest = form.cleaned_data["digest"] if form.is_valid() else ""
    redactions.read(aid_request=aid_request, actor=request.actor, name=name, digest=digest, at=clock.now())
    messages.success(request, _read_sentence(name))
    return redirect(_next(aid_request, name))


def _read_sentence(name: FreeText) -> str:
    if name == FreeText.ACCOUNT:
        return "Le récit est relu : il est joint au dossier anonymisé."
    return f"« {name.label} » est relu."


def _next(aid_request: AidRequest, name: FreeText) -> str:
    """The next text that waits for its reader, else the preview."""
    for tab in bench(aid_request, name).tabs:
        if not tab.text.is_settled and not tab.text.waits:
            return bench_url(aid_request, tab.name)
    return reverse("casework:preview", kwargs={"pk": aid_request.pk})


@_act
def set_aside(request: HttpRequest, aid_request: AidRequest, name: FreeText) -> HttpResponse:
    redactions.set_aside(aid_request=aid_request, actor=request.actor, name=name)
    return redirect(bench_url(aid_request, name, _READING))
