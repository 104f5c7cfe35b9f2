"""The only readers of the clock. Services receive the instant as an argument."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return timezone.now()


def today(tz_name: str = "Europe/Paris") -> date:
    """The legal date in the zone of an organisation: it is tomorrow in La Réunion before it is in Paris."""
    return timezone.now().astimezone(ZoneInfo(tz_name)).date()


def local_date(instant: datetime, tz_name: str) -> date:
    """The legal date of ``instant`` in the zone ``tz_name``."""
    return instant.astimezone(ZoneInfo(tz_name)).date()
