"""Layer G on places: communes and départements of the lists, and the people named after them. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache

from requests_app.anonymisation.lexicon import begins_longer_name, entry
from requests_app.anonymisation.redaction.dictionary import plain
from requests_app.anonymisation.redaction.findings import Hit, Label, Layer
from requests_app.anonymisation.redaction.french import is_badly_written, is_french_form
from requests_app.anonymisation.redaction.page import Page, Word
from requests_app.anonymisation.redaction.phrases import PLACE_BEFORE
from requests_app.anonymisation.words import words_of

_LONGEST = 6
_ORDINARY, _SAID, _SELDOM, _FREQUENT = 20, 38, 22, 45
_UNUSUAL = 16
_TOWN, _CITY = 30, 40  # a thousand people, ten thousand
_WITHIN = re.compile(r"[ '’\-‐]{1,2}|\n")
_DIRECTION = re.compile(
    r"\b(?:a|sur|vers|pres de|autour de|cote|entre .{2,20} et|rcs|dans (?:le|la|les|l')|en|de|d') ?'?$"
)
_STRONG_DIRECTION = re.compile(r"(?:^|[^\w'])(?:a|sur|vers|pres de|autour de|rcs|dans (?:le|la|les|l'))[ ']$")
_DEMONYM = re.compile(
    r"(?:paris|lyonn|marseill|bordel|toulous|nant|renn|brest|lill|strasbourg|nic|montpellier|rouenn|orlean"
    r"|tour[au]ng|grenobl|dijonn|rem|malou"
    r"|lorient|vannet|quimper|havr|caenn|angev|manc|poitev|limous|clermont|stephan|toulonn|nim|avignonn"
    r"|perpignan|mess|nance|mulhous|amien"
    r"|bayonn|pal|biarrot|ajacc|bast|dionys|pierro|saint-paul|foyal|pointo|basse-terr|cayenn|mahor|reunionn"
    r"|guadeloup|martiniqu|guyan)"
    r"(?:ais|aises?|ois|oises?|iens?|iennes?|ains?|aines?|ines?|ins?|eens?|eennes?|eaux?|elaises?|elais"
    r"|eines?|aux|ocis|iers?|ieres?)$"
)
_REGIONAL = words_of(
    """breton bretons bretonne bretonnes normand normands normande normandes basque basques corse corses alsacien
    alsaciens alsacienne alsaciennes picard picards auvergnat auvergnats provencal provencale provencaux
    savoyard savoyards vendeen vendeens vendeenne catalan catalane catalans creole creoles antillais
    antillaise antillaises mahorais mahoraise lorrain lorraine lorrains berrichon perigourdin charentais
    charentaise bourguignon franc-comtois ardechois ardennais landais gersois jurassien girondin finisterien
    finisteriens morbihannais costarmoricain trinitaire saintongeais cevenol"""
)


def places(page: Page, kept: frozenset[int], *, strict: bool) -> Iterator[Hit]:
    position = 0
    while position < len(page.words):
        run = _longest_run(page, page.words[position], kept)
        if run and _is_place(page, run, strict=strict):
            yield Hit(run[0].start, run[-1].end, Label.COMMUNE, Layer.LIST)
            position += len(run)
            continue
        word = page.words[position]
        if word.rank not in kept and _is_demonym(word.folded) and not _is_noun(page, word):
            yield Hit(word.start, word.end, Label.PLACE, Layer.LIST)
        position += 1


@lru_cache(maxsize=8_192)
def _is_demonym(word: str) -> bool:
    return word in _REGIONAL or bool(_DEMONYM.match(word))


def _longest_run(page: Page, first: Word, kept: frozenset[int]) -> list[Word]:
    run: list[Word] = []
    best: list[Word] = []
    name = ""
    word: Word | None = first
    while word is not None and len(run) < _LONGEST and word.rank not in kept:
        run.append(word)
        name = f"{name} {plain(word.folded)}".strip()
        known = word.entry if len(run) == 1 and name == word.folded else entry(name)
        if known.is_town:
            best = list(run)
        if not _WITHIN.fullmatch(page.gap(word)) or not begins_longer_name(name):
            break
        word = page.next(word)
    return best


def _is_place(page: Page, run: list[Word], *, strict: bool) -> bool:
    last = run[-1]
    telling = [word for word in run if not word.entry.is_function]
    if not telling:
        return any(word.stands_out for word in run) and len(run) > 1
    if len(run) == 1:
        return _is_single_place(page, last, strict=strict)
    shown = all(word.stands_out or (word.capital and word.opens) for word in telling)
    if shown and last.capitals_tell:
        return True
    if _is_hyphenated(page, run) or (strict and "-" in page.text[run[0].start : last.end]):
        return True
    unknown = any(not word.entry.is_word for word in telling)
    rare = any(word.entry.frequency < _ORDINARY for word in telling)
    article = run[0].folded in ("la", "le", "les", "l") and last.entry.frequency < _FREQUENT
    if (
        strict
        and article
        and not last.entry.is_verb
        and re.search(r"(?:^|[^\w'])(?:de|et) $", page.before(run[0], 6))
    ):
        return True
    return unknown or rare or (strict and bool(_STRONG_DIRECTION.search(page.before(run[0], 30))))


def _is_hyphenated(page: Page, run: list[Word]) -> bool:
    """« morne-à-l’eau »: so many hyphens only a name of a place has."""
    written = page.text[run[0].start : run[-1].end]
    return (
        len(run) > 2 and written.count("-") >= 2 - written.count("’") - written.count("'") and "-" in written
    )


def _is_single_place(page: Page, word: Word, *, strict: bool) -> bool:
    known = word.entry
    if known.is_function or len(word.raw) < 3:
        return False
    if word.stands_out:
        return not known.is_office
    if not known.is_word:
        directed = strict and bool(_DIRECTION.search(page.before(word, 30)))
        hamlet = known.place < _TOWN and not word.capital and not directed
        return not (hamlet and (is_french_form(word.folded) or is_badly_written(word.folded)))
    before = page.before(word, 40)
    if not strict:
        unusual = known.place >= _TOWN and known.frequency < _UNUSUAL
        away = (known.place >= _CITY or unusual) and not known.is_office and not known.is_verb
        if away and known.frequency < _SELDOM and _DIRECTION.search(before):
            return True
        return (
            away
            and known.frequency < 40
            and bool(
                re.search(
                    r"(?:habit\w+|resid\w+|install\w+|demeur\w+|marche|ville|commune)(?: \w+)? (?:a|de|sur) $",
                    before,
                )
            )
        )
    if known.is_office or known.frequency >= 45:
        return False
    if known.place >= _TOWN and known.frequency <= _ORDINARY and not known.is_verb:
        return True
    settled = PLACE_BEFORE.search(before) or (known.frequency < _SAID and _STRONG_DIRECTION.search(before))
    return (known.place >= _TOWN and bool(settled)) or (
        known.place >= _CITY and known.frequency < 25 and bool(_DIRECTION.search(before))
    )


def _is_noun(page: Page, word: Word) -> bool:
    """« du pain normand » tells nothing much, yet « le marché normand » does: only a stray short form is left."""
    return len(word.folded) < 5
