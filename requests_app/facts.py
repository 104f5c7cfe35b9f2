"""From the answers of a request to the facts the rules look at. Pure. None always means: not known."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from cpsti_portal.kernel.territory.postcodes import department_of_postcode
from requests_app.aids.fields import Answers
from requests_app.aids.reading import Reader
from requests_app.enums import (
    IN_COUPLE,
    AgeCase,
    AidCode,
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


@dataclass(frozen=True, kw_only=True)
class EarlierAid:
    """An aid already granted to the same person."""

    aid_code: AidCode
    granted_on: date
    amount_cents: int
    campaign: str = ""


@dataclass(frozen=True, kw_only=True)
class CampaignFacts:
    """The event that opens the urgent aid. Without ``closes_on``, the ``event_days`` parameter decides."""

    code: str
    name: str
    event_on: date
    opens_on: date
    closes_on: date | None
    departments: frozenset[str]
    cap_cents: int | None = None


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """Money in euro cents, household money by month. ``consumption_tenths``: 10 for the first adult."""

    filed_on: date
    earlier: tuple[EarlierAid, ...] = ()
    campaign: CampaignFacts | None = None

    birth_date: date | None = None
    age: int | None = None

    department: str | None = None
    sector_group: SectorGroup | None = None
    legal_form: LegalForm | None = None
    affiliated_on: date | None = None
    months_affiliated: int | None = None

    quality: Quality | None = None
    category: Category | None = None
    regime: Regime | None = None
    medical_agreement: bool | None = None
    main_activity: bool | None = None
    other_activity: OtherActivity | None = None
    employees: int | None = None
    still_active: bool | None = None
    ceased_on: date | None = None
    collective_procedure: CollectiveProcedure | None = None
    acre: bool | None = None
    ever_paid: bool | None = None

    up_to_date: bool | None = None
    contributions_paid_cents: int | None = None
    contributions_due_cents: int | None = None
    declared_debt_cents: int | None = None
    has_schedule: bool | None = None
    recalculation_asked: bool | None = None

    household: HouseholdShape | None = None
    consumption_tenths: int | None = None
    income_cents: int | None = None
    charges_cents: int | None = None
    remaining_cents: int | None = None
    remaining_per_unit_cents: int | None = None
    savings_cents: int | None = None
    turnover_cents: int | None = None
    result_cents: int | None = None

    cause: Cause | None = None
    began_on: date | None = None

    event_on: date | None = None
    damage_department: str | None = None
    damages: frozenset[DamageKind] = frozenset()
    home_is_seat: bool | None = None
    damage_cents: int | None = None

    departure_on: date | None = None
    notification_on: date | None = None
    age_case: AgeCase | None = None
    ti_years: int | None = None
    ti_quarters: int | None = None
    career_share: int | None = None
    taxable: tuple[bool | None, bool | None] = (None, None)  # last year, the year before
    earlier_adr: bool | None = None

    contributions_asked_cents: int | None = None
    money_asked_cents: int | None = None
    amount_asked_cents: int | None = None
    uses: frozenset[MoneyUse] = frozenset()
    needs: frozenset[RetirementNeed] = frozenset()

    personal_request: bool | None = None
    holder_is_applicant: bool | None = None


# First and last APE division (INSEE, NAF rév. 2) of each group.
_SECTORS: tuple[tuple[int, int, SectorGroup], ...] = (
    (1, 39, SectorGroup.PRODUCTION),
    (41, 43, SectorGroup.CONSTRUCTION),
    (45, 47, SectorGroup.TRADE),
    (49, 53, SectorGroup.TRANSPORT),
    (55, 56, SectorGroup.HOSPITALITY),
    (58, 84, SectorGroup.BUSINESS_SERVICES),
    (85, 93, SectorGroup.EDUCATION_HEALTH_CULTURE),
    (94, 99, SectorGroup.PERSONAL_SERVICES),
)


def sector_of(ape: str) -> SectorGroup | None:
    """The wide group of an APE code ("4776Z", "47.76Z"). None when the division does not exist."""
    if not ape[:2].isdigit():
        return None
    division = int(ape[:2])
    return next((group for first, last, group in _SECTORS if first <= division <= last), None)


def whole_years(since: date, until: date) -> int:
    """Complete years between two days: an age."""
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))


def whole_months(since: date, until: date) -> int:
    """Complete months between two days, below zero when ``until`` comes first."""
    return (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)


def shape_of(status: MaritalStatus | None, dependants: int | None) -> HouseholdShape | None:
    if status is None or dependants is None:
        return None
    if status in IN_COUPLE:
        return HouseholdShape.COUPLE_WITH_CHILDREN if dependants else HouseholdShape.COUPLE
    return HouseholdShape.SINGLE_WITH_CHILDREN if dependants else HouseholdShape.SINGLE


def consumption_tenths(status: MaritalStatus | None, over_14: int | None, under_14: int | None) -> int | None:
    """Consumption units (INSEE) in tenths: 10 for the first adult, 5 for each other, 3 under 14."""
    if status is None or over_14 is None or under_14 is None:
        return None
    return 10 + 5 * (over_14 + (status in IN_COUPLE)) + 3 * under_14


def case_facts(
    answers: Answers,
    *,
    filed_on: date,
    earlier: tuple[EarlierAid, ...] = (),
    campaign: CampaignFacts | None = None,
) -> CaseFacts:
    """The facts of a request, from the applicant's answers and what the caseworker checked."""
    read = Reader(answers)
    return CaseFacts(
        filed_on=filed_on,
        earlier=earlier,
        campaign=campaign,
        **_person(read, filed_on),
        **_activity(read, filed_on),
        **_status(read),
        **_account(read),
        **_household(read),
        **_event(read),
        **_retirement(read),
        **_request(read),
    )


