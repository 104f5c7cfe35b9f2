"""Layer K on numbers: those of the file, however they are cut, spelled, joined or left unfinished. Pure."""

import re
from collections.abc import Iterator, Mapping

from requests_app.anonymisation.cleaning import folded
from requests_app.anonymisation.known import Known, LeakKind
from requests_app.anonymisation.numbers import Squeezed, squeeze
from requests_app.anonymisation.redaction.dictionary import LABELS
from requests_app.anonymisation.redaction.figures import as_digits, spoken, spoken_forms
from requests_app.anonymisation.redaction.findings import Hit, Label, Layer
from requests_app.anonymisation.redaction.page import Page
from requests_app.letters.wording import MONTHS

_LONG = (LeakKind.NIR, LeakKind.SIRET, LeakKind.IBAN, LeakKind.PHONE, LeakKind.REFERENCE)
_WHOLE = (LeakKind.REFERENCE, LeakKind.PLATE, LeakKind.LINK)
_SHORTEST = 5
_RUN = 6  # so many signs in a row of a known number tell which one it is
_RUN_DIGITS = 5
# Of six signs of a run five are figures: one of the first two is.
_NUMERIC = re.compile(r"(?=\d|.\d)")
_SIGNS_BETWEEN = 3
_TELLING_LOCAL = 6
_MORE = 4  # the sign of the country, a letter that was put in
_LOOSE = r"[\W_]{0,3}"
# Words said between two parts of a number.
_JOINING = re.compile(r"\b(?:et|puis|ensuite|cle|clef)\b")
_BORN_IN = re.compile(
    r"\b(?:nee?s? (?:en|vers)|classe|generation|millesime|de l'annee|annee|(?:suis|est) de)"
    r" '?(?P<year>\d\d)(?![\d·]|[.,]\d)"
)
_MONTHS = tuple(folded(month) for month in MONTHS)


def known_numbers(page: Page, known: Known) -> Iterator[Hit]:
    text = page.figures
    joined = _JOINING.sub(lambda match: " " * len(match.group()), text)
    lines = (squeeze(joined), squeeze(as_digits(joined)), spoken(joined))
    runs = _runs(known)
    for line in lines:
        yield from _of_runs(page, line, runs)
    for kind, value in known.of(*_WHOLE):
        for core in _cores(kind, value):
            for line in lines:
                for start, end in line.find(core):
                    yield _hit(page, LABELS[kind], start, end)
    for kind, value in known.of(LeakKind.POSTCODE):
        wanted = r"[ .]?".join(re.findall(r"\d", value))
        if wanted and value[0] in text:
            yield from _found(page, text, LABELS[kind], rf"(?<!\d){wanted}(?!\d)")
    yield from _companies(page, text, known)
    yield from _mail(page, text, known, lines[0])
    yield from _birth(page, text, known)


def _runs(known: Known) -> Mapping[str, tuple[Label, str]]:
    """Each run of six signs of a long number, with the number it is of."""
    found: dict[str, tuple[Label, str]] = {}
    for kind, value in known.of(*_LONG):
        code = squeeze(folded(value)).text
        if kind == LeakKind.REFERENCE:
            code = re.sub(r"^\D*(?:20\d\d)?", "", code)
        for start in range(len(code) - _RUN + 1):
            run = code[start : start + _RUN]
            if sum(sign.isdigit() for sign in run) >= _RUN_DIGITS and len(set(run)) > 1:
                found.setdefault(run, (LABELS[kind], code))
    return found


def _of_runs(page: Page, line: Squeezed, runs: Mapping[str, tuple[Label, str]]) -> Iterator[Hit]:
    text = line.text
    for start in (match.start() for match in _NUMERIC.finditer(text)):
        meant = runs.get(text[start : start + _RUN])
        if meant:
            label, code = meant
            yield _hit(page, label, *line.span(*_widest(line, start, start + _RUN, len(code) + _MORE)))


def _widest(line: Squeezed, start: int, end: int, most: int) -> tuple[int, int]:
    """The figures that go on beside a run of a number: the rest of it, a wrong one among them."""
    while end - start < most and end < len(line.text) and _goes_on(line, end - 1, end):
        end += 1
    while end - start < most and start > 0 and _goes_on(line, start - 1, start):
        start -= 1
    return start, end


def _goes_on(line: Squeezed, left: int, right: int) -> bool:
    figures = line.text[left].isdigit() and line.text[right].isdigit()
    return figures and line.origin[right][0] - line.origin[left][1] <= _SIGNS_BETWEEN


