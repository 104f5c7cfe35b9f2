"""Layer G on slots: places and houses whose name follows the word that announces it, whatever it is made of. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from requests_app.anonymisation.redaction.findings import Hit, Label, Layer
from requests_app.anonymisation.redaction.french import is_badly_written
from requests_app.anonymisation.redaction.page import Page, Word
from requests_app.anonymisation.redaction.phrases import (
    APPOSED_HOUSE,
    AT_HOUSE,
    AT_PLACE,
    BARE_SUBJECT,
    CREDITOR,
    FAMILY,
    FILLED_IN,
    FILLED_PLACE,
    HABITS,
    HOUSE_KINDS,
    LEGAL_FORM,
    LIVES_AT,
    NAME_OPENERS,
    NAMED_CARE,
    NAMED_HOUSE,
    NAMED_PLACE,
    OF_HOUSE,
    OF_TOWN,
    PEOPLE_ENDING,
    QUALITY_ENDING,
    TOLD_PLACE,
    is_announcing,
)
from requests_app.anonymisation.words import TRADE_WORDS, words_of

# Up to which frequency a word may be part of a name: ten in a million, sixty, a thousand.
_RARE, _SELDOM, _HEARD, _COMMON = 22, 30, 39, 48
_INSIDE = words_of("de du des d aux sur en sous les la le l")
_ARTICLES = ("la", "le", "les", "l'", "l", "aux")
_MOST_WORDS = 5
_INFINITIVE = re.compile(r"(?:er|ir|re|oir)$")
_BORNE, _TOWN, _CITY, _FREQUENT = 38, 35, 40, 52
_MEASURED = re.compile(
    r"(?:ans?|mois|jours?|semaines?|heures?|minutes?|kilometres?|km|personnes?|euros?|etages?|pieces?|fois)$"
)


def slots(page: Page, kept: frozenset[int], *, strict: bool) -> Iterator[Hit]:
    """Runs of words after « quartier », « la société », « chez », « habite à »; ``strict``: after « à », « sur » too."""
    text = page.folded.text
    for pattern, label, most in (
        (NAMED_PLACE, Label.PLACE, _COMMON),
        (TOLD_PLACE, Label.PLACE, _COMMON),
        (FILLED_PLACE, Label.PLACE, _COMMON),
        (FILLED_IN, Label.THIRD_PERSON, _COMMON if strict else _SELDOM),
        (LIVES_AT, Label.PLACE, _HEARD),
        (HABITS, Label.PLACE, _HEARD),
        (FAMILY, Label.THIRD_PERSON, _HEARD),
        (NAMED_HOUSE, Label.THIRD_COMPANY, _COMMON if strict else _RARE),
        (NAMED_CARE, Label.THIRD_COMPANY, _COMMON if strict else _HEARD),
        (LEGAL_FORM, Label.THIRD_COMPANY, _COMMON),
        (AT_HOUSE, Label.THIRD_COMPANY, _COMMON if strict else _HEARD),
        (APPOSED_HOUSE, Label.THIRD_COMPANY, _COMMON),
        (CREDITOR, Label.THIRD_COMPANY, _HEARD),
        *(((AT_PLACE, Label.PLACE, _SELDOM), (OF_HOUSE, Label.THIRD_COMPANY, _HEARD)) if strict else ()),
    ):
        for match in pattern.finditer(text):
            first = _word_at(page, match.end())
            links = match.group("links").split()
            if first is None or first.index in kept:
                continue
            opened = _opened(page, first)
            if opened or _is_name(
                page, first, links, label, most, of_people=pattern in (AT_HOUSE, FILLED_IN)
            ):
                last = opened or first
                yield Hit(first.start, last.end, label, Layer.LIST)
                yield from _rest(page, last, label, kept, strict=strict)


def of_towns(page: Page, kept: frozenset[int], *, strict: bool) -> Iterator[Hit]:
    """Towns named like ordinary words, after what a town has or after « à »: « le notaire de vire », « à sens »."""
    for pattern in (OF_TOWN, *((AT_PLACE,) if strict else ())):
        for match in pattern.finditer(page.folded.text):
            word = _word_at(page, match.end())
            if word is None or word.index in kept or (match.group("links") or "").strip():
                continue
            known = word.entry
            plain = (
                is_grammar(word)
                or known.is_office
                or word.folded in HOUSE_KINDS
                or known.frequency >= _FREQUENT
            )
            if (
                known.is_town
                and known.place >= _TOWN
                and not plain
                and (pattern is OF_TOWN or _is_left_alone(page, word))
            ):
                yield Hit(word.start, word.end, Label.COMMUNE, Layer.LIST)


def _is_left_alone(page: Page, word: Word) -> bool:
    """« à sens, » and « à sens chez »: no « à part entière », no « a viré »."""
    previous = page.previous(word)
    has = previous is not None and previous.raw.lower() == "a"
    following = page.next(word)
    alone = (
        following is None
        or page.gap(word) not in (" ", "-", "'", "’")
        or following.folded in ("chez", "depuis", "et", "il")
    )
    return alone and word.entry.place >= _CITY and not (has and word.entry.is_verb)


def bare_subjects(page: Page, kept: frozenset[int], *, strict: bool) -> Iterator[Hit]:
    """« cash alim m'a coupé », « Foncia me réclame »: a sentence that begins with a noun and no article."""
    most = _COMMON if strict else _HEARD
    for first in page.words:
        if not first.opens or first.index in kept or len(first.raw) < 3 or not (first.capital or strict):
            continue
        run = [first, *_run(page, first)]
        limit = _COMMON if any(one.stands_out for one in run) else most
        if any(one.index in kept for one in run) or not all(
            _may_act(one, limit) for one in (run[0], run[-1])
        ):
            continue
        if not page.in_known_compound(first) and _acts(page, run[-1]):
            yield Hit(first.start, run[-1].end, Label.THIRD_COMPANY, Layer.LIST)


