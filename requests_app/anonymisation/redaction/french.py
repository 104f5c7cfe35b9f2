"""Whether an unknown form is French all the same: drawn out, glued, with another ending, badly written. Pure."""

import re

from requests_app.anonymisation.lexicon import entry, is_misspelt_word, is_torn_word

_PREFIXES = ("jusqu", "lorsqu", "puisqu", "qu", "j", "l", "d", "c", "n", "m", "t", "s", "jn", "jl")
_VERBAL = ("ees", "ee", "es", "ez", "er", "e", "ai", "ait", "ais", "aient", "ent", "et", "s", "x", "t", "nt")
_MEANT_ENDINGS = ("er", "e", "es", "ez", "ent", "ait", "")
_SAID = 24


def is_french_form(word: str) -> bool:
    """A form the dictionary lacks of a word that is often said."""
    short = re.sub(r"(.)\1{2,}", r"\1", word)
    if short != word and (entry(short).is_word or entry(re.sub(r"(.)\1+", r"\1", word)).is_word):
        return True
    for prefix in _PREFIXES:
        rest = word.removeprefix(prefix)
        if (
            rest != word
            and len(rest) > 1
            and entry(rest).frequency >= _SAID
            and _follows_elision(prefix, rest)
        ):
            return True
    stems = [word.removesuffix(ending) for ending in _VERBAL if word.endswith(ending)]
    return any(
        entry(stem + other).frequency >= _SAID for stem in stems if len(stem) > 2 for other in _MEANT_ENDINGS
    )


def is_badly_written(word: str) -> bool:
    return is_misspelt_word(word) or is_torn_word(word)


def _follows_elision(prefix: str, rest: str) -> bool:
    return rest[0] in "aeiouyh" or prefix in ("j", "jn", "jl")
