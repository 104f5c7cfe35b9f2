"""Numbers and addresses of mail, however they are cut, dotted or spelled. Pure."""

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass

from requests_app.anonymisation.cleaning import folded
from requests_app.anonymisation.known import Known, LeakKind

_UNITS = {
    "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
    "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
}  # fmt: skip
_TENS = {"vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_NUMBER_WORDS = frozenset((*_UNITS, *_TENS))
_NUMBER_WORD = re.compile(r"[a-z0-9]+")
_KEPT = frozenset(string.ascii_letters + string.digits)
_SPOKEN_SIGNS = re.compile(r"\b(?:arobase|arobas|at|point|dot|tiret|underscore|chez)\b")
_READ_AS_DIGITS = str.maketrans({"o": "0", "l": "1", "i": "1"})
_GENERIC_LOCALS = frozenset({"contact", "infos", "accueil", "courrier", "message", "gerant", "direction"})
# Too short to mean anything once the spaces are gone.
_SHORTEST = 7


@dataclass(frozen=True)
class Squeezed:
    """Letters and digits only; ``origin`` is the span of the folded text behind each of them."""

    text: str
    origin: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.origin[start][0], self.origin[end - 1][1]

    def find(self, value: str) -> Iterator[tuple[int, int]]:
        """Spans of the folded text."""
        start = self.text.find(value)
        while start >= 0:
            yield self.span(start, start + len(value))
            start = self.text.find(value, start + 1)


def squeeze(text: str) -> Squeezed:
    kept = [index for index, sign in enumerate(text) if sign in _KEPT]
    return Squeezed("".join([text[index] for index in kept]), tuple([(index, index + 1) for index in kept]))


def known_spans(text: str, known: Known) -> Iterator[tuple[LeakKind, int, int]]:
    """Every known number, postcode, reference and address of mail in a folded text."""
    plain = squeeze(text)
    digits = Squeezed(plain.text.translate(_READ_AS_DIGITS), plain.origin)
    spoken = spoken_digits(text)
    for kind, value in known.of(
        LeakKind.NIR, LeakKind.SIRET, LeakKind.IBAN, LeakKind.PHONE, LeakKind.REFERENCE
    ):
        for core in _cores(kind, value):
            for line in (plain, digits, spoken):
                wanted = core.translate(_READ_AS_DIGITS) if line is digits else core
                yield from ((kind, *span) for span in line.find(wanted))
    for kind, value in known.of(LeakKind.POSTCODE):
        for match in re.finditer(rf"(?<!\d){re.escape(value)}(?!\d|[ ]?(?:€|eur|km|m2|h\b))", text):
            yield kind, *match.span()
    yield from _mail_spans(text, known)


def _cores(kind: LeakKind, value: str) -> list[str]:
    """What is enough to give a number away: the SIREN of a SIRET, the account of an IBAN, a NIR without its key."""
    code = squeeze(folded(value)).text
    cores = {
        LeakKind.NIR: [code[:13]],
        LeakKind.SIRET: [code[:9]],
        LeakKind.IBAN: [code[4:], code[14:25]] if len(code) > 24 else [code[4:]],
        LeakKind.PHONE: [code.removeprefix("0")[-9:]],
    }.get(kind, [code])
    return [core for core in cores if len(core) >= _SHORTEST]


def _mail_spans(text: str, known: Known) -> Iterator[tuple[LeakKind, int, int]]:
    silent = _SPOKEN_SIGNS.sub(lambda match: " " * len(match.group()), text)
    line = squeeze(silent)
    for kind, value in known.of(LeakKind.EMAIL):
        address = folded(value)
        whole = squeeze(_SPOKEN_SIGNS.sub(" ", address)).text
        if len(whole) >= _SHORTEST:
            yield from ((kind, *span) for span in line.find(whole))
        local = address.partition("@")[0]
        if len(local) >= _SHORTEST and local not in _GENERIC_LOCALS:
            for match in re.finditer(rf"(?<![a-z0-9]){re.escape(local)}(?![a-z0-9])", text):
                yield kind, *match.span()


def spoken_digits(text: str) -> Squeezed:
    """« zéro six douze trente-quatre » read as 061234; digits stay; any other word cuts with a blank."""
    signs: list[str] = []
    origin: list[tuple[int, int]] = []
    words = [(match.group(), *match.span()) for match in _NUMBER_WORD.finditer(text)]
    position = 0
    while position < len(words):
        word, start, end = words[position]
        if word not in _NUMBER_WORDS and not word.isdigit():
            signs.append(" ")
            origin.append((start, end))
            position += 1
            continue
        read, used = _read_number([word for word, _, _ in words[position : position + 4]])
        behind = (start, words[position + used - 1][2])
        signs.extend(read)
        origin.extend([behind] * len(read))
        position += used
    return Squeezed("".join(signs), tuple(origin))


def _read_number(words: list[str]) -> tuple[str, int]:
    """The digits of the first number of ``words`` and how many words it takes."""
    first = words[0]
    if first.isdigit():
        return first, 1
    if words[:2] in (["quatre", "vingt"], ["quatre", "vingts"]):
        another = words[1] == "vingts" and words[2:3] == ["quatre"] and words[3:4] in (["vingt"], ["vingts"])
        extra, used = (0, 0) if another else _after_tens(words[2:])
        return str(80 + extra), 2 + used
    if first in _TENS:
        rest = words[1:]
        joined = 1 if rest[:1] == ["et"] and rest[1:2] in (["un"], ["onze"], ["une"]) else 0
        extra, used = _after_tens(rest[joined:])
        if extra >= 10 and first != "soixante":
            extra, used = 0, 0
        return str(_TENS[first] + extra), 1 + (joined + used if used else 0)
    value, used = _below_twenty(words)
    return (str(value), used) if used else (" ", 1)


def _below_twenty(words: list[str]) -> tuple[int, int]:
    if words[:1] == ["dix"] and words[1:2] in (["sept"], ["huit"], ["neuf"]):
        return 10 + _UNITS[words[1]], 2
    if words and words[0] in _UNITS:
        return _UNITS[words[0]], 1
    return 0, 0


def _after_tens(words: list[str]) -> tuple[int, int]:
    """« vingt zéro » is two numbers."""
    return (0, 0) if words[:1] == ["zero"] else _below_twenty(words)
