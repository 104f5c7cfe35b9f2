"""A net made of markers: one pass over some bytes tells which of them are there, and under which form. Pure."""

import html
import quopri
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote_plus

from cpsti_portal.demo.leaks.forms import SHORTEST_CODE, Marker, fold, join, squeeze

_UNICODE_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_QUOTED = re.compile(rb"=[0-9A-F]{2}|=\r?\n")
_TAG = re.compile(r"<[^<>]*>")
_SHORTEST_JOINED = 8  # a shorter word without its spaces is met by chance inside others
_LONG_NUMBER = 9  # more figures than a date or an amount has
_AROUND = 40
_STARTS = r"(?:(?<!\d)|(?=\D))"  # what begins with a digit is not the end of a longer number

Table = dict[str, set[tuple[str, str]]]  # text → (marker, name of the form)


@dataclass(frozen=True)
class Find:
    """``field``: the marker. ``form``: how it was written. ``near``: what stands around, as it was read."""

    field: str
    form: str
    near: str


class _Mesh:
    """Many texts searched for at once: their alternation, factored letter by letter."""

    def __init__(self, texts: Table, *, before: str = "", after: str = "") -> None:
        self._texts = texts
        self._pattern = re.compile(f"{before}(?:{_alternation(texts)}){after}") if texts else None

    def found(self, text: str) -> Iterator[Find]:
        at = 0
        while self._pattern is not None and (match := self._pattern.search(text, at)):
            at = match.start() + 1  # two markers may overlap
            near = text[max(match.start() - _AROUND, 0) : match.end() + _AROUND]
            for inside in self._inside(match.group()):
                yield from (Find(field, form, near) for field, form in self._texts[inside])

    def _inside(self, met: str) -> Iterator[str]:
        """What was met, and the shorter markers it begins with."""
        return (met[:end] for end in range(1, len(met) + 1) if met[:end] in self._texts)


class _Runs:
    """Codes searched for at once, in runs of letters alone: each by what it begins with."""

    def __init__(self, codes: Table, letters: str) -> None:
        self._codes = codes
        self._run = re.compile(f"[{letters}]{{{SHORTEST_CODE},}}")
        self._starting: dict[str, list[str]] = defaultdict(list)
        for code in codes:
            self._starting[code[:SHORTEST_CODE]].append(code)

    def found(self, text: str) -> Iterator[Find]:
        for match in self._run.finditer(text):
            run = match.group()
            for at in range(len(run) - SHORTEST_CODE + 1):
                for code in self._starting.get(run[at : at + SHORTEST_CODE], ()):
                    if run.startswith(code, at):
                        near = run[max(at - _AROUND, 0) : at + len(code) + _AROUND]
                        yield from (Find(field, form, near) for field, form in self._codes[code])


def _alternation(texts: Iterable[str]) -> str:
    return _branch(sorted(set(texts), reverse=True), 0)


def _branch(texts: list[str], at: int) -> str:
    """The longest text first, each first letter tried once."""
    by_letter: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        if len(text) > at:
            by_letter[text[at]].append(text)
    ends_here = any(len(text) == at for text in texts)
    arms = [
        re.escape(letter) + (_branch(more, at + 1) if len(more) > 1 else re.escape(more[0][at + 1 :]))
        for letter, more in by_letter.items()
    ]
    if not arms:
        return ""
    return f"(?:{'|'.join(arms)}){'?' if ends_here else ''}"


class Net:
    """``found(data)`` lists the markers in ``data``; ``caught(data)`` only names them."""

    def __init__(self, markers: Iterable[Marker]) -> None:
        self.markers = tuple(markers)
        words = self._table(Marker.words)
        self._words = _Mesh(_rewritten(words, str, _is_word), before=_STARTS)
        self._joined = _Mesh(_rewritten(words, join, _is_long_word), before=_STARTS)
        # A short number is looked for whole, a long one anywhere in a row of digits.
        self._numbers = _Mesh(
            _rewritten(words, squeeze, lambda text: text[0].isdigit()),
            before=r"(?<![0-9a-z])",
            after=r"(?![0-9a-z])",
        )
        self._digits = _Mesh(_rewritten(words, join, _is_long_number))
        self._codes = _Runs(self._table(Marker.codes), r"A-Za-z0-9+/_-")
        self._hexes = _Runs(self._table(Marker.hexes), "0-9a-f")

    @classmethod
    def of(cls, values: Mapping[str, object]) -> "Net":
        return cls(Marker(field, value) for field, value in values.items())

    def _table(self, forms: Callable[[Marker], Iterable[tuple[str, str]]]) -> Table:
        table: Table = defaultdict(set)
        for one in self.markers:
            for form, text in forms(one):
                table[text].add((one.field, form))
        return table

    def caught(self, data: bytes) -> set[str]:
        return {find.field for find in self.found(data)}

    def found(self, data: bytes) -> list[Find]:
        return list(dict.fromkeys(self._finds(data)))

    def _finds(self, data: bytes) -> Iterator[Find]:
        raw = data.decode("latin-1")
        yield from self._codes.found(raw)
        yield from self._hexes.found(raw.lower())
        for reading in _readings(data):
            folded = fold(reading)
            yield from self._words.found(folded)
            squeezed, joined = squeeze(folded), join(_TAG.sub("", folded))
            for text in dict.fromkeys((folded, squeezed)):
                yield from self._numbers.found(text)
            yield from self._digits.found(squeezed)
            yield from self._joined.found(joined)


def _rewritten(table: Table, rewrite: Callable[[str], str], keep: Callable[[str], bool]) -> Table:
    made: Table = defaultdict(set)
    for text, who in table.items():
        if keep(written := rewrite(text)):
            made[written] |= who
    return made


def _is_word(text: str) -> bool:
    return not text.replace(",", "").replace(".", "").isdigit()


def _is_long_word(text: str) -> bool:
    return len(text) >= _SHORTEST_JOINED and not text.isdigit()


def _is_long_number(text: str) -> bool:
    return len(text) >= _LONG_NUMBER and text.isdigit()


def _readings(data: bytes) -> list[str]:
    """The text as it stands, then with each way of escaping undone on top of the one before."""
    raw = data.decode("utf-8", errors="replace")
    unescaped = html.unescape(raw)
    plain = _UNICODE_ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), unescaped)
    readings = [raw, unescaped, plain, unquote_plus(plain)]
    if _QUOTED.search(data):
        readings.append(quopri.decodestring(data).decode("utf-8", errors="replace"))
    if b"\0" in data:  # two bytes a letter
        readings.append(data.replace(b"\0", b"").decode("latin-1"))
    elif "\ufffd" in raw:
        readings.append(data.decode("latin-1"))
    return list(dict.fromkeys(readings))
