"""ADR: the age by birth date, the career, the tax, the window to ask."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.aids import adr
from requests_app.aids.adr import AGE_TABLES, age_table, legal_age
from requests_app.eligibility import assess
from requests_app.enums import AgeCase, AidCode, Category, FindingOutcome, VerdictOutcome
from requests_app.facts import EarlierAid
from requests_app.parameters import default_parameters
from tests.requests_app.aids.cases import eligible

MET, NOT_MET, UNKNOWN = FindingOutcome.MET, FindingOutcome.NOT_MET, FindingOutcome.UNKNOWN
PARAMETERS = default_parameters(AidCode.ADR)
SINCE_SEPTEMBER_2026 = date(2026, 9, 1)


def outcome(criterion, **changes: object) -> FindingOutcome:
    return criterion.find(eligible(**changes), PARAMETERS).outcome


@pytest.mark.parametrize(
    ("born_from", "born_to", "age"),
    [
        (date(1955, 1, 1), date(1961, 8, 31), (62, 0)),
        (date(1961, 9, 1), date(1961, 12, 31), (62, 3)),
        (date(1962, 1, 1), date(1962, 12, 31), (62, 6)),
        (date(1963, 1, 1), date(1965, 3, 31), (62, 9)),
        (date(1965, 4, 1), date(1965, 12, 31), (63, 0)),
        (date(1966, 1, 1), date(1966, 12, 31), (63, 3)),
        (date(1967, 1, 1), date(1967, 12, 31), (63, 6)),
        (date(1968, 1, 1), date(1968, 12, 31), (63, 9)),
        (date(1969, 1, 1), date(1999, 12, 31), (64, 0)),
    ],
)
def test_the_legal_age_for_pensions_from_september_2026(born_from, born_to, age):
    for born in (born_from, born_to):
        assert legal_age(born) == age
        assert legal_age(born, SINCE_SEPTEMBER_2026) == age


@pytest.mark.parametrize(
    ("born", "age"),
    [
        (date(1961, 8, 31), (62, 0)),
        (date(1963, 12, 31), (62, 9)),
        (date(1964, 1, 1), (63, 0)),
        (date(1965, 6, 1), (63, 3)),
        (date(1967, 6, 1), (63, 9)),
        (date(1968, 1, 1), (64, 0)),
    ],
)
def test_a_pension_before_september_2026_follows_the_table_of_its_day(born, age):
    assert legal_age(born, SINCE_SEPTEMBER_2026 - timedelta(days=1)) == age


def test_each_table_names_its_text_and_its_day():
    assert [(table.article, table.version, table.applies_from) for table in AGE_TABLES] == [
        ("CSS L161-17-2 et D161-2-1-9", date(2023, 9, 1), date(2023, 9, 1)),
        ("CSS L161-17-2", date(2025, 12, 31), date(2026, 9, 1)),
    ]
    assert age_table(date(2020, 1, 1)) is AGE_TABLES[0]
    assert age_table() is AGE_TABLES[-1]


@given(
    st.dates(date(1950, 1, 1), date(2005, 1, 1)),
    st.integers(0, 4000),
    st.sampled_from([None, date(2026, 8, 31), SINCE_SEPTEMBER_2026]),
)
def test_the_younger_never_leave_earlier(born, days, pension_on):
    assert legal_age(born, pension_on) <= legal_age(born + timedelta(days=days), pension_on)
    assert (62, 0) <= legal_age(born, pension_on) <= (64, 0)


@pytest.mark.parametrize(
    ("born", "departure_on", "case", "expected"),
    [
        (date(1964, 5, 10), date(2027, 2, 10), AgeCase.LEGAL, MET),  # 62 years and 9 months that day
        (date(1964, 5, 10), date(2027, 2, 9), AgeCase.LEGAL, NOT_MET),
        (date(1964, 5, 10), date(2026, 5, 10), AgeCase.INVALIDITY, MET),  # 62 that day
        (date(1964, 5, 10), date(2026, 5, 9), AgeCase.INVALIDITY, NOT_MET),
        (None, date(2027, 1, 1), AgeCase.LEGAL, UNKNOWN),
        (date(1964, 5, 10), None, AgeCase.LEGAL, UNKNOWN),
        (date(1964, 5, 10), date(2027, 2, 10), None, UNKNOWN),
    ],
)
def test_the_age_is_reached_on_the_day_of_departure(born, departure_on, case, expected):
    found = outcome(adr.retirement_age, birth_date=born, departure_on=departure_on, age_case=case)
    assert found is expected


@pytest.mark.parametrize(
    ("years", "expected"), [(16, MET), (15, UNKNOWN), (14, NOT_MET), (0, NOT_MET), (None, UNKNOWN)]
)
def test_fifteen_whole_years_may_hide_months_that_make_more_than_fifteen(years, expected):
    assert outcome(adr.career_years, ti_years=years) is expected


@pytest.mark.parametrize(("quarters", "expected"), [(60, MET), (59, NOT_MET), (None, UNKNOWN)])
def test_sixty_quarters_are_enough(quarters, expected):
    assert outcome(adr.career_quarters, ti_quarters=quarters) is expected


@pytest.mark.parametrize(("share", "expected"), [(51, MET), (50, NOT_MET), (0, NOT_MET), (None, UNKNOWN)])
def test_half_of_the_career_is_not_more_than_half(share, expected):
    assert outcome(adr.career_share, career_share=share) is expected


@pytest.mark.parametrize(
    ("taxable", "expected"),
    [
        ((False, False), MET),
        ((True, False), NOT_MET),
        ((False, True), NOT_MET),
        ((None, True), NOT_MET),  # one taxable year is enough to know
        ((None, False), UNKNOWN),
        ((False, None), UNKNOWN),
        ((None, None), UNKNOWN),
    ],
)
def test_not_taxable_during_both_years(taxable, expected):
    assert outcome(adr.not_taxable, taxable=taxable) is expected


ONCE = EarlierAid(aid_code=AidCode.ADR, granted_on=date(2009, 5, 4), amount_cents=3_000_00)
OTHER = replace(ONCE, aid_code=AidCode.AFE)


@pytest.mark.parametrize(
    ("earlier", "declared", "expected"),
    [
        ((), False, MET),
        ((OTHER,), False, MET),
        ((ONCE,), False, NOT_MET),  # what is recorded prevails over the declaration
        ((OTHER, ONCE), None, NOT_MET),
        ((), True, NOT_MET),
        ((), None, UNKNOWN),
    ],
)
def test_once_in_a_lifetime(earlier, declared, expected):
    assert outcome(adr.once_in_a_lifetime, earlier=earlier, earlier_adr=declared) is expected


@pytest.mark.parametrize(
    ("up_to_date", "filed_on", "departure_on", "expected"),
    [
        # Behind with contributions: within the six months before departure.
        (False, date(2026, 7, 1), date(2027, 1, 1), MET),
        (False, date(2026, 6, 30), date(2027, 1, 1), NOT_MET),
        (False, date(2027, 1, 1), date(2027, 1, 1), MET),
        (False, date(2027, 1, 2), date(2027, 1, 1), NOT_MET),
        (False, date(2026, 2, 28), date(2026, 8, 31), MET),  # six months before a 31st
        # Up to date: from departure to the end of that year.
        (True, date(2026, 7, 1), date(2026, 7, 1), MET),
        (True, date(2026, 12, 31), date(2026, 7, 1), MET),
        (True, date(2027, 1, 1), date(2026, 7, 1), NOT_MET),
        (True, date(2026, 6, 30), date(2026, 7, 1), NOT_MET),
        (None, date(2026, 7, 1), date(2026, 7, 1), UNKNOWN),
        (True, date(2026, 7, 1), None, UNKNOWN),
    ],
)
def test_the_window_depends_on_the_contributions_being_up_to_date(
    up_to_date, filed_on, departure_on, expected
):
    found = outcome(adr.filing_window, up_to_date=up_to_date, filed_on=filed_on, departure_on=departure_on)
    assert found is expected


@pytest.mark.parametrize(
    ("filed_on", "notification_on", "expected"),
    [
        (date(2026, 12, 31), None, MET),  # still to leave
        (date(2027, 1, 1), None, UNKNOWN),
        (date(2027, 1, 1), date(2026, 12, 20), MET),
    ],
)
def test_after_departure_the_definitive_notification_is_awaited(filed_on, notification_on, expected):
    found = outcome(adr.definitive_notification, filed_on=filed_on, notification_on=notification_on)
    assert found is expected


@pytest.mark.parametrize(
    ("still_active", "ceased_on", "expected"),
    [
        (True, None, MET),
        (False, date(2026, 12, 31), MET),  # closed the day before the pension starts
        (False, date(2026, 12, 30), UNKNOWN),
        (False, None, UNKNOWN),
        (None, None, UNKNOWN),
    ],
)
def test_the_person_leaves_while_in_activity(still_active, ceased_on, expected):
    found = outcome(adr.active_at_departure, still_active=still_active, ceased_on=ceased_on)
    assert found is expected


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        (Category.ARTISAN, MET),
        (Category.COMMERCANT, MET),
        (Category.LIBERAL, NOT_MET),
        (None, UNKNOWN),
    ],
)
def test_craftsmen_and_shopkeepers_only(category, expected):
    assert outcome(adr.craft_or_trade, category=category) is expected


def test_neither_main_activity_nor_minimum_paid_is_asked_for():
    facts = eligible(main_activity=False, contributions_paid_cents=1_00)
    assert assess(adr.ADR, facts, PARAMETERS).outcome is VerdictOutcome.ELIGIBLE
