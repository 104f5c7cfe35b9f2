"""The draft as a list of tasks, and each of its steps."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cpsti_portal.kernel import clock
from requests_app.aids.steps import Step
from requests_app.forms.steps import StepForm
from requests_app.intake.reading import STATUS_LABELS, Status, StepReading
from requests_app.intake.typing import raw_of
from requests_app.models import AidRequest
from requests_app.queries.drafts import Draft, load_draft
from requests_app.services import drafting
from requests_app.views.applicant.access import CHECK_PAGE, draft_page, returns_to_check
from requests_app.views.applicant.conflict import conflict_page

LATER = "plus-tard"
TONES = {Status.TO_DO: "", Status.STARTED: "info", Status.DONE: "success", Status.WRONG: "danger"}


def task_list(request: HttpRequest, aid_request: AidRequest) -> HttpResponse:
    """What is done, what is left, in any order."""
    draft = load_draft(aid_request, at=clock.now())
    done = sum(reading.is_complete for reading in draft.reading.steps)
    context = {
        "draft": draft,
        "groups": _groups(draft),
        "sending": [documents_task(draft), _check_task(draft)],
        "done": done,
        "total": len(draft.reading.steps),
        "next_url": _next_url(draft),
        "is_ready": draft.is_ready,
    }
    return render(request, "applicant/tasks.html", context)


def _groups(draft: Draft) -> list[tuple[str, list[dict]]]:
    groups: dict[str, list[dict]] = {}
    for reading in draft.reading.steps:
        groups.setdefault(reading.step.group, []).append(_task(draft.aid_request, reading))
    return list(groups.items())


def _task(aid_request: AidRequest, reading: StepReading) -> dict:
    wrong = [problem for problem in reading.problems.values() if not problem.missing]
    return {
        "title": reading.step.short_title,
        "url": step_url(aid_request, reading.step),
        "status_label": STATUS_LABELS[reading.status],
        "status_tone": TONES[reading.status],
        "hint": wrong[0].message if wrong else "",
    }


def documents_task(draft: Draft) -> dict:
    lacking = len(draft.missing_documents)
    status = Status.DONE if not lacking else Status.STARTED if draft.documents else Status.TO_DO
    return {
        "title": "Vos pièces",
        "url": reverse("applicant:documents", args=[draft.aid_request.pk]),
        "status_label": STATUS_LABELS[status],
        "status_tone": TONES[status],
        "hint": f"Il en manque {lacking}." if lacking and draft.documents else "",
    }


def _check_task(draft: Draft) -> dict:
    return {
        "title": "Vérifier et envoyer",
        "url": reverse("applicant:check", args=[draft.aid_request.pk]),
        "status_label": "Prête à être envoyée" if draft.is_ready else "À la fin",
        "status_tone": "success" if draft.is_ready else "",
        "hint": "",
    }


def _next_url(draft: Draft) -> str:
    """The one next action: the first step left, then the papers, then the check."""
    left = next((reading.step for reading in draft.reading.steps if not reading.is_complete), None)
    if left is not None:
        return step_url(draft.aid_request, left)
    page = "applicant:documents" if draft.missing_documents else "applicant:check"
    return reverse(page, args=[draft.aid_request.pk])


def step_url(aid_request: AidRequest, step: Step) -> str:
    return reverse("applicant:step", args=[aid_request.pk, step.slug])


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def step(request: HttpRequest, aid_request: AidRequest, slug: str) -> HttpResponse:
    draft = load_draft(aid_request, at=clock.now())
    asked = draft.aid.step(slug)
    if asked is None:
        raise Http404
    if request.method == "POST":
        return _save(request, draft, asked)
    row = draft.rows.get(slug)
    form = _form(
        request,
        draft,
        draft.reading[slug],
        version=row.version if row else 0,
        complain=returns_to_check(request),
    )
    return _step_page(request, draft, asked, form)


def _save(request: HttpRequest, draft: Draft, asked: Step) -> HttpResponse:
    raw = raw_of(asked.fields, dict(request.POST.lists()))
    try:
        saved = drafting.save_step(
            actor=request.actor,
            aid_request=draft.aid_request,
            slug=asked.slug,
            raw=raw,
            version=_version(request),
            at=clock.now(),
        )
    except drafting.StaleStep as stale:
        return conflict_page(request, draft, asked, typed=raw, saved=stale.saved)
    if request.POST.get("action") == LATER:
        messages.success(
            request, "Vos réponses sont enregistrées. Vous pourrez reprendre quand vous voudrez."
        )
        return redirect("applicant:detail", pk=draft.aid_request.pk)
    if saved.reading.is_complete:
        return redirect(_after(request, draft, asked))
    form = _form(request, draft, saved.reading, version=saved.version, complain=True)
    return _step_page(request, draft, asked, form, status=422)


def _version(request: HttpRequest) -> int:
    """The version the page was made from; a page that says none is older than anything."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def _after(request: HttpRequest, draft: Draft, asked: Step) -> str:
    """Back to the check when one came from it, else the next step in the order of the aid, then the papers."""
    if returns_to_check(request):
        return reverse("applicant:check", args=[draft.aid_request.pk])
    steps = draft.aid.steps
    position = steps.index(asked) + 1
    if position < len(steps):
        return step_url(draft.aid_request, steps[position])
    return reverse("applicant:documents", args=[draft.aid_request.pk])


def _form(
    request: HttpRequest, draft: Draft, reading: StepReading, *, version: int, complain: bool
) -> StepForm:
    return StepForm(
        reading=reading,
        answers=draft.reading.answers,
        context=draft.context,
        version=version,
        complain=complain,
        back_to=CHECK_PAGE if returns_to_check(request) else "",
    )


def _step_page(
    request: HttpRequest, draft: Draft, asked: Step, form: StepForm, status: int = 200
) -> HttpResponse:
    position = draft.aid.steps.index(asked) + 1
    context = {
        "draft": draft,
        "step": asked,
        "form": form,
        "position": position,
        "total": len(draft.aid.steps),
        "back_url": _back_url(request, draft, position),
        "later": LATER,
    }
    return render(request, "applicant/step.html", context, status=status)


def _back_url(request: HttpRequest, draft: Draft, position: int) -> str:
    if returns_to_check(request):
        return reverse("applicant:check", args=[draft.aid_request.pk])
    if position == 1:
        return reverse("applicant:detail", args=[draft.aid_request.pk])
    return step_url(draft.aid_request, draft.aid.steps[position - 2])
