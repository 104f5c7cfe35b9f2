"""The papers of a draft."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import applicant_required
from requests_app.forms.applicant import PapersForm
from requests_app.models import AidRequest
from requests_app.queries.drafts import Draft, load_draft
from requests_app.queries.requests import documents_visible_to
from requests_app.services import documents as service
from requests_app.views.applicant.access import CHECK_PAGE, draft_page, own_request, returns_to_check
from requests_app.views.applicant.papers_on_page import file_line, kept_sentence, places, receive, slot_of
from requests_app.workflow import State

CONTINUE = "continuer"


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def documents(request: HttpRequest, aid_request: AidRequest) -> HttpResponse:
    """Whatever button is pressed, the chosen files are kept first."""
    at = clock.now()
    draft = load_draft(aid_request, at=at)
    if request.method != "POST":
        return _page(request, draft, PapersForm(_slots(draft)))
    form = PapersForm(_slots(draft), request.POST, request.FILES)
    form.is_valid()
    kept = receive(request, form, aid_request, at)
    if form.errors:
        return _page(request, load_draft(aid_request, at=at), form, status=422)
    if kept:
        messages.success(request, kept_sentence(kept))
    if request.POST.get("action") == CONTINUE:
        return redirect("applicant:check", pk=aid_request.pk)
    suffix = f"?retour={CHECK_PAGE}" if returns_to_check(request) else ""
    return redirect(reverse("applicant:documents", args=[aid_request.pk]) + suffix)


def _slots(draft: Draft):
    required = draft.aid.required_documents(draft.reading.answers)
    return [slot_of(kind, required=kind in required) for kind in draft.asked_documents]


def _page(request: HttpRequest, draft: Draft, form: PapersForm, status: int = 200) -> HttpResponse:
    shown = places(form, draft.documents, deletable=True)
    asked = set(form.fields)
    others = [document for document in draft.documents if document.kind not in asked]
    context = {
        "draft": draft,
        "form": form,
        "places": shown,
        "others": [file_line(document, deletable=True) for document in others],
        "lacking": draft.missing_documents,
        "back_to": CHECK_PAGE if returns_to_check(request) else "",
        "continue_action": CONTINUE,
    }
    return render(request, "applicant/documents.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_required
def document_delete(request: HttpRequest, pk: UUID, document_id: UUID) -> HttpResponse:
    """Asks first; then back to the page the paper was on."""
    aid_request = own_request(request, pk)
    papers = (
        documents_visible_to(request.actor).filter(aid_request=aid_request).select_related("paper_request")
    )
    document = get_object_or_404(papers, pk=document_id)
    page = "applicant:documents" if aid_request.state == State.DRAFT else "applicant:papers"
    if request.method == "POST":
        service.remove(actor=request.actor, document=document)
        messages.success(request, f"Le fichier « {document.title} » est supprimé.")
        return redirect(page, pk=pk)
    context = {"document": document, "back_url": reverse(page, args=[pk])}
    return render(request, "applicant/document_delete.html", context)
