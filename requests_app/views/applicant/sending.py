"""Reading everything again, sending, and the receipt."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.gates import applicant_required
from cpsti_portal.kernel.errors import DomainError
from cpsti_portal.kernel.reasons import REASONS
from requests_app.forms.steps.form import problem_lines
from requests_app.intake.display import shown_lines
from requests_app.intake.reading import StepReading
from requests_app.letters.catalogue import Kind
from requests_app.models import AidRequest
from requests_app.queries.drafts import Draft, load_draft, read_back_lists
from requests_app.queries.letters import letters_visible_to
from requests_app.queries.verdicts import advise_draft
from requests_app.services import submission
from requests_app.services.letters import as_page
from requests_app.views.applicant.access import CHECK_PAGE, draft_page, own_request
from requests_app.views.applicant.drafts import step_url
from requests_app.views.applicant.papers_on_page import file_line, weight
from requests_app.workflow import State


@require_safe
@draft_page
def check(request: HttpRequest, aid_request: AidRequest) -> HttpResponse:
    return check_page(request, load_draft(aid_request, at=clock.now()))


def check_page(request: HttpRequest, draft: Draft, refusal: str = "", status: int = 200) -> HttpResponse:
    lists = read_back_lists(draft.aid)
    documents_url = reverse("applicant:documents", args=[draft.aid_request.pk]) + f"?retour={CHECK_PAGE}"
    context = {
        "draft": draft,
        "refusal": refusal,
        "sections": [_section(draft, reading, lists) for reading in draft.reading.steps],
        "lacking": _lacking(draft, documents_url),
        "papers": _papers(draft),
        "documents_url": documents_url,
        "advice": _advice(draft),
        "is_ready": draft.is_ready,
    }
    return render(request, "applicant/check.html", context, status=status)


def _section(draft: Draft, reading: StepReading, lists) -> dict:
    """The answers of a step; the questions left blank on one line, so that the page stays readable."""
    url = f"{step_url(draft.aid_request, reading.step)}?retour={CHECK_PAGE}"
    lines = shown_lines(reading.step, draft.reading.answers, lists) if reading.raw is not None else []
    rows = [
        {"label": line.label, "value": line.text, "change_url": f"{url}#div_id_{line.name}"}
        for line in lines
        if line.text
    ]
    blank = [line for line in lines if not line.text and line.name not in reading.problems]
    if blank:
        labels = ", ".join(line.label for line in blank)
        rows.append({"label": "Laissé vide", "value": labels, "change_url": f"{url}#div_id_{blank[0].name}"})
    return {
        "title": reading.step.title,
        "url": url,
        "rows": rows,
        "problems": problem_lines(reading.step, reading.problems) if reading.raw is not None else [],
    }


def _lacking(draft: Draft, documents_url: str) -> list[dict]:
    steps = [
        {
            "label": reading.step.short_title,
            "url": f"{step_url(draft.aid_request, reading.step)}?retour={CHECK_PAGE}",
            "detail": _detail(reading),
        }
        for reading in draft.reading.steps
        if not reading.is_complete
    ]
    papers = [
        {"label": kind.label, "url": documents_url, "detail": "Pièce à joindre."}
        for kind in draft.missing_documents
    ]
    return steps + papers


def _detail(reading: StepReading) -> str:
    if reading.raw is None:
        return "Étape pas encore remplie."
    count = len(reading.problems)
    return "Une réponse à compléter." if count == 1 else f"{count} réponses à compléter."


def _papers(draft: Draft) -> list[dict]:
    held = {}
    for document in draft.documents:
        held.setdefault(document.kind, []).append(file_line(document))
    return [
        {"label": kind.label, "files": held[kind.slug]} for kind in draft.aid.documents if kind.slug in held
    ]


def _advice(draft: Draft) -> list[str]:
    """What the rules see in these answers, in the words of the scheme. It never stops the sending."""
    verdict = advise_draft(draft)
    return [REASONS[code].sentence for code in verdict.reason_codes] if verdict else []


@applicant_required
@require_POST
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sent once, whatever the number of clicks: the others land on the same confirmation."""
    aid_request = own_request(request, pk)
    at = clock.now()
    try:
        submission.submit(actor=request.actor, aid_request=aid_request, at=at)
    except DomainError as error:
        if error.code not in {"draft.incomplete", "territory.unserved"}:
            raise
        return check_page(request, load_draft(aid_request, at=at), refusal=error.message, status=422)
    return redirect(reverse("applicant:detail", args=[pk]) + "?envoi=confirme")


@applicant_required
@require_safe
def receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The legal receipt, with the same words as its file (CRPA L112-11)."""
    aid_request = own_request(request, pk)
    if aid_request.state == State.DRAFT:
        raise Http404
    letters = letters_visible_to(request.actor).select_related("aid_request").filter(aid_request=aid_request)
    letter = get_object_or_404(letters, kind=Kind.RECEIPT.value)
    context = {"aid_request": aid_request, "letter": as_page(letter=letter), "weight": weight(letter.size)}
    return render(request, "applicant/receipt.html", context)
