"""The verdict adds up the findings; the ceiling is the lowest limit. Both say why."""

import json
from dataclasses import asdict, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.aids.registry import AIDS
from requests_app.eligibility import Criterion, Finding, Judgement, amount_ceiling, assess, rule
from requests_app.enums import AidCode, Category, CollectiveProcedure, FindingOutcome, VerdictOutcome
from requests_app.facts import EarlierAid
from requests_app.parameters import MAYOTTE, Parameters, default_parameters
from tests.requests_app.aids.cases import STORM, eligible

ACED = AIDS[AidCode.ACED]
PARAMETERS = default_parameters(AidCode.ACED)


def fixed(code: str, outcome: FindingOutcome, *, blocking: bool, reason_code: str | None = None) -> Criterion:
    """A criterion whose answer is known beforehand."""

    @rule(code=code, label=code, source="essai", blocking=blocking, reason_code=reason_code)
    def judge(facts, parameters):
        return Judgement(outcome, "fait", "Phrase.")

    return judge


MET, NOT_MET, UNKNOWN = FindingOutcome.MET, FindingOutcome.NOT_MET, FindingOutcome.UNKNOWN
ELIGIBLE, NOT_ELIGIBLE, TO_EXAMINE = (
    VerdictOutcome.ELIGIBLE,
    VerdictOutcome.NOT_ELIGIBLE,
    VerdictOutcome.TO_EXAMINE,
)


@pytest.mark.parametrize(
    ("blocking", "warning", "expected"),
    [
        ([MET, MET], [], ELIGIBLE),
        ([MET, UNKNOWN], [], TO_EXAMINE),
        ([NOT_MET, UNKNOWN], [], NOT_ELIGIBLE),
        ([NOT_MET, MET], [], NOT_ELIGIBLE),
        ([MET], [NOT_MET, UNKNOWN], ELIGIBLE),  # a warning decides nothing
        ([UNKNOWN], [NOT_MET], TO_EXAMINE),
    ],
)
def test_one_obstacle_is_enough_and_a_warning_decides_nothing(blocking, warning, expected):
    criteria = [fixed(f"b{n}", outcome, blocking=True) for n, outcome in enumerate(blocking)]
    criteria += [fixed(f"w{n}", outcome, blocking=False) for n, outcome in enumerate(warning)]
    aid = replace(ACED, criteria=tuple(criteria))
    assert assess(aid, eligible(), PARAMETERS).outcome is expected


def test_the_verdict_lists_obstacles_warnings_and_reasons_once():
    aid = replace(
        ACED,
        criteria=(
            fixed("a", NOT_MET, blocking=True, reason_code="seniority"),
            fixed("b", NOT_MET, blocking=True, reason_code="contributions_paid"),
            fixed("c", NOT_MET, blocking=True, reason_code="contributions_paid"),
            fixed("d", NOT_MET, blocking=True),
            fixed("e", UNKNOWN, blocking=True, reason_code="liquidation"),
            fixed("f", NOT_MET, blocking=False, reason_code="structural"),
            fixed("g", MET, blocking=False),
        ),
    )
    verdict = assess(aid, eligible(), PARAMETERS)
    assert [finding.code for finding in verdict.obstacles] == ["a", "b", "c", "d"]
    assert [finding.code for finding in verdict.warnings] == ["f"]
    assert verdict.reason_codes == ("seniority", "contributions_paid")


def test_a_finding_carries_the_rule_the_fact_and_the_sentence():
    finding = ACED.criteria[3].find(eligible(category=Category.LIBERAL, medical_agreement=True), PARAMETERS)
    assert finding == Finding(
        code="medical_agreement",
        label="Ni praticien ni auxiliaire médical conventionné",
        neutral_label="Ni praticien ni auxiliaire médical conventionné",
        outcome=NOT_MET,
        fact="Praticien ou auxiliaire médical conventionné",
        sentence="Les praticiens et auxiliaires médicaux conventionnés relèvent d’une autre action sociale.",
        blocking=True,
        reason_code="medical_agreement",
        source="Règles de l’action sociale du CPSTI",
    )


def test_a_neutral_label_replaces_the_label_for_the_board():
    @rule(code="x", label="Dans la zone de Brest", neutral_label="Dans la zone", source="essai")
    def judge(facts, parameters):
        return Judgement(MET, "fait", "Phrase.")

    assert judge.neutral_label == "Dans la zone"


def test_the_verdict_records_the_versions_that_judged():
    parameters = Parameters(
        values={**PARAMETERS.values, "seniority_months": 18},
        versions={**PARAMETERS.versions, "seniority_months": 41},
    )
    record = assess(ACED, eligible(), parameters).parameter_versions
    assert record["seniority_months"] == {"value": 18, "version": 41}
    assert record["cap_cents"] == {"value": 5_000_00, "version": None}


