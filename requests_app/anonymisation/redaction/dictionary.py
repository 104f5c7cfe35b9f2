"""What the file knows, arranged so that a text is read once: single words, and words written as one. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import permutations

from requests_app.anonymisation.cleaning import folded
from requests_app.anonymisation.known import Known, LeakKind
from requests_app.anonymisation.lexicon import entry
from requests_app.anonymisation.redaction.findings import Label
from requests_app.anonymisation.terms import STREET_TYPES
from requests_app.anonymisation.words import LEGAL_FORMS, LINK_WORDS, PUBLIC_BODIES, TRADE_WORDS

LABELS: Mapping[LeakKind, Label] = {
    LeakKind.PERSON: Label.PERSON,
    LeakKind.RELATIVE: Label.RELATIVE,
    LeakKind.CASEWORKER: Label.THIRD_PERSON,
    LeakKind.BUSINESS: Label.COMPANY,
    LeakKind.PLACE: Label.COMMUNE,
    LeakKind.STREET: Label.STREET,
    LeakKind.POSTCODE: Label.POSTCODE,
    LeakKind.NIR: Label.NIR,
    LeakKind.SIRET: Label.SIRET,
    LeakKind.IBAN: Label.IBAN,
    LeakKind.PHONE: Label.PHONE,
    LeakKind.EMAIL: Label.EMAIL,
    LeakKind.LINK: Label.LINK,
    LeakKind.PLATE: Label.PLATE,
    LeakKind.REFERENCE: Label.REFERENCE,
    LeakKind.DAY: Label.DATE,
    LeakKind.AGE: Label.AGE,
    LeakKind.APE: Label.REFERENCE,
}
PERSONS = frozenset({Label.PERSON, Label.RELATIVE, Label.THIRD_PERSON})
_NAMES = (LeakKind.PERSON, LeakKind.RELATIVE, LeakKind.CASEWORKER)
_SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints"}
_ORDINARY = 18  # from which frequency a word is too ordinary to be a name whatever its writing
_RATHER_A_NAME, _RATHER_A_FIRST_NAME, _WELL_BORNE = 20, 12, 45
_ADDRESS = (
    LINK_WORDS
    | STREET_TYPES
    | {"batiment", "appartement", "etage", "porte", "escalier", "entree", "bat", "appt"}
)


@dataclass(frozen=True)
class Term:
    """``weak``: an ordinary word too, a name only where the writing shows it."""

    label: Label
    weak: bool


@dataclass
class Dictionary:
    """``single``: by folded word. ``joined``: words one after the other, without what stands between them.

    ``abbreviated``: those of ``joined`` that hold one name and the initial of the other. ``brands``: one ordinary
    word that is the whole name of a house. ``houses``: the words of the longer names.
    """

    single: dict[str, Term] = field(default_factory=dict)
    joined: dict[str, Label] = field(default_factory=dict)
    openings: set[str] = field(default_factory=set)
    abbreviated: set[str] = field(default_factory=set)
    initials: set[str] = field(default_factory=set)
    brands: set[str] = field(default_factory=set)
    houses: list[list[str]] = field(default_factory=list)
    house_numbers: set[str] = field(default_factory=set)

    def telling(self) -> Iterator[tuple[str, Label]]:
        """Names that mean nothing else, long enough to be found misspelt or inside another word."""
        return ((word, term.label) for word, term in self.single.items() if not term.weak and len(word) > 3)

    def add(self, word: str, label: Label, *, weak: bool) -> None:
        kept = self.single.get(word)
        if kept is None or (kept.weak and not weak):
            self.single[word] = Term(label, weak)

    def join(self, words: Iterable[str], label: Label) -> None:
        whole = "".join(words)
        if len(whole) > 3:
            self.joined.setdefault(whole, label)
            self.openings.update(whole[:length] for length in range(1, len(whole) + 1))

    def abbreviate(self, initial: str, name: str, label: Label) -> None:
        for words in ([initial, name], [name, initial]):
            if "".join(words) not in self.joined:
                self.abbreviated.add("".join(words))
            self.join(words, label)


def words_of_value(value: str) -> list[str]:
    return [plain(word) for word in re.findall(r"[a-z]+", folded(value))]


def plain(word: str) -> str:
    return _SAINTS.get(word, word)


def is_weak(word: str) -> bool:
    """Whether the word is met in ordinary sentences more than as a name."""
    if len(word) < 3:
        return True
    known = entry(word)
    likely = known.is_first_name and known.name >= _WELL_BORNE
    margin = _RATHER_A_FIRST_NAME if likely else _RATHER_A_NAME
    return known.is_function or (known.frequency >= _ORDINARY and known.name - known.frequency < margin)


def dictionary_of(known: Known) -> Dictionary:
    made = Dictionary()
    for kind, value in known.of(*_NAMES):
        _add_person(made, words_of_value(value), LABELS[kind])
    _cross_names(made, known)
    allowed = {word for value in known.allowed for word in words_of_value(value)}
    for kind, value in known.of(LeakKind.BUSINESS):
        _add_company(made, words_of_value(value), LABELS[kind])
    for _, value in known.of(LeakKind.PLACE):
        _add_place(made, words_of_value(value), allowed)
    for _, value in known.of(LeakKind.STREET):
        made.house_numbers.update(re.findall(r"^\d+(?: ?(?:bis|ter|quater|[a-d])\b)?", folded(value)))
        _add_street(made, words_of_value(value))
    return made


def _add_person(made: Dictionary, words: list[str], label: Label) -> None:
    for word in words:
        if word not in LINK_WORDS and len(word) > 1:
            made.add(word, label, weak=is_weak(word))
            made.join([word], label)
            made.initials.add(word[0])
    made.join(words, label)
    _join_all(made, words, label)


def _cross_names(made: Dictionary, known: Known) -> None:
    """First and last name as one word, or one of them with the initial of the other."""
    for kind in _NAMES:
        names = list(dict.fromkeys("".join(words_of_value(value)) for _, value in known.of(kind)))
        for first, second in permutations(names, 2):
            made.join([first, second], LABELS[kind])
            if len(second) > 3:
                made.abbreviate(first[:1], second, LABELS[kind])


def _add_company(made: Dictionary, words: list[str], label: Label) -> None:
    empty = LINK_WORDS | TRADE_WORDS | LEGAL_FORMS | PUBLIC_BODIES
    telling = [word for word in words if word not in empty and len(word) > 1]
    for word in telling:
        made.add(word, label, weak=is_weak(word))
    _join_all(made, words, label)
    if telling or len(words) > 1:
        made.join(words, label)
        made.join(telling, label)
        made.join(reversed(words), label)
    if len(telling) == 1:
        made.brands.update(telling)
    if len(words) > 1:
        made.houses.append(words)


def _add_place(made: Dictionary, words: list[str], allowed: set[str]) -> None:
    telling = [word for word in words if word not in LINK_WORDS | PUBLIC_BODIES | allowed]
    for word in telling:
        if len(word) > 1:
            made.add(word, Label.COMMUNE, weak=is_weak(word))
    if telling:
        made.join(words, Label.COMMUNE)
        _join_all(made, words, Label.COMMUNE)


def _add_street(made: Dictionary, words: list[str]) -> None:
    telling = [word for word in words if word not in _ADDRESS and len(word) > 1]
    for word in telling:
        made.add(word, Label.STREET, weak=is_weak(word))
    made.join(words, Label.STREET)
    named = [word for word in words if word not in STREET_TYPES]
    _join_all(made, named, Label.STREET)


def _join_all(made: Dictionary, words: list[str], label: Label) -> None:
    """Each run that holds two telling words, with its link words and without."""
    for start in range(len(words)):
        for end in range(start + 2, len(words) + 1):
            run = words[start:end]
            telling = [word for word in run if word not in LINK_WORDS or word in ("saint", "sainte")]
            if len(telling) > 1:
                made.join(run, label)
                made.join(telling, label)