def _cores(kind: LeakKind, value: str) -> list[str]:
    """What is enough to give a short number away."""
    code = squeeze(folded(value)).text
    if kind == LeakKind.LINK:
        code = re.sub(r"^(?:https?)?(?:www)?|(?:fr|com|net|org)$", "", code)
    cores = [code]
    if kind == LeakKind.REFERENCE:
        cores.append(re.sub(r"^\D+(?:20\d\d)?", "", code))
    return list(dict.fromkeys(core for core in cores if len(core) >= _SHORTEST))


def _companies(page: Page, text: str, known: Known) -> Iterator[Hit]:
    """« Studio 54 »: names that hold a number."""
    for _, value in known.of(LeakKind.BUSINESS):
        parts = re.findall(r"[a-z]+|\d+", folded(value))
        if len(parts) > 1 and any(part.isdigit() for part in parts) and all(part in text for part in parts):
            yield from _found(page, text, Label.COMPANY, rf"(?<![a-z0-9]){_LOOSE.join(parts)}(?![a-z0-9])")


def _mail(page: Page, text: str, known: Known, line: Squeezed) -> Iterator[Hit]:
    for _, value in known.of(LeakKind.EMAIL):
        local = folded(value).partition("@")[0]
        parts = re.findall(r"[a-z0-9]+", local)
        for start, end in line.find(squeeze(folded(value)).text):
            yield _hit(page, Label.EMAIL, start, end)
        if len("".join(parts)) > 3 and parts:
            between = r"(?:[\W_]| point | tiret | underscore ){0,3}"
            if all(part in text for part in parts) and (len(parts) > 1 or len(local) > _TELLING_LOCAL):
                yield from _found(page, text, Label.EMAIL, rf"(?<![a-z0-9]){between.join(parts)}(?![a-z0-9])")


def _birth(page: Page, text: str, known: Known) -> Iterator[Hit]:
    """The date in any writing, the day and its month without the year, the month and the year, the year."""
    if known.birth_date:
        born = known.birth_date
        name = _MONTHS[born.month - 1]
        days = "|".join(
            [rf"0?{born.day}(?: ?er)?", *(["premier"] if born.day == 1 else spoken_forms(born.day))]
        )
        day = rf"(?<![\d.,])(?:{days})"
        named = rf"(?:{name}|{name[:4]}\.?|{name[:3]}\.)"
        month = rf"(?:0?{born.month}|{named})"
        short = spoken_forms(born.year % 100)
        in_words = "|".join(
            rf"(?:mil(?:le)? neuf[ \-]cents?|dix[ \-]neuf[ \-]cents?|deux[ \-]mille)[ \-](?:et )?{form}"
            for form in short
        )
        year = rf"(?:{born.year}|{born.year % 100:02d}|{in_words}|{'|'.join(short)})"
        between = r"[\W_]{0,3}"
        whole, month_said = str(born.year) in text, name[:3] in text
        # A pattern is made only for a text that holds a part of it: making it costs more than searching.
        for may_be, pattern in (
            (month_said or str(born.month) in text, rf"{day}{between}{month}{between}{year}(?![\d·])"),
            (whole, rf"(?<!\d){born.year}{between}0?{born.month}{between}0?{born.day}(?!\d)"),
            (month_said, rf"{day} ?{named}(?![a-z])"),
            (f"{born.day}/" in text, rf"(?<![\d/])0?{born.day}/0?{born.month}(?![\d/])"),
            (whole and month_said, rf"\b{name} {born.year}\b"),
            (whole, rf"(?<!\d)0?{born.month}[/.\-]{born.year}(?!\d)"),
            ("cent" in text or "mille" in text, rf"\b(?:{in_words})\b"),
        ):
            if may_be:
                yield from _found(page, text, Label.DATE, pattern)
    if known.birth_year:
        if str(known.birth_year) in text:
            yield from _found(page, text, Label.AGE, rf"(?<![\d·/-]){known.birth_year}(?!\d)")
        two = f"{known.birth_year % 100:02d}"
        for match in _BORN_IN.finditer(text):
            if match.group("year") == two:
                yield _hit(page, Label.AGE, *match.span("year"))


def _found(page: Page, text: str, label: Label, pattern: str) -> Iterator[Hit]:
    for match in re.finditer(pattern, text):
        yield _hit(page, label, *match.span())


def _hit(page: Page, label: Label, start: int, end: int) -> Hit:
    return Hit(*page.folded.span(start, end), label, Layer.KNOWN)
