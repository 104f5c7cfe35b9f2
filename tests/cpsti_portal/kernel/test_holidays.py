"""Public holidays, by article of the code du travail."""

from datetime import date

import pytest

from cpsti_portal.kernel.holidays import easter, is_holiday, is_working_day, next_working_day


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),  # the latest there can be
        (2285, date(2285, 3, 22)),  # the earliest
    ],
)
def test_easter(year, sunday):
    assert easter(year) == sunday


def test_the_eleven_holidays_of_everywhere():
    """L3133-1."""
    days = [date(2026, 1, 1)]
    found = [
        day.isoformat()[5:]
        for offset in range(365)
        if is_holiday(day := date.fromordinal(days[0].toordinal() + offset))
    ]
    assert found == [
        "01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15", "11-01", "11-11", "12-25",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("region", "day"),
    [
        ("01", date(2026, 5, 27)),  # Guadeloupe
        ("02", date(2026, 5, 22)),  # Martinique
        ("03", date(2026, 6, 10)),  # Guyane
        ("04", date(2026, 12, 20)),  # La Réunion
        ("06", date(2026, 4, 27)),  # Mayotte
        ("44", date(2026, 4, 3)),  # Alsace-Moselle, Good Friday (L3134-13)
        ("44", date(2026, 12, 26)),
    ],
)
def test_a_holiday_of_one_territory_is_one_there_and_nowhere_else(region, day):
    """L3422-2: the abolition of slavery."""
    assert is_holiday(day, regions=[region])
    assert is_holiday(day, regions=["53", region])
    assert not is_holiday(day, regions=["53"])
    assert not is_holiday(day)


def test_a_saturday_and_a_sunday_are_no_working_days_and_no_holidays():
    saturday = date(2026, 6, 6)
    assert not is_working_day(saturday)
    assert not is_holiday(saturday)


def test_the_next_working_day_jumps_over_a_long_week_end():
    assert next_working_day(date(2026, 5, 23)) == date(2026, 5, 26)  # Saturday, then Whit Monday
    assert next_working_day(date(2026, 5, 26)) == date(2026, 5, 26)
