"""Layer P on time: the day of a date. The month and the year stay. Pure."""

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
        r"(?= ?(?:[,;()\n]|\.(?!\d)|$)| (?:a|au|avec|chez|pour|dernier|prochain|courant|inclus?|compris|exclu|du"
        r"|de ce|et|je|j'|il"
        r"|elle|on|nous)\b)",
    )
)


def days(page: Page) -> Iterator[Hit]:
    text = page.read_figures
    for pattern in _WHOLE:
        for match in pattern.finditer(text):
            yield _hit(page, Label.DATE, match, "day" if "day" in pattern.groupindex else 0)
    for pattern in _DAYS:
        yield from (_hit(page, Label.DATE, match, "day") for match in pattern.finditer(text))


def _hit(page: Page, label: Label, match: re.Match[str], group: str | int) -> Hit:
    return Hit(*page.folded.span(*match.span(group)), label, Layer.PATTERN)
