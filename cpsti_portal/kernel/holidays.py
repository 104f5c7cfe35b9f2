"""Public holidays of France by region, those of the overseas territories and of Alsace-Moselle included. Pure.

Code du travail L3133-1 (the eleven of everywhere), L3422-2 (abolition of slavery, by territory) and L3134-13
(Alsace-Moselle). ``regions``: Insee codes; a day is a holiday as soon as it is one in any of them.
"""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

_SATURDAY = 6
_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday
_ALSACE_MOSELLE = "44"  # Grand Est: its board sits for both parts
_ABOLITION = {
    "01": (5, 27),  # Guadeloupe
    "02": (5, 22),  # Martinique
    "03": (6, 10),  # Guyane
    "04": (12, 20),  # La Réunion
    "06": (4, 27),  # Mayotte
}


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, left = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - correction + 15) % 30
    quarter, remainder = divmod(rest, 4)
    weekday = (32 + 2 * left + 2 * quarter - epact - remainder) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def _everywhere(year: int) -> frozenset[date]:
    sunday = easter(year)
    moving = (sunday + timedelta(days=days) for days in _AFTER_EASTER)
    return frozenset([*(date(year, month, day) for month, day in _FIXED), *moving])


def _there(region: str, year: int) -> frozenset[date]:
    if region in _ABOLITION:
        month, day = _ABOLITION[region]
        return frozenset([date(year, month, day)])
    if region == _ALSACE_MOSELLE:
        return frozenset([easter(year) - timedelta(days=2), date(year, 12, 26)])
    return frozenset()


def is_holiday(day: date, *, regions: Collection[str] = ()) -> bool:
    return day in _everywhere(day.year) or any(day in _there(region, day.year) for region in regions)


def is_working_day(day: date, *, regions: Collection[str] = ()) -> bool:
    """From Monday to Friday, and no holiday."""
    return day.isoweekday() < _SATURDAY and not is_holiday(day, regions=regions)


def next_working_day(day: date, *, regions: Collection[str] = ()) -> date:
    """The day itself when it is one."""
    while not is_working_day(day, regions=regions):
        day += timedelta(days=1)
    return day