def _person(read: Reader, filed_on: date) -> dict[str, Any]:
    birth_date = read.day("identity", "birth_date")
    return {
        "birth_date": birth_date,
        "age": whole_years(birth_date, filed_on) if birth_date else None,
        "personal_request": read.flag("undertakings", "personal_request"),
        "holder_is_applicant": read.flag("payment", "holder_is_applicant"),
    }


def _activity(read: Reader, filed_on: date) -> dict[str, Any]:
    affiliated_on = read.day("checks", "affiliated_on") or read.day("business", "started_on")
    return {
        "department": _department(read.text("business", "activity_postcode")),
        "sector_group": sector_of(read.text("business", "ape") or ""),
        "legal_form": read.one_of(LegalForm, "business", "legal_form"),
        "affiliated_on": affiliated_on,
        "months_affiliated": whole_months(affiliated_on, filed_on) if affiliated_on else None,
        "turnover_cents": read.whole("figures", "turnover_n1_cents"),
        "result_cents": read.whole("figures", "result_n1_cents"),
    }


def _status(read: Reader) -> dict[str, Any]:
    return {
        "quality": read.one_of(Quality, "status", "quality"),
        "category": read.one_of(Category, "status", "category"),
        "regime": read.one_of(Regime, "status", "regime"),
        "medical_agreement": read.flag("status", "medical_agreement"),
        "main_activity": read.flag("status", "main_activity"),
        "other_activity": read.one_of(OtherActivity, "status", "other_activity"),
        "employees": read.whole("status", "employees"),
        "still_active": read.flag("status", "still_active"),
        "ceased_on": read.day("status", "ceased_on"),
        "collective_procedure": read.one_of(CollectiveProcedure, "status", "collective_procedure"),
        "acre": read.flag("status", "acre"),
        "ever_paid": read.flag("status", "ever_paid"),
    }


def _account(read: Reader) -> dict[str, Any]:
    has_debt = read.flag("account", "has_debt")
    checked = read.flag("checks", "up_to_date")
    declared = None if has_debt is None else not has_debt
    return {
        "up_to_date": declared if checked is None else checked,
        "contributions_paid_cents": read.whole("checks", "contributions_paid_cents"),
        "contributions_due_cents": read.whole("checks", "contributions_due_cents"),
        "declared_debt_cents": 0 if has_debt is False else read.whole("account", "debt_cents"),
        "has_schedule": read.flag("account", "has_schedule"),
        "recalculation_asked": read.flag("account", "recalculation_asked"),
    }


def _household(read: Reader) -> dict[str, Any]:
    status = read.one_of(MaritalStatus, "household", "marital_status")
    under_14 = read.whole("household", "children_under_14")
    over_14 = read.whole("household", "dependants_14_plus")
    dependants = None if under_14 is None or over_14 is None else under_14 + over_14
    tenths = consumption_tenths(status, over_14, under_14)
    income, charges = read.total("resources"), read.total("charges")
    remaining = None if income is None or charges is None else income - charges
    per_unit = None if remaining is None or tenths is None else round(Fraction(remaining * 10, tenths))
    return {
        "household": shape_of(status, dependants),
        "consumption_tenths": tenths,
        "income_cents": income,
        "charges_cents": charges,
        "remaining_cents": remaining,
        "remaining_per_unit_cents": per_unit,
        "savings_cents": read.whole("assets", "savings_cents"),
    }


def _event(read: Reader) -> dict[str, Any]:
    at_activity = read.flag("disaster", "at_activity_address")
    place = ("business", "activity_postcode") if at_activity else ("disaster", "damage_postcode")
    return {
        "cause": read.one_of(Cause, "difficulty", "cause"),
        "began_on": read.day("difficulty", "began_on"),
        "event_on": read.day("disaster", "event_on"),
        "damage_department": _department(read.text(*place)),
        "damages": read.several_of(DamageKind, "disaster", "damages"),
        "home_is_seat": read.flag("disaster", "home_is_seat"),
        "damage_cents": read.whole("disaster", "damage_cents"),
    }


def _retirement(read: Reader) -> dict[str, Any]:
    return {
        "departure_on": read.day("retirement", "departure_on"),
        "notification_on": read.day("retirement", "notification_on"),
        "age_case": read.one_of(AgeCase, "retirement", "age_case"),
        "ti_years": read.whole("retirement", "ti_years"),
        "ti_quarters": read.whole("retirement", "ti_quarters"),
        "career_share": read.whole("retirement", "career_share"),
        "taxable": (read.flag("retirement", "taxable_n1"), read.flag("retirement", "taxable_n2")),
        "earlier_adr": read.flag("retirement", "earlier_adr"),
    }


def _request(read: Reader) -> dict[str, Any]:
    contributions = read.first_whole(
        "contributions_asked_cents", "contributions_request", "retirement_request"
    )
    money = read.first_whole("money_asked_cents", "money_request", "retirement_request")
    known = [amount for amount in (contributions, money) if amount is not None]
    return {
        "contributions_asked_cents": contributions,
        "money_asked_cents": money,
        "amount_asked_cents": sum(known) if known else None,
        "uses": read.several_of(MoneyUse, "money_request", "uses"),
        "needs": read.several_of(RetirementNeed, "retirement_request", "needs"),
    }


def _department(postcode: str | None) -> str | None:
    return department_of_postcode(postcode) if postcode else None
