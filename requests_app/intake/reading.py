"""A whole request, read from what was typed: values, problems and the status of each step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from requests_app.aids.base import Aid
from requests_app.aids.fields import FieldSpec
from requests_app.aids.steps import Step
from requests_app.intake import crossing
from requests_app.intake.kinds import Choices, understand
from requests_app.intake.problems import Problem
from requests_app.intake.typing import Raw, Typed

Values = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Context:
    """What the reading needs from outside. ``on``: the day of the answers.

    ``closed``: department code → why this aid cannot be asked there. ``served``: every department an organisation
    serves; empty means not known, and nothing is refused for it.
    """

    on: date
    lists: Mapping[str, Choices] = field(default_factory=dict)
    served: frozenset[str] = frozenset()
    closed: Mapping[str, str] = field(default_factory=dict)

    def choices_of(self, spec: FieldSpec) -> Choices:
        return self.lists.get(spec.choices_from, ()) if spec.choices_from else spec.choices


class Status(StrEnum):
    TO_DO = "to_do"
    STARTED = "started"
    DONE = "done"
    WRONG = "wrong"


STATUS_LABELS = {
    Status.TO_DO: "À faire",
    Status.STARTED: "Commencée",
    Status.DONE: "Terminée",
    Status.WRONG: "Erreur",
}


@dataclass(frozen=True, kw_only=True)
class StepReading:
    """``values`` holds only the questions shown, and nothing of an answer that is wrong."""

    step: Step
    raw: Raw | None  # None: the step was never saved
    values: Values
    problems: Mapping[str, Problem]

    @property
    def is_complete(self) -> bool:
        return self.raw is not None and not self.problems

    @property
    def status(self) -> Status:
        if self.raw is None:
            return Status.TO_DO
        if any(not problem.missing for problem in self.problems.values()):
            return Status.WRONG
        return Status.STARTED if self.problems else Status.DONE


@dataclass(frozen=True, kw_only=True)
class RequestReading:
    aid: Aid
    steps: tuple[StepReading, ...]

    def __getitem__(self, slug: str) -> StepReading:
        return next(reading for reading in self.steps if reading.step.slug == slug)

    @property
    def answers(self) -> dict[str, Values]:
        return {reading.step.slug: reading.values for reading in self.steps if reading.raw is not None}

    @property
    def is_complete(self) -> bool:
        return all(reading.is_complete for reading in self.steps)


def read_request(aid: Aid, raws: Mapping[str, Raw], context: Context) -> RequestReading:
    """Reads the steps in the order of the aid: a question that depends on another step comes after it."""
    answers: dict[str, Values] = {}
    readings = []
    for step in aid.steps:
        reading = _read_step(step, raws.get(step.slug), answers, context)
        answers[step.slug] = reading.values
        readings.append(reading)
    return RequestReading(
        aid=aid, steps=tuple(_with_crossings(reading, answers, context) for reading in readings)
    )


def _read_step(step: Step, raw: Raw | None, answers: Mapping[str, Values], context: Context) -> StepReading:
    values: Values = {}
    problems: dict[str, Problem] = {}
    seen = {**answers, step.slug: values}
    for spec in step.fields:
        if not spec.is_shown(seen, here=step.slug):
            continue
        typed: Typed | None = (raw or {}).get(spec.name)
        try:
            value = understand(spec, typed, on=context.on, choices=context.choices_of(spec))
        except Problem as problem:
            problems[spec.name] = problem
        else:
            if value is not None:
                values[spec.name] = value
    return StepReading(step=step, raw=raw, values=values, problems=problems)


def _with_crossings(reading: StepReading, answers: Mapping[str, Values], context: Context) -> StepReading:
    """What only shows once steps are read together is told at the answer that can be corrected."""
    if reading.raw is None:
        return reading
    found = crossing.problems(reading.step, answers, served=context.served, closed=context.closed)
    problems = {**found, **reading.problems}
    values = {name: value for name, value in reading.values.items() if name not in found}
    return StepReading(step=reading.step, raw=reading.raw, values=values, problems=problems)
