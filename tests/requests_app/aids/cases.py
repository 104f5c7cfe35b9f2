"""A person who meets every condition of every aid. A test changes the one fact it is about."""

from dataclasses import replace
from datetime import date

from requests_app.enums import (
    AgeCase,
    Category,
    Cause,
    CollectiveProcedure,
    DamageKind,
    LegalForm,
    MoneyUse,
    OtherActivity,
    Quality,
    Regime,
)
from requests_app.facts import CampaignFacts, CaseFacts

FILED_ON = date(2026, 11, 23)

STORM = CampaignFacts(
    code="tempete-2026",
    name="Tempête d’octobre 2026",
    event_on=date(2026, 10, 20),
    opens_on=date(2026, 10, 22),
    closes_on=date(2026, 12, 19),
    departments=frozenset({"29", "56"}),
    cap_cents=None,
)

ELIGIBLE = CaseFacts(
    filed_on=FILED_ON,
    campaign=STORM,
    birth_date=date(1963, 5, 10),
    age=63,
    department="29",
    legal_form=LegalForm.EI,
    affiliated_on=date(2001, 3, 1),
    months_affiliated=308,
    quality=Quality.HEAD,
    category=Category.ARTISAN,
    regime=Regime.REEL,
    main_activity=True,
    other_activity=OtherActivity.NONE,
    still_active=True,
    collective_procedure=CollectiveProcedure.NONE,
    acre=False,
    ever_paid=True,
    up_to_date=False,
    contributions_paid_cents=48_000_00,
    contributions_due_cents=2_400_00,
    has_schedule=True,
    recalculation_asked=True,
    cause=Cause.HEALTH,
    damage_department="29",
    damages=frozenset({DamageKind.EQUIPMENT}),
    departure_on=date(2027, 1, 1),
    age_case=AgeCase.LEGAL,
    ti_years=25,
    ti_quarters=100,
    career_share=80,
    taxable=(False, False),
    earlier_adr=False,
    contributions_asked_cents=1_800_00,
    amount_asked_cents=1_800_00,
    uses=frozenset({MoneyUse.EQUIPMENT}),
    personal_request=True,
    holder_is_applicant=True,
)


def eligible(**changes: object) -> CaseFacts:
    return replace(ELIGIBLE, **changes)
