"""The net that catches canaries, before it is trusted: every disguise is caught, ordinary text passes."""

import base64
import json
from urllib.parse import quote, quote_plus

import pytest

from tests.access.canaries import Net
from tests.factories.persona import AMOUNTS, CANARIES, identifying_fields

NAME, CITY, NIR, BORN = "Vwolfréguel", "Bédée-Canarigny", "279033523841776", "1979-03-07"
NET = Net.of(
    {
        "name": NAME,
        "city": CITY,
        "nir": NIR,
        "born": BORN,
        "filed": "2026-03-07",
        "iban": "FR3410278041",
        "income": 83_713,
    }
)

DISGUISES = {
    "raw": (NAME, {"name"}),
    "lower": (NAME.lower(), {"name"}),
    "without accents": ("VWOLFREGUEL", {"name"}),
    "decomposed": ("Vwolfre\u0301guel", {"name"}),
    "entities": ("Vwolfr&#233;guel", {"name"}),
    "percent": (quote(CITY), {"city"}),
    "percent, plus": (quote_plus(f"a {CITY} b"), {"city"}),
    "json": (json.dumps({"x": NAME}), {"name"}),
    "base64": (base64.b64encode(f"x{CITY}yz".encode()).decode(), {"city"}),
    "base64 for addresses": (base64.urlsafe_b64encode(f"ab{CITY}".encode()).decode(), {"city"}),
    "digits in groups": ("2 79 03 35 238 417 76", {"nir"}),
    "date in words": ("née le 7\u00a0mars\u00a01979", {"born"}),
    "date in figures": ("07/03/1979", {"born"}),
    "account number in groups": ("FR34 1027 8041", {"iban"}),
    "amount": ("837,13\u202f€", {"income"}),
    "amount in cents": ('value="83713"', {"income"}),
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_canary_is_caught_under_every_disguise(disguise):
    text, fields = DISGUISES[disguise]
    assert NET.found(f"<p>bonjour {text} merci</p>".encode()) == fields


def test_ordinary_text_passes():
    text = "Revenus de 750 à 1 000 € ; 40 à 49 ans ; jeton 83713AB-0835 ; séance du 27 mars 2026 ; 12837,134"
    assert NET.found(text.encode()) == set()


def test_every_identifying_question_has_a_canary():
    assert identifying_fields() - set(CANARIES) == set()


def test_no_two_canaries_are_alike():
    values = [str(value) for value in [*CANARIES.values(), *AMOUNTS.values()]]
    assert len(values) == len(set(values))
