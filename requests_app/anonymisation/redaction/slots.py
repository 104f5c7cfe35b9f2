"""Layer G on slots: places and houses whose name follows the word that announces it, whatever it is made of. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from requests_app.anonymisation.redaction.announcing import (
    AT_PLACE,
    COMMON,
    HEARD,
    KINDS,
    MOVES,
    NAME_OPENERS,
    OF_TOWN,
    RARE,
    SELDOM,
    SLOTS,
    Slot,
)
from requests_app.anonymisation.redaction.findings import Hit, Label, Layer
from requests_app.anonymisation.redaction.french import is_badly_written
from requests_app.anonymisation.redaction.page import Page, Word
from requests_app.anonymisation.redaction.phrases import PEOPLE_ENDING, QUALITY_ENDING
from requests_app.anonymisation.words import TRADE_WORDS, words_of

INSIDE = words_of("de du des d aux sur en sous les la le l")
_ARTICLES = ("la", "le", "les", "l'", "l", "aux")
_BARE = ("de", "d'", "d")
_MOST_WORDS = 5
_INFINITIVE = re.compile(r"(?:er|ir|re|oir)$")
_BORNE, _TOWN, _CITY, _FREQUENT = 38, 35, 40, 52
_MEASURED = re.compile(
    r"(?:ans?|mois|jours?|semaines?|heures?|minutes?|kilometres?|km|personnes?|euros?|etages?|pieces?|fois)$"
)
_AFTER_TOWN = ("chez", "depuis", "et", "il")


def slots(page: Page, kept: frozenset[int], *, strict: bool) -> Iterator[Hit]:
    """Runs of words after « quartier », « la société », « chez », « habite à »; in a strict text after « à » too."""
    for slot in SLOTS:
        most = slot.most_strict if strict else slot.most
        for match in slot.pattern.finditer(page.folded.text) if most else ():
            first = word_at(page, match.end())
            if first is None or first.rank in kept:
                continue
            last = _second_capital(page, first) or (None if slot.capitals_only else _opened(page, first))
            if (
                last is None
                and not slot.capitals_only
                and _is_name(page, first, slot, match.group("links").split(), most)
            ):
                last = first
            if last:
                yield Hit(first.start, last.end, slot.label, Layer.LIST)
                yield from _rest(page, last, slot.label, kept, strict=strict)


def of_towns(page: Page, kept: frozenset[int], *, strict: bool) -> Iterator[Hit]:
    """Towns named like ordinary words, after what a town has or after « à »: « le notaire de vire », « à sens »."""
    for pattern in (OF_TOWN, MOVES, AT_PLACE) if strict else (OF_TOWN, MOVES):
        for match in pattern.finditer(page.folded.text):
            word = word_at(page, match.end())
            if word is None or word.rank in kept or (match.group("links") or "").strip():
                continue
            plain = (
                pattern is MOVES
                and not strict
                and (word.entry.frequency >= (SELDOM if word.entry.is_verb else HEARD))
            )
            if _may_be_town(word) and not plain and (pattern is OF_TOWN or _is_left_alone(page, word)):
                yield Hit(word.start, word.end, Label.COMMUNE, Layer.LIST)


def is_grammar(word: Word) -> bool:
    """« cash » and « ter » are adverbs of the dictionary, and names of houses all the same."""
    return word.entry.is_function and (word.entry.frequency >= HEARD or len(word.raw) < 3)


def _may_be_town(word: Word) -> bool:
    known = word.entry
    plain = is_grammar(word) or known.is_office or word.folded in KINDS or known.frequency >= _FREQUENT
    return known.is_town and known.place >= _TOWN and not plain


def _is_left_alone(page: Page, word: Word) -> bool:
    """« à sens, » and « à sens chez »: no « à part entière », no « a viré »."""
    previous, following = page.previous(word), page.next(word)
    if previous is not None and previous.raw.lower() == "a" and word.entry.is_verb:
        return False
    goes_on = following is not None and (following.entry.is_function or following.folded in _AFTER_TOWN)
    ends = (
        following is None
        or page.gap(word) not in (" ", "-", "'", "’")
        or (goes_on and following.folded not in _BARE)
    )
    return ends and word.entry.place >= _CITY


def word_at(page: Page, index: int) -> Word | None:
    position = page.folded.origin[index]
    rank = bisect_left(page.words, position, key=lambda word: word.start)
    word = page.words[rank] if rank < len(page.words) else None
    return word if word and word.start == position else None


def _second_capital(page: Page, first: Word) -> Word | None:
    """The second word of « Tapis Royal », whose first one may open a line."""
    second = next(page.following(first, 1), None)
    if second is None or not (first.capital and second.stands_out):
        return None
    plain = is_grammar(first) or first.entry.is_office or is_grammar(second)
    return None if plain or second.opens else second


def _opened(page: Page, first: Word) -> Word | None:
    """The second word of « Quatre Vents » or « grand large », or the one no dictionary has of « fond lahaye »."""
    second = next(page.following(first, 1), None)
    if second is None or second.opens:
        return None
    known = second.entry
    if first.folded in NAME_OPENERS:
        plain = known.is_function or known.is_verb or known.is_office or second.folded in KINDS
        return None if plain or len(second.raw) < 3 or _MEASURED.match(second.folded) else second
    plain = (
        is_grammar(first) or first.entry.is_office or first.entry.is_verb or _is_kind_of_named(page, first)
    )
    return None if plain or known.is_word or is_badly_written(second.folded) else second


def _is_name(page: Page, word: Word, slot: Slot, links: list[str], most: int) -> bool:
    known = word.entry
    headed = _is_headed(page, word)
    if (
        is_grammar(word)
        or word.folded in INSIDE
        or len(word.raw) < 3
        or (known.is_verb and not slot.infinitives)
    ):
        return False
    if word.folded in KINDS and slot.label != Label.PERSON and not (headed and slot.of_people):
        return False
    if word.stands_out:
        return not known.is_office
    if _is_kind_of_named(page, word):
        return False
    article = bool(links) and links[-1] in _ARTICLES
    settled = (article and known.frequency < COMMON) or _is_city(word, slot)
    if known.is_town and not known.is_office and settled:
        return True
    if _is_said_of_kind(page, word, slot, headed=headed, links=links):
        return False
    if slot.label == Label.THIRD_COMPANY and not links:
        most = _FREQUENT if known.is_noun and not PEOPLE_ENDING.search(word.folded) else COMMON
    acts = (
        known.is_verb
        and not known.is_noun
        and not links
        and not word.capital
        and slot.label == Label.THIRD_COMPANY
    )
    if known.is_office or known.frequency >= most or acts:
        return False
    # « une société de nettoyage », « la zone de chalandise » say a kind; « la clinique des Acacias » a name.
    bare = bool(links) and links[-1] in _BARE
    return not bare or headed or known.frequency < RARE or (slot.label == Label.PLACE and known.is_town)


def _is_kind_of_named(page: Page, word: Word) -> bool:
    """« le garage Lagarrigue »: the capital behind is the name, the small word its kind."""
    following = page.next(word)
    small = word.entry.is_word and not word.capital and word.capitals_tell and page.gap(word) == " "
    return small and following is not None and following.stands_out


def _is_headed(page: Page, word: Word) -> bool:
    """« immobilière des Remparts »: the word begins a longer name."""
    following = page.next(word)
    if following is None or page.gap(word) != " ":
        return False
    article = page.next(following)
    linked = following.folded == "de" and article is not None and article.folded in ("l", "la")
    return linked or following.folded in ("du", "des")


def _is_city(word: Word, slot: Slot) -> bool:
    if slot.label != Label.PLACE or word.entry.place < _CITY:
        return False
    return word.entry.frequency < HEARD or (word.capital and word.capitals_tell)


def _is_said_of_kind(page: Page, word: Word, slot: Slot, *, headed: bool, links: list[str]) -> bool:
    """A verb, people in general, a quality or a trade: « chez le coiffeur », « société familiale »."""
    known = word.entry
    if slot.of_people and not headed and (known.is_office or PEOPLE_ENDING.search(word.folded)):
        return True
    article = bool(links) and links[-1] in _ARTICLES
    called = slot.of_people and word.capital and known.is_first_name
    if known.is_verb and not article and not called:
        if _INFINITIVE.search(word.folded) and not known.is_town:
            return True
        if slot.label != Label.PLACE and known.frequency >= SELDOM:
            return True
    if links or not known.is_word or slot.of_people or known.is_town or known.name >= _BORNE or headed:
        return False
    following = page.next(word)
    goes_on = following is not None and page.gap(word) == " " and not is_grammar(following)
    quality = QUALITY_ENDING.search(word.folded) and not known.is_noun
    return bool(quality) or (word.folded in TRADE_WORDS and not goes_on)


def _rest(page: Page, first: Word, label: Label, kept: frozenset[int], *, strict: bool) -> Iterator[Hit]:
    """What goes on in the same way: « la grange neuve », « univers menuiserie », « belle de mai »."""
    run: list[Word] = []
    for word in page.following(first, _MOST_WORDS):
        if word.rank in kept:
            return
        joined = word.folded == "et" and strict and label == Label.THIRD_COMPANY and not run
        if joined or (word.folded in INSIDE and (run or word.folded not in _ARTICLES)):
            run.append(word)
        elif _goes_on(first, word, after_link=bool(run), loose=strict or label == Label.PLACE):
            yield from (Hit(one.start, one.end, label, Layer.LIST) for one in [*run, word])
            run = []
        else:
            return


def _goes_on(first: Word, word: Word, *, after_link: bool, loose: bool) -> bool:
    known = word.entry
    if after_link and loose and not first.stands_out and not is_grammar(word) and known.frequency < COMMON:
        return True
    if word.stands_out:
        return not known.is_office
    if is_grammar(word) or (known.is_verb and not known.is_town) or known.is_office or len(word.raw) < 3:
        return False
    if first.stands_out:
        return not known.is_word
    return known.frequency < (COMMON if loose or not after_link else HEARD)
