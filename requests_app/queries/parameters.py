"""The dated parameters in force, and where an aid can be asked."""

from datetime import date

from cpsti_portal.kernel.territory.models import Department
from requests_app.models import AidParameter
from requests_app.parameters import Parameters, resolve


def parameters_for(*, aid_code: str, region_code: str, on: date) -> Parameters:
    """The values that judge a request of this region on this day, with the rows that gave them."""
    return resolve(_rows(aid_code), aid_code, region_code=region_code, on=on)


def served_departments() -> dict[str, tuple[str, str]]:
    """Department code → (region code, region name), for every department an organisation serves."""
    rows = Department.objects.order_by("code").values_list(
        "code", "organisation__region_id", "organisation__region__name"
    )
    return {code: (region, name) for code, region, name in rows}


def region_of(department_code: str) -> str | None:
    """The region of a department, None when no organisation serves it."""
    return served_departments().get(department_code, (None, ""))[0]


def closed_regions(*, aid_code: str, region_codes: set[str], on: date) -> frozenset[str]:
    """Regions where this aid cannot be asked on this day."""
    rows = _rows(aid_code)
    return frozenset(
        code for code in region_codes if not resolve(rows, aid_code, region_code=code, on=on)["open"]
    )


def _rows(aid_code: str) -> list[AidParameter]:
    return list(AidParameter.objects.filter(aid_code=aid_code).order_by("pk"))
