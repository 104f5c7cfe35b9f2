"""The answers of an invented person to every step of an aid, as the values the rules read (cents, ISO dates)."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from cpsti_portal.demo import stories
from cpsti_portal.demo.people import Person
from cpsti_portal.demo.stories import Story, Trade
from requests_app.aids.base import Aid

Values = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One person, one story, one day of filing: everything the answers are made from."""

    person: Person
    story: Story
    trade: Trade
    filed_on: date
    campaign_code: str
    event_on: date | None
    dice: random.Random

    def tell(self, text: str) -> str:
        return text.format(percent=self.percent, weeks=self.weeks)

    @property
    def account(self) -> str:
        """What happened, and who else is in it: people name others, and places, as they would to a neighbour."""
        person = self.person
        names = stories.NAMES[person.number % len(stories.NAMES)]
        own = stories.ASIDES[person.number % len(stories.ASIDES)].format(
            first=person.first_names.split(",")[0],
            last=person.last_name,
            city=person.activity.city,
            home=person.home.city,
            business=person.business_name or f"l’entreprise {person.last_name}",
            phone=person.phone,
            somebody=names,
        )
        return " ".join([self.tell(self.story.account), own]).strip()

    @property
    def percent(self) -> int:
        return 30 + self.person.birth_date.day

    @property
    def weeks(self) -> int:
        return 5 + self.person.birth_date.month


def answers_for(*, aid: Aid, case: Case) -> dict[str, Values]:
    """step slug → field name → value, shown questions only."""
    written: dict[str, Values] = {}
    for step in aid.steps:
        known = BLOCKS[step.block](case)
        here: Values = {}
        written[step.slug] = here
        for spec in step.fields:
            if spec.name in known and spec.is_shown(written, here=step.slug):
                here[spec.name] = known[spec.name]
    return written


def _euros(case: Case, low: int, high: int, step: int = 10) -> int:
    return case.dice.randrange(low, high + 1, step) * 100


def _identity(case: Case) -> Values:
    person = case.person
    return {
        "civility": person.civility,
        "last_name": person.last_name,
        "birth_name": person.birth_name,
        "first_names": person.first_names,
        "birth_date": person.birth_date.isoformat(),
        "nir": person.nir,
    }


def _contact(case: Case) -> Values:
    return {
        "phone": case.person.phone,
        "home_line1": case.person.street,
        "home_postcode": case.person.home.postcode,
        "home_city": case.person.home.city,
    }


def _business(case: Case) -> Values:
    grown_up = case.filed_on.year - case.person.birth_date.year - 21
    years = (
        min(case.dice.randint(2, 24), grown_up) if case.story.aid_code != "adr" else case.dice.randint(18, 36)
    )
    return {
        "siret": case.person.siret,
        "business_name": case.person.business_name,
        "trade": case.trade.label,
        "ape": case.trade.ape,
        "legal_form": "micro" if _is_micro(case) else "ei",
        "started_on": (case.filed_on - timedelta(days=365 * years + case.dice.randint(30, 300))).isoformat(),
        "activity_line1": case.person.activity_street,
        "activity_postcode": case.person.activity.postcode,
        "activity_city": case.person.activity.city,
    }


def _is_micro(case: Case) -> bool:
    return case.person.birth_date.day % 3 == 0


def _status(case: Case) -> Values:
    return {
        "quality": "head",
        "category": case.trade.category,
        "medical_agreement": False,
        "regime": "micro" if _is_micro(case) else "reel",
        "main_activity": True,
        "other_activity": "none",
        "employees": case.dice.choice([0, 0, 0, 1, 2]),
        "still_active": True,
        "collective_procedure": "none",
        "acre": False,
        "ever_paid": True,
    }


def _account(case: Case) -> Values:
    late = case.story.aid_code == "aced" or case.dice.random() < 0.4
    return {
        "has_debt": late,
        "debt_cents": _euros(case, 900, 5200),
        "has_schedule": case.dice.random() < 0.4,
        "schedule_monthly_cents": _euros(case, 80, 320),
        "recalculation_asked": "other_levers" not in case.story.reasons,
        "forced_recovery": False,
    }


def _household(case: Case) -> Values:
    return {
        "marital_status": case.dice.choice(["single", "married", "pacs", "cohabiting", "separated"]),
        "children_under_14": case.dice.choice([0, 0, 1, 2, 3]) if case.story.aid_code != "adr" else 0,
        "dependants_14_plus": case.dice.choice([0, 0, 0, 1]),
        "housing": case.dice.choice(["tenant", "buying", "owner", "hosted"]),
    }


def _resources(case: Case) -> Values:
    return {
        "own_income_cents": _euros(case, 250, 1350),
        "spouse_income_cents": _euros(case, 0, 1600),
        "daily_allowances_cents": _euros(case, 300, 700) if case.story.cause == "health" else 0,
        "activity_benefits_cents": _euros(case, 0, 300),
        "housing_benefits_cents": _euros(case, 0, 280),
        "family_benefits_cents": _euros(case, 0, 240),
    }


