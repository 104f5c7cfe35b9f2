"""Layer G beside the names that were found: the rest of a house, the other of two, a last name. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence

from requests_app.anonymisation.redaction.announcing import COMMON, KINDS, WHEN
from requests_app.anonymisation.redaction.findings import Hit, Label, Layer
from requests_app.anonymisation.redaction.french import is_french_form
from requests_app.anonymisation.redaction.page import Page, Word
from requests_app.anonymisation.redaction.phrases import PEOPLE_ENDING, TITLES, is_announcing
from requests_app.anonymisation.words import words_of

_HOUSES = (Label.COMPANY, Label.THIRD_COMPANY)
_NAMED_HOUSES = (*_HOUSES, Label.DOUBT)
_PERSONS = (Label.PERSON, Label.RELATIVE, Label.THIRD_PERSON)
_PLACES = (Label.COMMUNE, Label.PLACE)
_NAMED = (*_HOUSES, Label.THIRD_PERSON, Label.DOUBT)
_BEFORE_BARE = words_of("chez envers contre par de d")
_TAILS = words_of(
    """grossiste negoce conseil conseils expertise services service distribution ouest nord sud groupe partners
    gestion sante habitat pro"""
)
_POINTS = words_of("est ouest nord sud")
_LINKS = words_of("de du des d la le l")
_MOST = 4
_RANK = {layer: rank for rank, layer in enumerate(Layer)}
_AND = ("et", "ou", "ni", "puis")
_BETWEEN_TWO = re.compile(r"\bentre (?P<first>[a-z\-]+) et ")
_FIRM = re.compile(
    r"(?<!mon )(?<!ma )(?<!ses )(?<!son )(?<!mes )(?<!le )(?<!la )\b(?P<name>[a-z]{3,})"
    r"(?: (?:et|&) (?:fils|filles|freres|cie|associe?s)\b(?! (?:qui|que|de|ont|sont|vont))|,? s\.a\.(?:s\.|r\.l\.)?)"
)
# Two capitals, then the number of a département; never « Lot Numéro 12 450 € ».
_NUMBERED_FIRM = re.compile(
    r"(?<![.!?:\n] )\b(?P<name>(?:[A-ZÀ-Ý][a-zà-ÿ]+ ){2,3}\d\d)\b(?! ?[€%h/]|[.,]\d| \d{3}\b| ?(?:ans|euros))"
)
_ENDS = re.compile(r" ?(?:[,;.()\n:]|$)")


def beside_names(page: Page, hits: Sequence[Hit], kept: frozenset[int], *, strict: bool) -> Iterator[Hit]:
    """What the names that were found tell of the words beside them. ``strict``: capitals tell nothing there."""
    hits = sorted(hits, key=_belief)  # of two that say the same words, the better believed comes last
    yield from _continued(page, hits, kept, strict=strict)
    yield from _preceded(page, hits, kept, strict=strict)
    yield from _coordinated(page, hits, kept, strict=strict)
    yield from _between_two(page, hits, kept)
    yield from _surnamed(page, hits, kept)
    yield from _firms(page, kept)


def _belief(hit: Hit) -> tuple[int, int, int, str]:
    return -_RANK[hit.layer], hit.start, hit.end, hit.label


def _continued(page: Page, hits: Iterable[Hit], kept: frozenset[int], *, strict: bool) -> Iterator[Hit]:
    """``hits``: what was found. In a ``strict`` text a noun behind such a name has no article, hence belongs to it."""
    last_words = {hit.end: hit for hit in hits if hit.label in (*_NAMED_HOUSES, *_PLACES)}
    for word in page.words:
        hit = last_words.get(word.end)
        if hit is None or word.rank in kept:
            continue
        run = _run(page, _whole(page, word), kept, strict=strict and hit.label in _NAMED_HOUSES)
        if run:
            yield Hit(run[0].start, run[-1].end, hit.label, Layer.LIST)


def _preceded(page: Page, hits: Iterable[Hit], kept: frozenset[int], *, strict: bool) -> Iterator[Hit]:
    """« la concurrence de pneus brigand », « réglé à horizal marceau »: before a name, a noun without article or a
    word no dictionary has. « le garage brigand » keeps its kind.
    """
    firsts = {hit.start: hit for hit in hits if hit.label in _NAMED}
    for word in page.words:
        following = page.next(word)
        hit = firsts.get(following.start) if following else None
        if hit is None or word.rank in kept or page.gap(word) != " ":
            continue
        if _is_bare_kind(page, word, strict=strict) or (
            strict and not word.entry.is_word and not is_french_form(word.folded)
        ):
            yield Hit(word.start, word.end, hit.label, Layer.LIST)


def _coordinated(page: Page, hits: Iterable[Hit], kept: frozenset[int], *, strict: bool) -> Iterator[Hit]:
    """« les marchés de crest et die », « rose et olive »: what stands beside a name is one, when it has no article."""
    last = {hit.end: hit for hit in hits if hit.label in (*_PERSONS, *_PLACES)}
    for word in page.words:
        hit = last.get(word.end)
        other = _beside(page, word) if hit else None
        if hit is None or other is None or other.rank in kept:
            continue
        alike = other.entry.is_town if hit.label in _PLACES else (other.entry.is_first_name or strict)
        if alike and _may_be_named(other):
            yield Hit(other.start, other.end, hit.label, Layer.LIST)


def _beside(page: Page, word: Word) -> Word | None:
    """The word behind « et », « ou », « ni »; behind a comma only one that no dictionary has."""
    link = page.next(word)
    if link is not None and page.gap(word) == ", " and not link.entry.is_word:
        return link
    other = page.next(link) if link else None
    if link is None or other is None or link.folded not in _AND:
        return None
    return other if page.gap(word) == " " and page.gap(link) == " " else None


def _between_two(page: Page, hits: Iterable[Hit], kept: frozenset[int]) -> Iterator[Hit]:
    """« coupée entre léger et maillet »: where one is a place, the other is one."""
    places = {hit.start for hit in hits if hit.label in _PLACES}
    for match in _BETWEEN_TWO.finditer(page.folded.text):
        (first,) = page.words_between(*page.folded.span(*match.span("first")))[:1] or (None,)
        start = page.folded.span(match.end() - 1, match.end())[1]
        if first and start in places and first.rank not in kept and not first.entry.is_function:
            yield Hit(first.start, first.end, Label.PLACE, Layer.LIST)


def _surnamed(page: Page, hits: Iterable[Hit], kept: frozenset[int]) -> Iterator[Hit]:
    """« karim grenier » in small letters: behind a first name that is no word, a noun is the last name."""
    last = {hit.end for hit in hits if hit.label in _PERSONS}
    for word in page.words:
        following = page.next(word)
        if following is None or word.end not in last or page.gap(word) != " " or following.rank in kept:
            continue
        alike = following.capital == word.capital and not following.opens
        if not (alike and not word.entry.is_word):
            continue
        if _is_bare_noun(following) or _ends_name(page, following):
            yield Hit(following.start, following.end, Label.THIRD_PERSON, Layer.LIST)


def _ends_name(page: Page, word: Word) -> bool:
    """« (kevin perdu) », « lina mai, mon comptable »: whatever it is, it stands alone behind a first name."""
    return page.gap(word)[:1] in (",", ")") and not word.entry.is_function and not is_announcing(word.folded)


def _firms(page: Page, kept: frozenset[int]) -> Iterator[Hit]:
    """« gros et fils », « cousin s.a. », « Eau Services 45 »: what stands before them is the name of a house."""
    for match in _NUMBERED_FIRM.finditer(page.text):
        yield Hit(*match.span("name"), Label.THIRD_COMPANY, Layer.LIST)
    for match in _FIRM.finditer(page.folded.text):
        words = page.words_between(*page.folded.span(*match.span("name")))
        if words and words[-1].rank not in kept and not words[-1].entry.is_function:
            yield Hit(words[-1].start, words[-1].end, Label.THIRD_COMPANY, Layer.LIST)


def _may_be_named(word: Word) -> bool:
    known = word.entry
    plain = known.is_function or known.is_verb or known.is_office or known.frequency >= COMMON
    general = PEOPLE_ENDING.search(word.folded) or is_announcing(word.folded) or word.folded in KINDS | WHEN
    return not (plain or general) and (known.is_noun or known.name > 0 or not known.is_word)


def _is_bare_kind(page: Page, word: Word, *, strict: bool) -> bool:
    previous = page.previous(word)
    general = PEOPLE_ENDING.search(word.folded) or is_announcing(word.folded) or word.folded in WHEN | TITLES
    if previous is None or general or not word.entry.is_noun or word.entry.is_office or word.opens:
        return False
    gap = page.gap(previous)
    listed = gap.rstrip(" ")[-1:] in (",", ";", ":", "(", "/", "-", "+") and word.entry.frequency < COMMON
    if strict and gap == " " and previous.entry.is_noun and word.entry.frequency < COMMON:
        return True  # « devis volets picard »: no noun stands behind another
    return listed or (gap == " " and previous.folded in _BEFORE_BARE)


def _whole(page: Page, word: Word) -> Word:
    """« Inter'Aide »: the last word of what is written as one."""
    following = page.next(word)
    while following is not None and (page.gap(word) in ("'", "’", "-") or _is_firm(page, word, following)):
        word, following = following, page.next(following)
    return word


