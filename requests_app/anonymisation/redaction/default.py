"""Layer D, default deny: what is no known French word, and any capital inside a sentence. Pure."""

import re
from collections.abc import Iterator

from requests_app.anonymisation.lexicon import entry, is_misspelt_word, is_torn_word
from requests_app.anonymisation.redaction.findings import Hit, Label, Layer
from requests_app.anonymisation.redaction.page import Page, Word
from requests_app.anonymisation.redaction.phrases import label_around
from requests_app.anonymisation.words import words_of

_ELIDED = words_of("aujourd quelqu jusqu lorsqu puisqu quoiqu presqu entr qu prud grand parce quand tandis hui")
_PREFIXES = ("jusqu", "lorsqu", "puisqu", "qu", "j", "l", "d", "c", "n", "m", "t", "s", "jn", "jl")
_ENDINGS = (("ees", "ee", "es", "ez", "er", "e", "ai", "ait", "ais", "aient", "ent", "et", "ait", "s", "x", "t", "nt"), ("er", "e", "es", "ez", "ent", "ait", ""))
_STARTERS = words_of("je j il elle nous vous on ce c et mais donc or ni car ou si que qui mon ma mes la le les un une de des du dans pour avec en au a par sur ne se son sa ses")
_EVERYDAY, _SAID, _ALWAYS = 31, 24, 52
_LISTED = 37  # a name borne by so many is no misspelt word
_LIKELY_NAME = 10
_STRICTLY_LISTED, _OFTEN_BORNE = 30, 45
_FRENCH_LETTERS = re.compile(r"[a-zàâäçéèêëîïôöùûüÿœæñáíóú\u0300-\u036f]+")
_SHOUTED_RUN = 3
_OFFICE_MARGIN = 25


def unknown_words(page: Page, kept: frozenset[int], *, strict: bool) -> Iterator[Hit]:
    for word in page.words:
        if word.index not in kept and (_stands_out(page, word) or _is_unknown(page, word, strict=strict)):
            yield Hit(word.start, word.end, _label(page, word), Layer.DEFAULT)


def _label(page: Page, word: Word) -> Label:
    around = label_around(page.before(word, 60))
    if around != Label.DOUBT:
        return around
    if word.entry.is_town and word.entry.place > word.entry.name:
        return Label.COMMUNE
    return Label.THIRD_PERSON if word.entry.name >= _LISTED else Label.DOUBT


def _stands_out(page: Page, word: Word) -> bool:
    if not word.stands_out:
        return False
    known = word.entry
    if word.is_letter:
        return _is_initial(page, word)
    if known.is_office and known.name < known.frequency + _OFFICE_MARGIN and not _ends_name(page, word):
        return False
    if known.is_function and (word.folded in _STARTERS or known.frequency >= _ALWAYS):
        return False
    if word.shouted and _is_emphasis(page, word):
        return False
    return True


def _ends_name(page: Page, word: Word) -> bool:
    """« Sylwia Mai »: just after a first name that is nothing else."""
    previous = page.previous(word)
    if previous is None or page.gap(previous) != " " or not previous.capital or previous.entry.is_office:
        return False
    known = previous.entry
    return known.is_first_name and known.name - known.frequency >= _LIKELY_NAME


def _is_initial(page: Page, word: Word) -> bool:
    """« R. Petit », « N’Guessan », « Mme B. »."""
    following = page.next(word)
    gap = page.gap(word)
    if gap.startswith(("'", "’")):
        return bool(following and following.capital and not following.entry.is_word)
    if gap.startswith("."):
        return word.folded != "m"
    before = page.before(word, 12)
    return bool(re.search(r"(?:m\.?|mme|mlle|monsieur|madame|mr) $", before)) and word.folded not in "xyz"


def _is_emphasis(page: Page, word: Word) -> bool:
    """« Je n'ai PLUS RIEN »: ordinary words cried out."""
    known = word.entry
    if known.frequency < _SAID or known.name >= known.frequency - _LIKELY_NAME:
        return False
    near = [page.next(word, by) for by in range(-2, 3)]
    return known.frequency >= _EVERYDAY or sum(bool(one and one.shouted) for one in near) >= _SHOUTED_RUN


def _is_unknown(page: Page, word: Word, *, strict: bool) -> bool:
    known = word.entry
    if known.is_word or word.is_letter or _in_compound(page, word):
        return False
    if (known.name >= _LISTED and not (known.name < _OFTEN_BORNE and not word.capital and _is_french(word.folded))) or (word.capital and known.name > 0 and word.capitals_tell):
        return True
    if len(word.raw) == 2:
        return word.capital and not word.shouted and word.capitals_tell
    if not _FRENCH_LETTERS.fullmatch(word.raw.lower()) or _is_beside_name(page, word):
        return True
    if _is_french(word.folded):
        return False
    if strict and known.name > _STRICTLY_LISTED:
        return True
    return not (is_misspelt_word(word.folded) or is_torn_word(word.folded))


def _is_beside_name(page: Page, word: Word) -> bool:
    """An unknown word after a tie, a civility or a first name is no misspelling."""
    if label_around(page.before(word, 60)) in (Label.PERSON, Label.RELATIVE, Label.THIRD_PERSON):
        return True
    previous = page.previous(word)
    if previous is None or page.gap(previous) != " ":
        return False
    known = previous.entry
    return known.is_first_name and known.name >= _LISTED and known.name - known.frequency >= _LIKELY_NAME


def _in_compound(page: Page, word: Word) -> bool:
    """« aujourd’hui », « auto-école »: known as a whole, or cut by an elision."""
    if word.folded in _ELIDED:
        return True
    for back in range(3):
        first = page.previous(word, back)
        run = [first]
        while run[-1] is not None and len(run) < 4 and re.fullmatch(r"[ '’\-‐]", page.gap(run[-1])):
            run.append(page.next(run[-1]))
            name = " ".join(one.folded for one in run if one)
            if len(run) > back and entry(name).is_word:
                return True
    return False


def _is_french(word: str) -> bool:
    """A form the dictionary lacks: drawn out, glued to its elision, with another ending."""
    short = re.sub(r"(.)\1{2,}", r"\1", word)
    if short != word and (entry(short).is_word or entry(re.sub(r"(.)\1+", r"\1", word)).is_word):
        return True
    for prefix in _PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) > 1 and entry(rest).frequency >= _SAID and _follows_elision(prefix, rest):
            return True
    stems = [word.removesuffix(ending) for ending in _ENDINGS[0] if word.endswith(ending)]
    return any(entry(stem + other).frequency >= _SAID for stem in stems if len(stem) > 2 for other in _ENDINGS[1])


def _follows_elision(prefix: str, rest: str) -> bool:
    return rest[0] in "aeiouyh" or prefix in ("j", "jn", "jl")