def _charges(case: Case) -> Values:
    return {
        "housing_cost_cents": _euros(case, 420, 860),
        "energy_cents": _euros(case, 120, 260),
        "insurance_cents": _euros(case, 70, 190),
        "tax_cents": _euros(case, 0, 120),
        "loans_cents": _euros(case, 0, 340),
        "school_cents": _euros(case, 0, 160),
        "other_charges_cents": _euros(case, 40, 180),
    }


def _assets(case: Case) -> Values:
    rich = "resources" in case.story.reasons and case.story.opinion_kind == "unfavorable"
    return {
        "savings_cents": _euros(case, 9000, 26000, 500) if rich else _euros(case, 0, 2400, 100),
        "private_debts_cents": _euros(case, 0, 4000, 100),
        "business_debts_cents": _euros(case, 0, 9000, 100),
        "over_indebtedness": False,
    }


def _figures(case: Case) -> Values:
    turnover = _euros(case, 18000, 68000, 100)
    return {
        "turnover_n1_cents": turnover,
        "result_n1_cents": turnover * 22 // 100,
        "turnover_n2_cents": turnover * 108 // 100,
        "result_n2_cents": turnover * 25 // 100,
        "turnover_current_cents": turnover * (100 - case.percent) // 100,
        "cash_cents": _euros(case, -1800, 2600, 50),
        "insurance_cover": False,
    }


def _difficulty(case: Case) -> Values:
    return {
        "cause": case.story.cause,
        "began_on": (case.filed_on - timedelta(weeks=case.weeks + 2)).isoformat(),
        "story": case.account,
        "measures": case.story.measures,
        "outlook": case.story.outlook,
        "other_aids": False,
    }


def _disaster(case: Case) -> Values:
    return {
        "campaign": case.campaign_code,
        "event_on": case.event_on.isoformat() if case.event_on else "",
        "at_activity_address": True,
        "damages": case.dice.choice(
            [["premises", "stock"], ["equipment"], ["premises", "equipment", "stock"]]
        ),
        "damage_cents": _euros(case, 1800, 14000, 100),
        "story": case.account,
        "closed_days": case.dice.randint(3, 20),
        "insured": True,
        "claim_on": (case.event_on + timedelta(days=2)).isoformat() if case.event_on else "",
    }


def _retirement(case: Case) -> Values:
    career_is_short = "career_share" in case.story.reasons
    years = case.dice.randint(7, 13) if career_is_short else case.dice.randint(19, 38)
    return {
        "departure_on": (case.filed_on + timedelta(days=case.dice.randint(40, 150)))
        .replace(day=1)
        .isoformat(),
        "age_case": "legal",
        "ti_years": years,
        "ti_quarters": years * 4,
        "career_share": 30 if career_is_short else case.dice.randint(65, 100),
        "taxable_n1": False,
        "taxable_n2": False,
        "pension_cents": _euros(case, 640, 1080),
        "earlier_adr": False,
    }


def _contributions_request(case: Case) -> Values:
    return {
        "periods": f"3e et 4e trimestres {case.filed_on.year}",
        "contributions_asked_cents": _euros(case, 900, 4200, 50),
    }


def _money_request(case: Case) -> Values:
    urgent = case.story.aid_code == "urgence"
    return {
        "money_asked_cents": _euros(case, 1000, 2000, 50) if urgent else _euros(case, 1200, 5200, 50),
        "uses": ["equipment", "stock"] if urgent else ["equipment"],
        "use_detail": "Rachat du matériel indispensable, selon les devis joints." if not urgent else "",
    }


def _retirement_request(case: Case) -> Values:
    needs = ["contributions"] if "échéances" in case.story.account else ["money"]
    return {
        "needs": needs,
        "periods": f"2e et 3e trimestres {case.filed_on.year}",
        "contributions_asked_cents": _euros(case, 800, 2600, 50),
        "money_asked_cents": _euros(case, 2500, 7000, 100),
    }


def _payment(case: Case) -> Values:
    return {"iban": case.person.iban, "holder_is_applicant": True}


def _undertakings(case: Case) -> Values:
    return {"accuracy": True, "personal_request": True, "discretionary": True, "data_notice": True}


BLOCKS = {
    "identity": _identity,
    "contact": _contact,
    "business": _business,
    "status": _status,
    "account": _account,
    "household": _household,
    "resources": _resources,
    "charges": _charges,
    "assets": _assets,
    "figures": _figures,
    "difficulty": _difficulty,
    "disaster": _disaster,
    "retirement": _retirement,
    "contributions_request": _contributions_request,
    "money_request": _money_request,
    "retirement_request": _retirement_request,
    "payment": _payment,
    "undertakings": _undertakings,
}
