"""The only readers of the clock. Services receive the instant as an argument."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return _pretended.get() or timezone.now()


def today(tz_name: str = "Europe/Paris") -> date:
    """The legal date in the zone of an organisation: it is tomorrow in La Réunion before it is in Paris."""
    return local_date(now(), tz_name)


def local_date(instant: datetime, tz_name: str) -> date:
    """The legal date of ``instant`` in the zone ``tz_name``."""
    return instant.astimezone(ZoneInfo(tz_name)).date()


@contextmanager
def pretend(instant: datetime) -> Iterator[None]:
    """Live as if it were ``instant``: for the demonstration data, which goes through the real services in the past."""
    token = _pretended.set(instant)
    try:
        yield
    finally:
        _pretended.reset(token)
