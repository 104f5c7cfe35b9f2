"""Whether a word of the text bears somebody: by the lists, by what it does, by what it stands beside. Pure."""

import re

from requests_app.anonymisation.redaction.announcing import KINDS
from requests_app.anonymisation.redaction.page import Page, Word
from requests_app.anonymisation.redaction.phrases import (
    PEOPLE_ENDING,
    QUALITY_ENDING,
)
from requests_app.anonymisation.words import TRADE_WORDS, words_of

_RATHER_A_NAME, _SURELY_A_NAME = 8, 22
RARE = 16
BORNE_BESIDE, LESS_A_NAME = 25, 15
DETERMINERS = words_of(
    "le la les l un une des du mon ma mes son sa ses notre nos votre vos leur leurs ce cet cette ces au aux"
)
_PAIRED, PAIRED_LAST, TOO_SAID = 36, 32, 43
# Names once the accent is folded away.
_PARTICIPLE = re.compile(r"mariée?s?")
_ORDINARY, HEARD, SHORT = 48, 40, 3
_BETWEEN_TWO = words_of("et ni ou a de avec")
_BEFORE_SUBJECT = words_of(
    "que qu quand si et avec pour chez par sans selon car mais puis comme alors place ou ni"
)
_LEADS = words_of("pour avec chez sans selon que quand ni")
_STRICT_FIRST, _STRICT_LAST, BORNE = 2, 12, 38
_AFTER_SUBJECT = words_of(
    """a est et qui ki que ne n s se m me nous vous lui avait etait ont sont va vient doit peut fait dit veut"""
)


def is_plain(word: Word) -> bool:
    return (
        word.entry.is_function
        or word.entry.is_verb
        or word.entry.is_office
        or word.entry.frequency >= TOO_SAID
    )


def is_listed(page: Page, word: Word, *, strict: bool) -> bool:
    """By its frequency as a name against its frequency as a word."""
    known = word.entry
    if strict and _is_short_last_name(page, word):
        return True
    if known.name <= RARE or _PARTICIPLE.fullmatch(word.raw.lower()):
        return False
    if _is_pair(page, word, strict=strict) or _stands_for_somebody(page, word, strict=strict):
        return True
    touching = (not word.capital or not word.capitals_tell) and _touches_first_name(page, word)
    borne = not known.is_verb and not known.is_function and known.name >= BORNE_BESIDE
    likely = known.frequency < RARE or known.name - known.frequency >= -LESS_A_NAME
    if (touching and borne and likely) or _is_enumerated(page, word):
        return True
    margin = known.name - known.frequency
    if known.name < BORNE or known.is_function or (known.is_office and margin < _SURELY_A_NAME):
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
    return not previous.entry.is_word and previous.entry.is_first_name and word.entry.frequency < TOO_SAID


def _is_pair(page: Page, word: Word, *, strict: bool) -> bool:
    """« modeste berger », « rose page »: a first name and a last name, both of them words."""
    for first, last in ((word, page.next(word)), (page.previous(word), word)):
        if first is None or last is None or page.gap(first) != " ":
            continue
        borne = first.entry.is_first_name and first.entry.name >= _PAIRED and last.entry.name >= PAIRED_LAST
        if borne and not is_plain(first) and not is_plain(last):
            return strict or _is_set_apart(page, first, last)
    return False


def _is_set_apart(page: Page, first: Word, last: Word) -> bool:
    """« à loup boulanger, coiffeuse »: no article before, a comma behind."""
    previous = page.previous(first)
    article = previous is not None and page.gap(previous) == " " and previous.folded in DETERMINERS
    return not article and page.gap(last)[:1] in (",", "(", ")", ".")


def _is_enumerated(page: Page, word: Word) -> bool:
    """« Henri, Jaime et Rose »: a first name in a list of them."""
    known = word.entry
    if not known.is_first_name or known.is_function or known.is_office:
        return False
    if known.name < max(BORNE_BESIDE, known.frequency):
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
    return known.is_first_name and known.name >= BORNE and known.name - known.frequency >= _SURELY_A_NAME


def _touches_first_name(page: Page, word: Word) -> bool:
    """« thomas lebon », « colette carre »: beside a word that is hardly anything else than a name."""
    for one, gap in ((page.previous(word), page.previous(word)), (page.next(word), word)):
        if one is None or gap is None or page.gap(gap) not in (" ", "-"):
            continue
        if one.capital and not word.capital:
            continue
        if gap is word and not word.entry.is_first_name and word.entry.frequency >= RARE:
            continue
        alone = not one.entry.is_word and one.entry.name >= BORNE_BESIDE
        sure = one.entry.name >= BORNE and one.entry.name - one.entry.frequency >= _SURELY_A_NAME - 2
        if (alone or sure) and not page.in_known_compound(word):
            return True
    return False


