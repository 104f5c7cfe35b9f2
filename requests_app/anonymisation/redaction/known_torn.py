"""Layer K on words that are torn: figures for letters, a house one word of which is wrong. Pure."""

import re
from collections.abc import Iterator

from requests_app.anonymisation.lexicon.spelling import edits
from requests_app.anonymisation.redaction.dictionary import Dictionary, plain
from requests_app.anonymisation.redaction.findings import Hit, Label, Layer
from requests_app.anonymisation.redaction.page import Page, Word
from requests_app.anonymisation.words import LINK_WORDS

# A word some of whose letters are figures or signs.
_DISGUISED = re.compile(
    r"(?<![a-z0-9@$])(?=[a-z@$]*\d|[a-z0-9]*[@$])(?=[0-9@$]*[a-z])[a-z0-9@$]{3,}(?![a-z0-9@$])"
)
_AS_LETTERS = {ord(sign): letter for sign, letter in zip("034578@$", "oeastbas", strict=True)}
_APART = 8  # signs between two words of the name of a house: « & », « de l’ »
_LONG, _VERY_LONG = 5, 7


def torn_houses(page: Page, names: Dictionary, covered: dict[int, Hit]) -> Iterator[Hit]:
    """« Breizh oiture », « bois & compangie »: one word of the name of a house as it is, the next one torn."""
    for house in names.houses:
        for word in page.words:
            if plain(word.folded) not in house:
                continue
            for rank in (rank for rank, name in enumerate(house) if name == plain(word.folded)):
                yield from _torn_beside(page, word, house[rank + 1 :], 1)
                yield from _torn_beside(page, word, house[:rank][::-1], -1)
    for word in page.words:
        if word.rank in covered or word.entry.is_word or len(word.raw) < 4:
            continue
        previous = page.previous(word)
        hit = covered.get(previous.rank) if previous and page.gap(previous) == " " else None
        if hit and hit.label == Label.COMPANY:
            yield _hit(word, word, Label.COMPANY)


def _torn_beside(page: Page, word: Word, names: list[str], step: int) -> Iterator[Hit]:
    name = next((name for name in names if name not in LINK_WORDS), None)
    other = page.next(word, step)
    while other is not None and other.folded in LINK_WORDS and other.folded in names:
        other = page.next(other, step)
    if name is None or other is None or word.folded in LINK_WORDS or not near(plain(other.folded), name):
        return
    first, last = (word, other) if step > 0 else (other, word)
    between = page.text[first.end : last.start]
    if len(between) <= _APART and not re.search(r"[.!?;:\n]", between):
        yield _hit(first, last, Label.COMPANY)


def disguised(page: Page, names: Dictionary) -> Iterator[Hit]:
    """« P3r0n », « 4ugu5t3 », « tire1 »: figures and signs that stand for letters."""
    telling = list(names.telling())
    for match in _DISGUISED.finditer(page.folded.text):
        for one in "il":
            read = plain(match.group().translate(_AS_LETTERS | {ord("1"): one}))
            term = names.single.get(read)
            label = term.label if term else names.joined.get(read)
            label = label or next((its for name, its in telling if near(read, name)), None)
            label = label or next((its for name, its in telling if len(name) >= _LONG and name in read), None)
            if label and len(read) > 2:
                yield Hit(*page.folded.span(*match.span()), label, Layer.KNOWN)
                break


def beside_disguised(page: Page, names: Dictionary, hits: list[Hit]) -> Iterator[Hit]:
    """« S0leil Services »: the ordinary words of a house, beside one whose letters are figures."""
    ordinary = {name for house in names.houses for name in house}
    last = [
        word for hit in hits if hit.label == Label.COMPANY for word in page.words_between(hit.start, hit.end)
    ]
    for one in last:
        for word in page.following(one, len(ordinary)):
            if plain(word.folded) not in ordinary:
                break
            yield _hit(word, word, Label.COMPANY)


def near(word: str, name: str) -> bool:
    """One letter wrong, two in a long name."""
    most = 1 if len(name) < _VERY_LONG else 2
    if abs(len(word) - len(name)) > most or len(name) < 4 or len(set(name).difference(word)) > most:
        return False
    return (len(name) > 4 or word[0] == name[0]) and edits(word, name, most) <= most


def _hit(first: Word, last: Word, label: Label) -> Hit:
    return Hit(first.start, last.end, label, Layer.KNOWN)
