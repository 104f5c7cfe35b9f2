"""The clock of the State control service, case by case (CSS L151-1, R151-1, through L612-2 and R612-7)."""

from datetime import date

import pytest

from commission.enums import ControlKind
from commission.minutes.control_clock import CONTROL_DAYS, MINISTER_DAYS, clear_days, minister_until
from commission.minutes.control_rules import Controlled, refusal_of

BRETAGNE, REUNION, ANTILLES, GRAND_EST, MAYOTTE = ("53",), ("04", "06"), ("01", "02", "03"), ("44",), ("06",)


@pytest.mark.parametrize(
    ("case", "complete_on", "regions", "starts_on", "last_day"),
    [
        ("R151-1, a Monday", date(2026, 6, 8), BRETAGNE, date(2026, 6, 8), date(2026, 6, 17)),
        ("R151-1, a Tuesday", date(2026, 6, 9), BRETAGNE, date(2026, 6, 9), date(2026, 6, 18)),
        ("R151-1, a Wednesday", date(2026, 6, 10), BRETAGNE, date(2026, 6, 10), date(2026, 6, 19)),
        ("R151-1, a Thursday", date(2026, 6, 11), BRETAGNE, date(2026, 6, 11), date(2026, 6, 20)),
        ("R151-1, a Friday", date(2026, 6, 12), BRETAGNE, date(2026, 6, 12), date(2026, 6, 21)),
        ("first day a Saturday", date(2026, 6, 13), BRETAGNE, date(2026, 6, 15), date(2026, 6, 24)),
        ("first day a Sunday", date(2026, 6, 14), BRETAGNE, date(2026, 6, 15), date(2026, 6, 24)),
        ("first day a holiday", date(2026, 7, 14), BRETAGNE, date(2026, 7, 15), date(2026, 7, 24)),
        ("holiday, then week-end", date(2026, 5, 1), BRETAGNE, date(2026, 5, 4), date(2026, 5, 13)),
        ("Easter Monday", date(2026, 4, 6), BRETAGNE, date(2026, 4, 7), date(2026, 4, 16)),
        ("Saturday before Easter", date(2026, 4, 4), BRETAGNE, date(2026, 4, 7), date(2026, 4, 16)),
        ("Ascension", date(2026, 5, 14), BRETAGNE, date(2026, 5, 15), date(2026, 5, 24)),
        ("Saturday before Whit Monday", date(2026, 5, 23), BRETAGNE, date(2026, 5, 26), date(2026, 6, 4)),
        ("new year, over two years", date(2026, 12, 31), BRETAGNE, date(2026, 12, 31), date(2027, 1, 9)),
        ("1 January, a Friday", date(2027, 1, 1), BRETAGNE, date(2027, 1, 4), date(2027, 1, 13)),
        (
            "a holiday inside changes nothing",
            date(2026, 11, 9),
            BRETAGNE,
            date(2026, 11, 9),
            date(2026, 11, 18),
        ),
        ("a last day on a Sunday is kept", date(2026, 6, 5), BRETAGNE, date(2026, 6, 5), date(2026, 6, 14)),
        ("over 29 February", date(2028, 2, 25), BRETAGNE, date(2028, 2, 25), date(2028, 3, 5)),
        ("abolition in Guyane", date(2026, 6, 10), ANTILLES, date(2026, 6, 11), date(2026, 6, 20)),
        ("abolition in Martinique", date(2026, 5, 22), ANTILLES, date(2026, 5, 26), date(2026, 6, 4)),
        ("abolition in Guadeloupe", date(2026, 5, 27), ANTILLES, date(2026, 5, 28), date(2026, 6, 6)),
        ("abolition in La Réunion", date(2027, 12, 20), REUNION, date(2027, 12, 21), date(2027, 12, 30)),
        ("abolition in Mayotte", date(2026, 4, 27), MAYOTTE, date(2026, 4, 28), date(2026, 5, 7)),
        ("Good Friday in Alsace-Moselle", date(2026, 4, 3), GRAND_EST, date(2026, 4, 7), date(2026, 4, 16)),
        ("Good Friday elsewhere", date(2026, 4, 3), BRETAGNE, date(2026, 4, 3), date(2026, 4, 12)),
        (
            "26 December in Alsace-Moselle",
            date(2025, 12, 26),
            GRAND_EST,
            date(2025, 12, 29),
            date(2026, 1, 7),
        ),
    ],
)
def test_eight_clear_days(case, complete_on, regions, starts_on, last_day):
    found = clear_days(complete_on=complete_on, days=CONTROL_DAYS, regions=regions)
    assert (found.starts_on, found.last_day) == (starts_on, last_day), case


