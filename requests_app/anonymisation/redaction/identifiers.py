"""Layer P: numbers with their keys, addresses of mail and of the web, days, ages. Whoever they belong to. Pure."""

import re
from collections.abc import Callable, Iterator

from stdnum import iban as iban_number
from stdnum.fr import nir as nir_number
from stdnum.fr import siren as siren_number
from stdnum.fr import siret as siret_number

from requests_app.anonymisation.lexicon import entry
from requests_app.anonymisation.numbers import squeeze
from requests_app.anonymisation.redaction.allowed import BODIES
from requests_app.anonymisation.redaction.figures import spoken
from requests_app.anonymisation.redaction.findings import Hit, Label, Layer
from requests_app.anonymisation.redaction.page import Page
from requests_app.anonymisation.words import words_of

_SEP = r"[ .\-/_\n]{0,3}"
_SPELT = r"(?:point|dot|pt|tiret(?: du (?:bas|six|6))?|underscore)"
_DOTS = rf"(?: ?[(\[{{<] ?(?:{_SPELT}|\.) ?[)\]}}>] ?| {_SPELT} | ?\.(?=[a-z0-9])| \. |\. (?=(?:fr|com|net|org)\b))"
_AT = (
    r" ?(?:[(\[{<]? ?@ ?[)\]}>]?|[(\[{<] ?(?:at|a|arobas\w*|chez) ?[)\]}>]|\b(?:arobases?|arobas|arobaze|aro"
    r" base)\b) ?"
)
_LOCAL = rf"(?<![a-z0-9\-])[a-z0-9_+\-]+(?:{_DOTS}[a-z0-9_+\-]+)*"
_ENDINGS = (
    "fr|com|net|org|eu|re|gp|mq|gf|yt|nc|pf|bzh|corsica|alsace|paris|info|biz|shop|io|store|be|ch|pro|online|site"
    "|me|tv|co|app|boutique"
)
_PROVIDERS = (
    r"gmail|orange|wanadoo|hotmail|outlook|free|laposte|yahoo|sfr|live|icloud|bbox|neuf|msn|proton|protonmail"
)
_PUBLIC_SITES = re.compile(
    r"(?:[\w\-]+\.)*(?:gouv|urssaf|caf|ameli|secu-independants|msa|francetravail|pole-emploi|service-public"
    r"|legifrance|lassuranceretraite|leboncoin)\.fr$"
)
# An address is searched only where one of these signs stands.
_AT_SAID = re.compile(r"@|aro ?ba|[(\[{<] ?(?:at|a|chez) ?[)\]}>]")
_AT_HOUSE = re.compile(r" (?:at|chez) [a-z0-9\-]+[ .(\[{<]|(?:@|a|at|chez) ?(?:" + _PROVIDERS + ")")
_ADDRESSES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (sign, re.compile(pattern))
    for sign, pattern in (
        (_AT_SAID, rf"{_LOCAL}{_AT}[a-z0-9\-]+(?:{_DOTS}[a-z0-9\-]+)*(?: (?:fr|com|net|org)\b)?"),
        (_AT_HOUSE, rf"{_LOCAL} (?:at|chez) (?:{_PROVIDERS})(?:{_DOTS}(?:{_ENDINGS})\b)?"),
        (_AT_HOUSE, rf"{_LOCAL} (?:at|chez) [a-z0-9\-]+{_DOTS}(?:{_ENDINGS})\b"),
        (_AT_HOUSE, rf"{_LOCAL} ?[@a] ?(?:{_PROVIDERS})\b{_DOTS}(?:{_ENDINGS})\b"),
    )
)
_TEXT_PATTERNS: tuple[tuple[Label, re.Pattern[str]], ...] = tuple(
    (label, re.compile(pattern))
    for label, pattern in (
        (
            Label.LINK,
            r"\b(?:insta(?:gram)?|snap(?:chat)?|fb|facebook|tik ?tok|messenger|twitter|linkedin) ?[:=] "
            r"?@?[a-z0-9_.\-]{3,}",
        ),
        (Label.LINK, r"(?<![a-z0-9])@ ?[a-z0-9_][a-z0-9_.\-]+|#[a-z][a-z0-9_]{3,}|\b[a-z0-9]+_[a-z0-9_]+\b"),
        (
            Label.PLATE,
            r"(?<![a-z0-9])[a-z]{2}-\d{3}-[a-z]{2}(?![a-z0-9])|(?<![a-z0-9])[a-z]{2}\d{3}[a-z]{2}(?![a-z0-9])",
        ),
        (Label.IBAN, r"\b(?:bic|swift)\W{0,3}[a-z]{4} ?fr ?[a-z0-9]{2}(?: ?[a-z0-9]{3})?\b"),
        (Label.POSTCODE, r"\b(?:bp|cs|tsa) ?\d{2,5}\b|\bcedex(?: \d{1,2})?\b"),
    )
)
_DIGIT_PATTERNS: tuple[tuple[Label, re.Pattern[str]], ...] = tuple(
    (label, re.compile(pattern))
    for label, pattern in (
        (
            Label.PHONE,
            r"(?<![\da-z])(?:\(?(?:\+|00) ?(?:33|262|269|590|594|596|508|687|689)\)?[ .\-/]{0,2}"
            r"(?:\(0\))?[ .\-/]{0,2}|\(?0)"
            r"[1-9]\)?(?:[ .\-/_()\n]{0,3}\d){8}(?!\d)",
        ),
        (
            Label.NIR,
            rf"(?<!\d)[1-4]{_SEP}\d{_SEP}\d{_SEP}[0-5]{_SEP}\d{_SEP}(?:\d{_SEP}[\dab])(?:{_SEP}\d){{6}}(?:{_SEP}(?:cle"
            rf" ?)?\d{_SEP}\d)?(?!\d)",
        ),
        (Label.SIRET, rf"(?<!\d)\d(?:{_SEP}\d){{13}}(?!\d)"),
    )
)
_TVA = re.compile(rf"(?<![a-z0-9])fr{_SEP}\d\d(?:{_SEP}\d){{9}}(?!\d)")
Check = Callable[[str], bool]
_KEYED: tuple[tuple[Label, re.Pattern[str], Check], ...] = (
    (
        Label.NIR,
        re.compile(rf"(?<!\d)[1278](?:{_SEP}[\dab]){{14}}(?!\d)"),
        lambda n: bool(nir_number.is_valid(n.upper())),
    ),
    (Label.SIRET, re.compile(rf"(?<!\d)\d(?:{_SEP}\d){{13}}(?!\d)"), lambda n: bool(siret_number.is_valid(n))),
    (Label.SIRET, re.compile(rf"(?<!\d)\d(?:{_SEP}\d){{8}}(?!\d)"), lambda n: bool(siren_number.is_valid(n))),
    (
        Label.IBAN,
        re.compile(rf"(?<![a-z0-9])fr{_SEP}\d{_SEP}\d(?:{_SEP}[a-z0-9]){{21,23}}(?![a-z0-9])"),
        lambda n: sum(sign.isdigit() for sign in n) > _IBAN_DIGITS,
    ),
    (
        Label.IBAN,
        re.compile(rf"(?<![a-z0-9])[a-z]{{2}}{_SEP}\d{_SEP}\d(?:{_SEP}[a-z0-9]){{11,30}}"),
        lambda n: bool(iban_number.is_valid(n.upper())),
    ),
)  # fmt: skip
_IBAN_DIGITS = 15  # of the 25 of a French account, the rest may be letters
_SITE = re.compile(
    rf"https?://\S+|\bwww ?\.\S+|\b[a-z0-9][a-z0-9\-]*(?:\.[a-z0-9\-]+)*\.(?:{_ENDINGS})\b(?:/\S*)?"
    rf"|\b(?:3 ?w|triple ?w|www) point [a-z0-9\- ]{{2,40}}? point (?:{_ENDINGS})\b|\b[a-z0-9\-]+ point "
    rf"(?:{_ENDINGS})\b"
)
_PLATES = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z]{2}[ \-.]?\d{3}[ \-.]?[A-Z]{2}|\d{1,4} ?(?!AU|ET|OU|DE|DU|EN)[A-Z]{2,3} ?(?:\d\d"
    r"|2[AB]))(?![A-Za-z0-9])"
)
# « GH 305 K8 »: one letter of the last two read as a figure.
_BADLY_READ_PLATE = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}([ \-])\d{3}\1(?:[A-Z][0158]|[0158][A-Z])(?![A-Za-z0-9])"
)
_SMALL_PLATES = re.compile(
    r"(?<![a-z0-9])(?:(?P<first>[a-hj-np-tv-z]{2})[ .]?\d{3}[ .]?(?P<last>[a-hj-np-tv-z]{2})"
    r"|\d{2,4}[ .]?(?P<middle>[a-hj-np-tv-z]{2,3})[ .]?(?:\d\d|2[ab]))(?![a-z0-9])"
)
_VEHICLE = re.compile(
    r"\b(?:vehicule|fourgon|camion|voiture|utilitaire|immatricul|plaque|scooter|moto|van|bagnole|caisse|auto"
    r"|trafic|kangoo)"
)
_UNITS = words_of("km kg kw kv cv ht ml cl cm mm mg ha go mo hl")
_APE = re.compile(r"(?<![\dA-Za-z.,])\d\d\.?\d\d ?[A-HZ](?![A-Za-z0-9'’])")
_INITIALS = re.compile(
    r"(?<![\w.])(?:[A-ZÀ-Ý][a-zé]?\.[ \-]?){2,4}(?![\w])|(?<![\w.’'])[A-ZÀ-Ý]\.-[A-ZÀ-Ý]\."
)
_SPELT_OUT = re.compile(r"(?<![a-z0-9'])[a-z](?:[ .\-_*/]{1,2}[a-z]){3,}(?![a-z0-9'])")


