"""An answer as it is read back to a person, on the check page and on the caseworker's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cpsti_portal.kernel.money import euros
from requests_app.aids.fields import Answers, FieldSpec, Kind
from requests_app.aids.steps import Step
from requests_app.intake.kinds import Choices
from requests_app.letters.wording import long_date

_NBSP = "\u00a0"


@dataclass(frozen=True)
class Line:
    """``text`` empty: the optional question was left blank."""

    name: str
    label: str
    text: str
    is_long: bool = False


def shown_lines(step: Step, answers: Answers, lists: Mapping[str, Choices]) -> list[Line]:
    """The questions that were asked in this step, with what was answered."""
    values = answers.get(step.slug, {})
    return [
        Line(spec.name, spec.label, shown(spec, values.get(spec.name), lists), spec.kind is Kind.LONGTEXT)
        for spec in step.fields
        if spec.is_shown(answers, here=step.slug)
    ]


def shown(spec: FieldSpec, value: object, lists: Mapping[str, Choices]) -> str:
    """The words of one stored value; empty for none."""
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if spec.kind is Kind.MONEY and isinstance(value, int):
        return euros(value)
    if spec.kind is Kind.PERCENT:
        return f"{value}{_NBSP}%"
    if spec.kind is Kind.DATE:
        return long_date(date.fromisoformat(str(value)))
    labels = dict(lists.get(spec.choices_from, ()) if spec.choices_from else spec.choices)
    if isinstance(value, list):
        return ", ".join(labels.get(item, str(item)) for item in value)
    if spec.kind is Kind.CHOICE:
        return labels.get(str(value), str(value))
    return _grouped(spec.kind, str(value))


def _grouped(kind: Kind, text: str) -> str:
    sizes = _GROUPS.get(kind)
    if sizes is None or (kind is Kind.PHONE and not text.startswith("0")):
        return text
    groups, at = [], 0
    for size in sizes:
        groups.append(text[at : at + size])
        at += size
    return _NBSP.join(group for group in [*groups, text[at:]] if group)


_GROUPS = {
    Kind.SIRET: (3, 3, 3, 5),
    Kind.NIR: (1, 2, 2, 2, 3, 3, 2),
    Kind.IBAN: (4,) * 8,
    Kind.PHONE: (2,) * 5,
}