def _is_firm(page: Page, word: Word, following: Word) -> bool:
    return page.gap(word) == " " and following.folded in ("freres", "fils", "associes", "cie")


def _run(page: Page, first: Word, kept: frozenset[int], *, strict: bool) -> list[Word]:
    """The words behind, up to the last one that is a part of the name."""
    run: list[Word] = []
    links: list[Word] = []
    for word in page.following(first, _MOST):
        if word.folded == "france" and first.stands_out and word.stands_out:
            run.append(word)
            break
        if word.rank in kept:
            break
        if strict and word.folded in _LINKS:
            links.append(word)
        elif _belongs(page, first, word, linked=bool(links), strict=strict):
            run += [*links, word]
            links = []
        else:
            break
    return run


def _belongs(page: Page, first: Word, word: Word, *, linked: bool, strict: bool) -> bool:
    if word.folded in _POINTS:
        return word.folded != "est" or bool(word.capital and _ENDS.match(page.gap(word)))
    if word.folded in _TAILS and not linked:
        return word.capital == first.capital or not word.capitals_tell
    return strict and not linked and _is_bare_noun(word)


def _is_bare_noun(word: Word) -> bool:
    known = word.entry
    general = PEOPLE_ENDING.search(word.folded) or is_announcing(word.folded) or word.folded in KINDS | WHEN
    return known.is_noun and not (general or known.is_verb or known.is_office or known.frequency >= COMMON)