def is_told(page: Page, word: Word) -> bool:
    """« tata félicité nous héberge »: a first name that is a word too, then what it does or nothing more."""
    known = word.entry
    if (
        not known.is_first_name
        or known.is_function
        or known.name < BORNE_BESIDE
        or known.frequency >= _ORDINARY
    ):
        return False
    following = page.next(word)
    ends = following is None or page.gap(word).strip(" ")[:1] in (",", ".", ")", ";", "\n")
    return ends or (following is not None and (following.entry.is_function or following.entry.is_verb))


def acts_as_somebody(page: Page, word: Word) -> bool:
    """« le juge combo a tranché »: after a role, a word that is no quality, then what he or she does."""
    known, following = word.entry, page.next(word)
    plain = known.is_verb or known.is_function or known.is_office or known.frequency >= HEARD
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
    if not known.is_first_name or known.is_function or following is None or page.gap(word) != " ":
        return False
    if known.is_verb and word.opens and word.capital and following.entry.is_verb and word.capitals_tell:
        return True  # « Aimé chante »: no sentence begins with two verbs
    if known.is_office or known.frequency >= _ORDINARY or known.name < BORNE_BESIDE:
        return False
    acts = following.folded in _AFTER_SUBJECT and following.raw != "à"
    if not acts and (known.is_verb or following.entry.is_function or not _may_act(word, following)):
        return False
    if word.opens:
        return word.capital or strict
    previous = page.previous(word)
    led = previous is not None and (page.gap(previous) == ", " or previous.folded in _BEFORE_SUBJECT)
    return strict and led


def _is_behind_of(page: Page, word: Word) -> bool:
    """« le départ d'aïda »: behind « de » stands no verb but an infinitive."""
    previous, known = page.previous(word), word.entry
    of = previous is not None and previous.folded == "d" and page.gap(previous) in ("'", "’")
    return of and known.is_verb and known.is_first_name and known.name >= BORNE and not known.is_function


def _stands_for_somebody(page: Page, word: Word, *, strict: bool) -> bool:
    if strict and (_leads_unknown(page, word) or _is_behind_of(page, word)):
        return True
    return (
        _acts_without_article(page, word, strict=strict)
        or _is_bare(page, word, strict=strict)
        or _is_one_of_two(page, word)
    )


def _leads_unknown(page: Page, word: Word) -> bool:
    """« RAVI BERIDZE »: a first name that is a word, before a name that no dictionary has."""
    known, following = word.entry, page.next(word)
    previous = page.previous(word)
    listed = previous is not None and page.gap(previous).strip() in (":", ",", "(")
    plain = known.is_function or known.is_office or known.name < BORNE_BESIDE
    plain = plain or (known.frequency >= HEARD and not listed)
    if following is None or page.gap(word) != " " or plain or not known.is_first_name:
        return False
    return not following.entry.is_word and len(following.raw) > SHORT and following.entry.name > 0


def _is_bare(page: Page, word: Word, *, strict: bool) -> bool:
    """« pour perle, c'est dur »: a first name after a word that would bring an article, and nothing behind it."""
    known, previous = word.entry, page.previous(word)
    plain = known.is_function or known.is_verb or known.is_office or known.frequency >= HEARD
    if not known.is_first_name or plain or known.name < BORNE_BESIDE or previous is None or word.opens:
        return False
    led = page.gap(previous) == " " and (previous.folded in _LEADS or previous.raw == "à")
    if strict and led and previous.folded == "avec" and known.name >= known.frequency - _RATHER_A_NAME:
        return True
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
            or previous.folded not in DETERMINERS
            or bool(page.gap(previous).strip())
        )
        if (
            bare
            and any(one.name > one.frequency for one in entries)
            and all(one.name > RARE for one in entries)
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
    return acts and not word.entry.is_verb and word.entry.frequency < TOO_SAID


def _is_subject(page: Page, word: Word) -> bool:
    following = page.next(word)
    return bool(
        following
        and page.gap(word) == " "
        and ((following.folded in _AFTER_SUBJECT and following.raw != "à") or following.stands_out)
    )
