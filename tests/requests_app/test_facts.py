"""From answers to facts: the arithmetic, what prevails, and what stays unknown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.aids.fields import Condition
from requests_app.aids.reading import Reader
from requests_app.enums import (
    AgeCase,
    Category,
    Cause,
    CollectiveProcedure,
    DamageKind,
    HouseholdShape,
    LegalForm,
    MaritalStatus,
    MoneyUse,
    OtherActivity,
    Quality,
    Regime,
    RetirementNeed,
    SectorGroup,
)
from requests_app.facts import CaseFacts, case_facts, sector_of, whole_months, whole_years

FILED_ON = date(2026, 11, 23)
ANSWERS: dict[str, dict[str, object]] = {
    "identite": {"birth_date": "1980-07-14", "nir": "280077612345679"},
    "entreprise": {
        "ape": "4776Z",
        "legal_form": "ei",
        "started_on": "2019-03-01",
        "activity_postcode": "20167",
    },
    "statut": {
        "quality": "head",
        "category": "commercant",
        "medical_agreement": None,
        "regime": "reel",
        "main_activity": True,
        "other_activity": "none",
        "employees": 2,
        "still_active": True,
        "ceased_on": None,
        "collective_procedure": "none",
        "acre": False,
        "ever_paid": True,
    },
    "cotisations": {
        "has_debt": True,
        "debt_cents": 245000,
        "has_schedule": False,
        "schedule_monthly_cents": None,
        "recalculation_asked": True,
        "forced_recovery": False,
    },
    "chiffres": {"turnover_n1_cents": 3_850_000, "result_n1_cents": -320_000},
    "foyer": {
        "marital_status": "married",
        "children_under_14": 2,
        "dependants_14_plus": 1,
        "housing": "tenant",
    },
    "ressources": {
        "own_income_cents": 85_000,
        "spouse_income_cents": 120_000,
        "housing_benefits_cents": None,
    },
    "charges": {"housing_cost_cents": 64_000, "energy_cents": 19_000},
    "patrimoine": {"savings_cents": 120_000},
    "difficulte": {"cause": "health", "began_on": "2026-03-15"},
    "prise-en-charge": {"periods": "2e trimestre 2026", "contributions_asked_cents": 185_000},
    "engagements": {"personal_request": True},
}


def facts(**changes: dict[str, object]) -> CaseFacts:
    """The facts of ``ANSWERS`` with some steps answered otherwise."""
    return case_facts({**ANSWERS, **changes}, filed_on=FILED_ON)


def test_the_facts_of_a_whole_request():
    assert facts() == CaseFacts(
        filed_on=FILED_ON,
        birth_date=date(1980, 7, 14),
        age=46,
        department="2A",
        sector_group=SectorGroup.TRADE,
        legal_form=LegalForm.EI,
        affiliated_on=date(2019, 3, 1),
        months_affiliated=92,
        quality=Quality.HEAD,
        category=Category.COMMERCANT,
        regime=Regime.REEL,
        main_activity=True,
        other_activity=OtherActivity.NONE,
        employees=2,
        still_active=True,
        collective_procedure=CollectiveProcedure.NONE,
        acre=False,
        ever_paid=True,
        up_to_date=False,
        declared_debt_cents=2_450_00,
        has_schedule=False,
        recalculation_asked=True,
        household=HouseholdShape.COUPLE_WITH_CHILDREN,
        consumption_tenths=26,
        income_cents=2_050_00,
        charges_cents=830_00,
        remaining_cents=1_220_00,
        remaining_per_unit_cents=469_23,
        savings_cents=1_200_00,
        turnover_cents=38_500_00,
        result_cents=-3_200_00,
        cause=Cause.HEALTH,
        began_on=date(2026, 3, 15),
        contributions_asked_cents=1_850_00,
        amount_asked_cents=1_850_00,
        personal_request=True,
    )


def test_no_answer_gives_no_fact():
    assert case_facts({}, filed_on=FILED_ON) == CaseFacts(filed_on=FILED_ON)


def test_what_the_caseworker_checked_prevails_over_the_declaration():
    checked = facts(
        verifications={
            "affiliated_on": "2020-01-15",
            "contributions_paid_cents": 1_234_00,
            "contributions_due_cents": 900_00,
            "up_to_date": True,
            "still_active": False,
            "collective_procedure": "safeguard",
        }
    )
    assert checked.affiliated_on == date(2020, 1, 15)
    assert (checked.contributions_paid_cents, checked.contributions_due_cents) == (1_234_00, 900_00)
    assert (checked.up_to_date, checked.still_active) == (True, False)
    assert checked.collective_procedure is CollectiveProcedure.SAFEGUARD


def test_a_check_left_blank_leaves_the_declaration():
    assert facts(verifications={"still_active": None}).still_active is True


@pytest.mark.parametrize(
    ("answers", "up_to_date", "debt"),
    [
        ({"has_debt": False}, True, 0),
        ({"has_debt": True, "debt_cents": 500}, False, 500),
        ({"has_debt": False, "debt_cents": 500}, True, 0),  # an answer whose question is no longer shown
        ({"debt_cents": 500}, None, None),
        ({}, None, None),
    ],
)
def test_no_debt_means_up_to_date(answers, up_to_date, debt):
    found = facts(cotisations=answers)
    assert (found.up_to_date, found.declared_debt_cents) == (up_to_date, debt)


@pytest.mark.parametrize("junk", ["abc", "2026-02-30", 12, True, [], None, "", {"a": 1}], ids=repr)
def test_an_answer_of_the_wrong_kind_is_unknown(junk):
    found = facts(
        identite={"birth_date": junk},
        statut={"category": junk},
        difficulte={"cause": junk},
    )
    assert (found.birth_date, found.age, found.category, found.cause) == (None, None, None, None)


def test_a_yes_is_not_a_number_and_a_number_is_not_a_yes():
    found = facts(statut={"employees": True, "main_activity": 1})
    assert (found.employees, found.main_activity) == (None, None)


HOUSEHOLDS = [
    ("single", 0, 0, HouseholdShape.SINGLE, 10),
    ("widowed", 1, 0, HouseholdShape.SINGLE_WITH_CHILDREN, 13),
    ("separated", 0, 1, HouseholdShape.SINGLE_WITH_CHILDREN, 15),
    ("separated", 1, 1, HouseholdShape.SINGLE_WITH_CHILDREN, 18),
    ("married", 0, 0, HouseholdShape.COUPLE, 15),
    ("pacs", 0, 0, HouseholdShape.COUPLE, 15),
    ("cohabiting", 3, 0, HouseholdShape.COUPLE_WITH_CHILDREN, 24),
    ("married", 1, 2, HouseholdShape.COUPLE_WITH_CHILDREN, 28),
]


@pytest.mark.parametrize(("status", "under_14", "over_14", "shape", "tenths"), HOUSEHOLDS)
def test_consumption_units_count_one_then_half_then_three_tenths(status, under_14, over_14, shape, tenths):
    found = facts(
        foyer={"marital_status": status, "children_under_14": under_14, "dependants_14_plus": over_14}
    )
    assert (found.household, found.consumption_tenths) == (shape, tenths)


@pytest.mark.parametrize("missing", ["marital_status", "children_under_14", "dependants_14_plus"])
def test_an_incomplete_household_has_no_shape_and_no_units(missing):
    foyer = {**ANSWERS["foyer"], missing: None}
    found = facts(foyer=foyer)
    assert (found.household, found.consumption_tenths, found.remaining_per_unit_cents) == (None, None, None)


def test_the_income_of_a_spouse_counts_only_in_a_couple():
    alone = {**ANSWERS["foyer"], "marital_status": MaritalStatus.SINGLE.value}
    assert facts(foyer=alone).income_cents == 850_00


def test_housing_cost_counts_only_when_one_pays_for_housing():
    hosted = {**ANSWERS["foyer"], "housing": "hosted"}
    assert facts(foyer=hosted).charges_cents == 190_00


def test_blank_amounts_count_for_nothing_and_a_missing_income_is_unknown():
    assert facts(ressources={"own_income_cents": 0, "spouse_income_cents": 0}).income_cents == 0
    unknown = facts(ressources={"own_income_cents": None, "spouse_income_cents": 100})
    assert (unknown.income_cents, unknown.remaining_cents) == (None, None)


def test_what_remains_may_be_below_zero():
    found = facts(ressources={"own_income_cents": 0, "spouse_income_cents": 0})
    assert (found.remaining_cents, found.remaining_per_unit_cents) == (-830_00, -319_23)


@pytest.mark.parametrize(
    ("disaster", "department"),
    [
        ({"at_activity_address": True, "damage_postcode": "35000"}, "2A"),
        ({"at_activity_address": False, "damage_postcode": "97410"}, "974"),
        ({"at_activity_address": False}, None),
        ({}, None),
    ],
)
def test_damage_is_at_the_activity_unless_said_otherwise(disaster, department):
    assert facts(sinistre=disaster).damage_department == department


def test_the_facts_of_a_disaster():
    found = facts(
        sinistre={
            "event_on": "2026-10-20",
            "damages": ["home", "stock", "inconnu"],
            "home_is_seat": True,
            "damage_cents": 350_000,
        }
    )
    assert found.event_on == date(2026, 10, 20)
    assert found.damages == {DamageKind.HOME, DamageKind.STOCK}
    assert (found.home_is_seat, found.damage_cents) == (True, 3_500_00)


def test_the_facts_of_a_retirement():
    asked = {
        "needs": ["contributions", "money"],
        "contributions_asked_cents": 90_000,
        "money_asked_cents": 400_000,
    }
    found = case_facts(
        {
            "retraite": {
                "departure_on": "2027-01-01",
                "age_case": "invalidity",
                "ti_years": 25,
                "ti_quarters": 100,
                "career_share": 80,
                "taxable_n1": False,
                "taxable_n2": True,
                "earlier_adr": False,
            },
            "aide-au-depart": asked,
        },
        filed_on=FILED_ON,
    )
    assert found == CaseFacts(
        filed_on=FILED_ON,
        departure_on=date(2027, 1, 1),
        age_case=AgeCase.INVALIDITY,
        ti_years=25,
        ti_quarters=100,
        career_share=80,
        taxable=(False, True),
        earlier_adr=False,
        needs=frozenset(RetirementNeed),
        contributions_asked_cents=900_00,
        money_asked_cents=4_000_00,
        amount_asked_cents=4_900_00,
    )


def test_money_asked_counts_only_when_money_is_wanted():
    asked = {"needs": ["contributions"], "contributions_asked_cents": 90_000, "money_asked_cents": 400_000}
    found = case_facts({"aide-au-depart": asked}, filed_on=FILED_ON)
    assert (found.money_asked_cents, found.amount_asked_cents) == (None, 900_00)


def test_the_use_of_the_money():
    found = case_facts({"somme-demandee": {"money_asked_cents": 5, "uses": ["closing"]}}, filed_on=FILED_ON)
    assert (found.uses, found.amount_asked_cents) == ({MoneyUse.CLOSING}, 5)


@pytest.mark.parametrize(
    ("ape", "group"),
    [
        ("0113Z", SectorGroup.PRODUCTION),
        ("1071C", SectorGroup.PRODUCTION),
        ("39.00Z", SectorGroup.PRODUCTION),
        ("4120A", SectorGroup.CONSTRUCTION),
        ("4520A", SectorGroup.TRADE),
        ("4776Z", SectorGroup.TRADE),
        ("4932Z", SectorGroup.TRANSPORT),
        ("5320Z", SectorGroup.TRANSPORT),
        ("5610A", SectorGroup.HOSPITALITY),
        ("6201Z", SectorGroup.BUSINESS_SERVICES),
        ("8411Z", SectorGroup.BUSINESS_SERVICES),
        ("8551Z", SectorGroup.EDUCATION_HEALTH_CULTURE),
        ("9319Z", SectorGroup.EDUCATION_HEALTH_CULTURE),
        ("9602A", SectorGroup.PERSONAL_SERVICES),
        ("4000Z", None),
        ("0000Z", None),
        ("Z", None),
        ("", None),
    ],
)
def test_an_ape_code_belongs_to_one_of_eight_wide_groups(ape, group):
    assert sector_of(ape) is group


@pytest.mark.parametrize(
    ("since", "until", "years", "months"),
    [
        (date(1980, 7, 14), date(2026, 7, 13), 45, 551),
        (date(1980, 7, 14), date(2026, 7, 14), 46, 552),
        (date(2024, 2, 29), date(2025, 2, 28), 0, 11),
        (date(2026, 5, 31), date(2026, 6, 30), 0, 0),
        (date(2027, 1, 1), date(2026, 12, 1), -1, -1),
    ],
)
def test_whole_years_and_months(since, until, years, months):
    assert (whole_years(since, until), whole_months(since, until)) == (years, months)


@given(st.dates(date(1900, 1, 1)), st.dates(date(1900, 1, 1)))
def test_whole_years_are_twelve_whole_months(since, until):
    assert whole_years(since, until) == whole_months(since, until) // 12


@pytest.mark.parametrize(
    ("answers", "holds"),
    [
        ({"ici": {"champ": "a"}}, True),
        ({"ici": {"champ": ["x", "b"]}}, True),
        ({"ici": {"champ": "c"}}, False),
        ({"ici": {"champ": []}}, False),
        ({"ici": {"champ": None}}, False),
        ({"ailleurs": {"champ": "a"}}, False),
        ({}, False),
    ],
)
def test_a_condition_holds_on_one_of_its_values(answers, holds):
    assert Condition(field="champ", values=("a", "b")).holds(answers, here="ici") is holds


def test_a_condition_may_look_at_another_step():
    condition = Condition(step="statut", field="regime", values=("reel",))
    assert condition.holds(ANSWERS, here="chiffres") is True


def test_a_field_that_no_block_has_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        Reader(ANSWERS).text("identity", "inconnu")
