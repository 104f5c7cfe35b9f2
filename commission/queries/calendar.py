"""The legal day of a board: the one of its territory, not of Paris."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from commission import wording
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.territory.models import Organisation


def zone_of(*, board_code: str) -> str:
    """The zone of the first organisation the board serves: "America/Guadeloupe"."""
    served = Organisation.objects.filter(region__board=board_code).order_by("code")
    return served.values_list("time_zone", flat=True).first() or "Europe/Paris"


def day_in(zone_name: str, at: datetime) -> date:
    return clock.local_date(at, zone_name)


def local_hour(*, at: datetime, zone: str) -> time:
    return at.astimezone(ZoneInfo(zone)).time().replace(microsecond=0)


def local_day(*, board_code: str, at: datetime) -> date:
    return clock.local_date(at, zone_of(board_code=board_code))


def year_ends_at(*, board_code: str, year: int) -> datetime:
    """The first instant of the next year over there: what is decided from then on is of another envelope."""
    return datetime(year + 1, 1, 1, tzinfo=ZoneInfo(zone_of(board_code=board_code)))


def told(instant: datetime, *, board_code: str) -> str:
    """« le 3 mars 2027 à 14 h 05 », in the hours of the board."""
    zone = zone_of(board_code=board_code)
    return f"le {wording.day(clock.local_date(instant, zone))} à {wording.hour(instant, zone)}"
