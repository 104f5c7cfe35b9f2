"""Every way in which a value could be written: plain, cut, encoded, hashed. Pure."""

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_LONG_AGO = 2020  # before, a month and a year point at somebody's life, not at a sitting
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "'", "ʼ": "'"})
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ .\-/](?=\d)")
SHORTEST_CODE = 8  # a shorter run of base64 letters is met by chance
_SHORTEST_HEX = 5  # bytes; likewise
_DIGESTS = ("md5", "sha1", "sha256")
_MOBILE = re.compile(r"0[1-9]\d{8}")


def fold(text: str) -> str:
    """Lower case, no accent, no invisible sign, one kind of space and of apostrophe."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LIGATURES)).encode("ascii", "ignore").decode()
    return re.sub(r"\s+", " ", text.lower())


def squeeze(folded: str) -> str:
    """Digits written in groups become one number."""
    return _BETWEEN_DIGITS.sub("", folded)


def join(folded: str) -> str:
    """Nothing but letters and digits: a word cut by hyphens, spaces or dots is whole again."""
    return re.sub(r"[^a-z0-9]+", "", folded)


@dataclass(frozen=True)
class Marker:
    """``value`` as stored: a text, an ISO date, or an amount in cents."""

    field: str
    value: object

    def __str__(self) -> str:
        return f"{self.field} « {self.value} »"

    def words(self) -> Iterator[tuple[str, str]]:
        """(name of the form, folded text)."""
        text = str(self.value)
        if isinstance(self.value, int):
            euros, cents = divmod(abs(self.value), 100)
            yield from (("montant", f"{euros}{mark}{cents:02d}") for mark in ",.")
            yield "centimes", str(abs(self.value))
        elif re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            yield from (("date", fold(form)) for form in _dates(date.fromisoformat(text)))
        else:
            yield "texte", fold(text)
            yield from (("mot", fold(word)) for word in rare_words(text))
            if len(parts := text.split()) > 1:
                yield "mots à l’envers", fold(" ".join(reversed(parts)))
            if _MOBILE.fullmatch(text):
                yield "indicatif", f"33{text[1:]}"

    def codes(self) -> Iterator[tuple[str, str]]:
        """Base64 of the value and of its digests: letters whose case matters."""
        for raw in self._spellings():
            yield from (("base64", core) for core in _cores(raw))
            for name in _DIGESTS:
                digest = base64.b64encode(hashlib.new(name, raw, usedforsecurity=False).digest())
                yield from (
                    (f"{name} en base64", one) for one in _both_alphabets(digest.decode().rstrip("="))
                )

    def hexes(self) -> Iterator[tuple[str, str]]:
        """Hexadecimal of the value, as PDF writes it too, and of its digests."""
        for raw in self._spellings():
            if len(raw) >= _SHORTEST_HEX:
                yield "hexadécimal", raw.hex()
                yield "hexadécimal UTF-16", raw.decode().encode("utf-16-be").hex()
            for name in _DIGESTS:
                yield name, hashlib.new(name, raw, usedforsecurity=False).hexdigest()

    def _spellings(self) -> set[bytes]:
        text = str(self.value)
        return {one.encode() for one in (text, text.lower(), text.upper(), fold(text), fold(text).upper())}


def rare_words(text: str) -> list[str]:
    """The long capitalised words of a sentence: enough to know whose it is."""
    return [word for word in re.findall(r"[A-ZÀ-Ý][\w-]{8,}", text) if word != text]


def _dates(on: date) -> tuple[str, ...]:
    month = _MONTHS[on.month - 1]
    return (
        on.isoformat(),
        f"{on:%d/%m/%Y}",
        f"{on:%d%m%Y}",
        f"{on:%Y%m%d}",
        f"{on.day} {month} {on.year}",
        f"{on.day}er {month} {on.year}",
        *([f"{month} {on.year}"] if on.year < _LONG_AGO else []),
    )


def _cores(raw: bytes) -> Iterator[str]:
    """The middle of the value in base64, at each of the three alignments."""
    for offset in range(3):
        code = base64.b64encode(b"\0" * offset + raw).decode()
        padding = code.count("=")
        core = code[(0, 2, 3)[offset] : len(code) - padding - bool(padding)]
        if len(core) >= SHORTEST_CODE:
            yield from _both_alphabets(core)


def _both_alphabets(code: str) -> set[str]:
    return {code, code.replace("+", "-").replace("/", "_")}
