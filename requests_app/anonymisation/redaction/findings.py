"""The vocabulary of a proposal: what may be masked, by which word, and who says so. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    PERSON = "person"
    RELATIVE = "relative"
    THIRD_PERSON = "third_person"
    COMPANY = "company"
    THIRD_COMPANY = "third_company"
    COMMUNE = "commune"
    PLACE = "place"
    STREET = "street"
    POSTCODE = "postcode"
    NIR = "nir"
    SIRET = "siret"
    IBAN = "iban"
    PHONE = "phone"
    EMAIL = "email"
    LINK = "link"
    REFERENCE = "reference"
    DATE = "date"
    AGE = "age"
    PLATE = "plate"
    DOUBT = "doubt"


# One word a label, whatever it stands for: neither its length nor a number tells two persons apart.
WORDS: Mapping[Label, str] = {
    Label.PERSON: "[prénom ou nom]",
    Label.RELATIVE: "[proche]",
    Label.THIRD_PERSON: "[tiers]",
    Label.COMPANY: "[entreprise]",
    Label.THIRD_COMPANY: "[autre entreprise]",
    Label.COMMUNE: "[commune]",
    Label.PLACE: "[lieu]",
    Label.STREET: "[adresse]",
    Label.POSTCODE: "[code postal]",
    Label.NIR: "[n° de sécurité sociale]",
    Label.SIRET: "[n° d’entreprise]",
    Label.IBAN: "[compte bancaire]",
    Label.PHONE: "[téléphone]",
    Label.EMAIL: "[e-mail]",
    Label.LINK: "[page internet]",
    Label.REFERENCE: "[référence]",
    Label.DATE: "[jour]",
    Label.AGE: "[âge]",
    Label.PLATE: "[plaque]",
    Label.DOUBT: "[mot masqué]",
}


class Layer(StrEnum):
    """In the order in which they are believed."""

    KNOWN = "known"
    PATTERN = "pattern"
    LIST = "list"
    MODEL = "model"
    DEFAULT = "default"


CONFIDENCE: Mapping[Layer, float] = {
    Layer.KNOWN: 0.99,
    Layer.PATTERN: 0.95,
    Layer.LIST: 0.8,
    Layer.MODEL: 0.6,
    Layer.DEFAULT: 0.4,
}


@dataclass(frozen=True)
class Hit:
    """What one layer says of a span, before the layers are put together."""

    start: int
    end: int
    label: Label
    layer: Layer


@dataclass(frozen=True)
class Finding:
    """``start:end`` in ``Proposal.text``; ``suggestion``: what to write instead."""

    start: int
    end: int
    label: Label
    layer: Layer
    confidence: float
    suggestion: str


@dataclass(frozen=True)
class Cue:
    """A sentence that may identify by what it tells: nobody masks it but the reader."""

    start: int
    end: int
    why: str


@dataclass(frozen=True)
class Proposal:
    """``findings`` are sorted and do not overlap."""

    text: str
    findings: tuple[Finding, ...]
    cues: tuple[Cue, ...]
    unusable_capitals: bool
    with_model: bool


def masked(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """``text`` with each span replaced by its word; a span that overlaps an earlier one only widens it."""
    pieces: list[str] = []
    position = 0
    for start, end, word in sorted(spans):
        if start >= position:
            pieces += [text[position:start], word]
        position = max(position, end)
    return "".join([*pieces, text[position:]])
