"""Layer G on people: what follows a civility, an introduction, a tie or a role, and the lists of names. Pure."""

import re
from collections.abc import Iterator

from requests_app.anonymisation.redaction.announcing import KINDS
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
)
from requests_app.anonymisation.words import LINK_WORDS, TRADE_WORDS, words_of

_BLANK = re.compile(r"\.? {1,2}|\.?\n|\. ?")
_CAPITAL_ONLY = frozenset({"me", "pr", "soeur", "pere", "abbe", "veuve", "maitre", "m", "dr"})
_RATHER_A_NAME, _SURELY_A_NAME = 8, 22
_RARE = 16
_BORNE_BESIDE, _LESS_A_NAME = 25, 15
_BORN = re.compile(r"\bnee $")
_DETERMINERS = words_of(
    "le la les l un une des du mon ma mes son sa ses notre nos votre vos leur leurs ce cet cette ces au aux"
)
_SELDOM, _HARDLY_SAID = 22, 36
_PAIRED, _PAIRED_LAST, _TOO_SAID = 36, 32, 43
# Names once the accent is folded away.
_PARTICIPLE = re.compile(r"mariée?s?")
_NICKNAME = re.compile(r"([a-z]{1,3})\1(?<!papa)(?<!bebe)(?<!dodo)(?<!bobo)")
_ORDINARY, _HEARD, _SHORT = 48, 40, 3
_BETWEEN_TWO = words_of("et ni ou a de avec")
_BEFORE_SUBJECT = words_of(
    "que qu quand si et avec pour chez par sans selon car mais puis comme alors place ou ni"
)
_LEADS = words_of("pour avec chez sans selon que quand ni")
_STRICT_FIRST, _STRICT_LAST, _BORNE = 2, 12, 38
_AFTER_SUBJECT = words_of(
    """a est et qui que ne n s se m me nous vous lui avait etait ont sont va vient doit peut fait dit veut"""
)
_PARTICLES = words_of("de du des d la le l van von der den el ben bel ait abd al da dos di")


def people(page: Page, kept: frozenset[int], *, strict: bool) -> Iterator[Hit]:
    yield from _before_roles(page, kept)
    yield from _opening_roles(page, kept)
    for pattern in (CALLED, SAID_BEHIND):
        for match in pattern.finditer(page.folded.text):
            yield Hit(*page.folded.span(*match.span("name")), Label.PERSON, Layer.LIST)
    for word in page.words:
        if word.index in kept or word.is_letter:
            continue
        before = page.before(word, 60)
        label = _announced(page, word, before)
        if label:
            yield _hit(word, word, label)
            yield from _rest_of_name(page, word, label, kept)
        elif _is_listed(page, word, strict=strict):
            yield _hit(word, word, Label.THIRD_PERSON)
            yield from _after_particles(page, word, kept)


def _before_roles(page: Page, kept: frozenset[int]) -> Iterator[Hit]:
    """« pâquerette rivière, psychologue »: two words without article before a role."""
    for match in BEFORE_ROLE.finditer(page.folded.text):
        words = page.words_between(*page.folded.span(*match.span("name")))
        if any(_is_plain(word) or word.index in kept for word in words):
            continue
        if any(word.entry.name >= _PAIRED_LAST or not word.entry.is_word for word in words):
            yield from (_hit(word, word, Label.THIRD_PERSON) for word in words)


def _opening_roles(page: Page, kept: frozenset[int]) -> Iterator[Hit]:
    """« Chapelle, l'ancien patron, »: a sentence that begins with one word, then who it is."""
    for word in page.words:
        if not word.opens or word.index in kept or word.entry.is_office:
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
        return bool(_NICKNAME.fullmatch(word.folded)) or (known.is_first_name and known.name >= _BORNE)
    whole = gap.startswith((".", "\n")) or page.next(word) is None
    return whole and known.is_first_name and known.name >= _BORNE_BESIDE and known.frequency < _HEARD


def _is_plain(word: Word) -> bool:
    return (
        word.entry.is_function
        or word.entry.is_verb
        or word.entry.is_office
        or word.entry.frequency >= _TOO_SAID
    )


def _after_particles(page: Page, first: Word, kept: frozenset[int]) -> Iterator[Hit]:
    """« sabine de la tour »: a particle, then a word that is borne."""
    following = page.next(first)
    if following and page.gap(first) == " " and following.folded in _PARTICLES:
        yield from _rest_of_name(page, first, Label.THIRD_PERSON, kept)


