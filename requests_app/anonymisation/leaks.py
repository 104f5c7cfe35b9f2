"""From an outgoing text to its leaks: what in it could tell the board who the person is. Pure.

Independent of how the text was written: it refuses, it never rewrites.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from requests_app.anonymisation.cleaning import Folded, clean, fold
from requests_app.anonymisation.known import NOTHING_KNOWN, Known, LeakKind
from requests_app.anonymisation.numbers import known_spans
from requests_app.anonymisation.patterns import CAPITAL_AFTER, CASED, FINDERS, mask_amounts
from requests_app.anonymisation.terms import Term, misspelt_as, terms_of
from requests_app.anonymisation.words import LINK_WORDS

SENTENCES: dict[LeakKind, str] = {
    LeakKind.PERSON: "Un nom ou un prénom. Écrivez « la personne », « son conjoint », « un client ».",
    LeakKind.RELATIVE: "Le nom ou le prénom d’un proche. Écrivez « son conjoint », « un enfant ».",
    LeakKind.CASEWORKER: "Le nom d’un gestionnaire. Il désigne le service, donc le lieu.",
    LeakKind.BUSINESS: "Le nom de l’entreprise ou l’enseigne. Écrivez « l’entreprise ».",
    LeakKind.PLACE: "Un lieu plus précis que le territoire de la commission. Écrivez « la commune », « le secteur ».",
    LeakKind.STREET: "Une adresse. Écrivez « le local », « le domicile ».",
    LeakKind.POSTCODE: "Un code postal. Retirez-le.",
    LeakKind.NIR: "Un numéro de sécurité sociale. Retirez-le.",
    LeakKind.SIRET: "Un numéro SIRET ou SIREN. Retirez-le.",
    LeakKind.IBAN: "Des coordonnées bancaires. Retirez-les.",
    LeakKind.PHONE: "Un numéro de téléphone. Retirez-le.",
    LeakKind.EMAIL: "Une adresse e-mail ou un pseudonyme. Retirez-le.",
    LeakKind.DAY: "Une date au jour près. Écrivez le trimestre : « au premier trimestre 2026 ».",
    LeakKind.AGE: "Un âge ou une année de naissance. La tranche d’âge figure déjà dans le dossier.",
    LeakKind.LINK: "L’adresse d’un site. Retirez-la.",
    LeakKind.APE: "Un code APE. Le groupe d’activités figure déjà dans le dossier.",
    LeakKind.PLATE: "Une plaque d’immatriculation. Retirez-la.",
    LeakKind.REFERENCE: "Le numéro de la demande. La commission connaît le dossier par un autre numéro.",
}
_NAMES = (LeakKind.PERSON, LeakKind.RELATIVE, LeakKind.CASEWORKER)
_AROUND = 40  # signs shown on each side
_CIVILITY = re.compile(r"\b(?:m|mr|mme|mlle|monsieur|madame|mademoiselle|docteur|dr|maitre)\b\.?\s+$")
_BESIDE = re.compile(r"[ .'’\-]{0,2}")
_FIRST_NAME_GAP = 3
_MOSTLY_CAPITALS = 0.6


@dataclass(frozen=True)
class Excerpt:
    before: str
    found: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}{self.found}{self.after}"


@dataclass(frozen=True)
class Leak:
    """``span``: in the cleaned text. ``sentence``: what it is and what to write instead."""

    kind: LeakKind
    span: tuple[int, int]
    excerpt: Excerpt
    sentence: str


@dataclass(frozen=True)
class _Hit:
    kind: LeakKind
    start: int
    end: int


def find_leaks(text: str, known: Known = NOTHING_KNOWN) -> tuple[Leak, ...]:
    """The leaks of ``text`` in the order of reading, overlapping ones joined."""
    cleaned = clean(text)
    page = _Page(cleaned, fold(cleaned))
    hits = [
        *page.known_words(known),
        *page.misspelt_names(known),
        *page.known_numbers(known),
        *page.known_age(known),
        *page.patterns(),
    ]
    return tuple(_leak(cleaned, hit) for hit in _joined(cleaned, hits))


class _Page:
    """One text in its two forms: as written, where capitals tell, and folded, where everything is found."""

    def __init__(self, cleaned: str, folded: Folded) -> None:
        self.cleaned = cleaned
        self.folded = folded
        words = re.findall(r"[^\W\d_]{3,}", cleaned)
        capitals = sum(word.isupper() for word in words)
        self.capitals_tell_nothing = len(words) > 3 and capitals > _MOSTLY_CAPITALS * len(words)

    def known_words(self, known: Known) -> Iterator[_Hit]:
        strong: list[_Hit] = []
        weak: list[_Hit] = []
        allowed = {fold(value).text for value in known.allowed}
        for term in terms_of(known):
            for match in term.pattern.finditer(self.folded.text):
                if match.group() in allowed or match.start() == match.end():
                    continue
                hit = _Hit(term.kind, *match.span())
                (weak if term.weak and not self._written_as_name(term, match) else strong).append(hit)
        yield from (self._unfold(hit) for hit in strong)
        names = [hit for hit in [*strong, *weak] if hit.kind in _NAMES]
        for hit in weak:
            if hit.kind in _NAMES and any(self._touches(hit, other) for other in names):
                yield self._unfold(hit)

    def misspelt_names(self, known: Known) -> Iterator[_Hit]:
        """Only with a capital: in small letters one wrong letter makes too many ordinary words."""
        for match in re.finditer(r"[a-z]+", self.folded.text):
            if self._capital_at(match.start()) and (kind := misspelt_as(known, match.group())):
                yield self._unfold(_Hit(kind, *match.span()))

    def known_numbers(self, known: Known) -> Iterator[_Hit]:
        for kind, start, end in known_spans(self.folded.text, known):
            yield self._unfold(_Hit(kind, start, end))

    def known_age(self, known: Known) -> Iterator[_Hit]:
        telling = [rf"(?<!\d)(?<!depuis )(?<!pendant ){known.age} ans\b"] if known.age else []
        # « 1980 euros » is an amount, whatever the year of birth.
        amount = r"(?:[.,]\d{1,2})? ?(?:€|eur)"
        telling += [rf"(?<!\d){known.birth_year}(?!\d|{amount})"] if known.birth_year else []
        for pattern in telling:
            for match in re.finditer(pattern, self.folded.text):
                yield self._unfold(_Hit(LeakKind.AGE, *match.span()))

    def patterns(self) -> Iterator[_Hit]:
        masked = mask_amounts(self.folded.text)
        for finder in FINDERS:
            for kind, start, end in finder(masked):
                yield self._unfold(_Hit(kind, start, end))
        for kind, pattern in CASED:
            for match in pattern.finditer(self.cleaned):
                yield _Hit(kind, *match.span())
        for kind, pattern in CAPITAL_AFTER:
            for match in pattern.finditer(masked):
                if self._capital_at(match.end()) and not self._placeholder_at(match.end()):
                    yield self._unfold(_Hit(kind, match.start(), self._word_end(match.end())))

    def _written_as_name(self, term: Term, match: re.Match[str]) -> bool:
        """A capital where an ordinary word has none, or a civility just before."""
        if term.words > 1 and match.group().isalnum():
            return True
        if self.capitals_tell_nothing or _CIVILITY.search(self.folded.text[: match.start()]):
            return True
        starts = [match.start() + word.start() for word in re.finditer(r"[a-z0-9]+", match.group())]
        words = [start for start in starts if self._word_at(start) not in LINK_WORDS] or starts
        capitals = [start for start in words if self._capital_at(start)]
        inside = [start for start in capitals if not self._opens_sentence(start)]
        return len(capitals) == len(words) and bool(inside)

    def _word_at(self, start: int) -> str:
        return self.folded.text[start : self._word_end(start)]

    def _word_end(self, start: int) -> int:
        match = re.compile(r"[a-z0-9]+").match(self.folded.text, start)
        return match.end() if match else start + 1

    def _capital_at(self, index: int) -> bool:
        return self.cleaned[self.folded.origin[index]].isupper()

    def _placeholder_at(self, index: int) -> bool:
        """« Madame X » names nobody."""
        return self._word_at(index) in {"x", "y", "z"}

    def _opens_sentence(self, index: int) -> bool:
        before = self.cleaned[: self.folded.origin[index]].rstrip(" \t«“\"'’([-–—•*")
        if not before or before[-1] == "\n":
            return True
        initial = re.search(r"(?:^|\W)\w\.$", before)
        return before[-1] in ".!?…" and not initial

    def _touches(self, hit: _Hit, other: _Hit) -> bool:
        first, second = (hit, other) if hit.start < other.start else (other, hit)
        gap = self.folded.text[first.end : second.start]
        return (
            first.end <= second.start and len(gap) <= _FIRST_NAME_GAP and not re.search(r"[a-z0-9.!?\n]", gap)
        )

    def _unfold(self, hit: _Hit) -> _Hit:
        return _Hit(hit.kind, *self.folded.span(hit.start, hit.end))


def _joined(text: str, hits: list[_Hit]) -> list[_Hit]:
    """Overlapping hits, and touching ones of one kind, become one, named after the longest."""
    joined: list[_Hit] = []
    longest = 0
    for hit in sorted(hits, key=lambda one: (one.start, -one.end)):
        last = joined[-1] if joined else None
        beside = last and hit.kind == last.kind and _BESIDE.fullmatch(text[last.end : hit.start])
        if last and (hit.start < last.end or beside):
            kind = hit.kind if hit.end - hit.start > longest else last.kind
            joined[-1] = _Hit(kind, last.start, max(last.end, hit.end))
            longest = max(longest, hit.end - hit.start)
        else:
            joined.append(hit)
            longest = hit.end - hit.start
    return joined


def _leak(text: str, hit: _Hit) -> Leak:
    start, end = hit.start, hit.end
    opens = max(start - _AROUND, 0)
    closes = min(end + _AROUND, len(text))
    excerpt = Excerpt(
        before=("…" if opens else "") + text[opens:start].replace("\n", " "),
        found=text[start:end],
        after=text[end:closes].replace("\n", " ") + ("…" if closes < len(text) else ""),
    )
    return Leak(kind=hit.kind, span=(start, end), excerpt=excerpt, sentence=SENTENCES[hit.kind])
