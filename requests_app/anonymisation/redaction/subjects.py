"""Layer G on subjects: a sentence that begins with a noun and no article begins with a name. Pure."""

import re
from collections.abc import Iterator

from requests_app.anonymisation.redaction.announcing import (
    BARE_SUBJECT,
    COMMON,
    HEARD,
    HOUSE_DEALS,
    KINDS,
    NAME_OPENERS,
    PLACE_DEALS,
    WHEN,
)
from requests_app.anonymisation.redaction.findings import Hit, Label, Layer
from requests_app.anonymisation.redaction.page import Page, Word
from requests_app.anonymisation.redaction.phrases import PEOPLE_ENDING, QUALITY_ENDING, is_announcing
from requests_app.anonymisation.redaction.slots import INSIDE, is_grammar, word_at
from requests_app.anonymisation.words import words_of

_DEALS = ((HOUSE_DEALS, Label.THIRD_COMPANY), (PLACE_DEALS, Label.PLACE))
_SHORTEST = 3
_ARTICLES = words_of("la le les l au aux ma mon ti")
_JOINING = words_of("et un une ma mon") | INSIDE
_MOST_WORDS = 6
_BETWEEN = re.compile(r" ?[&+'’\- ] ?| ")


def bare_subjects(page: Page, kept: frozenset[int], *, strict: bool) -> Iterator[Hit]:
    """« cash alim m'a coupé », « Foncia me réclame »."""
    for first in page.words:
        if (
            not first.opens
            or first.rank in kept
            or len(first.raw) < _SHORTEST
            or (page.careless and not strict)
        ):
            continue
        run = [first, *_rest(page, first)]
        most = COMMON if strict or not first.capital or any(one.stands_out for one in run) else HEARD
        named = (
            _may_act(run[0], most)
            and _may_act(run[-1], most)
            and not kept.intersection(one.rank for one in run)
        )
        if named and not page.in_known_compound(first) and _acts(page, run[-1]):
            yield Hit(first.start, run[-1].end, Label.THIRD_COMPANY, Layer.LIST)


def _acts(page: Page, last: Word) -> bool:
    """Whether a verb follows; « ma coupé » for « m'a coupé » is one, « ma banque » is none."""
    if not BARE_SUBJECT.match(page.folded.text, page.folded_index(last.end)):
        return False
    owner, owned = page.next(last), page.next(last, 2)
    return bool(owner and (owner.folded != "ma" or (owned and owned.entry.is_verb)))


def _rest(page: Page, first: Word) -> list[Word]:
    """The one or two words after the first, a link word between: « bois du haut-doubs »."""
    run: list[Word] = []
    for word in page.following(first, 3):
        if (is_grammar(word) or word.entry.is_verb) and word.folded not in INSIDE:
            break
        run.append(word)
    while run and (run[-1].folded in INSIDE or len(run[-1].raw) < _SHORTEST):
        run.pop()
    return run


def _may_act(word: Word, most: int) -> bool:
    known = word.entry
    plain = known.is_function or known.is_verb or known.is_office or known.frequency >= most
    general = word.folded in KINDS or PEOPLE_ENDING.search(word.folded) or is_announcing(word.folded)
    return not (plain or general)


def dealt_with(page: Page, kept: frozenset[int], *, strict: bool) -> Iterator[Hit]:
    """« le fournisseur la boîte à outils ne livre plus », « relances de couleur café »: two words of a name."""
    matches = ((its, label) for pattern, label in _DEALS for its in pattern.finditer(page.folded.text))
    for match, label in matches:
        first = word_at(page, match.end())
        if first is None or first.rank in kept:
            continue
        if first.folded in _ARTICLES and not strict and (label == Label.PLACE or _joined(match)):
            continue
        run = _name_from(page, first, kept)
        telling = [word for word in run if word.folded not in _JOINING | _ARTICLES]
        kind = any(_tells_a_kind(word, strict=strict) for word in telling)
        named = first.folded in _ARTICLES and label == Label.THIRD_COMPANY and not is_when(telling[:1])
        if len(telling) > 1 and (named or not kind) and not _leads_to_capital(telling):
            yield Hit(run[0].start, run[-1].end, label, Layer.LIST)


def is_when(words: list[Word]) -> bool:
    return any(word.folded in WHEN for word in words)


def _leads_to_capital(words: list[Word]) -> bool:
    """« le garage Lagarrigue »: the small word is the kind, the capital goes by itself."""
    return not words[0].capital and any(word.stands_out for word in words)


def _joined(match: re.Match[str]) -> bool:
    """« chez le », « auprès de la »: there an article tells of a kind, after « le fournisseur » of a name."""
    return " " in match.group().strip() or match.group().startswith(("chez", "selon"))


def _name_from(page: Page, first: Word, kept: frozenset[int]) -> list[Word]:
    """The words up to a verb, a stop or a word of grammar that no name holds."""
    run: list[Word] = []
    word: Word | None = first
    while word is not None and len(run) < _MOST_WORDS:
        linked = _joins(page, word) if run else word.folded in _ARTICLES
        opener = word.folded in NAME_OPENERS or (not run and word.folded == "tout")
        if word.rank in kept or page.in_known_compound(word) or not (linked or opener or not _is_plain(word)):
            break
        run.append(word)
        if not _BETWEEN.fullmatch(page.gap(word)):
            break
        word = page.next(word)
    while run and (run[-1].folded in _JOINING or run[-1].raw == "à"):
        run.pop()
    return run


def _joins(page: Page, word: Word) -> bool:
    """« mille et une perles », « la boîte à outils »; « et le groupe » begins another name, « a obtenu » is an act."""
    following = page.next(word)
    other = word.folded == "et" and following is not None and following.folded in _ARTICLES
    return (word.folded in _JOINING and not other) or word.raw == "à"


def _is_plain(word: Word) -> bool:
    known = word.entry
    return is_grammar(word) or known.is_office or (known.is_verb and known.frequency >= HEARD)


def _tells_a_kind(word: Word, *, strict: bool) -> bool:
    """A person in general, a quality, an everyday word: « client particulier mécontent »."""
    if word.folded in NAME_OPENERS:
        return False
    general = PEOPLE_ENDING.search(word.folded) or is_announcing(word.folded) or word.folded in KINDS
    return (
        bool(general or (QUALITY_ENDING.search(word.folded) and not strict)) or word.entry.frequency >= COMMON
    )
