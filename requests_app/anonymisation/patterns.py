"""What gives a person away whoever it is: numbers with their keys, addresses, days, links. Pure.

Every finder reads a folded text in which the amounts of money are already masked.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum import iban as iban_number
from stdnum.fr import nir as nir_number
from stdnum.fr import siren as siren_number
from stdnum.fr import siret as siret_number

from requests_app.anonymisation.known import LeakKind
from requests_app.anonymisation.numbers import spoken_digits, squeeze
from requests_app.anonymisation.words import words_of

Span = tuple[LeakKind, int, int]

_MONTHS = (
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|"
    "janv|fevr|avr|juil|sept|oct|nov|dec"
)
_DAY_WORDS = (
    "premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|"
    "dix[- ]sept|dix[- ]huit|dix[- ]neuf|trente(?:[- ]et[- ]un)?|"
    "vingt(?:[- ](?:et[- ]un|deux|trois|quatre|cinq|six|sept|huit|neuf))?"
)
_SEP = r"[ .\-/_]{0,2}"
_LINK = r"(?:de la |de l'|des |du |de |d'|la |le |les |l'|aux |au |a la )"
_STREETS = (
    "rue|avenue|boulevard|bd|bld|blvd|impasse|allee|allees|chemin|venelle|ruelle|sentier|lotissement|"
    "lieu-dit|lieudit|esplanade"
)
_SHORT_STREETS = r"(?:av|imp|che|chem|rte|pl)\."
_OPEN_WORDS = (
    "place|cours|quai|square|passage|route|residence|hameau|cite|villa|promenade|faubourg|"
    "zone artisanale|zone industrielle|za|zi|zac"
)
_AMOUNT = re.compile(
    r"(?<![\d.,])(?<!\b\d\d[ .])(?:[1-9]\d{0,2}[ .]\d{3}|[1-9]\d?[ .]\d{3}[ .]\d{3}|[1-9]\d{0,6}|0)(?:,\d{1,2})?[ ]?"
    r"(?:€|euros?\b|eur\b|k€|ke\b|millions?\b|%|heures?\b|km\b|m2\b)"
)
_PUBLIC_SITES = words_of(
    """urssaf.fr autoentrepreneur.urssaf.fr secu-independants.fr ameli.fr caf.fr impots.gouv.fr service-public.fr
    lassuranceretraite.fr legifrance.gouv.fr"""
)
_IBAN_DIGITS = 18


def mask_amounts(text: str) -> str:
    """Money, distances and percentages are no identifiers: their digits give way to a sign no finder reads."""
    return _AMOUNT.sub(lambda match: re.sub(r"\d", "·", match.group()), text)


def _everywhere(kind: LeakKind, pattern: str) -> Callable[[str], Iterator[Span]]:
    compiled = re.compile(pattern)
    return lambda text: ((kind, *match.span()) for match in compiled.finditer(text))


@dataclass(frozen=True)
class _Keyed:
    """A run of digits that is a number of this kind only when its key is right."""

    kind: LeakKind
    pattern: re.Pattern[str]
    holds: Callable[[str], bool]

    def __call__(self, text: str) -> Iterator[Span]:
        for match in self.pattern.finditer(text):
            if self.holds(squeeze(match.group()).text):
                yield self.kind, *match.span()


def _spaced(count: str) -> str:
    return rf"(?<![\da-z])\d(?:{_SEP}\d){count}(?!\d)"


def _valid_nir(number: str) -> bool:
    return nir_number.is_valid(number.upper())


def _valid_iban(number: str) -> bool:
    """A French account number is one even with a wrong key."""
    french = number.startswith("fr") and sum(sign.isdigit() for sign in number[2:27]) > _IBAN_DIGITS
    return french or iban_number.is_valid(number.upper())


def _spoken_phone(text: str) -> Iterator[Span]:
    line = spoken_digits(text)
    for match in re.finditer(r"(?<!\d)0[1-9]\d{8}(?!\d)", line.text):
        start, end = line.span(*match.span())
        if re.search(r"[a-z]", text[start:end]):
            yield LeakKind.PHONE, start, end


def _site(text: str) -> Iterator[Span]:
    pattern = (
        r"https?://\S+|\bwww\.\S+|(?<![a-z0-9.\-])[a-z0-9][a-z0-9\-]{0,62}(?:\.[a-z0-9\-]{1,63}){0,5}"
        r"\.(?:fr|com|net|org|eu|re|gp|mq|gf|yt|bzh|corsica|alsace|paris|info|biz|shop|io|store)\b(?:/\S*)?"
    )
    for match in re.finditer(pattern, text):
        site = re.sub(r"^(?:https?://)?(?:www\.)?", "", match.group()).partition("/")[0].rstrip(".,;:!?)")
        if site not in _PUBLIC_SITES:
            yield LeakKind.LINK, *match.span()


FINDERS: tuple[Callable[[str], Iterator[Span]], ...] = (
    _everywhere(
        LeakKind.EMAIL,
        r"(?<![a-z0-9._%+\-])[a-z0-9._%+\-]{1,64}@[a-z0-9][a-z0-9.\-]{0,190}|@[a-z0-9_][a-z0-9_.]+",
    ),
    _everywhere(
        LeakKind.EMAIL,
        r"(?<![a-z0-9._\-])[a-z0-9._\-]{1,64}(?: (?:point|tiret|underscore) [a-z0-9_\-]{1,64}){0,6} ?"
        r"[(\[{<]? ?\b(?:arobases?|arobas|at|chez)\b ?[)\]}>]? ?"
        r"[a-z0-9\-]+ ?(?:\bpoint\b|\bdot\b|\.) ?(?:fr|com|net|org|eu|re|me|io)\b",
    ),
    _everywhere(
        LeakKind.EMAIL,
        r"(?<![a-z0-9._\-])[a-z0-9._\-]{1,64} ?(?:\barob(?:ases?|as)\b|[(\[{<] ?(?:at|a|@) ?[)\]}>]) ?[a-z0-9.\-]+",
    ),
    _everywhere(
        LeakKind.PHONE,
        r"(?<![\da-z])(?:(?:\+|00) ?(?:33|262|590|594|596|508)[ .\-]?(?:\(0\))?[ .\-]?|\(?0)"
        rf"[1-9]\)?(?:{_SEP}\d){{8}}(?!\d)",
    ),
    _spoken_phone,
    _Keyed(
        LeakKind.NIR,
        re.compile(
            rf"(?<!\d)[12]{_SEP}\d{_SEP}\d{_SEP}\d{_SEP}\d{_SEP}(?:\d{_SEP}\d|2{_SEP}[ab])(?:{_SEP}\d){{8}}(?!\d)"
        ),
        _valid_nir,
    ),
    _Keyed(LeakKind.SIRET, re.compile(_spaced("{13}")), siret_number.is_valid),
    _Keyed(LeakKind.SIRET, re.compile(_spaced("{8}")), siren_number.is_valid),
    _Keyed(
        LeakKind.IBAN,
        re.compile(rf"(?<![a-z0-9])[a-z]{{2}}{_SEP}\d{_SEP}\d(?:{_SEP}[a-z0-9]){{11,30}}"),
        _valid_iban,
    ),
    _everywhere(
        LeakKind.DAY, r"(?<![\d/])(?:0?[1-9]|[12]\d|3[01])([/.\-])(?:0?[1-9]|1[0-2])\1(?:19|20)?\d\d(?!\d)"
    ),
    _everywhere(
        LeakKind.DAY, r"(?<!\d)(?:19|20)\d\d([/.\-])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?!\d)"
    ),
    _everywhere(
        LeakKind.DAY,
        rf"(?<!\d)(?:0?[1-9]|[12]\d|3[01])(?:er| er)? ?(?:{_MONTHS})\b(?!-)\.?(?: ?(?:19|20)\d\d)?",
    ),
    _everywhere(LeakKind.DAY, rf"\b(?:{_DAY_WORDS}) (?:{_MONTHS})\b"),
    _everywhere(
        LeakKind.DAY, r"\b(?:le|du|au|depuis le|des le) (?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])\b"
    ),
    _everywhere(
        LeakKind.STREET,
        rf"\b\d{{1,4}} ?(?:bis|ter|quater|[a-d]\b)? ?,? ?(?:{_STREETS}|{_SHORT_STREETS}) +{_LINK}?"
        r"[a-z0-9]+(?:[ '\-][a-z0-9]+)?",
    ),
    _everywhere(
        LeakKind.AGE, r"\bagee?s? de (?:[2-9]\d|1[89])(?: ans)?\b|\bnee?s? (?:en|vers) (?:19|20)\d\d\b"
    ),
    _everywhere(LeakKind.APE, r"(?<![\da-z])(?:\d\d\.\d\d|\d{4})z\b"),
    _everywhere(LeakKind.PLATE, r"(?<![a-z0-9])[a-hj-np-tv-z]{2}-\d{3}-[a-hj-np-tv-z]{2}(?![a-z0-9])"),
    _everywhere(LeakKind.POSTCODE, r"\b(?:bp|cs) ?\d{2,5}\b|\bcedex(?: \d{1,2})?\b"),
    _site,
)
# Read in the text as it is written: the case tells.
CASED: tuple[tuple[LeakKind, re.Pattern[str]], ...] = (
    (LeakKind.APE, re.compile(r"(?<![\dA-Za-z])(?:\d\d\.\d\d ?|\d{4})[A-HZ]\b")),
    (
        LeakKind.PLATE,
        re.compile(r"(?<![A-Za-z0-9])[A-HJ-NP-TV-Z]{2}[ \-]?\d{3}[ \-]?[A-HJ-NP-TV-Z]{2}(?![A-Za-z0-9])"),
    ),
    (LeakKind.PERSON, re.compile(r"\b(?:M\.|M|Me) +(?!(?:X|Y|Z)\b)[A-ZÀ-Ý][\w’'\-]*\.?")),
)
# Only with a capital after the matched head: « 3 cours de cuisine » is no address, « 3 cours Dajot » is.
CAPITAL_AFTER: tuple[tuple[LeakKind, re.Pattern[str]], ...] = (
    (LeakKind.STREET, re.compile(rf"\b(?:{_STREETS}) +{_LINK}?(?=[a-z])")),
    (LeakKind.STREET, re.compile(rf"\b\d{{1,4}} ?(?:bis|ter)? ?,? ?(?:{_OPEN_WORDS}) +{_LINK}?(?=[a-z])")),
    (LeakKind.STREET, re.compile(rf"\b(?:place|quai|cours|square|residence) +{_LINK}(?=[a-z])")),
    (LeakKind.POSTCODE, re.compile(r"(?<![\d·])(?:0[1-9]|[1-8]\d|9[0-8])\d{3} +(?=[a-z])")),
    (
        LeakKind.PERSON,
        re.compile(r"\b(?:monsieur|madame|mademoiselle|mme|mlle|mr|docteur|dr|maitre)\b\.? +(?=[a-z])"),
    ),
)
