"""The legal day of a board: the one of its territory, not of Paris."""

from datetime import date, datetime

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.territory.models import Organisation


def zone_of(*, board_code: str) -> str:
    """The zone of the first organisation the board serves: "America/Guadeloupe"."""
    served = Organisation.objects.filter(region__board=board_code).order_by("code")
    return served.values_list("time_zone", flat=True).first() or "Europe/Paris"


def local_day(*, board_code: str, at: datetime) -> date:
    return clock.local_date(at, zone_of(board_code=board_code))
