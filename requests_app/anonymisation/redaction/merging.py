"""From what the layers say to the findings of a proposal: sorted, disjoint, one for each name. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from requests_app.anonymisation.cleaning import fold
from requests_app.anonymisation.redaction.findings import CONFIDENCE, WORDS, Finding, Hit, Label, Layer
from requests_app.anonymisation.redaction.phrases import suggestion_for
from requests_app.anonymisation.redaction.widening import widened

_BESIDE = re.compile(r"[ \t'’.\-‐–]{0,2}|\n")
_ADDED = re.compile(r"[ '’\-]*(?:\b(?:et|&|à|au|aux|sur|sous|en)\b)", re.IGNORECASE)
_LINKED = re.compile(
    r"[ '’\-]*(?:\b(?:de|du|des|d|la|le|les|l|van|von|der|den|ten|da|do|dos|das|di|del|della|el|al|ben|bin|et"
    r"|ar|an|u|ta|eta|ma|mon|un|une"
    r"|of|the|zu|am|im|op"
    r"|&|à|au|aux|sur|sous|en)\b[ '’\-]*){1,4}",
    re.IGNORECASE,
)
_NUMBERS = frozenset(
    {
        Label.NIR,
        Label.SIRET,
        Label.IBAN,
        Label.PHONE,
        Label.REFERENCE,
        Label.DATE,
        Label.AGE,
        Label.POSTCODE,
        Label.PLATE,
    }
)
_PERSONS = (Label.PERSON, Label.RELATIVE, Label.THIRD_PERSON)
_COMPANIES = (Label.COMPANY, Label.THIRD_COMPANY)
_PLACES = (Label.COMMUNE, Label.PLACE)
_KINDS = (_PERSONS, _COMPANIES, _PLACES, (Label.STREET,))
_RANK = {layer: rank for rank, layer in enumerate(Layer)}
# What a more telling label at the same place replaces.
_VAGUE = {Label.REFERENCE: 1, Label.DOUBT: 2}
_BEFORE = 60


def findings_of(text: str, hits: Iterable[Hit]) -> tuple[Finding, ...]:
    joined: list[Hit] = []
    wide = _widened(text, hits)
    for hit in sorted(wide, key=lambda one: (one.start, -one.end, one.label)):
        last = joined[-1] if joined else None
        if last and (hit.start < last.end or _go_together(text, last, hit)):
            joined[-1] = _one(last, hit)
        else:
            joined.append(hit)
    return tuple(_finding(text, hit) for hit in joined)


def _widened(text: str, hits: Iterable[Hit]) -> Iterator[Hit]:
    """Several layers say the same of the same words: these are looked at once."""
    layers: defaultdict[tuple[int, int, Label], set[Layer]] = defaultdict(set)
    for hit in hits:
        layers[hit.start, hit.end, hit.label].add(hit.layer)
    for (start, end, label), believed in layers.items():
        best = min(believed, key=_RANK.__getitem__)
        yield widened(text, Hit(start, end, label, best))


def _go_together(text: str, first: Hit, second: Hit) -> bool:
    """Two parts of one name: nothing between them, or a link word inside a name."""
    if first.label in _NUMBERS or second.label in _NUMBERS:
        return False
    between = text[first.end : second.start]
    alike = _alike(first.label, second.label)
    if between.startswith(".") and text[max(0, first.end - 2) : first.end - 1].isalpha():
        return False
    if _BESIDE.fullmatch(between):
        return alike or Label.DOUBT in (first.label, second.label)
    joins = first.label in (*_COMPANIES, Label.STREET) or not _ADDED.search(between)
    return alike and joins and bool(_LINKED.fullmatch(between))


def _alike(first: Label, second: Label) -> bool:
    return first == second or any(first in kind and second in kind for kind in _KINDS)


def _one(first: Hit, second: Hit) -> Hit:
    """The better believed of the two gives the label; at equal belief the longer one.

    Only the words around a house make it one: « le garage Lagarrigue » is no commune.
    """
    better = min(
        first,
        second,
        key=lambda one: (
            _VAGUE.get(one.label, 0),
            _RANK[one.layer],
            one.start - one.end,
            one.label != Label.THIRD_COMPANY,
            one.label,
        ),
    )
    return Hit(min(first.start, second.start), max(first.end, second.end), better.label, better.layer)


def _finding(text: str, hit: Hit) -> Finding:
    before = fold(text[max(0, hit.start - _BEFORE) : hit.start]).text
    suggestion = suggestion_for(hit.label, before) or WORDS[hit.label]
    return Finding(hit.start, hit.end, hit.label, hit.layer, CONFIDENCE[hit.layer], suggestion)
