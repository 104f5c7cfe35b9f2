"""The page of a step as a Django form. It shows what was read elsewhere and judges nothing itself."""

from django import forms

from requests_app.aids.fields import Answers, Condition, FieldSpec, Kind
from requests_app.aids.steps import Step
from requests_app.forms.steps.controls import control
from requests_app.intake.problems import Problem
from requests_app.intake.reading import Context, StepReading
from requests_app.intake.typing import as_typed


class Question(forms.Field):
    """A question whose answer is understood by the reading of the request, not here."""

    def clean(self, value):
        return value


class StepForm(forms.Form):
    """``reading``: what was typed and its problems. ``complain``: also about the questions left blank.

    ``answers``: those of the other steps, which decide what this one asks.
    """

    use_required_attribute = False

    def __init__(
        self,
        *,
        reading: StepReading,
        answers: Answers,
        context: Context,
        version: int,
        complain: bool,
        back_to: str = "",
    ):
        self.step = reading.step
        self.problems = {
            name: problem for name, problem in reading.problems.items() if complain or not problem.missing
        }
        raw = reading.raw or {}
        super().__init__(data=raw if self.problems else None, initial=raw)
        for spec in self.step.fields:
            if _may_be_asked(spec, self.step, answers):
                self.fields[spec.name] = self._question(spec, context)
        self.hidden = {"version": version, "retour": back_to}

    def _question(self, spec: FieldSpec, context: Context) -> Question:
        question = Question(
            label=spec.label,
            required=spec.required,
            help_text=_help(spec, self.step),
            widget=control(spec, context.choices_of(spec)),
        )
        if _depends_here(spec, self.step):
            question.widget.attrs |= {
                "data-shown-if": spec.shown_if.field,
                "data-shown-values": " ".join(_typed_values(spec.shown_if, self.step)),
            }
        return question

    def clean(self):
        for name, problem in self.problems.items():
            if name in self.fields:
                self.add_error(name, problem.message)
        return self.cleaned_data


def _may_be_asked(spec: FieldSpec, step: Step, answers: Answers) -> bool:
    """A question that depends on another one of this page is on the page; the page may hide it."""
    return _depends_here(spec, step) or spec.is_shown(answers, here=step.slug)


def _depends_here(spec: FieldSpec, step: Step) -> bool:
    return spec.shown_if is not None and spec.shown_if.step in ("", step.slug)


def _controlling(condition: Condition, step: Step) -> FieldSpec:
    return next(spec for spec in step.fields if spec.name == condition.field)


def _typed_values(condition: Condition, step: Step) -> list[str]:
    master = _controlling(condition, step)
    return [str(as_typed(master, value)) for value in condition.values]


def _help(spec: FieldSpec, step: Step) -> str:
    """The help of the question, after the case in which it is asked: read alone, the sentence must still be true."""
    if not _depends_here(spec, step):
        return spec.help
    master = _controlling(spec.shown_if, step)
    if master.kind is Kind.BOOL:
        case = "Si oui." if spec.shown_if.values == (True,) else "Si non."
    else:
        labels = dict(master.choices)
        chosen = " ou ".join(
            f"«\u00a0{labels.get(str(value), value)}\u00a0»" for value in spec.shown_if.values
        )
        case = f"Si vous avez choisi {chosen}."
    return f"{case} {spec.help}".strip()


def problem_lines(step: Step, problems: dict[str, Problem]) -> list[tuple[str, str]]:
    """(label, sentence) of each problem, in the order of the questions."""
    return [(spec.label, problems[spec.name].message) for spec in step.fields if spec.name in problems]
