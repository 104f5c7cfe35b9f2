"""Layer G on subjects: a sentence that begins with a noun and no article begins with a name. Pure."""

from collections.abc import Iterator

from requests_app.anonymisation.redaction.announcing import BARE_SUBJECT, COMMON, HEARD, KINDS
from requests_app.anonymisation.redaction.findings import Hit, Label, Layer
from requests_app.anonymisation.redaction.page import Page, Word
from requests_app.anonymisation.redaction.phrases import PEOPLE_ENDING, is_announcing
from requests_app.anonymisation.redaction.slots import INSIDE, is_grammar

_SHORTEST = 3


def bare_subjects(page: Page, kept: frozenset[int], *, strict: bool) -> Iterator[Hit]:
    """« cash alim m'a coupé », « Foncia me réclame »."""
    for first in page.words:
        if (
            not first.opens
            or first.index in kept
            or len(first.raw) < _SHORTEST
            or not (first.capital or strict)
        ):
            continue
        run = [first, *_rest(page, first)]
        most = COMMON if strict or any(one.stands_out for one in run) else HEARD
        named = (
            _may_act(run[0], most)
            and _may_act(run[-1], most)
            and not kept.intersection(one.index for one in run)
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
