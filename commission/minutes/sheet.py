"""The values of minutes as an HTML document, ready to be printed: the minutes, or the list of decisions. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine

from cpsti_portal.kernel.sheets import strict_engine, typeset

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "commission" / "minutes_pdf"


class Paper(StrEnum):
    """The two papers of a sitting: the values are their names in addresses and files."""

    MINUTES = "proces-verbal"
    DECISIONS = "releve-de-decisions"


TITLES: dict[Paper, str] = {
    Paper.MINUTES: "Procès-verbal",
    Paper.DECISIONS: "Relevé de décisions",
}
_TEMPLATES: dict[Paper, str] = {Paper.MINUTES: "minutes.html", Paper.DECISIONS: "decisions.html"}


@cache
def _engine() -> Engine:
    return strict_engine(TEMPLATES)


def sheet(paper: Paper, content: Mapping[str, Any]) -> str:
    """The whole HTML document."""
    context = Context({"m": content, "title": TITLES[paper]})
    return typeset(_engine().get_template(_TEMPLATES[paper]).render(context))


def file_name(paper: Paper, held_on: str) -> str:
    return f"{paper}-{held_on}.pdf"
