"""R1 to R10, rule by rule: the boundary, and what is not known."""

from dataclasses import replace
from datetime import date

import pytest

from requests_app import rules
from requests_app.enums import (
    AidCode,
    Category,
    Cause,
    CollectiveProcedure,
    FindingOutcome,
    LegalForm,
    OtherActivity,
)
from requests_app.facts import EarlierAid
from requests_app.parameters import Parameters, default_parameters
from tests.requests_app.aids.cases import eligible

MET, NOT_MET, UNKNOWN = FindingOutcome.MET, FindingOutcome.NOT_MET, FindingOutcome.UNKNOWN
ACED = default_parameters(AidCode.ACED)


def with_value(key: str, value: int) -> Parameters:
    return replace(ACED, values={**ACED.values, key: value})


def outcome(criterion, parameters: Parameters = ACED, **changes: object) -> FindingOutcome:
    return criterion.find(eligible(**changes), parameters).outcome


@pytest.mark.parametrize(("is_open", "expected"), [(1, MET), (0, NOT_MET)])
def test_an_aid_closed_in_a_territory_is_not_met_there(is_open, expected):
    assert outcome(rules.open_here, with_value("open", is_open)) is expected


@pytest.mark.parametrize(("main", "expected"), [(True, MET), (False, NOT_MET), (None, UNKNOWN)])
def test_r1_the_independent_activity_is_the_main_one(main, expected):
    assert outcome(rules.r1_main_activity, main_activity=main) is expected


@pytest.mark.parametrize(
    ("affiliated_on", "filed_on", "expected"),
    [
        (date(2025, 11, 23), date(2026, 11, 23), NOT_MET),  # exactly one year is not more than one year
        (date(2025, 11, 22), date(2026, 11, 23), MET),
        (date(2025, 11, 24), date(2026, 11, 23), NOT_MET),
        (
            date(2024, 2, 29),
            date(2025, 2, 28),
            NOT_MET,
        ),  # born of a leap year: 28 February is the anniversary
        (date(2024, 2, 29), date(2025, 3, 1), MET),
        (date(2027, 1, 1), date(2026, 11, 23), NOT_MET),  # not affiliated yet
        (None, date(2026, 11, 23), UNKNOWN),
    ],
)
def test_r2_affiliation_of_exactly_one_year_is_not_more_than_one_year(affiliated_on, filed_on, expected):
    assert outcome(rules.r2_seniority, affiliated_on=affiliated_on, filed_on=filed_on) is expected


@pytest.mark.parametrize(
    ("months", "affiliated_on", "expected"),
    [
        (6, date(2026, 5, 22), MET),
        (6, date(2026, 5, 23), NOT_MET),
        (0, date(2026, 11, 23), MET),
        (0, None, MET),  # nothing is required: nothing has to be known
    ],
)
def test_r2_the_period_is_a_parameter(months, affiliated_on, expected):
    parameters = with_value("seniority_months", months)
    assert outcome(rules.r2_seniority, parameters, affiliated_on=affiliated_on) is expected


@pytest.mark.parametrize(
    ("paid_cents", "declared", "expected"),
    [
        (1, False, MET),  # what the account says prevails over the declaration
        (0, True, NOT_MET),
        (None, True, MET),
        (None, False, NOT_MET),
        (None, None, UNKNOWN),
    ],
)
def test_r3_personal_contributions_have_been_paid(paid_cents, declared, expected):
    found = outcome(rules.r3_has_paid, contributions_paid_cents=paid_cents, ever_paid=declared)
    assert found is expected


@pytest.mark.parametrize(
    ("paid_cents", "declared", "expected"),
    [
        (500_00, True, MET),  # exactly the minimum is enough
        (499_99, True, NOT_MET),
        (0, True, NOT_MET),
        (None, False, NOT_MET),
        (None, True, UNKNOWN),
        (None, None, UNKNOWN),
    ],
)
def test_r4_five_hundred_euros_have_been_paid(paid_cents, declared, expected):
    found = outcome(rules.r4_minimum_paid, contributions_paid_cents=paid_cents, ever_paid=declared)
    assert found is expected


