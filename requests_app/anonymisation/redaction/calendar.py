"""Layer P on time: the day of a date and the age of a person. The month and the year stay. Pure."""

import re
from collections.abc import Iterator

from requests_app.anonymisation.redaction.findings import Hit, Label, Layer
from requests_app.anonymisation.redaction.page import Page

_MONTH = (
    r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    r"|janv|fevr?|avr|juil|sept|oct|nov|dec)\b(?!-)\.?"
)
_UNITS = "un|deux|trois|quatre|cinq|six|sept|huit|neuf|onze"
_DAY_WORD = (
    rf"(?:premier|dix[- ](?:sept|huit|neuf)|vingt(?:[- ]et[- ]un|[- ](?:{_UNITS}))?|trente(?:[- ]et[- ]un)?"
    rf"|{_UNITS}|dix|douze|treize|quatorze|quinze|seize)"
)
_DAY = r"(?<![\d·.,/])(?:0?[1-9]|[12]\d|3[01])(?: ?er)?"
_YEAR = r"(?:19|20)\d\d"
_WHOLE = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![\d/])(?:0?[1-9]|[12]\d|3[01]) ?([/.\-\\|,]) ?(?:0?[1-9]|1[0-2]) ?\1 ?(?:19|20)?\d\d(?!\d)",
        rf"(?<!\d){_YEAR}([/.\-])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?!\d)",
        r"(?<!\d)(?:0[1-9]|[12]\d|3[01]) (?:0[1-9]|1[0-2]) (?:19|20)\d\d(?!\d)",
        r"\b(?:le|du|au|jusko|jusqu'?o|et|entre) (?P<day>(?:0?[1-9]|[12]\d|3[01])[/\-.](?:0?[1-9]"
        r"|1[0-2]))(?![\d/]|[.,]\d)",
        r"(?<![\d·/.,+\-])(?P<day>(?:0[1-9]|[12]\d|3[01])/(?:0[1-9]|1[0-2])|[1-9]/0[1-9])(?![\d/]|[.,]\d)",
        # Without zeros, where no fraction, no mark and no « 7/7 » can be meant.
        r"(?<![\d·/.,+\-])(?P<day>(?:[5-9]|[12]\d|3[01])/(?:[1-689]|1[12]))(?![\d/]|[.,]\d| ?(?:de|eme|h)\b)",
        rf"\bnee?s? le (?P<day>(?:{_DAY}|{_DAY_WORD}) ?{_MONTH}(?: {_YEAR}| mil\w*(?:[ \-]\w+){{1,5}})?)",
        r"\bnee?s? (?:en|vers) (?P<day>(?:19|20)?\d\d|mil\w* neuf cents? [a-z\- ]{3,25})",
        rf"\bnee?s? en (?P<day>{_MONTH} {_YEAR})",
    )
)
_DAYS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<day>{_DAY}) ?{_MONTH}",
        rf"(?P<day>{_DAY}) ?(?:-|/|au|et|ou|a|et le|au soir du) ?(?=(?:{_DAY}) ?{_MONTH})",
        rf"\b(?P<day>{_DAY_WORD}) {_MONTH}",
        rf"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) (?P<day>{_DAY}|{_DAY_WORD})\b(?! "
        rf"?(?:h\b|h\d|[:€%]"
        r"|heures?|euros?|personnes|clients|autres|fois))",
        rf"\b(?:le|du|au|jusqu'au|jusko|des le|avant le|vers le) (?P<day>{_DAY})(?!\d)"
        r"(?= ?(?:[,;)\n]|\.(?!\d)|$)| (?:a|au|avec|chez|pour|dernier|prochain|courant|inclus?|compris|exclu|du"
        r"|de ce|et|je|j'|il"
        r"|elle|on|nous)\b)",
    )
)
_AGE_WORD = (
    r"(?:vingt|trente|quarante|cinquante|soixante(?:[- ]dix)?|quatre[- ]vingts?(?:[- ]dix)?)"
    r"(?:[- ]et[- ](?:un|onze)|[- ](?:un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize"
    r"|quatorze|quinze|seize|dix[- ](?:sept|huit|neuf)))?"
)
_LASTS = re.compile(
    r"(?:depuis|pendant|durant|il y a|en|dans|sur|apres|a peine|voila|ca fait|sa fait|cela fait|fait"
    r"|pour|duree de|credit de|bail de|garantie|pret de"
    r"|plus de|moins de|environ|presque|pres de|anciennete de|experience de|les|ces|derniers|sous|au bout de"
    r"|d'ici|tous les|pacs\w* de|mari\w* de) (?:deja |plus de |pres de |environ |bientot |presque |seulement "
    r"|a peine )?$"
)
_AGE = re.compile(
    rf"(?<![\d.,/·])(?P<age>(?:1[6-9]|[2-9]\d)|{_AGE_WORD}) ?(?:ans?|piges|balais|berges|printemps)\b(?!"
    rf" (?:d'|de (?:metier|service|travail|carriere|vie|boulot|cotisation|labeur|mariage|garantie|credit|pret"
    rf"|bail)"
    r"|que\b|qu'|apres|plus tard|avant|au meme|a mon compte|dans le))"
)
# « ils ont 60 et 39 ans »: the first of two ages.
_TWO_AGES = re.compile(
    rf"(?<![\d.,/·])(?P<age>1[6-9]|[2-9]\d|\b{_AGE_WORD})(?= ?(?:et|,|/|-|ou) ?(?:1[6-9]|[2-9]\d"
    rf"|{_AGE_WORD}) ?ans\b(?! (?:de|d'|plus"
    r"|avant|apres)\b))"
)
_SAYS_AGE = re.compile(
    r"(?:agee? de|\bnee?s? il y a|\bsur (?:mes|ses)|\b(?:j'ai|jai|g|ai|a|aura|aurai) (?:bientot|presque|environ"
    r"|deja|a peine|plus de)) $"
)
_LASTING_AFTER = re.compile(
    r" ?(?:d'activite|d'experience|d'existence|d'anciennete|d'exercice|d'efforts|d'affaires)"
)
# « mon père a 46 ans et ma mère 34. »
_AGE_AFTER = re.compile(
    r"\bans,? (?:et )?(?:(?:mon|ma|son|sa|le|la|l') ?\w+ |(?:lui|elle|moi) )(?P<age>[2-9]\d)(?= ?[.,;)\n]|$)"
)
_SO_MANY = re.compile(
    rf"\b(?:j'|il |elle |on )en (?:ai|a|aurai|aura) (?P<age>[2-9]\d|1[6-9]|{_AGE_WORD})(?= ?[.,;)!]|$)(?![.,]\d)"
)
_AGED = re.compile(rf"\bage(?:e?s?)?(?: de|\s?:)? ?(?P<age>\d{{2}}|\b{_AGE_WORD})(?!\d)")


