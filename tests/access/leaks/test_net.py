"""The net, before it is trusted: a mark is found under every disguise and in every file, ordinary text passes."""

import base64
import hashlib
import json
from urllib.parse import quote, quote_plus

import pytest

from cpsti_portal.demo.leaks.forms import Marker
from cpsti_portal.demo.leaks.layers import layers
from cpsti_portal.demo.leaks.net import Net
from tests.access.leaks import planted
from tests.factories.persona import AMOUNTS, CANARIES, identifying_fields

NAME, CITY, NIR, BORN = "Vwolfréguel", "Bédée-Canarigny", "279033523841776", "1979-03-07"
WHOLE = "Zyxcanardin Quetzalmaëlle"
NET = Net.of(
    {
        "name": NAME,
        "city": CITY,
        "nir": NIR,
        "born": BORN,
        "filed": "2026-03-07",
        "iban": "FR3410278041",
        "income": 83_713,
        "phone": "0698765401",
        "trade": "3220Z",
        "whole": WHOLE,
    }
)


def _digest(name: str, text: str) -> bytes:
    return hashlib.new(name, text.encode()).digest()


DISGUISES = {
    "raw": (NAME, {"name"}),
    "lower": (NAME.lower(), {"name"}),
    "upper, without accents": ("VWOLFREGUEL", {"name"}),
    "decomposed": ("Vwolfre\u0301guel", {"name"}),
    "invisible signs": ("Vwol\u200bfré\u00adguel", {"name"}),
    "words the other way round": ("QUETZALMAELLE ZYXCANARDIN", {"whole"}),
    "letters spelled out": ("V-w-o-l-f-r-é-g-u-e-l", {"name"}),
    "cut by tags": ("Vwolf<wbr>ré<b>guel</b>", {"name"}),
    "as an address": ("bedee_canarigny", {"city"}),
    "glued to figures": ("12Vwolfréguel34", {"name"}),
    "entities": ("Vwolfr&#233;guel", {"name"}),
    "percent": (quote(CITY), {"city"}),
    "percent, plus": (quote_plus(f"a {CITY} b"), {"city"}),
    "percent of entities": (quote("Vwolfr&eacute;guel".replace("&eacute;", "é")), {"name"}),
    "json": (json.dumps({"x": NAME}), {"name"}),
    "quoted-printable": ("Vwolf=\nr=C3=A9guel", {"name"}),
    "hexadecimal": (NAME.encode().hex(), {"name"}),
    "hexadecimal of PDF": (f"<FEFF{NAME.encode('utf-16-be').hex().upper()}>", {"name"}),
    "digits in groups": ("2 79 03 35 238 417 76", {"nir"}),
    "digits with other spaces": ("2\u202f79\u00a003 35 238 417\u200976", {"nir"}),
    "digits among others": ("12 2 79 03 35 238 417 76 44", {"nir"}),
    "short number beside another": ("12 83713 44", {"income"}),
    "phone from abroad": ("+33 6 98 76 54 01", {"phone"}),
    "code in two parts": ("32.20Z", {"trade"}),
    "date in words": ("née le 7\u00a0mars\u00a01979", {"born"}),
    "date in figures": ("07/03/1979", {"born"}),
    "account number in groups": ("FR34 1027 8041", {"iban"}),
    "amount": ("837,13\u202f€", {"income"}),
    "amount in cents": ('value="83713"', {"income"}),
    **{
        f"base64, {shift} before": (base64.b64encode(b"x" * shift + CITY.encode() + b"yz").decode(), {"city"})
        for shift in range(3)
    },
    "base64 for addresses": (base64.urlsafe_b64encode(f"ab{CITY}".encode()).decode(), {"city"}),
    "base64 of the folded name": (base64.b64encode(b"vwolfreguel").decode(), {"name"}),
    **{name: (_digest(name, NAME).hex(), {"name"}) for name in ("md5", "sha1", "sha256")},
    **{
        f"{name} in base64": (base64.b64encode(_digest(name, NIR)).decode(), {"nir"})
        for name in ("md5", "sha1", "sha256")
    },
    "digest of the upper form": (_digest("sha256", "VWOLFREGUEL").hex().upper(), {"name"}),
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_mark_is_caught_under_every_disguise(disguise):
    text, fields = DISGUISES[disguise]
    assert NET.caught(f"<p>bonjour {text} merci</p>".encode()) == fields


@pytest.mark.parametrize("plant", planted.FILES, ids=lambda one: one.__name__)
def test_a_mark_is_caught_in_every_place_of_a_file(plant):
    data = plant(NAME)
    assert "name" in set().union(*(NET.caught(content) for _, content in layers(data)))


@pytest.mark.parametrize("plant", planted.FILES, ids=lambda one: one.__name__)
def test_a_file_without_a_mark_passes(plant):
    assert set().union(*(NET.caught(content) for _, content in layers(plant("Lambda")))) == set()


def test_a_find_tells_the_form_and_what_stands_around():
    (find,) = NET.found(b"<p>un mot, VWOLFREGUEL, un autre</p>")[:1]
    assert (find.field, find.form, find.near) == ("name", "texte", "<p>un mot, vwolfreguel, un autre</p>")


def test_ordinary_text_passes():
    text = "Revenus de 750 à 1 000 € ; 40 à 49 ans ; jeton 83713AB-0835 ; séance du 27 mars 2026 ; 12837,134"
    assert NET.caught(text.encode()) == set()


def test_two_marks_that_overlap_are_both_caught():
    net = Net([Marker("first", "Alphazulu Bravotango"), Marker("second", "Bravotango Charlieyoke")])
    assert net.caught(b"Alphazulu Bravotango Charlieyoke") == {"first", "second"}


def test_every_identifying_question_has_a_canary():
    assert identifying_fields() - set(CANARIES) == set()


def test_no_two_canaries_are_alike():
    values = [str(value) for value in [*CANARIES.values(), *AMOUNTS.values()]]
    assert len(values) == len(set(values))
