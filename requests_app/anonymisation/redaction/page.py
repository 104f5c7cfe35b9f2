"""A text cut into words, each with what its place and its writing tell. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from requests_app.anonymisation.cleaning import Folded, clean, fold
from requests_app.anonymisation.lexicon import UNKNOWN, Entry, entry
from requests_app.anonymisation.redaction.figures import as_digits, hide_amounts
from requests_app.anonymisation.words import words_of

_WORD = re.compile(r"[^\W\d_]+")
_BESIDE = re.compile(r"[ \n\t'’\-‐–.]{1,3}")
_COMPOUNDING = re.compile(r"[ '’\-‐]")
_ELIDED = words_of("aujourd quelqu jusqu lorsqu puisqu quoiqu presqu entr qu prud parce tandis hui")
_SENTENCE_END = ".!?…:"
_OPENERS = " \t«“\"'’([{-–—•*>/"
_MOSTLY_CAPITALS, _NO_CAPITALS = 0.6, 0.02
_FEW_WORDS = 12  # under this a text is too short to judge its capitals
_ABBREVIATION = re.compile(
    r"(?:^|[^\w])(?:[A-Z]|[Mm]r|[Mm]e|[Mm]mes?|[Mm]lles?|[Dd]r|[Pp]r|[Ss]te?|[Nn]o|av|bd|ch|imp|r[ée]f|t[ée]l)\.$"
)
_FEW_SENTENCES, _CARELESS = 3, 0.4
_UNFINISHED = re.compile(
    r"(?:^|\W)(?:de|du|des|d['’]|le|la|les|l['’]|à|au|aux|et|chez|par|M\.|Mme|sur|en|un|une|mon|ma|mes"
    r"|[Dd]os|[Dd]as|[Dd]a|[Vv]an|[Vv]on|[Bb]en|[Ee]l|[Dd]i|Le|La|née?|épouse)$"
)
_LOOK_BACK = 300
_EVERYDAY = 31
_WRAPPED = 50  # a line at least so long may have been cut by the screen, not by its author


class Word(NamedTuple):
    """A run of letters. ``opens``: the first one of a sentence or of a line, where a capital tells nothing.

    ``stands_out``: a capital where an ordinary word has none. All of it is told once: a page is asked for it often.
    """

    rank: int
    start: int
    end: int
    raw: str
    folded: str
    entry: Entry
    opens: bool
    capitals_tell: bool
    capital: bool
    stands_out: bool
    is_letter: bool
    shouted: bool


class Page:
    """The cleaned text, its folded form and its words."""

    def __init__(self, text: str) -> None:
        self.text = clean(text)
        self.folded: Folded = fold(self.text)
        self.unusable_capitals = unusable_capitals(self.text)
        self.shouted = self.unusable_capitals and is_shouted(self.text)
        self._compounds: dict[int, bool] = {}

    @cached_property
    def careless(self) -> bool:
        """Sentences begin in small letters: names will too."""
        openings = [word.capital for word in self.words if word.opens]
        return len(openings) >= _FEW_SENTENCES and sum(openings) < _CARELESS * len(openings)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        matches = list(_WORD.finditer(self.text))
        return tuple(self._word(rank, match) for rank, match in enumerate(matches))

    def _word(self, rank: int, match: re.Match[str]) -> Word:
        raw, start = match.group(), match.start()
        written, opens, capital = _folded(raw), self._opens(start), raw[0].isupper()
        return Word(
            rank=rank,
            start=start,
            end=match.end(),
            raw=raw,
            folded=written,
            entry=entry(written),
            opens=opens,
            capitals_tell=not self.shouted,
            capital=capital,
            stands_out=capital and not opens and not self.shouted,
            is_letter=len(raw) == 1,
            shouted=len(raw) > 1 and raw.isupper(),
        )

    @cached_property
    def figures(self) -> str:
        """The folded text without the figures of its amounts."""
        return hide_amounts(self.folded.text)

    @cached_property
    def read_figures(self) -> str:
        """The folded text with « l7 » read as « 17 », amounts included."""
        return as_digits(self.folded.text)

    @cached_property
    def digits(self) -> str:
        return as_digits(self.figures)

    @cached_property
    def _gaps(self) -> tuple[str, ...]:
        starts = [*(word.start for word in self.words[1:]), len(self.text)]
        return tuple(self.text[word.end : start] for word, start in zip(self.words, starts, strict=False))

    def gap(self, word: Word) -> str:
        """What stands between the word and the next one."""
        return self._gaps[word.rank]

    def next(self, word: Word, by: int = 1) -> Word | None:
        index = word.rank + by
        return self.words[index] if 0 <= index < len(self.words) else None

    def previous(self, word: Word, by: int = 1) -> Word | None:
        return self.next(word, -by)

    def following(self, word: Word, most: int) -> Iterator[Word]:
        """The words after this one on the same sentence, at most so many, blanks and hyphens between."""
        for _ in range(most):
            beside = _BESIDE.fullmatch(self.gap(word))
            following = self.next(word)
            if following is None or not beside or (following.opens and following.folded != "l"):
                return
            yield following
            word = following

    def before(self, word: Word, signs: int) -> str:
        """The folded text just before a word."""
        index = self.folded_index(word.start)
        return self.folded.text[max(0, index - signs) : index]

    def folded_index(self, position: int) -> int:
        """Where the sign at ``position`` of the text is in the folded text."""
        return bisect_left(self.folded.origin, position)

    def in_known_compound(self, word: Word) -> bool:
        """« aujourd’hui », « auto-école »: known as a whole, or cut by an elision."""
        if word.rank not in self._compounds:
            self._compounds[word.rank] = self._is_in_compound(word)
        return self._compounds[word.rank]

    def _is_in_compound(self, word: Word) -> bool:
        if word.folded in _ELIDED:
            return True
        for back in range(3):
            first = self.previous(word, back)
            run = [first] if first else []
            while run and len(run) < 4 and _COMPOUNDING.fullmatch(self.gap(run[-1])):
                following = self.next(run[-1])
                if following is None:
                    break
                run.append(following)
                if len(run) > back and entry(" ".join(one.folded for one in run)).is_word:
                    return True
        return False

    def words_between(self, start: int, end: int) -> list[Word]:
        return [word for word in self.words if word.start < end and word.end > start]

    def _opens(self, index: int) -> bool:
        if index > 1 and self.text[index - 1] == " " and self.text[index - 2].isalnum():
            return False
        before = self.text[max(0, index - _LOOK_BACK) : index].rstrip(_OPENERS)
        if not before:
            return True
        if before[-1] == "\n":
            return not self._wrapped(before) or self._begins_sentence(index)
        return before[-1] in _SENTENCE_END and not _ABBREVIATION.search(before)

    def _begins_sentence(self, index: int) -> bool:
        """« Rédacteur : », « Depuis »: an everyday word with a capital opens a line that follows no full stop."""
        match = _WORD.match(self.text, index)
        known = entry(fold(match.group()).text) if match else UNKNOWN
        return known.is_office or (known.frequency >= _EVERYDAY and known.name < known.frequency)

    def _wrapped(self, before: str) -> bool:
        """Whether the line before goes on in this one."""
        line = before.rstrip().rpartition("\n")[2]
        if _UNFINISHED.search(line):
            return not before.endswith("\n\n")
        one_break = not before.rstrip(" \t").endswith("\n\n")
        return one_break and len(line) >= _WRAPPED and (line[-1].isalnum() and line[-1].islower())


@lru_cache(maxsize=16_384)
def _folded(word: str) -> str:
    return fold(word).text


def unusable_capitals(text: str) -> bool:
    """Written in capitals throughout, or with hardly any: a capital tells nothing of a name."""
    words = [word for word in _WORD.findall(text) if len(word) > 2]
    if len(words) < _FEW_WORDS:
        return False
    starting = [word[0].isupper() for word in _WORD.findall(text)]
    return is_shouted(text) or sum(starting) < _NO_CAPITALS * len(starting)


def is_shouted(text: str) -> bool:
    words = [word for word in _WORD.findall(text) if len(word) > 2]
    return sum(word.isupper() for word in words) > _MOSTLY_CAPITALS * len(words)
