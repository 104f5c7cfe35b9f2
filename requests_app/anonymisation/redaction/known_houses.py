"""Layer K on the number of the house: before its street, behind it, alone where it can be nothing else. Pure."""

import re
from collections.abc import Iterator, Sequence

from requests_app.anonymisation.redaction.figures import spoken_forms
from requests_app.anonymisation.redaction.findings import Hit, Label, Layer
from requests_app.anonymisation.redaction.page import Page

_SUFFIX = r"(?:[ \-]?(?:bis|ter|quater|[a-d])\b)?"
_BESIDE = 22  # signs between the number and its street: « , numéro », « de la »
_TELLING_FIGURES = 3
_SAID = re.compile(r"\b(?:au|n ?°|no|numero|le) $")
_STREET_WORD = re.compile(
    r" ?(?:rue|avenue|av|boulevard|bd|impasse|allee|chemin|place|route|quai|cours|square)\b"
)


def known_houses(page: Page, numbers: set[str], streets: Sequence[Hit]) -> Iterator[Hit]:
    """``numbers``: « 12 bis », as the addresses of the file begin. ``streets``: what was found of any street."""
    text = page.figures
    for number in numbers:
        figures, suffix = re.findall(r"\d+|[a-z]+", number + " ")[0], re.sub(r"[\d ]", "", number)
        said = spoken_forms(int(figures)) if len(figures) < _TELLING_FIGURES else []
        if not any(form in text or "[" in form for form in (figures, *said)):
            continue
        pattern = re.compile(
            rf"(?<![\w·/])(?<!\d[.,])(?:(?:n ?°|no|numero) ?)?(?P<n>{'|'.join([figures, *said])}){_SUFFIX}"
            r"(?![\d·]|[.,/]\d| ?€)"
        )
        for match in pattern.finditer(text):
            start, end = page.folded.span(*match.span())
            beside = next((one for one in streets if _is_beside(page.text, start, end, one)), None)
            whole = match.group("n").isdigit() and (
                len(figures) >= _TELLING_FIGURES or (suffix and suffix in match.group())
            )
            alone = match.group("n").isdigit() and _SAID.search(
                text[max(0, match.start() - 10) : match.start()]
            )
            if beside:
                yield _hit(min(start, beside.start), max(end, beside.end))
            elif whole or (alone and not _STREET_WORD.match(text, match.end())):
                yield _hit(start, end)


def _is_beside(text: str, start: int, end: int, street: Hit) -> bool:
    between = text[end : street.start] if end <= street.start else text[street.end : start]
    apart = start >= street.end or end <= street.start
    return (
        apart
        and len(between) <= _BESIDE
        and not re.search(r"[.!?]\s|\d|\n\n", re.sub(r"\b\w{1,4}\. ", "", between))
    )


def _hit(start: int, end: int) -> Hit:
    return Hit(start, end, Label.STREET, Layer.KNOWN)
