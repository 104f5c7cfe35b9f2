"""From a free text and what the file knows to what is to be masked in it. Pure.

Layers, in the order in which they are believed: K what the file knows, P patterns, G lists and contexts,
N the model, D default deny.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from requests_app.anonymisation.known import Known
from requests_app.anonymisation.redaction.addresses import addresses
from requests_app.anonymisation.redaction.ages import ages
from requests_app.anonymisation.redaction.allowed import allowed_words
from requests_app.anonymisation.redaction.beside import beside_names
from requests_app.anonymisation.redaction.calendar import days
from requests_app.anonymisation.redaction.cues import cues
from requests_app.anonymisation.redaction.default import unknown_words
from requests_app.anonymisation.redaction.dictionary import Dictionary, dictionary_of
from requests_app.anonymisation.redaction.disguised import hidden_letters, written_with_digits
from requests_app.anonymisation.redaction.findings import Hit, Label, Layer, Proposal
from requests_app.anonymisation.redaction.identifiers import identifiers
from requests_app.anonymisation.redaction.known_houses import known_houses
from requests_app.anonymisation.redaction.known_numbers import known_numbers
from requests_app.anonymisation.redaction.known_words import known_words
from requests_app.anonymisation.redaction.merging import findings_of
from requests_app.anonymisation.redaction.page import Page
from requests_app.anonymisation.redaction.people import people
from requests_app.anonymisation.redaction.places import places
from requests_app.anonymisation.redaction.references import references
from requests_app.anonymisation.redaction.slots import of_towns, slots
from requests_app.anonymisation.redaction.subjects import bare_subjects, dealt_with

ALL_LAYERS = frozenset(Layer)


@dataclass(frozen=True)
class _Work:
    page: Page
    known: Known
    names: Dictionary
    kept: frozenset[int]
    strict: bool

    @cached_property
    def addresses(self) -> tuple[Hit, ...]:
        return tuple(addresses(self.page))


def propose(
    text: str,
    known: Known,
    *,
    model: bool = False,
    strict: bool | None = None,
    layers: frozenset[Layer] = ALL_LAYERS,
) -> Proposal:
    """What to mask in ``text``. ``strict`` masks all doubts; by default only where capitals are missing or everywhere.

    ``model``: for the background worker, it loads half a gigabyte. ``layers``: fewer of them, to measure one.
    """
    page = Page(text)
    names = dictionary_of(known)
    work = _Work(
        page=page,
        known=known,
        names=names,
        kept=allowed_words(page, known.allowed),
        strict=(page.unusable_capitals or page.careless) if strict is None else strict,
    )
    asked = [layer for layer in Layer if layer in layers and (model or layer != Layer.MODEL)]
    hits = [hit for layer in asked for hit in _LAYERS[layer](work)]
    if Layer.LIST in layers:
        hits += list(beside_names(page, hits, work.kept, strict=work.strict))
    return Proposal(
        text=page.text,
        findings=findings_of(page.text, hits),
        cues=cues(page),
        unusable_capitals=page.unusable_capitals,
        with_model=model,
    )


def _known(work: _Work) -> Iterator[Hit]:
    words = known_words(work.page, work.names, strict=work.strict)
    yield from words
    streets = [hit for hit in (*words, *work.addresses) if hit.label == Label.STREET]
    yield from known_houses(work.page, work.names.house_numbers, streets)
    yield from known_numbers(work.page, work.known)


def _patterns(work: _Work) -> Iterator[Hit]:
    yield from identifiers(work.page)
    yield from work.addresses
    yield from days(work.page)
    yield from ages(work.page)
    yield from (hit for hit in references(work.page) if hit.layer == Layer.PATTERN)


def _lists(work: _Work) -> Iterator[Hit]:
    yield from people(work.page, work.kept, strict=work.strict)
    yield from places(work.page, work.kept, strict=work.strict)
    yield from slots(work.page, work.kept, strict=work.strict)
    yield from of_towns(work.page, work.kept, strict=work.strict)
    yield from bare_subjects(work.page, work.kept, strict=work.strict)
    yield from dealt_with(work.page, work.kept, strict=work.strict)


def _default(work: _Work) -> Iterator[Hit]:
    yield from unknown_words(work.page, work.kept, strict=work.strict)
    yield from written_with_digits(work.page)
    yield from hidden_letters(work.page)
    yield from (hit for hit in references(work.page) if hit.layer == Layer.DEFAULT)


def _model(work: _Work) -> Iterator[Hit]:
    from requests_app.anonymisation.redaction.model import entities

    yield from entities(work.page, work.kept)


_LAYERS: Mapping[Layer, Callable[[_Work], Iterator[Hit]]] = {
    Layer.KNOWN: _known,
    Layer.PATTERN: _patterns,
    Layer.LIST: _lists,
    Layer.MODEL: _model,
    Layer.DEFAULT: _default,
}
