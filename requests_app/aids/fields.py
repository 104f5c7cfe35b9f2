"""What a question is. Data only: the forms, the caseworker's page and the demo data are made from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices

# step slug → field name → JSON value: str, int (cents for money), bool, ISO date, list of str, None.
Answers = Mapping[str, Mapping[str, object]]


class Kind(StrEnum):
    TEXT = "text"
    LONGTEXT = "longtext"
    DATE = "date"  # ISO string
    MONEY = "money"  # int, euro cents
    INTEGER = "integer"
    PERCENT = "percent"  # int, 0 to 100
    CHOICE = "choice"
    MULTI = "multi"  # list of str
    BOOL = "bool"  # two radios, Oui / Non
    CONSENT = "consent"  # one box that must be ticked
    SIRET = "siret"
    NIR = "nir"
    IBAN = "iban"
    BIC = "bic"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    APE = "ape"
    ADDRESS = "address"  # one line of an address


def options(choices: type[TextChoices]) -> tuple[tuple[str, str], ...]:
    """(value, French label) of each choice, in order."""
    return tuple((choice.value, str(choice.label)) for choice in choices)


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Holds when the answer ``field`` of ``step`` (the same step when empty) is one of ``values``.

    A list answer holds when it has at least one of the values. A missing answer never holds.
    """

    field: str
    values: tuple[object, ...]
    step: str = ""

    def holds(self, answers: Answers, *, here: str = "") -> bool:
        answer = answers.get(self.step or here, {}).get(self.field)
        chosen = answer if isinstance(answer, list) else [answer]
        return any(value is not None and value in self.values for value in chosen)


@dataclass(frozen=True, kw_only=True)
class FieldSpec:
    """One question. ``identifying`` marks what must never reach a board."""

    name: str
    label: str
    kind: Kind
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    choices_from: str = ""  # "campaigns": the list is in the database
    help: str = ""
    shown_if: Condition | None = None
    identifying: bool = False
    signed: bool = False  # a money answer that may be below zero
    past: bool = False  # a date that cannot be after the day of the answer
    maximum: int | None = None  # integers: largest value; texts: most characters
    autocomplete: str = ""  # HTML token (WCAG 1.3.5)

    def is_shown(self, answers: Answers, *, here: str) -> bool:
        return self.shown_if is None or self.shown_if.holds(answers, here=here)
