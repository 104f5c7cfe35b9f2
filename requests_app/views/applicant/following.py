"""After the sending: where the request stands, what is next, answering, taking back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import applicant_required
from cpsti_portal.kernel.errors import DomainError
from requests_app.aids import registry
from requests_app.applicant_words import EXAMINED, NEXT
from requests_app.forms.applicant import PapersForm, PartialAnswerForm
from requests_app.models import AidRequest, Letter, PaperRequest
from requests_app.queries.applicant import was_examined
from requests_app.queries.letters import letters_visible_to
from requests_app.queries.papers import lacking_items, open_paper_request, papers_of
from requests_app.queries.timeline import timeline
from requests_app.queries.told_decision import told_decision
from requests_app.services import drafting, papers_answer, withdrawal
from requests_app.services.letters import as_page
from requests_app.views.applicant.access import draft_page, own_request
from requests_app.views.applicant.drafts import task_list
from requests_app.views.applicant.papers_on_page import (
    file_line,
    kept_sentence,
    places,
    receive,
    slots_of,
    weight,
)
from requests_app.workflow import CLOCK_RUNS, LABELS, Party, State, available

SEND = "envoyer"


@require_safe
@applicant_required
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The tasks of a draft, the follow-up of a filed request."""
    aid_request = own_request(request, pk)
    if aid_request.state == State.DRAFT:
        return task_list(request, aid_request)
    state = State(aid_request.state)
    asked = open_paper_request(aid_request)
    papers = papers_of(aid_request)
    letters = _letters(request, aid_request)
    context = {
        "aid_request": aid_request,
        "aid": registry.get(aid_request.aid_code),
        "organisation": aid_request.organisation,
        "state": LABELS[state],
        "just_sent": request.GET.get("envoi") == "confirme" and state is State.SUBMITTED,
        "asked": asked,
        "told": _told(aid_request),
        "events": timeline(aid_request),
        "next_steps": EXAMINED if was_examined(aid_request) else NEXT[state],
        "due_on": aid_request.due_on if state in CLOCK_RUNS else None,
        "files": [file_line(document) for document in papers],
        "letters": [_letter_line(letter) for letter in letters],
        "decision": _decision(letters),
        "can_withdraw": _can(state, "withdraw"),
        "mail": request.actor.email,
    }
    return render(request, "applicant/detail.html", context)


def _told(aid_request: AidRequest) -> dict | None:
    """The decision in one line, before its letter."""
    told = told_decision(aid_request)
    if told is None:
        return None
    return {
        "title": told.words.title,
        "amount_cents": told.amount_cents,
        "asked_cents": told.asked_cents if told.is_partial else 0,
        "file_url": reverse("files:letter", args=[told.letter.pk]),
        "weight": weight(told.letter.size),
    }


def _can(state: State, name: str) -> bool:
    return any(move.name == name for move in available(state, Party.APPLICANT))


def _letters(request: HttpRequest, aid_request: AidRequest) -> list[Letter]:
    letters = letters_visible_to(request.actor).select_related("aid_request").filter(aid_request=aid_request)
    return list(letters.order_by("created_at", "pk"))


def _decision(letters: list[Letter]) -> dict | None:
    """The letter of the decision as a part of the page, once it is notified."""
    notified = [letter for letter in letters if letter.decision_id and letter.rendered_at]
    return as_page(letter=notified[0]) if notified else None


def _letter_line(letter: Letter) -> dict:
    """As the component ``file_list`` reads it. The file comes a moment after the letter."""
    is_ready = letter.rendered_at is not None
    return {
        "name": letter.title,
        "url": reverse("files:letter", args=[letter.pk]) if is_ready else "",
        "meta": f"PDF, {weight(letter.size)}"
        if is_ready
        else "Le fichier se prépare : il sera là dans quelques instants.",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def papers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The papers asked for, each with its place; files are kept as they come, then sent all together."""
    aid_request = own_request(request, pk)
    asked = open_paper_request(aid_request)
    if asked is None:
        messages.info(request, "Aucune pièce ne vous est demandée pour cette demande en ce moment.")
        return redirect("applicant:detail", pk=pk)
    if request.method == "POST":
        return _receive_papers(request, aid_request, asked)
    return _papers_page(request, aid_request, asked, PapersForm(slots_of(asked)))


def _receive_papers(request: HttpRequest, aid_request: AidRequest, asked: PaperRequest) -> HttpResponse:
    at = clock.now()
    form = PapersForm(slots_of(asked), request.POST, request.FILES)
    form.is_valid()
    kept = receive(request, form, aid_request, at, asked)
    if form.errors:
        return _papers_page(request, aid_request, asked, form, status=422)
    if request.POST.get("action") != SEND:
        if kept:
            messages.success(request, kept_sentence(kept))
        return redirect("applicant:papers", pk=aid_request.pk)
    partial = PartialAnswerForm(request.POST)
    partial.is_valid()
    try:
        papers_answer.answer(
            actor=request.actor, aid_request=aid_request, partial=partial.cleaned_data["partial"], at=at
        )
    except DomainError as error:
        if not error.code.startswith("papers."):
            raise
        return _papers_page(request, aid_request, asked, form, refusal=error, status=422)
    messages.success(request, "Vos pièces sont envoyées. L’étude de votre demande reprend.")
    return redirect("applicant:detail", pk=aid_request.pk)


def _papers_page(
    request: HttpRequest,
    aid_request: AidRequest,
    asked: PaperRequest,
    form: PapersForm,
    refusal: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    sent = [document for document in papers_of(aid_request) if document.paper_request_id == asked.pk]
    context = {
        "aid_request": aid_request,
        "asked": asked,
        "form": form,
        "places": places(form, sent, deletable=True),
        "lacking": lacking_items(asked, sent),
        "refusal": refusal,
        "send": SEND,
    }
    return render(request, "applicant/papers.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    aid_request = own_request(request, pk)
    if request.method == "POST":
        withdrawal.withdraw(actor=request.actor, aid_request=aid_request, at=clock.now())
        messages.success(request, "Votre demande est retirée. Vous recevez une confirmation par e-mail.")
        return redirect("applicant:detail", pk=pk)
    if not _can(State(aid_request.state), "withdraw"):
        messages.info(request, "Cette demande ne peut plus être retirée.")
        return redirect("applicant:detail", pk=pk)
    return render(request, "applicant/withdraw.html", {"aid_request": aid_request})


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def discard(request: HttpRequest, aid_request: AidRequest) -> HttpResponse:
    if request.method == "POST":
        drafting.discard(actor=request.actor, aid_request=aid_request)
        messages.success(request, "Le brouillon est supprimé, avec ses pièces.")
        return redirect("applicant:list")
    context = {"aid_request": aid_request, "aid": registry.get(aid_request.aid_code)}
    return render(request, "applicant/discard.html", context)
