"""Reads answers by block and field name, without trusting their type: what is not as expected is unknown."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from requests_app.aids.fields import Answers, FieldSpec, Kind
from requests_app.aids.steps import BLOCK_FIELDS, CHECKS_SLUG, STEPS

T = TypeVar("T")
_FIELDS = {(block, spec.name): spec for block, specs in BLOCK_FIELDS.items() for spec in specs}


class Reader:
    """What the caseworker checked prevails over the declaration. A question not shown has no answer.

    KeyError for a field that no block has.
    """

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._checks = answers.get(CHECKS_SLUG, {})

    def _declared(self, block: str, spec: FieldSpec) -> object:
        step = STEPS.get(block)
        if step is None or not spec.is_shown(self._answers, here=step.slug):
            return None
        return self._answers.get(step.slug, {}).get(spec.name)

    def _raw(self, block: str, name: str) -> object:
        checked = self._checks.get(name)
        if checked is not None:
            return checked
        return self._declared(block, _FIELDS[block, name])

    def text(self, block: str, name: str) -> str | None:
        value = self._raw(block, name)
        return value if isinstance(value, str) and value else None

    def whole(self, block: str, name: str) -> int | None:
        return _whole(self._raw(block, name))

    def first_whole(self, name: str, *blocks: str) -> int | None:
        found = (self.whole(block, name) for block in blocks)
        return next((value for value in found if value is not None), None)

    def flag(self, block: str, name: str) -> bool | None:
        value = self._raw(block, name)
        return value if isinstance(value, bool) else None

    def day(self, block: str, name: str) -> date | None:
        return _parsed(date.fromisoformat, self.text(block, name))

    def one_of(self, kind: Callable[[str], T], block: str, name: str) -> T | None:
        return _parsed(kind, self.text(block, name))

    def several_of(self, kind: Callable[[str], T], block: str, name: str) -> frozenset[T]:
        chosen = self._raw(block, name)
        found = (_parsed(kind, str(value)) for value in chosen) if isinstance(chosen, list) else ()
        return frozenset(value for value in found if value is not None)

    def total(self, block: str) -> int | None:
        """Sum of the money of a block, in cents. An optional blank is 0; a missing answer, or step: None."""
        step = STEPS[block]
        if not self._answers.get(step.slug):
            return None
        total = 0
        for spec in step.fields:
            if spec.kind is not Kind.MONEY or not spec.is_shown(self._answers, here=step.slug):
                continue
            amount = _whole(self._declared(block, spec))
            if amount is None and spec.required:
                return None
            total += amount or 0
        return total


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _parsed(kind: Callable[[str], T], text: str | None) -> T | None:
    try:
        return kind(text) if text else None
    except ValueError:
        return None
