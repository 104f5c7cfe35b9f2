"""Invented people with valid numbers: the same seed gives the same people, whatever runs before."""

import csv
import random
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from faker import Faker
from stdnum import luhn
from stdnum.fr import nir

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Place:
    department: str
    postcode: str
    city: str


@dataclass(frozen=True, kw_only=True)
class Person:
    """A self-employed worker. ``first_names`` as on the identity card, comma-separated; ``number`` is theirs alone."""

    number: int
    civility: str
    last_name: str
    birth_name: str
    first_names: str
    birth_date: date
    nir: str
    phone: str
    street: str
    home: Place
    siret: str
    iban: str
    business_name: str
    activity_street: str
    activity: Place

    @property
    def email(self) -> str:
        first = self.first_names.split(",")[0]
        return f"{ascii_word(first)}.{ascii_word(self.last_name)}{self.number}@exemple.fr"


def ascii_word(text: str) -> str:
    """ "Hélène Le Goff" → "helene-le-goff"."""
    from django.utils.text import slugify

    return slugify(text)


@cache
def places() -> dict[str, list[Place]]:
    """Three towns a department, largest first."""
    found: dict[str, list[Place]] = {}
    with (HERE / "places.csv").open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            found.setdefault(row["department"], []).append(Place(**row))
    return found


def _valid_nir(dice: random.Random, civility: str, birth_date: date) -> str:
    sex = "1" if civility == "monsieur" else "2"
    body = (
        f"{sex}{birth_date:%y%m}{dice.randint(1, 95):02d}{dice.randint(1, 399):03d}{dice.randint(1, 399):03d}"
    )
    if body[5:7] == "20":
        body = body[:5] + "35" + body[7:]
    return body + nir.calc_check_digits(body)


def _valid_siret(dice: random.Random) -> str:
    siren = f"{dice.randint(30_000_000, 94_999_999)}"
    siren += luhn.calc_check_digit(siren)
    establishment = f"{siren}000{dice.randint(1, 4)}"
    return establishment + luhn.calc_check_digit(establishment)


def make_person(
    *, seed: int, department: str, born: date, business_name: str = "", civility: str = ""
) -> Person:
    """The person number ``seed``, working in ``department``, living near."""
    dice = random.Random(f"personne-{seed}")
    fake = Faker("fr_FR")
    fake.seed_instance(seed)
    civility = civility or dice.choice(["madame", "monsieur"])
    first = fake.first_name_female() if civility == "madame" else fake.first_name_male()
    last = fake.last_name()
    towns = places()[department]
    return Person(
        number=seed,
        civility=civility,
        last_name=last,
        birth_name=fake.last_name() if civility == "madame" and dice.random() < 0.4 else "",
        first_names=first,
        birth_date=born,
        nir=_valid_nir(dice, civility, born),
        phone=f"06{dice.randint(10_000_000, 99_999_999)}",
        street=fake.street_address().split("\n")[0],
        home=dice.choice(towns),
        siret=_valid_siret(dice),
        iban=fake.iban(),
        business_name=business_name.format(first=first, last=last) if business_name else "",
        activity_street=fake.street_address().split("\n")[0],
        activity=dice.choice(towns),
    )