def _announced(page: Page, word: Word, before: str) -> Label | None:
    if word.entry.is_function and not (word.stands_out and word.entry.name > word.entry.frequency):
        return None
    if _after_civility(page, word):
        return Label.THIRD_PERSON
    if word.folded in CIVILITIES and not word.stands_out:
        return None
    if _BORN.search(before) and _may_be_birth_name(word):
        return Label.PERSON
    namelike = _is_namelike(word)
    rare = bool(_NICKNAME.fullmatch(word.folded)) or (
        not word.entry.is_verb
        and word.entry.frequency < _RARE
        and (word.entry.name > 0 or (not word.entry.is_word and len(word.raw) <= _SHORT))
    )
    if CLEAR_INTRODUCTIONS.search(before) and (word.capital or namelike or not word.entry.is_verb):
        return Label.PERSON
    if (_may_be_first_name(word) or _is_rare(word) or _is_told(page, word)) and RELATIVE_BEFORE.search(
        before
    ):
        return Label.RELATIVE
    for pattern, label in (
        (RELATIVE_BEFORE, Label.RELATIVE),
        (ROLE_BEFORE, Label.THIRD_PERSON),
        (CHEZ, Label.THIRD_COMPANY),
        (COMPANY_BEFORE, Label.THIRD_COMPANY),
    ):
        told = pattern is ROLE_BEFORE and _acts_as_somebody(page, word)
        if (word.stands_out or namelike or rare or told) and pattern.search(before):
            return label
    return None


