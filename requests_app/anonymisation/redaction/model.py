"""Layer N: a statistical model reads the text as a last net. Loaded on demand, by the background worker alone."""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from requests_app.anonymisation.redaction.findings import Hit, Label, Layer
from requests_app.anonymisation.redaction.page import Page, Word

if TYPE_CHECKING:
    from spacy.language import Language

NAME = "fr_core_news_md"
_LABELS = {"PER": Label.THIRD_PERSON, "LOC": Label.PLACE, "ORG": Label.THIRD_COMPANY, "MISC": Label.DOUBT}
_RATHER_A_NAME = 10


@lru_cache(maxsize=1)
def model() -> "Language":
    import spacy

    return spacy.load(
        NAME, exclude=["parser", "lemmatizer", "attribute_ruler", "morphologizer", "tagger", "senter"]
    )


def entities(page: Page, kept: frozenset[int]) -> Iterator[Hit]:
    """Words of an entity that carry a capital, or that no one uses every day."""
    for found in model()(page.text).ents:
        label = _LABELS.get(found.label_, Label.DOUBT)
        for word in page.words_between(found.start_char, found.end_char):
            if word.rank not in kept and _may_be_named(word, label):
                yield Hit(word.start, word.end, label, Layer.MODEL)


def _may_be_named(word: Word, label: Label) -> bool:
    known = word.entry
    if known.is_function or known.is_office or word.is_letter or label == Label.DOUBT:
        return False
    if not word.capitals_tell:
        return not known.is_word or known.name > known.frequency
    if word.opens:
        return word.capital and (not known.is_word or 0 < known.name > known.frequency - _RATHER_A_NAME)
    return word.capital or not known.is_word
