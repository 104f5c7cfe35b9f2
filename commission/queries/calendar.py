"""The legal day of a board: the one of its territory, not of Paris."""

from datetime import date, datetime

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.territory.models import Organisation


def local_day(*, board_code: str, at: datetime) -> date:
    """The day in the zone of the first organisation the board serves."""
    zones = (
        Organisation.objects.filter(region__board=board_code)
        .order_by("code")
        .values_list("time_zone", flat=True)
    )
    return clock.local_date(at, zones.first() or "Europe/Paris")