def test_r4_without_a_minimum_nothing_has_to_be_known():
    parameters = with_value("min_contributions_cents", 0)
    found = outcome(rules.r4_minimum_paid, parameters, contributions_paid_cents=None, ever_paid=None)
    assert found is MET


@pytest.mark.parametrize(
    ("asked", "paid", "expected"),
    [
        (999_99, 1_000_00, MET),
        (1_000_00, 1_000_00, NOT_MET),  # strictly below
        (1_000_01, 1_000_00, NOT_MET),
        (None, 1_000_00, UNKNOWN),
        (1_000_00, None, UNKNOWN),
    ],
)
def test_r5_an_amount_equal_to_the_contributions_ever_paid_is_too_much(asked, paid, expected):
    found = outcome(rules.r5_below_paid, amount_asked_cents=asked, contributions_paid_cents=paid)
    assert found is expected


@pytest.mark.parametrize(("paid", "limit"), [(1_000_00, 999_99), (1, 0), (0, -1), (None, None)])
def test_r5_the_limit_is_one_cent_below_the_contributions_ever_paid(paid, limit):
    assert rules.below_contributions_paid(eligible(contributions_paid_cents=paid), ACED).cents == limit


@pytest.mark.parametrize(
    ("schedule", "recalculation", "expected"),
    [
        (True, False, MET),
        (False, True, MET),
        (True, None, MET),
        (False, False, NOT_MET),
        (False, None, NOT_MET),  # a micro-entrepreneur is not asked about a new calculation
        (None, None, UNKNOWN),
        (None, False, UNKNOWN),
    ],
)
def test_r6_another_lever_has_been_used_first(schedule, recalculation, expected):
    found = outcome(rules.r6_other_levers, has_schedule=schedule, recalculation_asked=recalculation)
    assert found is expected


@pytest.mark.parametrize("cause", [*Cause, None])
def test_r7_a_one_off_difficulty_is_left_to_people(cause):
    assert outcome(rules.r7_one_off, cause=cause) is UNKNOWN


@pytest.mark.parametrize(("given", "expected"), [(True, MET), (False, NOT_MET), (None, UNKNOWN)])
def test_r8_the_person_asks_in_person(given, expected):
    assert outcome(rules.r8_in_person, personal_request=given) is expected


@pytest.mark.parametrize(("own", "expected"), [(True, MET), (False, NOT_MET), (None, UNKNOWN)])
def test_r8_the_bank_account_is_in_the_name_of_the_person(own, expected):
    assert outcome(rules.own_account, holder_is_applicant=own) is expected


@pytest.mark.parametrize(("department", "expected"), [("29", MET), ("976", MET), (None, UNKNOWN)])
def test_r9_the_place_of_activity_names_the_organisation(department, expected):
    assert outcome(rules.r9_place, department=department) is expected