def test_a_verdict_can_be_stored_as_json():
    verdict = assess(ACED, eligible(), PARAMETERS)
    stored = json.loads(json.dumps([asdict(finding) for finding in verdict.findings]))
    assert stored[0]["outcome"] == "met"


@pytest.mark.parametrize("code", [AidCode.ACED, AidCode.ADR])
def test_mayotte_opens_neither_aced_nor_adr(code):
    verdict = assess(AIDS[code], eligible(), default_parameters(code, region_code=MAYOTTE))
    assert verdict.reason_codes == ("not_open",)


@pytest.mark.parametrize("code", [AidCode.AFE, AidCode.URGENCE])
def test_mayotte_opens_afe_and_the_urgent_aid(code):
    verdict = assess(AIDS[code], eligible(), default_parameters(code, region_code=MAYOTTE))
    assert verdict.outcome is ELIGIBLE


@pytest.mark.parametrize("aid", list(AIDS.values()), ids=lambda aid: aid.code.value)
def test_every_aid_stops_at_a_liquidation(aid):
    facts = eligible(collective_procedure=CollectiveProcedure.LIQUIDATION)
    assert assess(aid, facts, default_parameters(aid.code)).reason_codes == ("liquidation",)


def ceiling(code: AidCode, campaign_cap_cents: int | None = None, **changes: object):
    return amount_ceiling(AIDS[code], eligible(**changes), default_parameters(code), campaign_cap_cents)


@pytest.mark.parametrize(
    ("code", "cents", "usual"),
    [
        (AidCode.ACED, 2_400_00, None),  # the contributions due come first
        (AidCode.AFE, 6_000_00, 2_000_00),
        (AidCode.ADR, 10_000_00, 7_500_00),
        (AidCode.URGENCE, 2_000_00, None),
    ],
)
def test_the_ceiling_of_an_ordinary_request(code, cents, usual):
    found = ceiling(code)
    assert (found.cents, found.usual_cents, found.to_check) == (cents, usual, ())


@pytest.mark.parametrize("code", list(AidCode))
def test_r5_no_aid_reaches_the_contributions_ever_paid(code):
    found = ceiling(code, contributions_paid_cents=900_00)
    assert found.cents == 899_99
    assert found.reason == "L’aide reste inférieure aux cotisations déjà versées : 900,00\u202f€."


@pytest.mark.parametrize("code", list(AidCode))
def test_a_person_who_paid_nothing_can_receive_nothing(code):
    assert ceiling(code, contributions_paid_cents=0).cents == 0


def test_what_is_not_verified_is_said_and_does_not_lower_the_ceiling():
    found = ceiling(AidCode.ACED, contributions_paid_cents=None, contributions_due_cents=None)
    assert found.cents == 5_000_00
    assert found.reason == "Plafond de l’aide : 5\u202f000,00\u202f€."
    assert len(found.to_check) == 2


def test_what_was_granted_within_twelve_months_is_taken_off_the_cap_of_aced():
    earlier = (EarlierAid(aid_code=AidCode.ACED, granted_on=date(2026, 3, 1), amount_cents=4_200_00),)
    found = ceiling(AidCode.ACED, earlier=earlier)
    assert found.cents == 800_00
    assert found.reason == (
        "Plafond de 5\u202f000,00\u202f€ sur 12 mois, dont 4\u202f200,00\u202f€ déjà accordés."
    )


@pytest.mark.parametrize("cap", [500_00, 4_500_00])
def test_the_cap_of_an_event_replaces_the_cap_of_the_aid(cap):
    assert ceiling(AidCode.URGENCE, campaign_cap_cents=cap).cents == cap
    assert ceiling(AidCode.URGENCE, campaign=replace(STORM, cap_cents=cap)).cents == cap


def test_a_cap_given_by_hand_prevails_over_the_one_of_the_event():
    found = ceiling(AidCode.URGENCE, campaign_cap_cents=0, campaign=replace(STORM, cap_cents=900_00))
    assert found.cents == 0


@given(
    paid=st.none() | st.integers(0, 10_000_000),
    due=st.none() | st.integers(0, 10_000_000),
    granted=st.integers(0, 10_000_000),
    code=st.sampled_from(list(AidCode)),
)
def test_no_ceiling_is_negative_nor_above_any_limit(paid, due, granted, code):
    earlier = (EarlierAid(aid_code=code, granted_on=date(2026, 9, 1), amount_cents=granted),)
    found = ceiling(code, contributions_paid_cents=paid, contributions_due_cents=due, earlier=earlier)
    assert 0 <= found.cents <= default_parameters(code)["cap_cents"]
    assert found.cents < (paid or found.cents + 1)
    if code is AidCode.ACED and due is not None:
        assert found.cents <= due
