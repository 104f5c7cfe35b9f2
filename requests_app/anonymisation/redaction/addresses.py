"""Layer P on places: streets with or without a number, hamlets, postcodes. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from requests_app.anonymisation.redaction.announcing import NAME_OPENERS
from requests_app.anonymisation.redaction.findings import Hit, Label, Layer
from requests_app.anonymisation.redaction.page import Page, Word
from requests_app.anonymisation.words import LINK_WORDS, words_of

_NUMBER = (
    r"(?:(?<![a-z])n ?° ?)?(?<![\d·.,/\-])\d{1,4}(?: ?(?:bis|ter|quater|b|t|[a-d])\b)?(?: ?[,/\-] ?\d{1,4})?"
    r" ?,? ?"
)
# « 12 rue », « 3 cours »: with a number before, any of them is a street.
_STREET = (
    r"(?:rue|avenue|av|ave|boulevard|bd|bld|blvd|impasse|imp|allees?|chemin|chem|che|ch|venelle|ruelle"
    r"|sentier|sente|lotissement|lot|lieu[- ]?dit"
    r"|esplanade|place|pl|cours|quai|square|passage|route|rte|r|residence|res|hameau|cite|villa|promenade"
    r"|faubourg|fbg|fg|montee|traverse|clos|mail"
    r"|rond[- ]point|parvis|zone (?:artisanale|industrielle|commerciale|d'activites)|za|zi|zac|parc|domaine"
    r"|quartier|descente|rampe|cote|voie|chaussee)\.?"
)
# Streets as the regions call them.
_REGIONAL = (
    r"(?:hent|straed|straet|karrer|carrer|carrera|caminu|strada|stretta|strasse|gasse|karrika|bidea"
    r"|chemin de terre)"
)
_NUMBERED = re.compile(rf"{_NUMBER}(?:de la |du |de l'|dans la |la )?\b(?:{_STREET}|{_REGIONAL})(?= )")
_UNITS = "deux|trois|quatre|cinq|six|sept|huit|neuf"
_NUMBER_WORDS = (
    rf"(?:(?:(?:vingt|trente|quarante|cinquante|soixante|quatre[- ]vingts?)(?:[- ](?:et[- ])?(?:une?|{_UNITS}"
    rf"|dix|onze|douze"
    rf"|treize|quatorze|quinze|seize|dix[- ](?:sept|huit|neuf)))?|{_UNITS}|dix[- ](?:sept|huit|neuf)|dix|onze"
    rf"|douze|treize"
    r"|quatorze|quinze|seize|cent \w+))"
)
_SPELT_HOUSE = re.compile(
    rf"\b(?:au n°|au no|au numero|numero) (?P<n>{_NUMBER_WORDS}(?: (?:bis|ter))?)\b(?! euros)"
)
# « huit ter rue du Port »: in words only before a street that is nothing else.
_NUMBERED_IN_WORDS = re.compile(
    rf"\b{_NUMBER_WORDS}(?: (?:bis|ter|quater))?,? (?:rue|avenue|av|boulevard|bd|impasse|allee|chemin|venelle"
    rf"|ruelle|sente"
    r"|sentier|place|quai|square|route|montee|lotissement|hameau|faubourg|traverse|passage)(?= )"
)
# Without a number only these are streets, and some of them only before a capital.
_SURE = re.compile(
    r"\b(?:rue|avenue|boulevard|bd|impasse|allee|chemin|venelle|ruelle|lotissement|lieu[- ]?dit|hameau"
    r"|faubourg|esplanade)(?= )"
)
_CAPITAL_ONLY = re.compile(
    r"\b(?:place|cours|quai|square|passage|route|residence|cite|villa|promenade|montee|traverse|clos|rond[-"
    r" ]point|zone (?:artisanale"
    r"|industrielle|commerciale|d'activites)|za|zi|zac|parc|domaine|quartier|galerie|centre commercial|marche)(?= )"
)
_NOT_A_NAME = words_of(
    """principale pietonne commercante voisine entiere centrale a et en qui que ou est sans pour par depuis pendant
    avec ma mon mes sa son ses notre nos barree fermee bloquee tres peu mais car on je nous elle il ils y n
    ne ce cette c d j s m t dans chez comme cedex sont etait a m'a reste demande refuse alternee secondaire"""
)
_LINKS = LINK_WORDS - {"a", "au", "aux", "en", "chez", "par", "pour", "sous", "i", "y"}
_ORDINALS = words_of("e eme er ere nd")  # « rue de la 2e DB »
_MOST_WORDS = 5
_ABBREVIATED = 3
_GRAMMAR = 33  # under it the dictionary calls adverbs what nobody says: « gal », « ter »
_YEAR_AFTER = re.compile(r" (?:(?:1[89]|20)\d\d\b|n ?° ?\d+)")  # « rue du 8 mai 1945 »
_POSTCODE = re.compile(
    r"(?<![\d·.,/a-z])(?:f ?- ?)?(?:(?:0[1-9]|[1-8]\d|9[0-58])[ .]?\d{3}|2[ab]\d{3})(?![\d/]|[ .]\d{3}|[.,]\d|-\d)"
)
_DEPARTEMENT = re.compile(
    r"\b(?:dans le|departement(?: du)?|du cote du) (?P<n>\d\d|2[ab]|97[1-8])\b(?! ?(?:[·%€/:]|h\b|eme|e\b"
    r"|euros|ans|mois|jours))"
    r"|(?<=[a-z] \()(?P<n2>\d\d|2[ab]|97[1-8])(?=\))"
)
_FLOOR = re.compile(
    r"(?<![\d.,])\d{1,2} ?(?:er|ere|e|eme|nd|nde)? etage\b|\b(?:premier|deuxieme|troisieme|quatrieme) etage\b"
)
_MANY = 500  # people of a commune from which a small word after it is its name
_WITHIN_HOUSE = re.compile(
    r"\b(?:bat|batiment|escalier|esc|hall|immeuble|tour|porte|appartement|appart|appt|apt|app)\b\.? ?(?:n°"
    r" ?)?(?P<n>[a-z]?\d{1,4}[a-z]?|[b-k])\b(?! ?(?:€|euros|e\b))"
)
# « rue des Tanneurs, 12 », « rue Haute (3 bis) »
_NUMBER_BEHIND = re.compile(
    r"(?: ?, ?| ?\( ?| )(?:(?:au )?(?:n ?°|no|numero) ?|au )?(?P<n>\d{1,3}(?: ?(?:bis|ter|[a-d])\b)?)"
    r"(?= ?(?:[,;)\n]|\.(?!\d)|$))|,? (?:n ?°|no|numero) ?(?P<told>\d{1,4}(?: ?(?:bis|ter)\b)?)(?![\d/])"
)
_HOUSE = re.compile(
    r"\b(?:habit\w+|demeur\w+|resid\w+|domicilie\w*|loge\w*|vi[st]|situee?|adresse|installe\w*"
    r"|vivons)\b[^.\n]{0,20}?\b(?:au|n°|no|numero) (?P<n>\d{1,4}(?: ?(?:bis|ter))?)\b(?! ?(?:e|eme|er)\b|"
    r" (?:mois|ans|jours))"
)


