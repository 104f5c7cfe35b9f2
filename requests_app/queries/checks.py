"""The page of checks, as a step that no applicant sees."""

from datetime import date

from requests_app.aids.steps import CHECKS_SLUG, Step
from requests_app.intake.kinds import understand
from requests_app.intake.problems import Problem
from requests_app.intake.reading import StepReading
from requests_app.intake.typing import Raw
from requests_app.models import AidRequest, StepAnswers

CHECKS = Step(
    slug=CHECKS_SLUG,
    block="checks",
    group="Instruction",
    title="Vérifications au compte de cotisations",
    short_title="Vérifications",
    lead="Ces constats remplacent la déclaration. Le calcul est refait avec eux.",
)


def read_checks(raw: Raw, *, on: date) -> StepReading:
    """``on``: the day of the checks, after which no date may be."""
    values: dict[str, object] = {}
    problems: dict[str, Problem] = {}
    for spec in CHECKS.fields:
        try:
            value = understand(spec, raw.get(spec.name), on=on, choices=spec.choices)
        except Problem as problem:
            problems[spec.name] = problem
        else:
            if value is not None:
                values[spec.name] = value
    return StepReading(step=CHECKS, raw=raw, values=values, problems=problems)


def stored_checks(aid_request: AidRequest) -> StepAnswers | None:
    return StepAnswers.objects.filter(aid_request=aid_request, step=CHECKS_SLUG).first()