def days_and_ages(page: Page) -> Iterator[Hit]:
    text = page.folded.text
    for pattern in _WHOLE:
        for match in pattern.finditer(text):
            yield _hit(page, Label.DATE, match, "day" if "day" in pattern.groupindex else 0)
    for pattern in _DAYS:
        yield from (_hit(page, Label.DATE, match, "day") for match in pattern.finditer(text))
    yield from _ages(page, text)


def _ages(page: Page, text: str) -> Iterator[Hit]:
    for match in _AGED.finditer(page.figures):
        yield _hit(page, Label.AGE, match, "age")
    for match in _SO_MANY.finditer(text):
        yield _hit(page, Label.AGE, match, "age")
    for match in _AGE_AFTER.finditer(text):
        yield _hit(page, Label.AGE, match, "age")
    for match in _TWO_AGES.finditer(text):
        if not _LASTS.search(text[max(0, match.start() - 40) : match.start()]):
            yield _hit(page, Label.AGE, match, "age")
    for match in _AGE.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        lasts = _LASTS.search(before) and not _SAYS_AGE.search(before)
        if not lasts and not _LASTING_AFTER.match(text, match.end()):
            yield _hit(page, Label.AGE, match, "age")


def _hit(page: Page, label: Label, match: re.Match[str], group: str | int) -> Hit:
    return Hit(*page.folded.span(*match.span(group)), label, Layer.PATTERN)
