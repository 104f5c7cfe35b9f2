"""From a text, what the engine found in it and what a person chose to what a board may read of it. Pure.

A choice is about words, not about places: it holds wherever they stand, and after any later edit of the text.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from requests_app.anonymisation.cleaning import Folded, fold
from requests_app.anonymisation.redaction.findings import WORDS, Label, masked

# What may be written instead of the neutral word: a closed list, so that nothing slips in by that way.
GENERAL: Mapping[Label, tuple[str, ...]] = {
    Label.PERSON: ("la personne",),
    Label.RELATIVE: ("un proche", "le conjoint", "un enfant", "un parent"),
    Label.THIRD_PERSON: (
        "un tiers",
        "un client",
        "un fournisseur",
        "un salarié",
        "un associé",
        "un voisin",
        "un professionnel",
        "un professionnel de santé",
        "le bailleur",
        "le comptable",
        "le travailleur social",
        "un élu",
        "un homme ou une femme de loi",
        "la banque",
    ),
    Label.COMPANY: ("l’entreprise",),
    Label.THIRD_COMPANY: ("un fournisseur", "un client", "un concurrent", "une entreprise", "le bailleur", "la banque"),
    Label.COMMUNE: ("une commune du département", "la commune"),
    Label.PLACE: ("un lieu du département", "le quartier", "le secteur"),
    Label.STREET: ("le local", "le domicile"),
    Label.DATE: ("à cette période",),
}  # fmt: skip
# What is suggested where the engine has nothing better: the words say who without saying which one.
_SUGGESTED: Mapping[Label, str] = {
    Label.THIRD_PERSON: "un tiers",
    Label.THIRD_COMPANY: "une entreprise",
    Label.COMMUNE: "une commune du département",
    Label.PLACE: "un lieu du département",
}
# What a generalisation takes the place of as well: « Mme un tiers », « le un fournisseur » are no French.
_LEADING = re.compile(
    r"(?<!\w)(?:(?:m|mr|mme|mlle|me|dr)\.?|monsieur|madame|mademoiselle|ma[iî]tre|docteure?|les?|la) +$|(?<!\w)l['’]$",
    re.IGNORECASE,
)
_SENTENCE_ENDS = frozenset({"", ".", "!", "?", "…", "\n"})
_OF = re.compile(r"(?<!\w)de +$")
# Words copied over the end of a line are the same words.
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Spot:
    """What the engine found at ``start:end`` of the text; ``suggestion``: the generalisation it would write."""

    start: int
    end: int
    label: Label
    layer: str
    suggestion: str = ""


@dataclass(frozen=True)
class Choice:
    """``masks`` False: these words may be read. ``word``: what is written instead, the neutral one when empty."""

    masks: bool
    label: Label = Label.DOUBT
    word: str = ""


@dataclass(frozen=True)
class Mask:
    """A masked part of the text. ``term``: its words as choices know them. ``by_hand``: a person added it.

    ``parts``: the terms it is made of, where several overlap. ``word``: what was chosen to stand there; ``written``: it
    as its sentence wants it.
    """

    start: int
    end: int
    term: str
    label: Label
    word: str
    suggestion: str
    layer: str
    by_hand: bool
    parts: tuple[str, ...]
    written: str = ""


def term_of(words: str) -> str:
    """The form in which two spellings are the same words: no case, no accent, one space."""
    plain = _SPACE.sub(" ", fold(words).text)
    return plain.strip(' .,;:!?…()«»"') or plain.strip()


def masks_of(text: str, spots: Iterable[Spot], choices: Mapping[str, Choice]) -> tuple[Mask, ...]:
    """Sorted and disjoint. Overlapping ones become one, which takes what was chosen by hand first."""
    page = fold(text)
    found = [mask for spot in spots if _stays((mask := _of_spot(text, spot)), choices)] + [
        _by_hand(text, start, end, choice)
        for term, choice in choices.items()
        if choice.masks
        for start, end in _spans(page, term)
    ]
    joined: list[Mask] = []
    for mask in sorted(found, key=lambda one: (one.start, -one.end)):
        if joined and mask.start < joined[-1].end:
            joined[-1] = _one(text, joined[-1], mask)
        else:
            joined.append(mask)
    fitted: list[Mask] = []
    for mask in _named_alike(joined):
        fitted.append(_fitted(text, _worded(mask, choices), after=fitted[-1].end if fitted else 0))
    return tuple(fitted)


def occurrences(text: str, term: str) -> list[tuple[int, int]]:
    """Where these words stand in ``text``, whole, however they are written or spaced."""
    return _spans(fold(text), term)


def _spans(page: Folded, term: str) -> list[tuple[int, int]]:
    words = [re.escape(word) for word in term.split()]
    if not words:
        return []
    pattern = re.compile(r"(?<![a-z0-9])" + r"\s+".join(words) + r"(?![a-z0-9])")
    return [page.span(*match.span()) for match in pattern.finditer(page.text)]


def shown_text(text: str, found: Iterable[Mask]) -> str:
    """What the board reads."""
    return masked(text, [(one.start, one.end, one.written) for one in found])


def words_for(label: Label, suggestions: Iterable[str] = ()) -> tuple[str, ...]:
    """What may be written for such words: the neutral word first, then what was suggested, then the closed list."""
    return tuple(dict.fromkeys([WORDS[label], *(one for one in suggestions if one), *GENERAL.get(label, ())]))


def _of_spot(text: str, spot: Spot) -> Mask:
    suggestion = "" if spot.suggestion.startswith("[") else spot.suggestion
    suggestion = suggestion or _SUGGESTED.get(spot.label, "")
    term = term_of(text[spot.start : spot.end])
    return Mask(
        spot.start,
        spot.end,
        term,
        spot.label,
        WORDS[spot.label],
        suggestion,
        spot.layer,
        by_hand=False,
        parts=(term,),
    )


def _by_hand(text: str, start: int, end: int, choice: Choice) -> Mask:
    term = term_of(text[start:end])
    return Mask(start, end, term, choice.label, WORDS[choice.label], "", "", by_hand=True, parts=(term,))


def _stays(mask: Mask, choices: Mapping[str, Choice]) -> bool:
    choice = choices.get(mask.term)
    return choice is None or choice.masks


def _one(text: str, first: Mask, second: Mask) -> Mask:
    better = min(first, second, key=lambda one: (not one.by_hand, one.start - one.end, one.start))
    start, end = min(first.start, second.start), max(first.end, second.end)
    suggestion = better.suggestion or first.suggestion or second.suggestion
    layer = better.layer or first.layer or second.layer
    same = (first.start, first.end) == (second.start, second.end)
    by_hand = first.by_hand and second.by_hand if same else better.by_hand
    term = term_of(text[start:end])
    return replace(
        better,
        start=start,
        end=end,
        term=term,
        suggestion=suggestion,
        layer=layer,
        by_hand=by_hand,
        parts=tuple(dict.fromkeys((*first.parts, *second.parts))),
    )


def _named_alike(masks: list[Mask]) -> list[Mask]:
    """The same words are the same thing wherever they stand: the most telling place names them all."""
    places: dict[str, list[Mask]] = {}
    for mask in masks:
        places.setdefault(mask.term, []).append(mask)
    best = {term: min(found, key=_vagueness) for term, found in places.items()}
    hints = {
        term: min((one.suggestion for one in found), key=_hint_vagueness) for term, found in places.items()
    }
    return [
        replace(mask, label=best[mask.term].label, word=best[mask.term].word, suggestion=hints[mask.term])
        for mask in masks
    ]


def _vagueness(mask: Mask) -> tuple[bool, bool]:
    return not mask.by_hand, mask.label == Label.DOUBT


def _hint_vagueness(suggestion: str) -> tuple[bool, bool]:
    """The role that a sentence tells is better than the one that fits any of its kind."""
    return not suggestion, suggestion in _SUGGESTED.values()


def _worded(mask: Mask, choices: Mapping[str, Choice]) -> Mask:
    choice = choices.get(mask.term)
    if choice is None or not choice.word:
        return mask
    return replace(mask, word=choice.word)


def _fitted(text: str, mask: Mask, *, after: int) -> Mask:
    """A generalisation in its sentence: without the civility or the article of the name, « d’un » for « de un ».

    ``after``: where the mask before it ends.
    """
    if mask.word.startswith("["):
        return replace(mask, written=mask.word)
    leading = _LEADING.search(text, after, mask.start)
    start = leading.start() if leading else mask.start
    of = _OF.search(text, after, start) if mask.word.startswith("un") else None
    if of:
        return replace(mask, start=of.start(), written=f"d’{mask.word}")
    opens = text[:start].rstrip(" ")[-1:] in _SENTENCE_ENDS
    written = mask.word[0].upper() + mask.word[1:] if opens else mask.word
    return replace(mask, start=start, written=written)
