"""Layer K on numbers: those of the file, however they are cut, spelled or joined. Pure."""

import re
from collections.abc import Iterator

from requests_app.anonymisation.cleaning import folded
from requests_app.anonymisation.known import Known, LeakKind
from requests_app.anonymisation.numbers import squeeze
from requests_app.anonymisation.redaction.dictionary import LABELS
from requests_app.anonymisation.redaction.figures import as_digits, hide_amounts, spoken
from requests_app.anonymisation.redaction.findings import Hit, Label, Layer
from requests_app.anonymisation.redaction.page import Page
from requests_app.letters.wording import MONTHS

_NUMBERS = (
    LeakKind.NIR,
    LeakKind.SIRET,
    LeakKind.IBAN,
    LeakKind.PHONE,
    LeakKind.REFERENCE,
    LeakKind.PLATE,
    LeakKind.LINK,
)
_SHORTEST = 5
_LOOSE = r"[\W_]{0,3}"
_MONTHS = tuple(folded(month) for month in MONTHS)


def known_numbers(page: Page, known: Known) -> Iterator[Hit]:
    text = hide_amounts(page.folded.text)
    lines = (squeeze(text), squeeze(as_digits(text)), spoken(text))
    for kind, value in known.of(*_NUMBERS):
        for core in _cores(kind, value):
            for line in lines:
                for start, end in line.find(core):
                    yield _hit(page, LABELS[kind], start, end)
    for kind, value in known.of(LeakKind.POSTCODE):
        wanted = r" ?".join(re.findall(r"\d", value))
        if wanted:
            yield from _found(page, text, LABELS[kind], rf"(?<!\d){wanted}(?!\d)")
    yield from _companies(page, text, known)
    yield from _mail(page, text, known)
    yield from _birth(page, text, known)


def _cores(kind: LeakKind, value: str) -> list[str]:
    """What is enough to give a number away."""
    code = squeeze(folded(value)).text
    if kind == LeakKind.LINK:
        code = re.sub(r"^(?:https?)?(?:www)?|(?:fr|com|net|org)$", "", code)
    cores = {
        LeakKind.NIR: [code[:13], code[1:13]],
        LeakKind.SIRET: [code[:9], code[-9:]],
        LeakKind.IBAN: [code[4:], code[4:25], code[14:25]],
        LeakKind.PHONE: [code[-9:], code[-8:]],
        LeakKind.REFERENCE: [code, re.sub(r"^\D+(?:20\d\d)?", "", code)],
    }.get(kind, [code])
    return list(dict.fromkeys(core for core in cores if len(core) >= _SHORTEST))


def _companies(page: Page, text: str, known: Known) -> Iterator[Hit]:
    """« Studio 54 »: names that hold a number."""
    for _, value in known.of(LeakKind.BUSINESS):
        parts = re.findall(r"[a-z]+|\d+", folded(value))
        if len(parts) > 1 and any(part.isdigit() for part in parts):
            yield from _found(page, text, Label.COMPANY, rf"(?<![a-z0-9]){_LOOSE.join(parts)}(?![a-z0-9])")


def _mail(page: Page, text: str, known: Known) -> Iterator[Hit]:
    for _, value in known.of(LeakKind.EMAIL):
        local = folded(value).partition("@")[0]
        parts = re.findall(r"[a-z0-9]+", local)
        if len("".join(parts)) > 3 and parts:
            between = r"(?:[\W_]| point | tiret | underscore ){0,3}"
            yield from _found(
                page,
                text,
                Label.EMAIL,
                rf"(?<![a-z0-9]){between.join(parts)}(?![a-z0-9])",
                most=len(parts) > 1 or len(local) > 6,
            )


def _birth(page: Page, text: str, known: Known) -> Iterator[Hit]:
    if known.birth_date:
        born = known.birth_date
        month = rf"(?:0?{born.month}|{_MONTHS[born.month - 1]}|{_MONTHS[born.month - 1][:4]}\.?)"
        year = rf"(?:{born.year}|{born.year % 100:02d})"
        yield from _found(
            page,
            text,
            Label.DATE,
            rf"(?<!\d)0?{born.day}(?:er)?[ ./\-]{{0,3}}{month}[ ./\-]{{0,3}}{year}(?!\d)",
        )
        yield from _found(page, text, Label.DATE, rf"\b{_MONTHS[born.month - 1]} {born.year}\b")
    if known.birth_year:
        yield from _found(page, text, Label.AGE, rf"(?<![\d{{·}}/-]){known.birth_year}(?!\d)")


def _found(page: Page, text: str, label: Label, pattern: str, *, most: bool = True) -> Iterator[Hit]:
    if most:
        for match in re.finditer(pattern, text):
            yield _hit(page, label, *match.span())


def _hit(page: Page, label: Label, start: int, end: int) -> Hit:
    return Hit(*page.folded.span(start, end), label, Layer.KNOWN)
