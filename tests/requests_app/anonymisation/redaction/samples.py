"""Texts written by hand with what must not be read in them, and one file that the tables share."""

import json
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from requests_app.anonymisation.known import Known, LeakKind
from requests_app.anonymisation.redaction.engine import propose
from requests_app.anonymisation.redaction.findings import WORDS, Layer, masked

_MARK = re.compile(r"<([A-Z_]+)\|([^>]*)>")
_FILE = Path(__file__).parent / "texts.txt"

PERSON = Known(
    values=(
        (LeakKind.PERSON, "Maëlys"),
        (LeakKind.PERSON, "Kerguelen"),
        (LeakKind.PERSON, "Boucher"),
        (LeakKind.RELATIVE, "Thibault"),
        (LeakKind.RELATIVE, "Rose"),
        (LeakKind.CASEWORKER, "Solène"),
        (LeakKind.CASEWORKER, "Abgrall"),
        (LeakKind.BUSINESS, "Au Petit Œillet"),
        (LeakKind.BUSINESS, "Studio 54"),
        (LeakKind.PLACE, "Saint-Malo"),
        (LeakKind.STREET, "12 bis rue des Tamaris"),
        (LeakKind.POSTCODE, "35400"),
        (LeakKind.NIR, "280077612345679"),
        (LeakKind.SIRET, "73282932000074"),
        (LeakKind.IBAN, "FR7630006000011234567890189"),
        (LeakKind.PHONE, "0612345678"),
        (LeakKind.EMAIL, "maelys.k35@exemple.fr"),
        (LeakKind.REFERENCE, "AS-2026-48213"),
        (LeakKind.PLATE, "FK-482-ZR"),
    ),
    allowed=("Bretagne",),
    birth_year=1980,
    birth_date=date(1980, 7, 14),
)
# Where no capital tells anything: the sentence under test comes after these.
SMALL = "je vous ecris parce que je ne peux plus payer mes charges depuis la fin de la saison et je ne dors plus. "


def shown(text: str, known: Known = PERSON, **options: Any) -> str:
    """The text as a board would read it if every finding was accepted."""
    proposal = propose(text, known, **options)
    return masked(proposal.text, ((one.start, one.end, WORDS[one.label]) for one in proposal.findings))


def without(layer: Layer) -> frozenset[Layer]:
    return frozenset(Layer) - {layer}


@cache
def records() -> tuple[dict[str, Any], ...]:
    """The hand-written texts in the shape of the corpus."""
    found = []
    for rank, chunk in enumerate(
        re.split(r"^== ", _FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    ):
        head, _, body = chunk.partition("\n")
        text, spans, last = "", [], 0
        for match in _MARK.finditer(body := body.rstrip("\n")):
            text += body[last : match.start()]
            spans.append([len(text), len(text) + len(match.group(2)), match.group(1)])
            text += match.group(2)
            last = match.end()
        record = {
            "id": f"own-{rank:02}",
            "file": json.loads(head),
            "text": text + body[last:],
            "spans": spans,
        }
        found.append(record | {"kinds": ["own"]})
    return tuple(found)