def identifiers(page: Page) -> Iterator[Hit]:
    text = page.figures
    digits = page.digits
    yield from _mail(page, text)
    for label, pattern in _TEXT_PATTERNS:
        yield from (_hit(page, label, *_handle(match)) for match in pattern.finditer(text))
    # Where the country is told no amount is meant, although one may follow: « FR 32 555 123 400 612,40 € ».
    for match in _TVA.finditer(page.read_figures):
        yield _hit(page, Label.SIRET, *match.span())
    for label, pattern in _DIGIT_PATTERNS:
        yield from (_hit(page, label, *match.span()) for match in pattern.finditer(digits))
    for label, pattern, holds in _KEYED:
        for match in pattern.finditer(digits):
            if holds(squeeze(match.group()).text):
                yield _hit(page, label, *match.span())
    for match in _SPELT_OUT.finditer(text):
        if "".join(re.findall("[a-z]", match.group())) not in BODIES:
            yield _hit(page, Label.DOUBT, *match.span())
    yield from _sites(page, text)
    yield from _spoken_phones(page, text)
    yield from _small_plates(page, page.folded.text)
    yield from _as_written(page)


def _mail(page: Page, text: str) -> Iterator[Hit]:
    for sign, address in _ADDRESSES:
        if sign.search(text):
            yield from (_hit(page, Label.EMAIL, *_handle(match)) for match in address.finditer(text))