def addresses(page: Page) -> Iterator[Hit]:
    text = page.figures
    for pattern in (_NUMBERED, _NUMBERED_IN_WORDS):
        for match in pattern.finditer(text):
            name = _name(page, match.end(), numbered=True)
            if name:
                yield _hit(page, Label.STREET, match.start(), name[1])
    for pattern, capital_needed in ((_SURE, False), (_CAPITAL_ONLY, True)):
        for match in pattern.finditer(text):
            name = _name(page, match.end(), numbered=False, capital_needed=capital_needed)
            if name:
                yield _hit(page, Label.STREET, *name)
                behind = _NUMBER_BEHIND.match(text, name[1])
                if behind:
                    yield _hit(page, Label.STREET, *behind.span(behind.lastgroup or "n"))
    yield from _house_numbers(page, text)
    for match in _FLOOR.finditer(page.folded.text):
        yield _hit(page, Label.STREET, *match.span())
    for match in _DEPARTEMENT.finditer(text):
        yield _hit(page, Label.POSTCODE, *match.span(match.lastgroup or 0))
    yield from _postcodes(page, text)


def _house_numbers(page: Page, text: str) -> Iterator[Hit]:
    for pattern in (_HOUSE, _WITHIN_HOUSE):
        for match in pattern.finditer(text):
            yield _hit(page, Label.STREET, *match.span("n"))
    for match in _SPELT_HOUSE.finditer(text):
        yield _hit(page, Label.STREET, *match.span("n"))


