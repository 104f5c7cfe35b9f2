"""What a browser sent, made safe to keep; and a stored value, as a person would type it."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

from cpsti_portal.kernel.money import euros
from requests_app.aids.fields import FieldSpec, Kind

Typed = str | list[str]
Raw = dict[str, Typed]

YES, NO = "oui", "non"
_INVISIBLE = {"Cc", "Cf", "Cs", "Co"}  # controls, marks of direction, halves of pairs, private characters
LONGEST = 20_000  # characters kept of one answer, far above any limit a question sets


def raw_of(specs: Sequence[FieldSpec], sent: Mapping[str, Sequence[str]]) -> Raw:
    """The answers to these questions and to no other, from name → every value sent."""
    return {spec.name: _typed(spec, sent[spec.name]) for spec in specs if sent.get(spec.name)}


def _typed(spec: FieldSpec, values: Sequence[str]) -> Typed:
    kept = [_storable(value) for value in values]
    return kept if spec.kind is Kind.MULTI else kept[-1]


def _storable(text: str) -> str:
    """PostgreSQL keeps no NUL and no half of a surrogate pair."""
    return text[:LONGEST].replace("\x00", "").encode("utf-8", "replace").decode()


def one_line(text: str) -> str:
    return " ".join(_visible(unicodedata.normalize("NFC", text)).split())


def several_lines(text: str) -> str:
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_visible(line.replace("\t", " ")).rstrip() for line in lines).strip()


def _visible(text: str) -> str:
    """Without controls and marks that turn the direction of the text."""
    return "".join(char for char in text if char.isspace() or unicodedata.category(char) not in _INVISIBLE)


def as_typed(spec: FieldSpec, value: object) -> Typed:
    """The inverse of reading: what a person would have typed to be understood as ``value``."""
    if value is None:
        return [] if spec.kind is Kind.MULTI else ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        return [str(item) for item in value]
    if spec.kind is Kind.DATE:
        return date.fromisoformat(str(value)).strftime("%d/%m/%Y")
    if spec.kind is Kind.MONEY and isinstance(value, int):
        return euros(value).removesuffix("\u202f€")
    return str(value)
