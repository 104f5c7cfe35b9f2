"""What the file itself knows of the person: the values that may never reach a board. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from requests_app.aids.fields import Answers
from requests_app.aids.steps import STEPS


class LeakKind(StrEnum):
    PERSON = "person"
    RELATIVE = "relative"
    CASEWORKER = "caseworker"
    BUSINESS = "business"
    PLACE = "place"
    STREET = "street"
    POSTCODE = "postcode"
    NIR = "nir"
    SIRET = "siret"
    IBAN = "iban"
    PHONE = "phone"
    EMAIL = "email"
    DAY = "day"
    AGE = "age"
    LINK = "link"
    APE = "ape"
    PLATE = "plate"
    REFERENCE = "reference"


# Which answers are searched, and as what. (block, question)
SEARCHED: Mapping[tuple[str, str], LeakKind] = {
    ("identity", "last_name"): LeakKind.PERSON,
    ("identity", "birth_name"): LeakKind.PERSON,
    ("identity", "first_names"): LeakKind.PERSON,
    ("payment", "holder_name"): LeakKind.PERSON,
    ("business", "business_name"): LeakKind.BUSINESS,
    ("contact", "home_city"): LeakKind.PLACE,
    ("business", "activity_city"): LeakKind.PLACE,
    ("disaster", "damage_city"): LeakKind.PLACE,
    ("contact", "home_line1"): LeakKind.STREET,
    ("contact", "home_line2"): LeakKind.STREET,
    ("business", "activity_line1"): LeakKind.STREET,
    ("business", "activity_line2"): LeakKind.STREET,
    ("contact", "home_postcode"): LeakKind.POSTCODE,
    ("business", "activity_postcode"): LeakKind.POSTCODE,
    ("disaster", "damage_postcode"): LeakKind.POSTCODE,
    ("identity", "nir"): LeakKind.NIR,
    ("business", "siret"): LeakKind.SIRET,
    ("payment", "iban"): LeakKind.IBAN,
    ("contact", "phone"): LeakKind.PHONE,
    ("contact", "email"): LeakKind.EMAIL,
}

# Identifying answers that no value search can find, and what stops them instead.
NOT_SEARCHED: Mapping[tuple[str, str], str] = {
    ("identity", "birth_date"): "every day of a date is a leak; the age and the year of birth are searched",
    ("business", "started_on"): "every day of a date is a leak",
    ("status", "ceased_on"): "every day of a date is a leak",
    ("retirement", "departure_on"): "every day of a date is a leak",
    ("retirement", "notification_on"): "every day of a date is a leak",
    ("checks", "affiliated_on"): "every day of a date is a leak",
    ("business", "ape"): "every APE code is a leak",
    ("business", "trade"): "a word of the trade is allowed in a summary; the sector shown stays wide",
    ("payment", "bic"): "the bank, not the person",
    ("difficulty", "story"): "told by the account, which leaves only masked and read",
    ("difficulty", "measures"): "told by the account, which leaves only masked and read",
    ("difficulty", "outlook"): "told by the account, which leaves only masked and read",
    ("difficulty", "other_aids_detail"): "told by the account, which leaves only masked and read",
    ("disaster", "story"): "told by the account, which leaves only masked and read",
    ("money_request", "use_detail"): "told by the account, which leaves only masked and read",
}


@dataclass(frozen=True, kw_only=True)
class Known:
    """``allowed``: the region and the area of the board, which may be said. ``age``: at the day of the request."""

    values: tuple[tuple[LeakKind, str], ...] = field(default=(), repr=False)
    allowed: tuple[str, ...] = ()
    birth_year: int | None = field(default=None, repr=False)
    age: int | None = field(default=None, repr=False)
    birth_date: date | None = field(default=None, repr=False)

    def of(self, *kinds: LeakKind) -> tuple[tuple[LeakKind, str], ...]:
        return tuple((kind, value) for kind, value in self.values if kind in kinds)


NOTHING_KNOWN = Known()


def known_of(
    answers: Answers,
    *,
    filed_on: date,
    emails: Iterable[str] = (),
    caseworkers: Iterable[str] = (),
    places: Iterable[str] = (),
    references: Iterable[str] = (),
    allowed: Iterable[str] = (),
    relatives: Iterable[str] = (),
) -> Known:
    """Everything the answers tell of the person, and what the office adds: account, caseworkers, own area, number."""
    values = [
        (kind, value) for (block, name), kind in SEARCHED.items() for value in _typed(answers, block, name)
    ]
    values += [(LeakKind.EMAIL, value) for value in emails]
    values += [(LeakKind.RELATIVE, value) for value in relatives]
    values += [(LeakKind.CASEWORKER, value) for value in caseworkers]
    values += [(LeakKind.PLACE, value) for value in places]
    values += [(LeakKind.REFERENCE, value) for value in references]
    born = next(iter(_typed(answers, "identity", "birth_date")), "")
    birth_date = date.fromisoformat(born) if born else None
    return Known(
        values=tuple(dict.fromkeys((kind, value.strip()) for kind, value in values if value.strip())),
        allowed=tuple(allowed),
        birth_year=birth_date.year if birth_date else None,
        age=_age(birth_date, filed_on) if birth_date else None,
        birth_date=birth_date,
    )


def _typed(answers: Answers, block: str, name: str) -> Iterable[str]:
    """Shown or not: an answer hidden afterwards by another one is still known of the file."""
    step = STEPS.get(block)
    value = answers.get(step.slug, {}).get(name) if step else None
    return (value,) if isinstance(value, str) and value else ()


def _age(birth_date: date, on: date) -> int:
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))
