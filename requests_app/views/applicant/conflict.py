"""Two windows wrote the same step: both texts, side by side, and the person chooses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from requests_app.aids.fields import FieldSpec, Kind
from requests_app.aids.steps import Step
from requests_app.intake.kinds import Choices
from requests_app.intake.typing import NO, YES, Raw, Typed
from requests_app.models import StepAnswers
from requests_app.queries.drafts import Draft
from requests_app.views.applicant.access import CHECK_PAGE, returns_to_check


def conflict_page(
    request: HttpRequest, draft: Draft, step: Step, *, typed: Raw, saved: StepAnswers
) -> HttpResponse:
    """Status 409. Nothing is written; what was typed travels in the page until the person has chosen."""
    context = {
        "draft": draft,
        "step": step,
        "lines": _differences(draft, step, typed, saved.raw),
        "typed": [(name, value) for name, answer in typed.items() for value in _several(answer)],
        "version": saved.version,
        "saved_at": saved.updated_at,
        "step_url": reverse("applicant:step", args=[draft.aid_request.pk, step.slug]),
        "back_to": CHECK_PAGE if returns_to_check(request) else "",
    }
    return render(request, "applicant/conflict.html", context, status=409)


def _several(answer: Typed) -> list[str]:
    return answer if isinstance(answer, list) else [answer]


def _differences(draft: Draft, step: Step, typed: Raw, saved: Raw) -> list[dict]:
    """The questions that were answered differently, with both answers in words."""
    return [
        {
            "label": spec.label,
            "typed": _in_words(spec, typed.get(spec.name, ""), draft.context.choices_of(spec)),
            "saved": _in_words(spec, saved.get(spec.name, ""), draft.context.choices_of(spec)),
        }
        for spec in step.fields
        if typed.get(spec.name, "") != saved.get(spec.name, "")
    ]


def _in_words(spec: FieldSpec, answer: Typed, choices: Choices) -> str:
    words = {YES: "Oui", NO: "Non"} if spec.kind in (Kind.BOOL, Kind.CONSENT) else dict(choices)
    return ", ".join(words.get(value, value) for value in _several(answer))