def _handle(match: re.Match[str]) -> tuple[int, int]:
    """« c'est @quelqu_un »: the word before a handle is no beginning of an address of mail."""
    address = re.match(r"\S+ (?=@\S+$)", match.group())
    provider = address and re.search(rf"\.(?:{_ENDINGS})$|@(?:{_PROVIDERS})", match.group())
    return match.start() + (address.end() if address and not provider else 0), match.end()


def _sites(page: Page, text: str) -> Iterator[Hit]:
    for match in _SITE.finditer(text):
        host = re.sub(r"^(?:https?://)?(?:www ?\.)?", "", match.group()).partition("/")[0].rstrip(".,;:!?)")
        if not _PUBLIC_SITES.match(host):
            yield _hit(
                page, Label.LINK, match.start(), match.start() + len(match.group().rstrip('.,;:!?)»"'))
            )


def _spoken_phones(page: Page, text: str) -> Iterator[Hit]:
    """Ten digits, some of them said in words, that begin and end with a word or a number."""
    line = spoken(text)
    for match in re.finditer(r"(?=(0[1-9]\d{8}))", line.text):
        first, last = match.start(), match.start() + 9
        begins = first == 0 or line.origin[first - 1] != line.origin[first]
        ends = last + 1 >= len(line.text) or line.origin[last + 1] != line.origin[last]
        if begins and ends:
            yield _hit(page, Label.PHONE, *line.span(first, last + 1))


def _small_plates(page: Page, text: str) -> Iterator[Hit]:
    """« rh 988 kj » in small letters, where « de 300 kg » looks like it."""
    for match in _SMALL_PLATES.finditer(text):
        letters = [group for group in match.groups() if group]
        told = _VEHICLE.search(text[max(0, match.start() - 40) : match.start()])
        ordinary = any(entry(group).is_word or group in _UNITS for group in letters)
        if told or not ordinary:
            yield _hit(page, Label.PLATE, *match.span())


def _as_written(page: Page) -> Iterator[Hit]:
    for pattern in (_PLATES, _BADLY_READ_PLATE):
        yield from (Hit(*match.span(), Label.PLATE, Layer.PATTERN) for match in pattern.finditer(page.text))
    for match in _APE.finditer(page.text):
        yield Hit(*match.span(), Label.REFERENCE, Layer.PATTERN)
    for match in _INITIALS.finditer(page.text):
        letters = "".join(sign for sign in match.group().lower() if sign.isalpha())
        if letters not in BODIES:
            yield Hit(match.start(), match.start() + len(match.group().rstrip()), Label.PERSON, Layer.PATTERN)


def _hit(page: Page, label: Label, start: int, end: int) -> Hit:
    return Hit(*page.folded.span(start, end), label, Layer.PATTERN)
