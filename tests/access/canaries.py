"""Finding a canary in bytes, however written: case, accents, escapes, percent-encoding, base64, spaced digits."""

import base64
import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import unquote_plus

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_LONG_AGO = 2020  # before, a month and a year point at somebody's life, not at a sitting
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s\u00a0\u202f\u2009.\-/](?=\d)")
_BASE64_RUN = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
_UNICODE_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def fold(text: str) -> str:
    """Lower case, no accent, straight apostrophes, one kind of space."""
    flat = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return re.sub(r"\s+", " ", "".join(c for c in flat if not unicodedata.combining(c)))


def _squeeze(text: str) -> str:
    """Digits written in groups become one number."""
    return _BETWEEN_DIGITS.sub("", text)


@dataclass(frozen=True)
class Canary:
    """``value`` as stored. Words are looked for anywhere, numbers only whole."""

    field: str
    value: object

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Every way a page could print the value, folded."""
        if isinstance(self.value, int):
            euros, cents = divmod(abs(self.value), 100)
            return (f"{euros},{cents:02d}", f"{euros}.{cents:02d}", str(abs(self.value)))
        text = str(self.value)
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return tuple(fold(form) for form in _dates(date.fromisoformat(text)))
        return (fold(text), *(fold(word) for word in _rare_words(text)))

    def is_in(self, folded: str, squeezed: str) -> bool:
        return any(_contains(folded, squeezed, form) for form in self.forms)

    def encoded(self) -> Iterable[str]:
        """The middle of the value in base64, at each of the three alignments."""
        for raw in {str(self.value), str(self.value).lower()}:
            data = raw.encode()
            for offset in range(3):
                code = base64.b64encode(b"\0" * offset + data).decode().rstrip("=")
                core = code[4 if offset else 0 : -2]
                if len(core) >= 8:
                    yield core
                    yield core.replace("+", "-").replace("/", "_")


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


def _rare_words(text: str) -> list[str]:
    """The long capitalised words of a sentence: enough to know whose it is."""
    return [word for word in re.findall(r"[A-ZÀ-Ý][\w-]{8,}", text) if word != text]


def _contains(folded: str, squeezed: str, form: str) -> bool:
    if form.replace(",", "").replace(".", "").isdigit():
        return re.search(rf"(?<![0-9a-z]){re.escape(form)}(?![0-9a-z])", squeezed) is not None
    start = r"(?<!\d)" if form[0].isdigit() else ""
    return any(
        re.search(start + re.escape(written), text)
        for text, written in ((folded, form), (squeezed, _squeeze(form)))
    )


def _readings(data: bytes) -> list[str]:
    """The text as it stands, then with entities, percent-encoding and unicode escapes undone."""
    raw = data.decode("utf-8", errors="replace")
    unescaped = html.unescape(raw)
    plain = _UNICODE_ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), unescaped)
    return list(dict.fromkeys([raw, unescaped, plain, unquote_plus(plain)]))


class Net:
    """``found(data)`` names the canaries present in ``data``."""

    def __init__(self, canaries: Iterable[Canary]) -> None:
        self.canaries = tuple(canaries)
        self._encoded = {code: one.field for one in self.canaries for code in one.encoded()}

    @classmethod
    def of(cls, values: dict[str, object]) -> "Net":
        return cls(Canary(field, value) for field, value in values.items())

    def found(self, data: bytes) -> set[str]:
        caught = set()
        for reading in _readings(data):
            folded = fold(reading)
            squeezed = _squeeze(folded)
            caught |= {one.field for one in self.canaries if one.is_in(folded, squeezed)}
        runs = " ".join(_BASE64_RUN.findall(data.decode("latin-1")))
        return caught | {field for code, field in self._encoded.items() if code in runs}
