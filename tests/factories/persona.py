"""An applicant whose every identifying answer is a canary, and valid answers to every step of every aid."""

from collections.abc import Mapping
from datetime import date, timedelta

from stdnum import iban as stdnum_iban
from stdnum import luhn
from stdnum.fr import nir as stdnum_nir

from requests_app.aids.base import Aid
from requests_app.aids.fields import FieldSpec, Kind
from requests_app.aids.steps import BLOCK_FIELDS
from tests.factories.requests import EVENT_CODE

Values = dict[str, object]


def _nir(first_thirteen: str) -> str:
    return first_thirteen + stdnum_nir.calc_check_digits(first_thirteen)


def _siret(siren_root: str, nic_root: str) -> str:
    siren = siren_root + luhn.calc_check_digit(siren_root)
    return siren + nic_root + luhn.calc_check_digit(siren + nic_root)


def _iban(account: str) -> str:
    return "FR" + stdnum_iban.calc_check_digits("FR00" + account) + account


# What identifies. Words exist in no French text; numbers have valid keys; no two values are equal.
CANARIES: Values = {
    "last_name": "Zyxcanardin",
    "birth_name": "Vwolfréguel",
    "first_names": "Quetzalmaëlle",
    "birth_date": "1979-03-07",
    "nir": _nir("2790335238417"),
    "phone": "0698765401",
    "email": "plume.grivelle@autre-messagerie-canari.example",
    "home_line1": "86 venelle du Grimoirefauve",
    "home_line2": "Hangar Tournebrique",
    "home_postcode": "35580",
    "home_city": "Goven-Canarival",
    "iban": _iban("10278041530006428937118"),
    "bic": "CMCIFR2A",
    "holder_name": "Zyxcanardin Sociétaire",
    "siret": _siret("48739610", "0029"),
    "business_name": "Atelier Farfelinette",
    "trade": "Luthière-organière d’épinettes",
    "ape": "3220Z",
    "started_on": "2009-10-19",
    "activity_line1": "41 sente des Hurlebichons",
    "activity_line2": "Cour Mirliflore",
    "activity_postcode": "35137",
    "activity_city": "Bédée-Canarigny",
    "ceased_on": "2024-02-13",
    "affiliated_on": "2009-11-23",
    "departure_on": "2027-09-01",
    "notification_on": "2026-02-17",
    "damage_postcode": "35850",
    "damage_city": "Gévezé-Canarisseau",
    "story": "Ma fille Ondinecanari est partie avec Glorfindelune et mon client Sarbacanard m’a quittée.",
    "measures": "J’ai appelé madame Troubadourette au comptoir Falbalacan.",
    "outlook": "Le chantier de Picrochole-Canarvor commence bientôt.",
    "other_aids_detail": "La mutuelle Barbotinelle m’a répondu.",
    "periods": "trimestre échu, bail Brimborionade",
    "use_detail": "Un rabot de marque Chantournelle.",
}

# What does not identify by itself. Amounts to the cent are canaries too: a board reads bands.
AMOUNTS: dict[str, int] = {
    "debt_cents": 318_347,
    "schedule_monthly_cents": 14_729,
    "turnover_n1_cents": 3_471_853,
    "result_n1_cents": 1_183_919,
    "turnover_n2_cents": 4_128_461,
    "result_n2_cents": 1_492_763,
    "turnover_current_cents": 1_263_497,
    "cash_cents": -38_941,
    "own_income_cents": 83_713,
    "spouse_income_cents": 51_229,
    "housing_cost_cents": 61_347,
    "energy_cents": 18_731,
    "savings_cents": 94_127,
    "damage_cents": 612_349,
    "pension_cents": 91_387,
    "contributions_asked_cents": 291_337,
    "money_asked_cents": 173_861,
}
_PLAIN: Values = {
    "civility": "madame",
    "holder_is_applicant": True,
    "legal_form": "ei",
    "quality": "head",
    "category": "artisan",
    "medical_agreement": False,
    "regime": "reel",
    "main_activity": True,
    "other_activity": "none",
    "employees": 0,
    "still_active": True,
    "collective_procedure": "none",
    "acre": False,
    "ever_paid": True,
    "has_debt": True,
    "has_schedule": False,
    "recalculation_asked": True,
    "forced_recovery": False,
    "insurance_cover": False,
    "marital_status": "single",
    "children_under_14": 1,
    "dependants_14_plus": 0,
    "housing": "tenant",
    "over_indebtedness": False,
    "cause": "economic",
    "other_aids": True,
    "at_activity_address": True,
    "damages": ["premises", "equipment"],
    "closed_days": 12,
    "insured": True,
    "age_case": "legal",
    "ti_years": 31,
    "ti_quarters": 124,
    "career_share": 78,
    "taxable_n1": False,
    "taxable_n2": False,
    "earlier_adr": False,
    "uses": ["equipment"],
    "needs": ["contributions", "money"],
}


def _days(on: date) -> Values:
    """Dates that only make sense near the day of the answer."""
    return {
        "began_on": (on - timedelta(days=95)).isoformat(),
        "event_on": (on - timedelta(days=15)).isoformat(),
        "claim_on": (on - timedelta(days=10)).isoformat(),
    }


def answers_for(*, aid: Aid, on: date, overrides: Mapping[str, object] | None = None) -> dict[str, Values]:
    """step slug → field → stored value, for the questions that show. ``overrides`` is by field name."""
    known = {
        "campaign": EVENT_CODE,
        **_PLAIN,
        **AMOUNTS,
        **CANARIES,
        **_days(on),
        **_of_age(aid, on),
        **(overrides or {}),
    }
    written: dict[str, Values] = {}
    for step in aid.steps:
        here = written.setdefault(step.slug, {})
        for spec in step.fields:
            if spec.is_shown(written, here=step.slug) and (value := _value(spec, known)) is not None:
                here[spec.name] = value
    return written


def _of_age(aid: Aid, on: date) -> Values:
    """Whoever retires is old enough and leaves soon."""
    if not any(step.block == "retirement" for step in aid.steps):
        return {}
    departure = on + timedelta(days=60)
    departure += timedelta(
        days=(5 - departure.weekday()) % 7
    )  # a Saturday: no calendar of a board has that day
    return {
        "birth_date": date(on.year - 65, 3, 7).isoformat(),
        "nir": _nir(f"2{(on.year - 65) % 100:02d}0335238417"),
        "departure_on": departure.isoformat(),
        "notification_on": (on - timedelta(days=20)).isoformat(),
    }


def _value(spec: FieldSpec, known: Mapping[str, object]) -> object:
    if spec.name in known:
        return known[spec.name]
    return True if spec.kind is Kind.CONSENT else None


def identifying_fields() -> set[str]:
    """Names of every question whose answer must never reach a board."""
    return {spec.name for fields in BLOCK_FIELDS.values() for spec in fields if spec.identifying}
