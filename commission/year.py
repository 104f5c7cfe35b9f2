"""The year of a board: days that come back, days on which nobody works, quarters without a sitting. Pure."""

import calendar
from collections.abc import Iterable
from datetime import date, timedelta

from commission.ledger import FIRST_YEAR

LAST = 5  # the last such day of the month, whether the fourth or the fifth

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
RANKS = {1: "premier", 2: "deuxième", 3: "troisième", 4: "quatrième", LAST: "dernier"}
_FIXED = {
    (1, 1): "jour de l’an",
    (5, 1): "fête du Travail",
    (5, 8): "8 mai",
    (7, 14): "fête nationale",
    (8, 15): "Assomption",
    (11, 1): "Toussaint",
    (11, 11): "11 novembre",
    (12, 25): "Noël",
}
# Days of the abolition of slavery (Code du travail L3422-2), by the board of the territory when it is the only one.
_LOCAL = {"04": {(12, 20): "abolition de l’esclavage"}}


def within_reach(year: int, *, today: date) -> bool:
    """Whether a page of a year leads there: nothing is planned nor allotted beyond the next one."""
    return FIRST_YEAR <= year <= today.year + 1


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the anonymous algorithm (Meeus)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    month, day = divmod(d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114, 31)
    return date(year, month, day + 1)


def holiday(day: date, *, board_code: str = "") -> str:
    """Its name, "" on an ordinary day (Code du travail L3133-1)."""
    known = _FIXED | _LOCAL.get(board_code, {})
    moving = {1: "lundi de Pâques", 39: "Ascension", 50: "lundi de Pentecôte"}
    return known.get((day.month, day.day)) or moving.get((day - easter(day.year)).days, "")


def nth_weekday(year: int, month: int, weekday: int, rank: int) -> date:
    """The ``rank``-th such day of a month, 1 to 4, or the ``LAST``. ``weekday``: 0 is Monday."""
    first = date(year, month, 1)
    days = calendar.monthrange(year, month)[1]
    found = [d for d in (first + timedelta(days=n) for n in range(days)) if d.weekday() == weekday]
    return found[-1] if rank == LAST else found[rank - 1]


def returning(year: int, *, months: Iterable[int], weekday: int, rank: int) -> list[date]:
    """« Le troisième mardi de chaque mois »."""
    return [nth_weekday(year, month, weekday, rank) for month in sorted(set(months))]


def quarter_of(day: date) -> int:
    return (day.month - 1) // 3 + 1


def quarters_without(days: Iterable[date], *, year: int) -> list[int]:
    """Quarters of ``year`` in which none of ``days`` falls: the board meets at least once in each (CSS R612-1)."""
    held = {quarter_of(day) for day in days if day.year == year}
    return [quarter for quarter in (1, 2, 3, 4) if quarter not in held]
