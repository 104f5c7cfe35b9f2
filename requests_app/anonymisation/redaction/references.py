"""File numbers and any other long number: masked unless they are money. Pure."""

import re
from collections.abc import Iterator

from requests_app.anonymisation.redaction.findings import Hit, Label, Layer
from requests_app.anonymisation.redaction.page import Page

_ANNOUNCED = re.compile(
    r"\b(?:n°s?|no\b|num\b|numeros?|ref\b|refs?\.?|references?|dossiers?|allocataire|matricule|contrat"
    r"|identifiant|sinistre|facture|immatricul\w+|plaque"
    r"|permis|compte|police|pv|plainte|decision|adherent|client|recepisse|cotisant|siret|siren|rcs|tva|nir"
    r"|secu|rib|iban|beneficiaire)\b"
    r"[ :.°#=\-]{0,4}(?:(?:n°|no|numero|numeros|porte|est|sous|le|la|du|de|d'|caf|urssaf|msa|cpam|reference"
    r"|client|allocataire|dossier|c'est|suivant|:)[ :.°]{0,3}){0,4}"
    r"(?P<number>[a-z]{0,4}[ \-_/.]?\d[\da-z]*(?:[ \-_/.]{1,2}\d[\da-z]*){0,8})"
)
_LAST_FIGURES = re.compile(
    r"\b(?:fini(?:t|ssant|ssent)|termin\w+|commenc\w+|debut\w+) par (?P<number>\d{2,}(?:[ .\-]\d+)*)"
)
_MIXED = re.compile(
    r"(?<![a-z0-9@.·])(?=[a-z0-9\-/_.]*\d\d)(?=[a-z0-9\-/_.]*[a-z])[a-z0-9]+(?:[\-/_.][a-z0-9]+)*(?![a-z0-9·])"
)
_SPACED_MIXED = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,5}[\-_/](?:20\d\d[ \-_/])?\d{4,}(?!\d)")
_LONG = re.compile(r"(?<![\d·.,a-z])\d(?:[ .\-/_]?\d){4,}(?![\d·])")
_YEARS = re.compile(r"(?:(?:19|20)\d\d)(?:[ \-/.]+(?:19|20)\d\d|[ \-/]\d\d)*$")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[ .]\d{3}){1,2}$")
_UNITS = re.compile(
    r"\d+(?:h\d{0,2}|m2|m3|km|kms|kg|cv|kw|kwh|kva|ch|min|mn|mo|go|e|er|ere|eme|eme|nd|x|k|ans?|mois|jours?|j"
    r"|cm|mm|m|g|l|t|eur|euros?|ha)$|covid-?\d+|[a-z]\d$|h\d+$|r\.?\d+"
)
_ARTICLE = re.compile(r"(?:articles?|art\.?|cerfa|loi|decret|formulaire|code)(?: n°)? ?$")
_SHORTEST, _SURELY_LONG = 3, 7


def references(page: Page) -> Iterator[Hit]:
    text = page.digits
    for match in _ANNOUNCED.finditer(text):
        number = match.group("number")
        if _figures(number) >= _SHORTEST and not _is_ordinary(number):
            yield _hit(page, *match.span("number"), Layer.PATTERN)
    for match in _LAST_FIGURES.finditer(text):
        yield _hit(page, *match.span("number"), Layer.PATTERN)
    for match in _MIXED.finditer(text):
        if (
            _figures(match.group()) >= _SHORTEST
            and not _is_ordinary(match.group())
            and not _cites_law(text, match.start())
        ):
            yield _hit(page, *match.span(), Layer.PATTERN)
    for match in _SPACED_MIXED.finditer(page.text):
        yield Hit(*match.span(), Label.REFERENCE, Layer.PATTERN)
    for match in _LONG.finditer(text):
        if not _is_ordinary(match.group()) and not _cites_law(text, match.start()):
            yield _hit(page, *match.span(), Layer.DEFAULT)


def _figures(number: str) -> int:
    return sum(sign.isdigit() for sign in number)


def _is_ordinary(number: str) -> bool:
    """Years, an amount without its sign, a measure."""
    bare = number.strip(" .-/_")
    if _YEARS.fullmatch(bare) or _UNITS.fullmatch(bare):
        return True
    return bool(_THOUSANDS.fullmatch(bare)) and _figures(bare) < _SURELY_LONG


def _cites_law(text: str, start: int) -> bool:
    return bool(_ARTICLE.search(text[max(0, start - 20) : start]))


def _hit(page: Page, start: int, end: int, layer: Layer) -> Hit:
    return Hit(*page.folded.span(start, end), Label.REFERENCE, layer)
