"""From the text of a page to what is covered on it in advance, and to what is still legible once it is. Pure.

It finds what the gate finds in a text: a picture of a page is held to the same rule as a sentence.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from requests_app.anonymisation.cleaning import clean
from requests_app.anonymisation.known import Known, LeakKind
from requests_app.anonymisation.leaks import Leak, find_leaks
from requests_app.documents.boxes import MOST, PAGE, WHOLE, Box, Sign, covers

# A page full of days of the month (a statement of account) may keep some, by the caseworker's own decision.
MAY_STAY = frozenset({LeakKind.DAY, LeakKind.AGE, LeakKind.APE})
_MARGIN = 3  # thousandths beside a word: the ink goes a little beyond the sign; a sign is already as high as its line
_GAP = 40  # thousandths between two words of one line that one box covers
_WORD = re.compile(r"\S+")
# Of a taxpayer, a contract, a member: nine figures at least, an amount has fewer.
_LONG_NUMBER = re.compile(r"(?<![\d,])\d(?:[ .\-/\u00a0]?\d){8,}(?![\d,])")
_NUMBER_GAP = 12  # thousandths inside one number; between two columns of figures there is more
# What a typesetter puts where a word is cut; one sign for one sign, so that places stay the same.
_CUT = re.compile("[\u00ad\u2010\u2011](?=[ \\t]*\r?\n)")
Span = tuple[int, int]


def in_advance(signs: Sequence[Sign], known: Known) -> tuple[Box, ...]:
    """One box a line for each passage that tells who the person is, then for each long number."""
    passages = [*(words for _, words in _found(signs, known)), *_long_numbers(signs)]
    areas = [area for words in passages for area in _lines(signs, words)]
    boxes = tuple(dict.fromkeys(_widened(area) for area in areas))
    return boxes if len(boxes) <= MOST else (PAGE,)


def still_legible(signs: Sequence[Sign], known: Known, boxes: Iterable[Box]) -> tuple[Leak, ...]:
    """What the file knows of the person and no box covers. What ``MAY_STAY`` is left to whoever reads the page."""
    placed = tuple(boxes)
    return tuple(
        leak
        for leak, words in _found(signs, known)
        if leak.kind not in MAY_STAY and not _covered(placed, _areas(signs, words))
    )


def _covered(placed: tuple[Box, ...], areas: list[Box]) -> bool:
    """Words without a place on the page are not covered by anything."""
    return bool(areas) and all(covers(placed, area) for area in areas)


def has_text(signs: Sequence[Sign]) -> bool:
    """A machine finds a letter or a figure on the page."""
    return any(sign.isalnum() for sign, _ in signs)


def _found(signs: Sequence[Sign], known: Known) -> Iterator[tuple[Leak, list[Span]]]:
    """Each leak with the words of the page it touches, whole."""
    text = _CUT.sub("-", "".join(sign for sign, _ in signs))
    cleaned = clean(text)
    origin = _origins(text, cleaned)
    for leak in find_leaks(text, known):
        start, end = leak.span
        words = {span for first, last, spans in origin if first < end and last > start for span in spans}
        yield leak, sorted(words)


def _long_numbers(signs: Sequence[Sign]) -> Iterator[list[Span]]:
    """The file does not know them: whoever reads the page may show them again."""
    text = "".join(sign for sign, _ in signs)
    for match in _LONG_NUMBER.finditer(text):
        boxes = [box for sign, box in signs[slice(*match.span())] if box and not sign.isspace()]
        if all(box[0] - last[2] <= _NUMBER_GAP for last, box in pairwise(boxes)):
            yield [match.span()]


def _origins(text: str, cleaned: str) -> list[tuple[int, int, list[Span]]]:
    """(start, end, words of the page) of each word of the cleaned text, which may have joined or changed some."""
    before = [match.span() for match in _WORD.finditer(text)]
    after = [match.span() for match in _WORD.finditer(cleaned)]
    matcher = SequenceMatcher(
        None, [clean(text[a:b]) for a, b in before], [cleaned[a:b] for a, b in after], autojunk=False
    )
    found: list[tuple[int, int, list[Span]]] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            found += [(*after[j1 + n], [before[i1 + n]]) for n in range(j2 - j1)]
        else:  # the whole stretch that changed, and a word on each side when it comes from nowhere
            stretch = before[i1:i2] or before[max(i1 - 1, 0) : i1 + 1]
            found += [(*after[j], stretch) for j in range(j1, j2)]
    return found


def _areas(signs: Sequence[Sign], words: Iterable[Span]) -> list[Box]:
    return [box for start, end in words for _, box in signs[start:end] if box]


def _lines(signs: Sequence[Sign], words: Iterable[Span]) -> list[Box]:
    """Signs that follow each other on one line, in one area."""
    lines: list[Box] = []
    last: Box | None = None
    for box in _areas(signs, words):
        if last and (_beside(last, box, across=0) or _beside(last, box, across=1)):
            lines[-1] = _around(lines[-1], box)
        else:
            lines.append(box)
        last = box
    return lines


def _beside(last: Box, box: Box, *, across: int) -> bool:
    """On the same line as the sign before it; ``across`` 0 for a line from left to right, 1 for one that goes down."""
    level, along = 1 - across, across
    overlap = min(last[level + 2], box[level + 2]) - max(last[level], box[level])
    thin = min(last[level + 2] - last[level], box[level + 2] - box[level])
    near = box[along] - last[along + 2] <= _GAP and last[along] - box[along + 2] <= _GAP
    return 2 * overlap >= thin and near


def _around(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _widened(area: Box) -> Box:
    left, top, right, bottom = area
    return (
        max(left - _MARGIN, 0),
        top,
        min(right + _MARGIN, WHOLE),
        bottom,
    )
