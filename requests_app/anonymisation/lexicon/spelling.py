"""How a badly written word is brought near the one that was meant. Pure, on folded words.

Used twice: when the lexicon is built, on the frequent words; when a text is read, on the unknown ones.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

# Marks of the two kinds of keys that stand beside the words in the lexicon file.
CUT_MARK, SOUND_MARK = "-", "~"
SHORTEST_CUT = 5
SHORTEST_SOUND = 4

_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"[^a-z]", ""),
        (r"eaux?|aux?(?=[^aeiouy]|$)|au", "o"),
        (r"ph", "f"),
        (r"s?ch|sh", "#"),
        (r"qu?|ck", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"gu(?=[eiy])", "g"),
        (r"ge(?=[aou])|g(?=[eiy])", "j"),
        (r"h", ""),
        (r"(?:a|e)[iy]n|(?:i|y)[nm](?=[^aeiouy]|$)", "1"),
        (r"(?:a|e)[nm](?=[^aeiouynm]|$)", "2"),
        (r"(?:a|e)[iy]|oeu|oe", "e"),
        (r"y", "i"),
        (r"z|x(?=[aeiou])", "s"),
        (r"(.)\1+", r"\1"),
        (r"(?:e?nt|2t|er|e[stxz]*|[stxdpz])+$", ""),
    )
)


@lru_cache(maxsize=8_192)
def sound(word: str) -> str:
    """A coarse key of how a French word is said: « salère » and « salaire », « payer » and « payé » share one."""
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word


def cuts(word: str) -> Iterator[str]:
    """The word, then the word with each letter left out: two words that share one are a letter apart."""
    yield word
    for index in range(len(word)):
        if index == 0 or word[index] != word[index - 1]:
            yield word[:index] + word[index + 1 :]


def edits(left: str, right: str, most: int) -> int:
    """Letters to add, drop, change or swap; counting stops past ``most``."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        current = [i]
        for j, b in enumerate(right, 1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before, row = row, current
    return row[-1]
