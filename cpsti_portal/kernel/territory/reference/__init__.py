"""Regions, boards, organisations and departments, from the two tables beside this file.

``load`` creates what is missing and touches nothing that exists: an administrator's corrections stay.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
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
    """Idempotent."""
    table = list(rows("organisations.csv"))
    names = {row["region_code"]: row["region_name"] for row in table}
    for region_code, region_name in names.items():
        code = board_code(region_code)
        area = _board_area(code, names)
        Board.objects.get_or_create(code=code, defaults={"name": f"CASS {area}", "area_label": area})
        Region.objects.get_or_create(code=region_code, defaults={"name": region_name, "board_id": code})
    for row in table:
        _load_organisation(row)


def _load_organisation(row: dict[str, str]) -> None:
    code = slugify(row["organisation_name"])
    Organisation.objects.get_or_create(
        code=code,
        defaults={
            "kind": row["organisation_type"],
            "name": row["organisation_name"],
            "region_id": row["region_code"],
            "time_zone": _TIME_ZONES.get(row["region_code"], "Europe/Paris"),
            "address": "Adresse postale sur urssaf.fr",
            "email": f"action-sociale@{code}.example",
            "director_name": "La direction",
        },
    )
    department_names = {line["code"]: line["name"] for line in rows("departments.csv")}
    for department in row["departments"].split(";"):
        Department.objects.get_or_create(
            code=department,
            defaults={"name": department_names[department], "organisation_id": code},
        )