def _acts(page: Page, last: Word) -> bool:
    """Whether a verb follows; « ma coupé » for « m'a coupé » is one, « ma banque » is none."""
    if not BARE_SUBJECT.match(page.folded.text, page.folded_index(last.end)):
        return False
    owner, owned = page.next(last), page.next(last, 2)
    return bool(owner and (owner.folded != "ma" or (owned and owned.entry.is_verb)))


def _run(page: Page, first: Word) -> list[Word]:
    """The one or two words after the first, a link word between: « bois du haut-doubs »."""
    run: list[Word] = []
    for word in page.following(first, 3):
        if (is_grammar(word) or word.entry.is_verb) and word.folded not in _INSIDE:
            break
        run.append(word)
    while run and (run[-1].folded in _INSIDE or len(run[-1].raw) < 3):
        run.pop()
    return run


def _may_act(word: Word, most: int) -> bool:
    known = word.entry
    plain = known.is_function or known.is_verb or known.is_office or known.frequency >= most
    return not (
        plain or word.folded in HOUSE_KINDS or PEOPLE_ENDING.search(word.folded) or is_announcing(word.folded)
    )


def _word_at(page: Page, index: int) -> Word | None:
    position = page.folded.origin[index]
    rank = bisect_left(page.words, position, key=lambda word: word.start)
    word = page.words[rank] if rank < len(page.words) else None
    return word if word and word.start == position else None


def is_grammar(word: Word) -> bool:
    """« cash » and « ter » are adverbs of the dictionary, and names of houses all the same."""
    return word.entry.is_function and (word.entry.frequency >= _HEARD or len(word.raw) < 3)


def _opened(page: Page, first: Word) -> Word | None:
    """The second word of « Quatre Vents » or « grand large », or the one no dictionary has of « fond lahaye »."""
    second = next(page.following(first, 1), None)
    if second is None or second.opens:
        return None
    known = second.entry
    if (
        first.capital
        and second.stands_out
        and not (is_grammar(first) or first.entry.is_office or known.is_office)
    ):
        return second
    if first.folded not in NAME_OPENERS:
        plain = is_grammar(first) or first.entry.is_verb or first.entry.is_office or known.is_word
        return None if plain or is_badly_written(second.folded) else second
    plain = known.is_function or known.is_verb or known.is_office or second.folded in HOUSE_KINDS
    return None if plain or len(second.raw) < 3 or _MEASURED.match(second.folded) else second


def _is_name(page: Page, word: Word, links: list[str], label: Label, most: int, *, of_people: bool) -> bool:
    known = word.entry
    following = page.next(word)
    headed = following is not None and following.raw.lower() in ("du", "des") and page.gap(word) == " "
    if is_grammar(word) or word.folded in _INSIDE or len(word.raw) < 3:
        return False
    if word.folded in HOUSE_KINDS and not (headed and of_people):
        return False
    if word.stands_out:
        return not known.is_office
    article = bool(links) and links[-1] in _ARTICLES
    if of_people and not headed and (known.is_office or PEOPLE_ENDING.search(word.folded)):
        return False
    if label == Label.PLACE and known.is_town and known.place >= _CITY and known.frequency < _HEARD:
        return True
    if known.is_verb and not article and not known.is_town and _INFINITIVE.search(word.folded):
        return False
    if known.is_verb and not article and label != Label.PLACE and known.frequency >= _SELDOM:
        return False
    borne = known.is_town or known.name >= _BORNE or headed
    if not links and known.is_word and not of_people and not borne:
        goes_on = following is not None and page.gap(word) == " " and not is_grammar(following)
        if QUALITY_ENDING.search(word.folded) or (word.folded in TRADE_WORDS and not goes_on):
            return False
    if article and known.is_town and not known.is_office:
        return True
    if known.is_office or known.frequency >= (
        _COMMON if label == Label.THIRD_COMPANY and not links else most
    ):
        return False
    # « une société de nettoyage », « la zone de chalandise » say a kind; « la clinique des Acacias » a name.
    bare = bool(links) and links[-1] in ("de", "d'", "d")
    return not bare or known.frequency < _RARE or (label == Label.PLACE and known.is_town)


def _rest(page: Page, first: Word, label: Label, kept: frozenset[int], *, strict: bool) -> Iterator[Hit]:
    """What goes on in the same way: « la grange neuve », « univers menuiserie », « belle de mai »."""
    run: list[Word] = []
    for word in page.following(first, _MOST_WORDS):
        if word.index in kept:
            return
        joined = word.folded == "et" and strict and label == Label.THIRD_COMPANY and not run
        if joined or (word.folded in _INSIDE and (run or word.folded not in _ARTICLES)):
            run.append(word)
        elif _goes_on(first, word, after_link=bool(run), loose=strict or label == Label.PLACE):
            yield from (Hit(one.start, one.end, label, Layer.LIST) for one in [*run, word])
            run = []
        else:
            return


def _goes_on(first: Word, word: Word, *, after_link: bool, loose: bool) -> bool:
    known = word.entry
    if after_link and loose and not first.stands_out and not is_grammar(word) and known.frequency < _COMMON:
        return True
    if word.stands_out:
        return not known.is_office
    if is_grammar(word) or (known.is_verb and not known.is_town) or known.is_office or len(word.raw) < 3:
        return False
    if first.stands_out:
        return not known.is_word
    return known.frequency < (_COMMON if loose or not after_link else _HEARD)