def _name(page: Page, start: int, *, numbered: bool, capital_needed: bool = False) -> tuple[int, int] | None:
    """The name of the street in the folded text, its kind left out; None when what follows is no name."""
    position = page.folded.origin[start - 1] + 1
    first = bisect_left(page.words, position, key=lambda word: word.start)
    words = page.words[first : first + _MOST_WORDS]
    first_part: Word | None = None
    last: Word | None = None
    before = position
    for word in words:
        if not re.fullmatch(r"[ \n'’\-‐.]{1,2}|[ ]?\d{1,2}[a-zè]* | \d{1,3}", page.text[before : word.start]):
            break
        if word.opens and ("\n" in page.text[before : word.start] or _ends_sentence(page, word)):
            break
        before = word.end
        if (
            word.folded in _LINKS
            or word.folded in _ORDINALS
            or (numbered and _is_small(word, "a", "au", "aux"))
        ):
            continue
        if not _is_part(word, first=last is None, numbered=numbered, capital_needed=capital_needed):
            break
        first_part = first_part or word
        last = word
    if first_part is None or last is None:
        return None
    end = page.folded_index(last.end)
    year = _YEAR_AFTER.match(page.folded.text, end)
    return page.folded_index(first_part.start), year.end() if year else end


def _ends_sentence(page: Page, word: Word) -> bool:
    """« rue Delerue. Total » and not « rue du Gal. Leclerc »."""
    previous = page.previous(word)
    return previous is not None and len(previous.raw) > _ABBREVIATED and page.gap(previous).startswith(".")


def _is_small(word: Word, *links: str) -> bool:
    return word.folded in links and not (word.capital and word.capitals_tell)


def _is_part(word: Word, *, first: bool, numbered: bool, capital_needed: bool) -> bool:
    known = word.entry
    if first and word.folded in NAME_OPENERS and (numbered or (word.capital and word.capitals_tell)):
        return True
    if word.folded in _NOT_A_NAME or (known.is_function and known.frequency >= _GRAMMAR):
        return False
    if word.capitals_tell and word.capital:
        return True
    if capital_needed:
        return not known.is_word and first
    if first:
        return numbered or not known.is_word or not known.is_verb
    return not known.is_word or (
        not word.capitals_tell and known.name > known.frequency and not known.is_verb
    )


def _postcodes(page: Page, text: str) -> Iterator[Hit]:
    for match in _POSTCODE.finditer(page.digits):
        after = text[match.end() : match.end() + 30]
        before = text[max(0, match.start() - 12) : match.start()]
        following = bisect_left(page.words, page.folded.origin[match.end() - 1], key=lambda one: one.start)
        word = page.words[following] if following < len(page.words) else None
        named = bool(word and re.match(r"[ \-]", after) and _may_be_town(word))
        enclosed = before.endswith("(") or re.match(r"\)", after)
        if named or enclosed or re.search(r"[a-z], ?$|(?:code postal|cp) ?:? ?$|- ?$", before):
            yield _hit(page, Label.POSTCODE, *match.span())


def _may_be_town(word: Word) -> bool:
    known = word.entry
    return (
        word.stands_out
        or not known.is_word
        or (known.is_town and 10 ** (known.place / 10) > _MANY)
        or word.folded in ("saint", "st", "la", "le", "les")
    )


def _hit(page: Page, label: Label, start: int, end: int) -> Hit:
    return Hit(*page.folded.span(start, end), label, Layer.PATTERN)