def test_a_payment_is_free_the_day_after_the_last_one_of_the_service():
    assert clear_days(complete_on=date(2026, 6, 8), days=8).free_on == date(2026, 6, 18)


def test_eight_whole_days_lie_between_the_first_and_the_last():
    """« Jours francs »: neither the day of the reception nor the last one counts."""
    found = clear_days(complete_on=date(2026, 6, 8), days=8)
    assert (found.last_day - found.starts_on).days - 1 == 8


def test_nothing_is_waited_for_where_the_rules_hold_nothing():
    """Urgent aid: even on a Saturday."""
    assert clear_days(complete_on=date(2026, 6, 13), days=0).free_on == date(2026, 6, 13)


def test_the_minister_has_forty_days():
    """L151-1."""
    assert MINISTER_DAYS == 40
    assert minister_until(date(2026, 6, 15)) == date(2026, 7, 25)


LAST = date(2026, 6, 17)
FREE = Controlled(last_day=LAST)
UNLAWFUL = Controlled(last_day=LAST, suspension=ControlKind.UNLAWFUL, suspended_on=date(2026, 6, 15))
FINANCIAL = Controlled(last_day=LAST, suspension=ControlKind.FINANCIAL, suspended_on=date(2026, 6, 15))


@pytest.mark.parametrize(
    ("case", "kind", "on", "ruling", "code"),
    [
        ("annulled in time", ControlKind.ANNULLED, LAST, FREE, ""),
        ("annulled a day late", ControlKind.ANNULLED, date(2026, 6, 18), FREE, "oversight.too_late"),
        ("suspended in time", ControlKind.UNLAWFUL, LAST, FREE, ""),
        ("suspended a day late", ControlKind.UNLAWFUL, date(2026, 6, 18), FREE, "oversight.too_late"),
        ("balance, in time", ControlKind.FINANCIAL, LAST, FREE, ""),
        ("balance, late", ControlKind.FINANCIAL, date(2026, 6, 18), FREE, "oversight.too_late"),
        ("suspended twice", ControlKind.FINANCIAL, LAST, UNLAWFUL, "oversight.suspended"),
        ("minister, fortieth day", ControlKind.ANNULLED, date(2026, 7, 25), UNLAWFUL, ""),
        (
            "minister, a day late",
            ControlKind.ANNULLED,
            date(2026, 7, 26),
            UNLAWFUL,
            "oversight.minister_too_late",
        ),
        ("assembly, no delay", ControlKind.ANNULLED, date(2026, 11, 1), FINANCIAL, ""),
        ("before its suspension", ControlKind.ANNULLED, date(2026, 6, 14), UNLAWFUL, "oversight.too_early"),
        ("lifted", ControlKind.LIFTED, date(2026, 7, 30), UNLAWFUL, ""),
        ("lifted before", ControlKind.LIFTED, date(2026, 6, 14), UNLAWFUL, "oversight.too_early"),
        ("lifted, not suspended", ControlKind.LIFTED, LAST, FREE, "oversight.not_suspended"),
        (
            "annulled twice",
            ControlKind.ANNULLED,
            LAST,
            Controlled(last_day=LAST, annulled=True),
            "oversight.annulled",
        ),
        (
            "an adjournment",
            ControlKind.UNLAWFUL,
            LAST,
            Controlled(last_day=LAST, adjourned=True),
            "oversight.adjourned",
        ),
    ],
)
def test_what_the_control_service_may_do(case, kind, on, ruling, code):
    found = refusal_of(kind, on, ruling)
    assert (found.code if found else "") == code, case
