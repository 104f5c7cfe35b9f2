"""Layer G on people: what follows a civility, an introduction, a tie or a role, and the lists of names. Pure."""

import re
from collections.abc import Iterator

from requests_app.anonymisation.redaction.announcing import WHEN
from requests_app.anonymisation.redaction.bearing import (
    BORNE,
    BORNE_BESIDE,
    HEARD,
    LESS_A_NAME,
    PAIRED_LAST,
    RARE,
    SHORT,
    TOO_SAID,
    acts_as_somebody,
    is_listed,
    is_plain,
    is_told,
)
from requests_app.anonymisation.redaction.findings import Hit, Label, Layer
from requests_app.anonymisation.redaction.page import Page, Word
from requests_app.anonymisation.redaction.phrases import (
    BEFORE_ROLE,
    CALLED,
    CHEZ,
    CIVILITIES,
    CLEAR_INTRODUCTIONS,
    COMPANY_BEFORE,
    PEOPLE_ENDING,
    QUALITY_ENDING,
    RELATIVE_BEFORE,
    ROLE_BEFORE,
    SAID_BEHIND,
    TITLES,
    WHO_IT_IS,
    is_announcing,
    may_announce,
)
from requests_app.anonymisation.words import LINK_WORDS, TRADE_WORDS, words_of

_BLANK = re.compile(r"\.? {1,2}|\.?\n|\. ?")
_CAPITAL_ONLY = frozenset({"me", "pr", "soeur", "pere", "abbe", "veuve", "maitre", "m", "dr"})
_BORN = re.compile(r"\bnee $")
_CUT_SHORT = frozenset({"m", "mr", "mme", "mlle", "dr"})
_SELDOM, _HARDLY_SAID = 22, 36
_NICKNAME = re.compile(r"([a-z]{1,3})\1(?<!coucou)(?<!papa)(?<!bebe)(?<!dodo)(?<!bobo)")
_PARTICLES = words_of("de du des d la le l ar an van von der den el ben bel ait abd al da dos di")


def people(page: Page, kept: frozenset[int], *, strict: bool) -> Iterator[Hit]:
    yield from _before_roles(page, kept)
    yield from _opening_roles(page, kept)
    for pattern in (CALLED, SAID_BEHIND):
        for match in pattern.finditer(page.folded.text):
            yield Hit(*page.folded.span(*match.span("name")), Label.PERSON, Layer.LIST)
    for word in page.words:
        if word.rank in kept or word.is_letter:
            continue
        label = _announced(page, word)
        if label:
            yield _hit(word, word, label)
            yield from _rest_of_name(page, word, label, kept)
        elif is_listed(page, word, strict=strict):
            yield _hit(word, word, Label.THIRD_PERSON)
            yield from _after_particles(page, word, kept)


def _before_roles(page: Page, kept: frozenset[int]) -> Iterator[Hit]:
    """« pâquerette rivière, psychologue »: two words without article before a role."""
    for match in BEFORE_ROLE.finditer(page.folded.text):
        words = page.words_between(*page.folded.span(*match.span("name")))
        if any(is_plain(word) or word.rank in kept for word in words):
            continue
        if any(word.entry.name >= PAIRED_LAST or not word.entry.is_word for word in words):
            yield from (_hit(word, word, Label.THIRD_PERSON) for word in words)


def _opening_roles(page: Page, kept: frozenset[int]) -> Iterator[Hit]:
    """« Chapelle, l'ancien patron, »: a sentence that begins with one word, then who it is."""
    for word in page.words:
        if not word.opens or word.rank in kept or word.entry.is_office:
            continue
        if not word.capital and not _NICKNAME.fullmatch(word.folded):
            continue
        if word.entry.is_function or word.entry.is_verb or is_announcing(word.folded):
            continue
        if PEOPLE_ENDING.search(word.folded) and not word.entry.is_first_name:
            continue
        if WHO_IT_IS.match(page.folded.text, page.folded_index(word.end)) or _is_set_first(page, word):
            yield _hit(word, word, Label.THIRD_PERSON)


def _is_set_first(page: Page, word: Word) -> bool:
    """« Toto, dit-on de moi », « Prune. »: a pet name before a comma, a first name that is a whole sentence."""
    gap, known = page.gap(word), word.entry
    if gap.startswith(", "):
        return bool(_NICKNAME.fullmatch(word.folded)) or (known.is_first_name and known.name >= BORNE)
    whole = gap.startswith((".", "\n")) or page.next(word) is None
    return whole and known.is_first_name and known.name >= BORNE_BESIDE and known.frequency < HEARD


def _after_particles(page: Page, first: Word, kept: frozenset[int]) -> Iterator[Hit]:
    """« sabine de la tour »: a particle, then a word that is borne."""
    following = page.next(first)
    if following and page.gap(first) == " " and following.folded in _PARTICLES:
        yield from _rest_of_name(page, first, Label.THIRD_PERSON, kept)


