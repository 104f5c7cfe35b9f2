"""One typed answer, understood by its kind. Each reader returns the JSON value or raises ``Problem``."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from requests_app import money, validators
from requests_app.aids.fields import FieldSpec, Kind
from requests_app.intake.problems import Problem, missing
from requests_app.intake.typing import NO, YES, Typed, one_line, several_lines

Choices = tuple[tuple[str, str], ...]

_LARGEST_INTEGER = 1_000_000
_EARLIEST_YEAR = 1900
_YEARS_AHEAD = 10
_MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin",
    "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip
_DAY_FIRST = re.compile(r"([0-9]{1,2})(?:er)?[/.\- ]+([0-9]{1,2}|[a-z]+)[/.\- ]+([0-9]+)")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")


def understand(spec: FieldSpec, typed: Typed | None, *, on: date, choices: Choices) -> object:
    """The value of one answer, None when an optional one is blank. ``on``: the day it is given."""
    if spec.kind is Kind.MULTI:
        return _several(spec, typed, choices)
    text = typed if isinstance(typed, str) else ""
    if not text.strip():
        if spec.required:
            raise missing(spec)
        return None
    if spec.kind is Kind.DATE:
        return _day(spec, text, on).isoformat()
    if spec.kind in _CHOICES:
        return _CHOICES[spec.kind](spec, text, choices)
    return _READERS[spec.kind](spec, text)


def _several(spec: FieldSpec, typed: Typed | None, choices: Choices) -> list[str]:
    ticked = set(typed if isinstance(typed, list) else [typed] if typed else [])
    known = [value for value, _ in choices]
    if ticked - set(known):
        raise Problem("Choisissez parmi les réponses proposées.")
    if not ticked and spec.required:
        raise missing(spec)
    return [value for value in known if value in ticked]


def _one(spec: FieldSpec, text: str, choices: Choices) -> str:
    if text not in {value for value, _ in choices}:
        raise Problem("Choisissez parmi les réponses proposées.")
    return text


def _yes_or_no(spec: FieldSpec, text: str, choices: Choices) -> bool:
    if text not in (YES, NO):
        raise Problem("Choisissez Oui ou Non.")
    return text == YES


def _consent(spec: FieldSpec, text: str, choices: Choices) -> bool:
    if text != YES:
        raise missing(spec)
    return True


_CHOICES: dict[Kind, Callable[[FieldSpec, str, Choices], object]] = {
    Kind.CHOICE: _one,
    Kind.BOOL: _yes_or_no,
    Kind.CONSENT: _consent,
}


def _plain(text: str) -> str:
    """Digits and spaces as the simplest keyboard types them."""
    return unicodedata.normalize("NFKC", text).strip()


def _day(spec: FieldSpec, text: str, on: date) -> date:
    day = _written_day(_plain(text).casefold())
    if day.year < _EARLIEST_YEAR or day.year > on.year + _YEARS_AHEAD:
        raise Problem(f"Vérifiez l’année : vous avez écrit {day.year}.")
    if spec.past and day > on:
        raise Problem("Cette date est dans le futur. Vérifiez l’année.")
    return day


def _written_day(text: str) -> date:
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, number = found.groups()
    elif found := _DAY_FIRST.fullmatch(_unaccented(text)):
        number, month, year = found.groups()
    else:
        raise Problem("Écrivez la date avec le jour, le mois et l’année. Exemple : 14/07/2026")
    if len(year) != 4:
        raise Problem("Écrivez l’année avec 4 chiffres. Exemple : 14/07/2026")
    if not month.isdigit():
        if month not in _MONTHS:
            raise Problem("Ce mois n’existe pas. Exemple : 14 juillet 2026")
        month = str(_MONTHS.index(month) + 1)
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        raise Problem("Cette date n’existe pas. Vérifiez le jour et le mois.") from None


def _unaccented(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def _amount(spec: FieldSpec, text: str) -> int:
    try:
        return money.parse(_plain(text), signed=spec.signed)
    except validators.InvalidValue as error:
        raise Problem(error.message) from None


def _integer(spec: FieldSpec, text: str) -> int:
    figures = re.sub(r"\s", "", _plain(text))
    if not re.fullmatch(r"[0-9]{1,9}", figures):
        raise Problem("Écrivez un nombre entier, avec des chiffres. Exemple : 2")
    number = int(figures)
    largest = _LARGEST_INTEGER if spec.maximum is None else spec.maximum
    if number > largest:
        raise Problem(f"Vérifiez ce nombre : il dépasse {largest}.")
    return number


def _percent(spec: FieldSpec, text: str) -> int:
    figures = _plain(text).removesuffix("%").strip()
    if not re.fullmatch(r"[0-9]{1,3}", figures) or int(figures) > 100:
        raise Problem("Écrivez un nombre entier entre 0 et 100. Exemple : 65")
    return int(figures)


def _short(spec: FieldSpec, text: str) -> str:
    return _within(spec, one_line(text))


def _long(spec: FieldSpec, text: str) -> str:
    return _within(spec, several_lines(text))


def _within(spec: FieldSpec, text: str) -> str:
    if not text:
        raise missing(spec)
    if spec.maximum and len(text) > spec.maximum:
        over = len(text) - spec.maximum
        raise Problem(f"Ce texte est trop long : {spec.maximum} caractères au plus. Enlevez-en {over}.")
    return text


def _checked(validate: Callable[[str], str]) -> Callable[[FieldSpec, str], str]:
    def read(spec: FieldSpec, text: str) -> str:
        try:
            return validate(_plain(text))
        except validators.InvalidValue as error:
            raise Problem(error.message) from None

    return read


_READERS: dict[Kind, Callable[[FieldSpec, str], object]] = {
    Kind.TEXT: _short,
    Kind.ADDRESS: _short,
    Kind.LONGTEXT: _long,
    Kind.MONEY: _amount,
    Kind.INTEGER: _integer,
    Kind.PERCENT: _percent,
    Kind.SIRET: _checked(validators.siret),
    Kind.NIR: _checked(validators.nir),
    Kind.IBAN: _checked(validators.iban),
    Kind.BIC: _checked(validators.bic),
    Kind.PHONE: _checked(validators.phone),
    Kind.EMAIL: _checked(validators.email),
    Kind.POSTCODE: _checked(validators.postcode),
    Kind.APE: _checked(validators.ape),
}