def test_r10_aids_of_several_kinds_add_up():
    earlier = (
        EarlierAid(aid_code=AidCode.AFE, granted_on=date(2026, 9, 1), amount_cents=1_500_00),
        EarlierAid(aid_code=AidCode.URGENCE, granted_on=date(2026, 3, 12), amount_cents=2_000_00),
    )
    finding = rules.r10_combination.find(eligible(earlier=earlier), ACED)
    assert finding.outcome is MET
    assert finding.fact == (
        "Aide d’urgence, 2\u202f000,00\u202f€ le 12\u00a0mars\u00a02026\u00a0; "
        "Aide financière exceptionnelle, 1\u202f500,00\u202f€ le 1er\u00a0septembre\u00a02026"
    )


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (LegalForm.EI, MET),
        (LegalForm.MICRO, MET),
        (LegalForm.EURL, MET),
        (LegalForm.SARL, MET),
        (LegalForm.SNC, MET),
        (LegalForm.SEL, MET),
        (LegalForm.SAS, NOT_MET),
        (LegalForm.SARL_MINORITY, NOT_MET),
        (LegalForm.OTHER, UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_a_manager_under_the_general_scheme_is_not_independent(form, expected):
    assert outcome(rules.independent, legal_form=form) is expected


@pytest.mark.parametrize(
    ("category", "agreement", "expected"),
    [
        (Category.LIBERAL, True, NOT_MET),
        (Category.LIBERAL, False, MET),  # a doctor without the agreement is not excluded
        (Category.LIBERAL, None, UNKNOWN),
        (Category.ARTISAN, None, MET),
        (Category.COMMERCANT, None, MET),
        (None, None, UNKNOWN),
    ],
)
def test_doctors_and_carers_under_the_agreement_are_excluded(category, agreement, expected):
    assert outcome(rules.medical_agreement, category=category, medical_agreement=agreement) is expected


@pytest.mark.parametrize(("still_active", "expected"), [(True, MET), (False, NOT_MET), (None, UNKNOWN)])
def test_a_person_struck_off_is_not_in_activity(still_active, expected):
    assert outcome(rules.active, still_active=still_active) is expected


def test_the_day_the_activity_ended_is_the_fact():
    finding = rules.active.find(eligible(still_active=False, ceased_on=date(2026, 6, 30)), ACED)
    assert finding.fact == "Fin d’activité le 30\u00a0juin\u00a02026"


PROCEDURES = [
    (CollectiveProcedure.NONE, MET, MET),
    (CollectiveProcedure.SAFEGUARD, MET, NOT_MET),
    (CollectiveProcedure.RECEIVERSHIP, MET, NOT_MET),
    (CollectiveProcedure.LIQUIDATION, NOT_MET, MET),
    (None, UNKNOWN, UNKNOWN),
]


@pytest.mark.parametrize(("procedure", "blocks", "warns"), PROCEDURES)
def test_liquidation_blocks_while_safeguard_and_receivership_warn(procedure, blocks, warns):
    assert outcome(rules.liquidation, collective_procedure=procedure) is blocks
    assert outcome(rules.other_procedure, collective_procedure=procedure) is warns
    assert (rules.liquidation.blocking, rules.other_procedure.blocking) == (True, False)


@pytest.mark.parametrize(("acre", "expected"), [(True, NOT_MET), (False, MET), (None, UNKNOWN)])
def test_acre_warns_and_does_not_block(acre, expected):
    assert outcome(rules.acre, acre=acre) is expected
    assert rules.acre.blocking is False


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (OtherActivity.RETIRED, NOT_MET),
        (OtherActivity.EMPLOYEE, MET),
        (OtherActivity.NONE, MET),
        (None, UNKNOWN),
    ],
)
def test_a_retired_person_who_works_belongs_to_another_body(other, expected):
    assert outcome(rules.retired_and_working, other_activity=other) is expected


@pytest.mark.parametrize(
    ("code", "granted_on", "expected"),
    [
        (AidCode.ACED, date(2025, 11, 24), NOT_MET),  # one day less than twelve months ago
        (AidCode.ACED, date(2025, 11, 23), MET),  # twelve months to the day
        (AidCode.AFE, date(2026, 11, 1), MET),  # another aid does not count
    ],
)
def test_the_same_aid_within_twelve_months_warns(code, granted_on, expected):
    earlier = (EarlierAid(aid_code=code, granted_on=granted_on, amount_cents=900_00),)
    criterion = rules.not_too_soon(AidCode.ACED)
    assert outcome(criterion, earlier=earlier) is expected
    assert criterion.blocking is False


def test_the_warning_names_the_last_grant():
    earlier = tuple(
        EarlierAid(aid_code=AidCode.ACED, granted_on=day, amount_cents=900_00)
        for day in (date(2026, 8, 4), date(2026, 2, 3))
    )
    finding = rules.not_too_soon(AidCode.ACED).find(eligible(earlier=earlier), ACED)
    assert finding.fact == "900,00\u202f€ le 4\u00a0août\u00a02026"