def _announced(page: Page, word: Word) -> Label | None:
    if word.entry.is_function and not (word.stands_out and word.entry.name > word.entry.frequency):
        return None
    if _after_civility(page, word):
        return Label.THIRD_PERSON
    if word.folded in CIVILITIES and not word.stands_out:
        return None
    previous = page.previous(word)
    if previous is None or not may_announce(previous.folded):
        return None
    before = page.before(word, 60)
    if _BORN.search(before) and _may_be_birth_name(word):
        return Label.PERSON
    namelike = _is_namelike(word)
    rare = bool(_NICKNAME.fullmatch(word.folded)) or (
        not word.entry.is_verb
        and word.entry.frequency < RARE
        and (word.entry.name > 0 or (not word.entry.is_word and len(word.raw) <= SHORT))
    )
    if CLEAR_INTRODUCTIONS.search(before) and (word.capital or namelike or not word.entry.is_verb):
        return Label.PERSON
    apposed = _is_apposed(page, word)
    alone = apposed or _may_be_first_name(word) or _is_rare(word) or is_told(page, word)
    if alone and RELATIVE_BEFORE.search(before):
        return Label.RELATIVE
    for pattern, label in (
        (RELATIVE_BEFORE, Label.RELATIVE),
        (ROLE_BEFORE, Label.THIRD_PERSON),
        (CHEZ, Label.THIRD_COMPANY),
        (COMPANY_BEFORE, Label.THIRD_COMPANY),
    ):
        told = (pattern is ROLE_BEFORE and apposed) or (
            pattern in (ROLE_BEFORE, RELATIVE_BEFORE) and acts_as_somebody(page, word)
        )
        if (word.stands_out or namelike or rare or told) and pattern.search(before):
            return label
    return None


def _is_apposed(page: Page, word: Word) -> bool:
    """« une amie, prune, me dépanne »: a noun without article between two commas says who it is."""
    previous = page.previous(word)
    enclosed = previous is not None and page.gap(previous) == ", " and page.gap(word).startswith(",")
    general = PEOPLE_ENDING.search(word.folded) or is_announcing(word.folded) or word.folded in WHEN
    return enclosed and word.entry.is_noun and not (general or word.entry.is_office)


def _may_be_birth_name(word: Word) -> bool:
    known = word.entry
    return not (
        known.is_verb or known.is_function or (QUALITY_ENDING.search(word.folded) and known.name < BORNE)
    )


def _is_rare(word: Word) -> bool:
    """A word hardly anybody says, that tells no trade and no quality."""
    known = word.entry
    ordinary = known.is_verb or known.is_function or known.is_office or known.frequency >= _SELDOM
    return not (ordinary or QUALITY_ENDING.search(word.folded) or PEOPLE_ENDING.search(word.folded))


def _is_last_name(page: Page, article: Word, word: Word) -> bool:
    """« MME LE PAPE », not « Madame la directrice »."""
    civility = page.previous(article)
    if (
        civility is None
        or civility.folded not in CIVILITIES
        or page.gap(article) != " "
        or civility.is_letter
    ):
        return False
    known = word.entry
    titled = (
        known.is_office
        or word.folded in TITLES
        or is_announcing(word.folded)
        or PEOPLE_ENDING.search(word.folded)
    )
    return not (titled or known.is_function or known.is_verb or known.frequency >= TOO_SAID)


def _may_be_first_name(word: Word) -> bool:
    """« mon beau-frère pierre »: a word as much as a name, where only a name can stand."""
    known = word.entry
    if known.is_verb or known.is_function or known.is_office:
        return False
    return known.is_first_name and known.name >= BORNE and known.name > known.frequency - LESS_A_NAME


def _after_civility(page: Page, word: Word) -> bool:
    previous = page.previous(word)
    if previous is not None and previous.folded in ("le", "la") and _is_last_name(page, previous, word):
        return True
    if previous is None or previous.folded not in CIVILITIES or not _BLANK.fullmatch(page.gap(previous)):
        return False
    if word.folded in TITLES or (
        previous.folded in _CAPITAL_ONLY and not previous.capital and not page.gap(previous).startswith(".")
    ):
        return False
    if word.capital and word.capitals_tell:
        return not (word.opens and word.entry.is_function)
    short = len(word.raw) <= 3 and word.entry.frequency < TOO_SAID
    seldom = word.entry.frequency < _HARDLY_SAID and not (word.entry.is_verb or word.entry.is_office)
    # « m. pluie », « mme page »: a civility cut short stands before a name and before nothing else.
    cut_short = previous.folded in _CUT_SHORT and (
        previous.folded != "m" or page.gap(previous).startswith(".")
    )
    if cut_short and (word.entry.is_noun or word.entry.is_adjective or not word.entry.is_word):
        return True
    if (short or seldom) and (previous.folded not in _CAPITAL_ONLY or page.gap(previous).startswith(".")):
        return True
    return (
        not word.entry.is_word
        or _is_namelike(word)
        or (not word.entry.is_verb and not word.entry.is_office and word.entry.name > 30)
    )


def _is_namelike(word: Word) -> bool:
    """Without the help of a capital: no French word, or one that is borne more than it is said."""
    known = word.entry
    if known.is_function or word.folded in TRADE_WORDS:
        return False
    return (not known.is_word and known.name > 0) or (known.name >= BORNE and known.name >= known.frequency)


def _rest_of_name(page: Page, first: Word, label: Label, kept: frozenset[int]) -> Iterator[Hit]:
    """First name and last name, particles between: « Anne de La Tour », « roger petit »."""
    run: list[Word] = []
    led = first.folded in _PARTICLES
    for word in page.following(first, 6):
        if word.rank in kept:
            return
        if word.folded in _PARTICLES or (word.folded in LINK_WORDS and label == Label.THIRD_COMPANY):
            run.append(word)
        elif _goes_on(first, word, after_particle=bool(run) or led):
            yield from (_hit(one, one, label) for one in [*run, word])
            run = []
        else:
            return


def _goes_on(first: Word, word: Word, *, after_particle: bool) -> bool:
    if word.stands_out or (word.is_letter and word.capital and word.capitals_tell):
        return True
    if first.capital and first.capitals_tell:
        return False
    if not first.entry.is_word and _is_rare(word):
        return True
    borne = after_particle and word.entry.name >= BORNE_BESIDE and not word.entry.is_function
    return borne or _is_namelike(word)


def _hit(first: Word, last: Word, label: Label) -> Hit:
    return Hit(first.start, last.end, label, Layer.LIST)
