"""From a known name, address or commune to the patterns that find it again, however it is written. Pure.

Patterns run on folded text. A *weak* term is made of ordinary words: it counts only where the writing shows a name.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from requests_app.anonymisation.cleaning import folded
from requests_app.anonymisation.known import Known, LeakKind
from requests_app.anonymisation.words import (
    LEGAL_FORMS,
    LINK_WORDS,
    PUBLIC_BODIES,
    TRADE_WORDS,
    is_common,
    is_generic,
    words_of,
)

_WORD = re.compile(r"[a-z0-9]+")
_GAP = r"[\W_]*"
_LINK = (
    r"(?:[\W_]+(?:"
    + "|".join(sorted(LINK_WORDS - {"saint", "sainte"}, key=len, reverse=True))
    + r")(?![a-z0-9]))"
)
_TWINS = {"saint": "(?:saint|st)", "sainte": "(?:sainte|ste)", "st": "(?:saint|st)", "ste": "(?:sainte|ste)"}
_LEET = {
    "o": "[o0]",
    "i": "[i1l]",
    "l": "[l1i]",
    "e": "[e3]",
    "a": "[a4@]",
    "s": "[s5]",
    "b": "[b8]",
    "t": "[t7]",
}
_LONG = 6  # from here a name is also found inside a longer word
_MISSPELT = 5  # from here one wrong letter is forgiven
_SHORT = 3  # up to here a word needs a capital

STREET_TYPES = words_of(
    """rue avenue av boulevard bd bld place pl allee allees impasse imp chemin che route rte quai cours square sentier
    lotissement lot residence res hameau lieu dit ruelle passage venelle faubourg fg esplanade promenade rond point
    zone za zi zac parc cite voie villa traverse montee cote"""
)
_ADDRESS_WORDS = words_of(
    """batiment bat etage appartement appt apt entree escalier porte hall bp cs cedex numero n artisanale industrielle
    commerciale activites activite rez chaussee bis ter quater gauche droite cour"""
)


@dataclass(frozen=True)
class Term:
    """``words``: how many words a match normally has; fewer means that they were written as one."""

    kind: LeakKind
    pattern: re.Pattern[str]
    weak: bool
    words: int = 1


def terms_of(known: Known) -> Iterator[Term]:
    """Every pattern of the words the file knows; numbers and addresses of mail are searched apart."""
    allowed = {word for value in known.allowed for word in _WORD.findall(folded(value))}
    for kind, value in known.of(LeakKind.PERSON, LeakKind.RELATIVE, LeakKind.CASEWORKER):
        yield from _name_terms(kind, _words(value), inside=True)
    for kind, value in known.of(LeakKind.BUSINESS):
        yield from _business_terms(kind, _words(value))
    for kind, value in known.of(LeakKind.PLACE):
        yield from _place_terms(kind, _words(value), allowed)
    for kind, value in known.of(LeakKind.STREET):
        yield from _street_terms(kind, _words(value))


def misspelt_as(known: Known, word: str) -> LeakKind | None:
    """The kind of a known name that ``word`` spells with one letter more, less, other or swapped."""
    if len(word) < _MISSPELT or is_common(word):
        return None
    for kind, value in known.of(LeakKind.PERSON, LeakKind.RELATIVE, LeakKind.CASEWORKER, LeakKind.BUSINESS):
        for name in _words(value):
            if (
                len(name) >= _MISSPELT
                and not is_common(name)
                and not is_generic(name)
                and _one_edit(word, name)
            ):
                return kind
    return None


def _one_edit(word: str, name: str) -> bool:
    index = next(
        (i for i, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), min(len(word), len(name))
    )
    left, right = word[index:], name[index:]
    swapped = (
        len(left) > 1
        and len(right) > 1
        and left[0] == right[1]
        and left[1] == right[0]
        and left[2:] == right[2:]
    )
    return left[1:] == right[1:] or left == right[1:] or left[1:] == right or swapped


def _words(value: str) -> list[str]:
    return _WORD.findall(folded(value))


def _name_terms(kind: LeakKind, words: list[str], *, inside: bool) -> Iterator[Term]:
    yield from _sequence(kind, words)
    for first, second in pairwise(words):
        if first in LINK_WORDS and second not in LINK_WORDS and len(first + second) > _SHORT + 1:
            weak = is_common(second) or len(second) <= _SHORT
            yield Term(kind, re.compile(rf"(?<![a-z]){first}{_GAP}{second}(?![a-z])"), weak, words=2)
    for word in _searched_alone(words, alone=len(words) == 1):
        yield _single(kind, word, inside=inside)


def _business_terms(kind: LeakKind, words: list[str]) -> Iterator[Term]:
    telling = [word for word in words if word not in PUBLIC_BODIES]
    yield from _sequence(kind, telling)
    for word in _searched_alone(telling, alone=len(telling) == 1):
        if word not in TRADE_WORDS:
            yield _single(kind, word, inside=len(telling) == 1)


def _place_terms(kind: LeakKind, words: list[str], allowed: set[str]) -> Iterator[Term]:
    if set(words) <= allowed | LINK_WORDS | PUBLIC_BODIES:
        return
    telling = [word for word in words if word not in PUBLIC_BODIES]
    yield from _sequence(kind, telling)
    for word in _searched_alone(telling, alone=len(telling) == 1):
        if word not in allowed:
            yield _single(kind, word, inside=False)


def _street_terms(kind: LeakKind, words: list[str]) -> Iterator[Term]:
    body = [word for word in words if not word[0].isdigit() and word not in _ADDRESS_WORDS]
    types = [word for word in body if word in STREET_TYPES]
    name = [word for word in body if word not in STREET_TYPES]
    core = [word for word in name if word not in LINK_WORDS]
    if len(core) > 1:
        yield from _sequence(kind, name)
    elif core and types:
        yield Term(kind, re.compile(rf"\b{types[0]}\b{_LINK}*{_GAP}{core[0]}(?![a-z])"), weak=False)
    for word in core:
        if len(word) >= _LONG and not is_common(word):
            yield _single(kind, word, inside=False)


def _searched_alone(words: Iterable[str], *, alone: bool) -> Iterator[str]:
    for word in words:
        if not word.isdigit() and len(word) > 1 and (alone or (word not in LINK_WORDS and len(word) > 2)):
            yield word


def _sequence(kind: LeakKind, words: list[str]) -> Iterator[Term]:
    """The words one after the other, whatever stands between them, link words left out or added."""
    core = [word for word in words if word not in LINK_WORDS or word in _TWINS]
    if len(core) < 2:
        core = words if len(words) > 1 and len("".join(words)) > _SHORT else []
    if not core:
        return
    body = f"{_LINK}*{_GAP}".join(_TWINS.get(word, word) for word in core)
    telling = [
        word
        for word in core
        if word not in LINK_WORDS and word not in TRADE_WORDS and word not in LEGAL_FORMS
    ]
    weak = not telling or (
        len(core) < 3 and len(telling) < 2 and is_common(telling[0]) and core[0] in LINK_WORDS
    )
    opening = rf"(?:{words[0]}{_GAP})?" if words[0] in LINK_WORDS and words[0] != core[0] else ""
    yield Term(kind, re.compile(rf"(?<![a-z0-9]){opening}{body}(?![a-z0-9])"), weak, words=len(core))


def _single(kind: LeakKind, word: str, *, inside: bool) -> Term:
    if len(word) <= _SHORT or is_common(word) or is_generic(word):
        return Term(kind, re.compile(rf"(?<![a-z0-9]){word}(?![a-z0-9])"), weak=True)
    forms = [
        rf"(?<![a-z]){_stretched(word)}[sx]?(?![a-z])",
        r"(?<![a-z])" + r"[\W_]{1,2}".join(word) + r"(?![a-z])",
    ]
    if inside and len(word) >= _LONG:
        forms.append(rf"[a-z]{{0,30}}{word}[a-z]{{0,30}}")
    return Term(kind, re.compile("|".join(forms)), weak=False)


def _stretched(word: str) -> str:
    """« dupont » also finds « duppont » and « dup0nt »."""
    if len(word) < 4:
        return word
    single = [sign for index, sign in enumerate(word) if index == 0 or sign != word[index - 1]]
    repeat = "+" if len(word) > 4 else ""
    letters = single if repeat else list(word)
    return "".join(_LEET.get(sign, sign) + repeat for sign in letters)
