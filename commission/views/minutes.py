"""The minutes of a closed sitting: reading, drawing up, signing, refusing, comparing a file."""

import hashlib
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from commission.enums import SittingState
from commission.forms.minutes import ComparedFileForm, ReasonForm, RemarkForm, SigningForm
from commission.minutes.sheet import Paper, file_name
from commission.models import Sitting
from commission.queries import boards, calendar, minutes_page
from commission.queries.signers import signer_of
from commission.queries.visible import sittings_visible_to
from commission.services import minutes, minutes_files, readings
from commission.views.answers import status_of
from commission.views.signing import confirm_identity
from commission.views.sittings import kept
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import board_required, member_required, secretary_required
from cpsti_portal.kernel.errors import Conflict, DomainError


def url_of(sitting: Sitting) -> str:
    return reverse("commission:minutes", args=[sitting.pk])


def closed_sitting(request: HttpRequest, sitting_id) -> Sitting:
    """404 for another board, and as long as the sitting is not over."""
    sittings = sittings_visible_to(request.actor).filter(state=SittingState.CLOSED)
    return get_object_or_404(sittings.select_related("chair"), pk=sitting_id)


@board_required
@require_safe
def minutes_view(request, sitting_id):
    return minutes_answer(request, closed_sitting(request, sitting_id))


def minutes_answer(request, one: Sitting, *, status: int = 200, compared: str = "", **forms) -> HttpResponse:
    """The page, with a refused form shown again as it was filled. ``compared``: what the comparison says."""
    page = minutes_page.page_of(one, request.actor, at=clock.now())
    context = {
        "sitting": boards.card_of(one, boards.board_name(one.board_code), 0, 0),
        "page": page,
        "papers": [_paper_line(one, paper) for paper in page.papers],
        "is_secretary": one.board_code in request.actor.secretary_board_codes,
        "remark_form": forms.get("remark") or RemarkForm(initial={"remark": page.remark}),
        "signing_form": forms.get("signing") or SigningForm(initial={"seal": page.seal}),
        "reason_form": forms.get("reason") or ReasonForm(),
        "compare_form": forms.get("compare") or ComparedFileForm(),
        "compared": compared,
    }
    context["form"] = next((form for form in forms.values() if form.errors), None)
    return render(request, "commission/minutes.html", context, status=status)


def _paper_line(one: Sitting, paper: minutes_page.PaperShown) -> dict[str, object]:
    url = reverse("commission:minutes_paper", args=[one.pk, paper.paper.value])
    return {
        "title": paper.title,
        "url": url,
        "size": paper.size,
        "sha256": paper.sha256,
        "extract": paper.extract,
    }


@board_required
@require_safe
def minutes_paper(request, sitting_id, paper):
    """The signed bytes; for a reader who stepped aside, an extract laid out for them."""
    one = closed_sitting(request, sitting_id)
    if paper not in [known.value for known in Paper]:
        raise Http404
    found = minutes_page.minutes_of(one)
    today = calendar.local_day(board_code=one.board_code, at=clock.now())
    signer = (signer_of(one, on=today) or (None,))[0]
    if found is None or found.rendered_at is None or not minutes_page.may_read(found, request.actor, signer):
        raise Http404
    hidden = minutes_page.hidden_from(one, request.actor)
    try:
        content = minutes_files.paper_for(minutes=found, paper=Paper(paper), without=hidden)
    except FileNotFoundError:
        raise Http404 from None
    readings.note_minutes(actor=request.actor, minutes=found, paper=paper)
    return pdf_answer(content, name=file_name(Paper(paper), found.content["held_on"]))


def pdf_answer(content: bytes, *, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@secretary_required
@require_POST
def minutes_prepare(request, sitting_id):
    one = _kept_closed(request, sitting_id)
    form = RemarkForm(request.POST)
    return _written(
        request,
        one,
        form,
        lambda: minutes.prepare(
            actor=request.actor, sitting_id=one.pk, remark=form.cleaned_data["remark"], at=clock.now()
        ),
        name="remark",
        done="Le projet est établi. Relisez-le, puis signez-le.",
    )


@board_required
def minutes_sign(request, sitting_id):
    """The secretary first, then who signs for the chair: the same form, and the same password asked."""
    one = closed_sitting(request, sitting_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = SigningForm(request.POST)
    return _written(
        request,
        one,
        form,
        lambda: _sign(request, one, form),
        name="signing",
        done="Vous avez signé.",
    )


def _sign(request: HttpRequest, one: Sitting, form: SigningForm) -> None:
    confirm_identity(request, form.cleaned_data["password"])
    is_secretary = one.board_code in request.actor.secretary_board_codes
    service = minutes.sign if is_secretary else minutes.countersign
    service(actor=request.actor, sitting_id=one.pk, seal=form.cleaned_data["seal"], at=clock.now())


@member_required
def minutes_refuse(request, sitting_id):
    one = closed_sitting(request, sitting_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = ReasonForm(request.POST)
    return _written(
        request,
        one,
        form,
        lambda: minutes.refuse(
            actor=request.actor, sitting_id=one.pk, reason=form.cleaned_data["reason"], at=clock.now()
        ),
        name="reason",
        done="Vous n’avez pas signé. Le secrétariat lit votre motif et établit une nouvelle version.",
    )


@secretary_required
@require_POST
def minutes_take_back(request, sitting_id):
    one = _kept_closed(request, sitting_id)
    form = ReasonForm(request.POST)
    return _written(
        request,
        one,
        form,
        lambda: minutes.take_back(
            actor=request.actor, sitting_id=one.pk, reason=form.cleaned_data["reason"], at=clock.now()
        ),
        name="reason",
        done="Le procès-verbal est repris\u00a0: une nouvelle version est à relire et à signer.",
    )


@board_required
def minutes_compare(request, sitting_id):
    """Whether a file is, byte for byte, one of the two signed ones."""
    one = closed_sitting(request, sitting_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = ComparedFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return minutes_answer(request, one, compare=form, status=422)
    digest = hashlib.file_digest(form.cleaned_data["file"], "sha256").hexdigest()
    return minutes_answer(request, one, compared=_comparison(one, digest))


def _comparison(one: Sitting, digest: str) -> str:
    signed = minutes_page.signed_minutes(one)
    known = {signed.minutes_sha256: "procès-verbal", signed.decisions_sha256: "relevé"} if signed else {}
    return known.get(digest, "autre")


def _kept_closed(request: HttpRequest, sitting_id) -> Sitting:
    one = kept(request, sitting_id)
    if one.state != SittingState.CLOSED:
        raise Http404
    return one


def _written(
    request: HttpRequest, one: Sitting, form, service: Callable[[], object], *, name: str, done: str
) -> HttpResponse:
    """A refusal of the form or of the rules stands next to its cause; a stale page is told so and shown fresh."""
    if not form.is_valid():
        return minutes_answer(request, one, status=422, **{name: form})
    try:
        service()
    except Conflict as refusal:
        messages.warning(request, refusal.message)
        return redirect(url_of(one))
    except DomainError as refusal:
        form.refuse(refusal)
        return minutes_answer(request, one, status=status_of(refusal), **{name: form})
    messages.success(request, done)
    return redirect(url_of(one))
