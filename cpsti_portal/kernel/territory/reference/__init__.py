"""Regions, boards, organisations and departments, from the two tables beside this file.

``load`` creates what is missing and touches nothing that exists: an administrator's corrections stay.
"""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db.models import Model
from django.utils.text import slugify

from cpsti_portal.kernel.territory.models import Board, Department, Organisation, Region

HERE = Path(__file__).parent

# One instance for the three CGSS of the Antilles and Guyane (CSS L612-4, L751-1).
_SHARED_BOARDS = {"01": "AG", "02": "AG", "03": "AG"}
_BOARD_AREAS = {"AG": "Antilles-Guyane"}
_TIME_ZONES = {
    "01": "America/Guadeloupe",
    "02": "America/Martinique",
    "03": "America/Cayenne",
    "04": "Indian/Reunion",
    "06": "Indian/Mayotte",
}
MAYOTTE = "06"


def rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as source:
        yield from csv.DictReader(source)


def board_code(region_code: str) -> str:
    """The board of a region. No text names the board of Mayotte: La Réunion by default, a setting."""
    if region_code == MAYOTTE:
        return settings.PORTAL_MAYOTTE_BOARD_CODE
    return _SHARED_BOARDS.get(region_code, region_code)


def _board_area(code: str, names: dict[str, str]) -> str:
    if code in _BOARD_AREAS:
        return _BOARD_AREAS[code]
    guests = [MAYOTTE] if board_code(MAYOTTE) == code and code != MAYOTTE else []
    return " et ".join([names[code], *(names[guest] for guest in guests)])


def load() -> None:
    """Idempotent: four statements."""
    table = list(rows("organisations.csv"))
    names = {row["region_code"]: row["region_name"] for row in table}
    areas = {board_code(region): _board_area(board_code(region), names) for region in names}
    _keep(Board(code=code, name=f"CASS {area}", area_label=area) for code, area in areas.items())
    _keep(Region(code=code, name=name, board_id=board_code(code)) for code, name in names.items())
    _keep(_organisation(row) for row in table)
    department_names = {line["code"]: line["name"] for line in rows("departments.csv")}
    _keep(
        Department(code=code, name=department_names[code], organisation_id=_code_of(row))
        for row in table
        for code in row["departments"].split(";")
    )


def _keep(wanted: Iterable[Model]) -> None:
    lines = list(wanted)
    type(lines[0])._default_manager.bulk_create(lines, ignore_conflicts=True)


def _code_of(row: dict[str, str]) -> str:
    return slugify(row["organisation_name"])


def _organisation(row: dict[str, str]) -> Organisation:
    code = _code_of(row)
    return Organisation(
        code=code,
        kind=row["organisation_type"],
        name=row["organisation_name"],
        region_id=row["region_code"],
        time_zone=_TIME_ZONES.get(row["region_code"], "Europe/Paris"),
        address="Adresse postale sur urssaf.fr",
        email=f"action-sociale@{code}.example",
        director_name="La direction",
    )
