"""What ACED and AFE have of their own."""

from datetime import date

import pytest

from requests_app.aids import aced, afe
from requests_app.enums import AidCode, FindingOutcome, MoneyUse
from requests_app.facts import EarlierAid
from requests_app.parameters import default_parameters
from tests.requests_app.aids.cases import eligible

ACED_PARAMETERS = default_parameters(AidCode.ACED)


def granted(day: date, cents: int, code: AidCode = AidCode.ACED) -> EarlierAid:
    return EarlierAid(aid_code=code, granted_on=day, amount_cents=cents)


@pytest.mark.parametrize(("due", "limit"), [(2_400_00, 2_400_00), (0, 0), (None, None)])
def test_aced_never_exceeds_the_contributions_due(due, limit):
    assert aced.contributions_due(eligible(contributions_due_cents=due), ACED_PARAMETERS).cents == limit


@pytest.mark.parametrize(
    ("earlier", "limit"),
    [
        ((granted(date(2026, 3, 1), 1_500_00),), 3_500_00),
        ((granted(date(2026, 3, 1), 1_500_00), granted(date(2025, 12, 1), 4_000_00)), -500_00),
        ((granted(date(2025, 11, 23), 1_500_00),), None),  # twelve months ago to the day: no longer counted
        ((granted(date(2026, 3, 1), 1_500_00, AidCode.AFE),), None),
        ((), None),
    ],
)
def test_aced_the_cap_holds_for_any_twelve_months(earlier, limit):
    found = aced.left_of_the_cap(eligible(earlier=earlier), ACED_PARAMETERS)
    assert (found.cents if found else None) == limit


@pytest.mark.parametrize(
    ("still_active", "uses", "expected"),
    [
        (True, {MoneyUse.EQUIPMENT}, FindingOutcome.MET),
        (False, {MoneyUse.EQUIPMENT}, FindingOutcome.NOT_MET),
        (False, {MoneyUse.CLOSING}, FindingOutcome.UNKNOWN),  # a person decides whether it is the first
        (True, {MoneyUse.CLOSING}, FindingOutcome.MET),
        (None, {MoneyUse.CLOSING}, FindingOutcome.UNKNOWN),
    ],
)
def test_afe_may_pay_a_first_striking_off(still_active, uses, expected):
    facts = eligible(still_active=still_active, uses=frozenset(uses))
    found = afe.active_or_closing.find(facts, default_parameters(AidCode.AFE))
    assert found.outcome is expected
