"""What is known of French words, names and places: one memory-mapped file, opened at the first question. Pure.

``words.trie`` is built by ``manage.py build_lexicon``; sources and licences stand in ``NOTICE.md``.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from requests_app.anonymisation.lexicon.spelling import (
    CUT_MARK,
    SHORTEST_CUT,
    SHORTEST_SOUND,
    SOUND_MARK,
    cuts,
    edits,
    sound,
)

if TYPE_CHECKING:
    import marisa_trie

FILE = Path(__file__).parent / "words.trie"
RECORD = "<BBBB"
_TORN, _TORN_START, _MEANT = 8, 5, 26
FUNCTION, VERB, FIRST_NAME, LAST_NAME, TOWN, OFFICE, NOUN, ADJECTIVE = (1 << bit for bit in range(8))


@dataclass(frozen=True, slots=True)
class Entry:
    """One folded word. ``frequency``, ``name`` and ``place`` are tens of decibels: +10 is ten times more.

    ``frequency`` 0: no French word; 1: a rare one; 21: once in a million words. ``name``: how many bear it.
    ``place``: people who live there, 1 for a word of a longer name of a place.
    """

    flags: int
    frequency: int
    name: int
    place: int

    @property
    def is_word(self) -> bool:
        return self.frequency > 0

    @property
    def is_function(self) -> bool:
        """An article, a pronoun, a link word: never a name by itself."""
        return bool(self.flags & FUNCTION)

    @property
    def is_verb(self) -> bool:
        return bool(self.flags & VERB)

    @property
    def is_noun(self) -> bool:
        """A noun and no adjective: it has its article, or it is a name."""
        return self.flags & (NOUN | ADJECTIVE) == NOUN

    @property
    def is_adjective(self) -> bool:
        return bool(self.flags & ADJECTIVE)

    @property
    def is_office(self) -> bool:
        """A word of forms and letters, often written with a capital for respect."""
        return bool(self.flags & OFFICE)

    @property
    def is_first_name(self) -> bool:
        return bool(self.flags & FIRST_NAME)

    @property
    def is_town(self) -> bool:
        """The whole name of a commune or of a département."""
        return bool(self.flags & TOWN)


UNKNOWN = Entry(0, 0, 0, 0)


@lru_cache(maxsize=1)
def _trie() -> "marisa_trie.RecordTrie":
    import marisa_trie

    return marisa_trie.RecordTrie(RECORD).mmap(str(FILE))


@lru_cache(maxsize=20_000)
def entry(word: str) -> Entry:
    """What is known of a folded word, or of several with blanks between them."""
    found = _trie().get(word)
    return Entry(*found[0]) if found else UNKNOWN


@lru_cache(maxsize=20_000)
def begins_longer_name(word: str) -> bool:
    """Whether names of several words begin with it: « saint », « la roche »."""
    return next(_trie().iterkeys(word + " "), None) is not None


@lru_cache(maxsize=2_000)
def is_torn_word(word: str) -> bool:
    """« tresorie »: a long frequent word that lost or gained two letters after its beginning."""
    if len(word) < _TORN:
        return False
    near = (key for key in _trie().iterkeys(word[:_TORN_START]) if abs(len(key) - len(word)) <= 2)
    return any(entry(key).frequency >= _MEANT and edits(word, key, 2) <= 2 for key in near)


@lru_cache(maxsize=5_000)
def is_misspelt_word(word: str) -> bool:
    """A letter away from a frequent word, or said like one."""
    trie = _trie()
    if len(word) >= SHORTEST_CUT and any(CUT_MARK + cut in trie for cut in cuts(word)):
        return True
    said = sound(word)
    return len(said) >= SHORTEST_SOUND and SOUND_MARK + said in trie
