"""The files of one sitting as one document for one member: facts in, HTML out. Pure.

Two members who read the same files get the same pages, save for whose copy it is and when it was made.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.template import Context, Engine

from cpsti_portal.kernel.sheets import strict_engine, typeset

TEMPLATES = Path(__file__).resolve().parents[1] / "templates" / "packs"


@dataclass(frozen=True, kw_only=True)
class PackFile:
    """``money``: amounts written in euros too. ``images``: (title, address of the picture inside the document)."""

    place: int
    reference: str
    aid_label: str
    corrected: bool
    situation: list[tuple[str, str]]
    account: str
    summary: str
    money: list[tuple[str, str]]
    opinion: str
    opinion_text: str
    criteria: list[tuple[str, str]]
    images: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class PackFacts:
    """``name``: whose copy. ``made``: when, written in French. ``large``: for who reads large print."""

    board: str
    day: str
    name: str
    made: str
    large: bool
    files: Sequence[PackFile]

    @property
    def mark(self) -> str:
        return f"Exemplaire de {self.name}, séance du {self.day}, produit le {self.made}"

    @property
    def total(self) -> int:
        return len(self.files)


def picture(content: bytes) -> str:
    """A PNG inside the document itself: nothing is fetched to draw it."""
    return f"data:image/png;base64,{base64.b64encode(content).decode()}"


@cache
def _engine() -> Engine:
    return strict_engine(TEMPLATES)


def html_of(facts: PackFacts) -> str:
    return typeset(_engine().get_template("pack.html").render(Context({"p": facts})))