def _may_be_birth_name(word: Word) -> bool:
    known = word.entry
    return not (
        known.is_verb or known.is_function or (QUALITY_ENDING.search(word.folded) and known.name < _BORNE)
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
    return not (titled or known.is_function or known.is_verb or known.frequency >= _TOO_SAID)


def _may_be_first_name(word: Word) -> bool:
    """« mon beau-frère pierre »: a word as much as a name, where only a name can stand."""
    known = word.entry
    if known.is_verb or known.is_function or known.is_office:
        return False
    return known.is_first_name and known.name >= _BORNE and known.name > known.frequency - _LESS_A_NAME


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
    short = len(word.raw) <= 3 and word.entry.frequency < _TOO_SAID
    seldom = word.entry.frequency < _HARDLY_SAID and not (word.entry.is_verb or word.entry.is_office)
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
    return (not known.is_word and known.name > 0) or (known.name >= _BORNE and known.name >= known.frequency)


def _rest_of_name(page: Page, first: Word, label: Label, kept: frozenset[int]) -> Iterator[Hit]:
    """First name and last name, particles between: « Anne de La Tour », « roger petit »."""
    run: list[Word] = []
    for word in page.following(first, 6):
        if word.index in kept:
            return
        if word.folded in _PARTICLES or (word.folded in LINK_WORDS and label == Label.THIRD_COMPANY):
            run.append(word)
        elif _goes_on(first, word, after_particle=bool(run)):
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
    borne = after_particle and word.entry.name >= _BORNE_BESIDE and not word.entry.is_function
    return borne or _is_namelike(word)


def _is_listed(page: Page, word: Word, *, strict: bool) -> bool:
    """By its frequency as a name against its frequency as a word."""
    known = word.entry
    if _PARTICIPLE.fullmatch(word.raw.lower()):
        return False
    if strict and _is_short_last_name(page, word):
        return True
    if _is_pair(page, word, strict=strict) or _stands_for_somebody(page, word, strict=strict):
        return True
    touching = (not word.capital or not word.capitals_tell) and _touches_first_name(page, word)
    borne = not known.is_verb and not known.is_function and known.name >= _BORNE_BESIDE
    likely = known.frequency < _RARE or known.name - known.frequency >= -_LESS_A_NAME
    if (touching and borne and likely) or _is_enumerated(page, word):
        return True
    margin = known.name - known.frequency
    if known.name < _BORNE or known.is_function or (known.is_office and margin < _SURELY_A_NAME):
        return False
    if not known.is_word:
        return True
    if strict:
        return margin >= (_STRICT_FIRST if known.is_first_name else _STRICT_LAST)
    if not word.capital:
        return margin >= _SURELY_A_NAME
    if known.is_first_name and margin >= _RATHER_A_NAME:
        return True
    return (margin >= 0 and _is_subject(page, word)) or _opens_acting(page, word)


def _is_short_last_name(page: Page, word: Word) -> bool:
    """« dragan li »: two letters after a first name that is nothing else."""
    previous = page.previous(word)
    if previous is None or len(word.raw) != 2 or word.entry.is_function or page.gap(previous) != " ":
        return False
    return not previous.entry.is_word and previous.entry.is_first_name and word.entry.frequency < _TOO_SAID


def _is_pair(page: Page, word: Word, *, strict: bool) -> bool:
    """« modeste berger », « rose page »: a first name and a last name, both of them words."""
    for first, last in ((word, page.next(word)), (page.previous(word), word)):
        if first is None or last is None or page.gap(first) != " ":
            continue
        borne = first.entry.is_first_name and first.entry.name >= _PAIRED and last.entry.name >= _PAIRED_LAST
        if borne and not _is_plain(first) and not _is_plain(last):
            return strict or _is_set_apart(page, first, last)
    return False


def _is_set_apart(page: Page, first: Word, last: Word) -> bool:
    """« à loup boulanger, coiffeuse »: no article before, a comma behind."""
    previous = page.previous(first)
    article = previous is not None and page.gap(previous) == " " and previous.folded in _DETERMINERS
    return not article and page.gap(last)[:1] in (",", "(", ".")


def _is_enumerated(page: Page, word: Word) -> bool:
    """« Henri, Jaime et Rose »: a first name in a list of them."""
    known = word.entry
    if not known.is_first_name or known.is_function or known.is_office:
        return False
    if known.name < max(_BORNE_BESIDE, known.frequency):
        return False
    for step in (-1, 1):
        one = page.next(word, step)
        gap = page.gap(one if step < 0 else word) if one else ""
        if one and gap == " " and one.folded == "et":
            one = page.next(word, 2 * step)
            gap = ", "
        if one and gap == ", " and _is_sure_first_name(one):
            return one.capital == word.capital
    return False


def _is_sure_first_name(word: Word) -> bool:
    known = word.entry
    return known.is_first_name and known.name >= _BORNE and known.name - known.frequency >= _SURELY_A_NAME


def _touches_first_name(page: Page, word: Word) -> bool:
    """« thomas lebon », « colette carre »: beside a word that is hardly anything else than a name."""
    for one, gap in ((page.previous(word), page.previous(word)), (page.next(word), word)):
        if one is None or gap is None or page.gap(gap) not in (" ", "-"):
            continue
        if one.capital and not word.capital:
            continue
        if gap is word and not word.entry.is_first_name and word.entry.frequency >= _RARE:
            continue
        alone = not one.entry.is_word and one.entry.name >= _BORNE_BESIDE
        sure = one.entry.name >= _BORNE and one.entry.name - one.entry.frequency >= _SURELY_A_NAME - 2
        if (alone or sure) and not page.in_known_compound(word):
            return True
    return False


def _is_told(page: Page, word: Word) -> bool:
    """« tata félicité nous héberge »: a first name that is a word too, then what it does or nothing more."""
    known = word.entry
    if (
        not known.is_first_name
        or known.is_function
        or known.name < _BORNE_BESIDE
        or known.frequency >= _ORDINARY
    ):
        return False
    following = page.next(word)
    ends = following is None or page.gap(word).strip(" ")[:1] in (",", ".", ")", ";", "\n")
    return ends or (following is not None and (following.entry.is_function or following.entry.is_verb))


def _acts_as_somebody(page: Page, word: Word) -> bool:
    """« le juge combo a tranché »: after a role, a word that is no quality, then what he or she does."""
    known, following = word.entry, page.next(word)
    plain = known.is_verb or known.is_function or known.is_office or known.frequency >= _HEARD
    quality = (
        QUALITY_ENDING.search(word.folded)
        or PEOPLE_ENDING.search(word.folded)
        or word.folded in TRADE_WORDS | KINDS
    )
    if plain or quality or following is None or page.gap(word) != " ":
        return False
    return following.folded in _AFTER_SUBJECT and following.raw != "à"


def _acts_without_article(page: Page, word: Word, *, strict: bool) -> bool:
    """« Perle ne mange plus », in a strict text « depuis que loup est là »: a noun would have its article."""
    known, following = word.entry, page.next(word)
    plain = known.is_function or known.is_office or known.frequency >= _ORDINARY or known.name < _BORNE_BESIDE
    if not known.is_first_name or plain or following is None or page.gap(word) != " ":
        return False
    acts = following.folded in _AFTER_SUBJECT and following.raw != "à"
    if not acts and (known.is_verb or following.entry.is_function or not _may_act(word, following)):
        return False
    if word.opens:
        return word.capital or strict
    previous = page.previous(word)
    led = previous is not None and (page.gap(previous) == ", " or previous.folded in _BEFORE_SUBJECT)
    return strict and led


def _stands_for_somebody(page: Page, word: Word, *, strict: bool) -> bool:
    if strict and _leads_unknown(page, word):
        return True
    return (
        _acts_without_article(page, word, strict=strict) or _is_bare(page, word) or _is_one_of_two(page, word)
    )


def _leads_unknown(page: Page, word: Word) -> bool:
    """« RAVI BERIDZE »: a first name that is a word, before a name that no dictionary has."""
    known, following = word.entry, page.next(word)
    plain = known.is_function or known.is_office or known.frequency >= _HEARD or known.name < _BORNE_BESIDE
    if following is None or page.gap(word) != " " or plain or not known.is_first_name:
        return False
    return not following.entry.is_word and len(following.raw) > _SHORT and following.entry.name > 0


def _is_bare(page: Page, word: Word) -> bool:
    """« pour perle, c'est dur »: a first name after a word that would bring an article, and nothing behind it."""
    known, previous = word.entry, page.previous(word)
    plain = known.is_function or known.is_verb or known.is_office or known.frequency >= _HEARD
    if not known.is_first_name or plain or known.name < _BORNE_BESIDE or previous is None or word.opens:
        return False
    led = page.gap(previous) == " " and (previous.folded in _LEADS or previous.raw == "à")
    return led and page.gap(word).strip(" ")[:1] in (",", ".", ")", ";")


def _may_act(word: Word, following: Word) -> bool:
    """« Reine porte les habits de sa sœur »: a verb, or after a capital a word that is no less one."""
    return following.entry.is_verb or (
        word.capital and word.opens and not following.capital and word.capitals_tell
    )


def _is_one_of_two(page: Page, word: Word) -> bool:
    """« avec loup et fidèle », « ni priya ni rose »: two first names, and no article before the first."""
    for first, second in ((word, _other_of_two(page, word, 1)), (_other_of_two(page, word, -1), word)):
        if first is None or second is None or first.capital != second.capital:
            continue
        entries = (first.entry, second.entry)
        if any(
            not one.is_first_name or one.is_function or one.is_office or one.frequency >= _ORDINARY
            for one in entries
        ):
            continue
        previous = page.previous(first)
        bare = (
            previous is None
            or first.opens
            or previous.folded not in _DETERMINERS
            or bool(page.gap(previous).strip())
        )
        if (
            bare
            and any(one.name > one.frequency for one in entries)
            and all(one.name > _RARE for one in entries)
        ):
            return True
    return False


def _other_of_two(page: Page, word: Word, step: int) -> Word | None:
    """The word on the other side of « et », « ni », « et à »."""
    other = page.next(word, step)
    linked = False
    for _ in range(2):
        if other is None or other.folded not in _BETWEEN_TWO:
            break
        linked = linked or other.folded in ("et", "ni", "ou")
        other = page.next(other, step)
    if other is None or not linked:
        return None
    between = page.text[min(word.end, other.end) : max(word.start, other.start)]
    return other if not re.search(r"[.!?;:,\n]", between) else None


def _opens_acting(page: Page, word: Word) -> bool:
    """« Perle redouble. »: a first name that is a word, where a noun would have its article."""
    following = page.next(word)
    if following is None or not (word.opens and word.entry.is_first_name) or page.gap(word) != " ":
        return False
    acts = following.entry.is_verb and not following.entry.is_function
    return acts and not word.entry.is_verb and word.entry.frequency < _TOO_SAID


def _is_subject(page: Page, word: Word) -> bool:
    following = page.next(word)
    return bool(
        following
        and page.gap(word) == " "
        and ((following.folded in _AFTER_SUBJECT and following.raw != "à") or following.stands_out)
    )


def _hit(first: Word, last: Word, label: Label) -> Hit:
    return Hit(first.start, last.end, label, Layer.LIST)
