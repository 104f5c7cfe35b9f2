"""Urgent aid: the zone, the delay, one grant an event, damage to the work."""

from dataclasses import replace
from datetime import date

import pytest

from requests_app.aids import urgence
from requests_app.eligibility import assess
from requests_app.enums import AidCode, DamageKind, FindingOutcome, OtherActivity
from requests_app.facts import EarlierAid
from requests_app.parameters import MAYOTTE, default_parameters
from tests.requests_app.aids.cases import STORM, eligible

MET, NOT_MET, UNKNOWN = FindingOutcome.MET, FindingOutcome.NOT_MET, FindingOutcome.UNKNOWN
PARAMETERS = default_parameters(AidCode.URGENCE)


def outcome(criterion, **changes: object) -> FindingOutcome:
    return criterion.find(eligible(**changes), PARAMETERS).outcome


@pytest.mark.parametrize(
    ("department", "damage_department", "expected"),
    [
        ("29", "29", MET),
        ("29", "35", MET),  # the place of work decides
        ("35", "29", UNKNOWN),  # damage in the zone, work elsewhere: a person looks
        ("35", "35", NOT_MET),
        ("35", None, NOT_MET),
        (None, "29", UNKNOWN),
    ],
)
def test_the_place_of_work_is_in_the_zone(department, damage_department, expected):
    found = outcome(urgence.zone, department=department, damage_department=damage_department)
    assert found is expected


@pytest.mark.parametrize("criterion", [urgence.zone, urgence.in_time, urgence.once_per_event])
def test_without_an_event_nothing_is_known(criterion):
    assert outcome(criterion, campaign=None) is UNKNOWN


@pytest.mark.parametrize(
    ("filed_on", "expected"),
    [
        (date(2026, 10, 21), NOT_MET),
        (date(2026, 10, 22), MET),
        (date(2026, 12, 19), MET),  # the last day is in time
        (date(2026, 12, 20), NOT_MET),
    ],
)
def test_the_event_decides_the_delay(filed_on, expected):
    assert outcome(urgence.in_time, filed_on=filed_on) is expected


@pytest.mark.parametrize(("filed_on", "expected"), [(date(2026, 12, 19), MET), (date(2026, 12, 20), NOT_MET)])
def test_without_its_own_date_an_event_closes_sixty_days_after(filed_on, expected):
    event = replace(STORM, event_on=date(2026, 10, 20), closes_on=None)
    assert outcome(urgence.in_time, campaign=event, filed_on=filed_on) is expected


@pytest.mark.parametrize(
    ("code", "event", "expected"),
    [
        (AidCode.URGENCE, STORM.code, NOT_MET),
        (AidCode.URGENCE, "crue-2025", MET),
        (AidCode.AFE, STORM.code, MET),  # another aid for the same event completes it (R10)
    ],
)
def test_one_grant_per_event(code, event, expected):
    earlier = EarlierAid(aid_code=code, granted_on=date(2026, 11, 2), amount_cents=800_00, campaign=event)
    assert outcome(urgence.once_per_event, earlier=(earlier,)) is expected


@pytest.mark.parametrize(
    ("damages", "home_is_seat", "expected"),
    [
        ({DamageKind.PREMISES}, None, MET),
        ({DamageKind.HOME, DamageKind.STOCK}, False, MET),
        ({DamageKind.HOME}, True, MET),
        ({DamageKind.HOME}, False, NOT_MET),
        ({DamageKind.HOME}, None, UNKNOWN),
        (set(), None, UNKNOWN),
    ],
)
def test_a_home_counts_when_it_serves_the_activity(damages, home_is_seat, expected):
    found = outcome(urgence.damage_of_work, damages=frozenset(damages), home_is_seat=home_is_seat)
    assert found is expected
    assert urgence.damage_of_work.blocking is False


def test_the_damage_is_named_in_the_order_of_the_form():
    damages = frozenset({DamageKind.HOME, DamageKind.PREMISES})
    finding = urgence.damage_of_work.find(eligible(damages=damages), PARAMETERS)
    assert finding.fact == "Mon local professionnel, Mon habitation principale"


def test_a_retired_person_is_sent_to_the_pension_body():
    verdict = assess(urgence.URGENCE, eligible(other_activity=OtherActivity.RETIRED), PARAMETERS)
    assert verdict.reason_codes == ("retired_and_working",)


def test_seniority_is_asked_for_in_mayotte_only():
    recent = eligible(affiliated_on=date(2026, 6, 1))
    assert assess(urgence.URGENCE, recent, PARAMETERS).obstacles == ()
    in_mayotte = default_parameters(AidCode.URGENCE, region_code=MAYOTTE)
    assert assess(urgence.URGENCE, recent, in_mayotte).reason_codes == ("seniority",)
