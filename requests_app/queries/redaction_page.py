"""The redaction bench of one text, as plain values: both columns cut in stretches, the masked words as lines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from requests_app.anonymisation.leaks import find_leaks
from requests_app.anonymisation.masking import Mask, occurrences, words_for
from requests_app.anonymisation.redaction.findings import WORDS, Label, Layer
from requests_app.enums import FreeText, KeepReason
from requests_app.models import AidRequest, MaskingChoice
from requests_app.queries.casefile import known_to_file, opinion_of
from requests_app.queries.redactions import BoardText, board_texts

# Four families, so that a colour can be learnt; the word itself says the rest.
_FAMILIES = {
    Label.PERSON: "person", Label.RELATIVE: "person", Label.THIRD_PERSON: "person",
    Label.COMPANY: "company", Label.THIRD_COMPANY: "company",
    Label.COMMUNE: "place", Label.PLACE: "place", Label.STREET: "place", Label.POSTCODE: "place",
    Label.DOUBT: "doubt",
}  # fmt: skip
_PLACES_SHOWN, _WORDS_AROUND = 6, 5
_WHYS = {
    Layer.KNOWN: "figure dans la demande",
    Layer.PATTERN: "forme reconnue",
    Layer.LIST: "nom ou lieu connu",
    Layer.MODEL: "deviné d’après la phrase",
    Layer.DEFAULT: "mot inconnu",
}


@dataclass(frozen=True)
class Stretch:
    """A stretch of a column; ``family`` is empty where the text is read as it is."""

    text: str
    family: str


@dataclass(frozen=True)
class Line:
    """Masked words, once for all the places where they stand. ``words``: what may be written instead.

    ``places``: (before, words, after) of the first of them. ``elsewhere``: the other texts that hold the same words.
    """

    term: str
    sample: str
    times: int
    places: list[tuple[str, str, str]]
    elsewhere: list[str]
    word: str
    words: tuple[str, ...]
    why: str
    family: str
    doubtful: bool


@dataclass(frozen=True)
class Kept:
    term: str
    sample: str
    reason: str
    by: str


@dataclass(frozen=True)
class CueShown:
    sentence: str
    why: str


@dataclass(frozen=True)
class Tab:
    name: FreeText
    text: BoardText
    state: str
    tone: str


@dataclass(frozen=True)
class Bench:
    text: BoardText
    source: list[Stretch]
    shown: list[Stretch]
    lines: list[Line]
    kept: list[Kept]
    cues: list[CueShown]
    suggestions: int
    leaks: tuple
    unusable_capitals: bool
    tabs: list[Tab]


def bench(aid_request: AidRequest, name: FreeText) -> Bench:
    texts = board_texts(aid_request, opinion_of(aid_request))
    text = texts[name]
    proposal = text.row.proposal if text.row else {}
    others = [one for other, one in texts.items() if other != name]
    lines = lines_of(text, others)
    return Bench(
        text=text,
        source=_source(text),
        shown=_shown(text),
        lines=lines,
        kept=_kept(aid_request, text),
        cues=[
            CueShown(text.source[one["start"] : one["end"]], one["why"]) for one in proposal.get("cues", ())
        ],
        suggestions=len({one.term for one in text.masks if one.suggestion and one.word == WORDS[one.label]}),
        leaks=find_leaks(text.shown, known_to_file(aid_request)),
        unusable_capitals=proposal.get("unusable_capitals", False),
        tabs=tabs(texts),
    )


def tabs(texts: Mapping[FreeText, BoardText]) -> list[Tab]:
    return [Tab(name, text, *state_of(text)) for name, text in texts.items() if text.source]


def state_of(text: BoardText) -> tuple[str, str]:
    """In two or three words, and their tone."""
    if text.is_read:
        return ("Relu, joint" if text.name == FreeText.ACCOUNT else "Relu"), "success"
    if text.waits:
        return "En lecture", "info"
    if text.is_settled:
        return "Rien à masquer", "success"
    return ("Non joint" if text.name == FreeText.ACCOUNT else "À relire"), "warning"


def lines_of(text: BoardText, others: Sequence[BoardText]) -> list[Line]:
    """In the order in which the words are met; the doubtful ones first, they want an eye."""
    by_term: dict[str, list[Mask]] = {}
    for mask in text.masks:
        by_term.setdefault(mask.term, []).append(mask)
    lines = [_line(text, term, found, others) for term, found in by_term.items()]
    return sorted(lines, key=lambda line: not line.doubtful)


def _line(text: BoardText, term: str, found: Sequence[Mask], others: Sequence[BoardText]) -> Line:
    first = found[0]
    suggestions = [one.suggestion for one in found]
    return Line(
        term=term,
        sample=" ".join(text.source[first.start : first.end].split()),
        times=len(found),
        places=[_place(text.source, one) for one in found[:_PLACES_SHOWN]],
        elsewhere=[str(one.name.label) for one in others if any(mask.term == term for mask in one.masks)],
        word=first.word,
        words=words_for(first.label, suggestions),
        why="ajouté à la main" if first.by_hand else _WHYS[Layer(first.layer)],
        family=_FAMILIES.get(first.label, "number"),
        doubtful=not first.by_hand and first.layer in (Layer.DEFAULT, Layer.MODEL),
    )


def _place(source: str, mask: Mask) -> tuple[str, str, str]:
    """With a few words around: the same letters may be a name here and a plain word there."""
    before = " ".join(source[: mask.start].split()[-_WORDS_AROUND:])
    after = " ".join(source[mask.end :].split()[:_WORDS_AROUND])
    return before, " ".join(source[mask.start : mask.end].split()), after


def _source(text: BoardText) -> list[Stretch]:
    return _stretches(text, lambda one: text.source[one.start : one.end])


def _shown(text: BoardText) -> list[Stretch]:
    return _stretches(text, lambda one: one.written)


def _stretches(text: BoardText, written: Callable[[Mask], str]) -> list[Stretch]:
    stretches: list[Stretch] = []
    position = 0
    for one in text.masks:
        stretches.append(Stretch(text.source[position : one.start], ""))
        stretches.append(Stretch(written(one), _FAMILIES.get(one.label, "number")))
        position = one.end
    return [stretch for stretch in [*stretches, Stretch(text.source[position:], "")] if stretch.text]


def _kept(aid_request: AidRequest, text: BoardText) -> list[Kept]:
    """Every choice of the request, in its words here or, when they stand in another text, as choices know them."""
    rows = MaskingChoice.objects.filter(aid_request=aid_request, masks=False).select_related("decided_by")
    found = ((row, occurrences(text.source, row.term)) for row in rows.order_by("decided_at", "pk"))
    return [
        Kept(
            row.term,
            text.source[slice(*spots[0])] if spots else row.term,
            str(KeepReason(row.reason).label),
            row.decided_by.display_name,
        )
        for row, spots in found
    ]
