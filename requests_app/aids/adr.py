"""ADR: help for craftsmen and shopkeepers of modest income who leave, or have just left, for retirement."""

from dataclasses import dataclass
from datetime import date, timedelta

from requests_app import rules
from requests_app.aids import documents
from requests_app.aids.base import Aid, LetterFacts
from requests_app.aids.steps import pick
from requests_app.eligibility import Judgement, met, not_met, rule, unknown
from requests_app.enums import AgeCase, AidCode, Category, PaysTo
from requests_app.facts import CaseFacts
from requests_app.legal_clock import add_months
from requests_app.letters.wording import long_date
from requests_app.parameters import Parameters

INVALIDITY_AGE = (62, 0)


@dataclass(frozen=True)
class AgeTable:
    """Legal retirement age for the pensions starting from ``applies_from``.

    ``steps``: (born from this day, years, months), oldest first. Before the first line: 62 years, which
    everyone born before 1955 has reached.
    """

    article: str
    version: date
    applies_from: date
    steps: tuple[tuple[date, int, int], ...]


AGE_TABLES: tuple[AgeTable, ...] = (
    AgeTable(
        article="CSS L161-17-2 et D161-2-1-9",
        version=date(2023, 9, 1),
        applies_from=date(2023, 9, 1),
        steps=(
            (date(1961, 9, 1), 62, 3),
            (date(1962, 1, 1), 62, 6),
            (date(1963, 1, 1), 62, 9),
            (date(1964, 1, 1), 63, 0),
            (date(1965, 1, 1), 63, 3),
            (date(1966, 1, 1), 63, 6),
            (date(1967, 1, 1), 63, 9),
            (date(1968, 1, 1), 64, 0),
        ),
    ),
    AgeTable(
        article="CSS L161-17-2",
        version=date(2025, 12, 31),
        applies_from=date(2026, 9, 1),
        steps=(
            (date(1961, 9, 1), 62, 3),
            (date(1962, 1, 1), 62, 6),
            (date(1963, 1, 1), 62, 9),
            (date(1965, 4, 1), 63, 0),
            (date(1966, 1, 1), 63, 3),
            (date(1967, 1, 1), 63, 6),
            (date(1968, 1, 1), 63, 9),
            (date(1969, 1, 1), 64, 0),
        ),
    ),
)


def age_table(pension_on: date | None = None) -> AgeTable:
    """The table for a pension starting that day; the latest one without a date, the first one before it."""
    in_force = [table for table in AGE_TABLES if pension_on is None or table.applies_from <= pension_on]
    return in_force[-1] if in_force else AGE_TABLES[0]


def legal_age(birth_date: date, pension_on: date | None = None) -> tuple[int, int]:
    """Years and months."""
    ages = [
        (years, months) for born_from, years, months in age_table(pension_on).steps if birth_date >= born_from
    ]
    return ages[-1] if ages else (62, 0)


def _in_words(age: tuple[int, int]) -> str:
    years, months = age
    return f"{years} ans et {months} mois" if months else f"{years} ans"


@rule(
    code="craft_or_trade",
    label="Artisan ou commerçant",
    source="Conditions publiées par l’Assurance retraite",
    reason_code="career_share",
)
def craft_or_trade(facts: CaseFacts, parameters: Parameters) -> Judgement:
    if facts.category is None:
        return unknown("Catégorie inconnue", "La catégorie professionnelle est à vérifier.")
    fact = f"Catégorie déclarée : {facts.category.label}"
    if facts.category is Category.LIBERAL:
        return not_met(fact, "Les professions libérales ne relèvent pas de cette aide.")
    return met(fact, "La personne est artisan ou commerçant.")


@rule(
    code="retirement_age",
    label="Âge de départ atteint",
    source="CSS L161-17-2",
    reason_code="retirement_age",
)
def retirement_age(facts: CaseFacts, parameters: Parameters) -> Judgement:
    """Judged on the day of departure. On the birthday the age is reached."""
    if facts.birth_date is None or facts.departure_on is None or facts.age_case is None:
        return unknown("Naissance, départ ou titre du départ inconnu", "L’âge de départ est à vérifier.")
    at_62 = facts.age_case is AgeCase.INVALIDITY
    age = INVALIDITY_AGE if at_62 else legal_age(facts.birth_date, facts.departure_on)
    reached_on = add_months(facts.birth_date, age[0] * 12 + age[1])
    fact = f"Âge de {_in_words(age)} atteint le {long_date(reached_on)}"
    if facts.departure_on >= reached_on:
        return met(fact, f"L’âge est atteint au départ, le {long_date(facts.departure_on)}.")
    return not_met(fact, f"L’âge n’est pas atteint au départ, le {long_date(facts.departure_on)}.")


@rule(
    code="career_years",
    label="Durée de cotisation comme indépendant, en années",
    source="Conditions publiées par l’Assurance retraite",
    reason_code="retirement_quarters",
)
def career_years(facts: CaseFacts, parameters: Parameters) -> Judgement:
    """Whole years are declared: exactly fifteen may hide some months more, a person looks at the record."""
    minimum, years = parameters["career_years"], facts.ti_years
    if years is None:
        return unknown(
            "Années cotisées inconnues", "Les années cotisées sont à lire sur le relevé de carrière."
        )
    fact = f"{years} années cotisées comme indépendant"
    if years > minimum:
        return met(fact, f"La durée dépasse {minimum} ans.")
    if years == minimum:
        return unknown(fact, f"La durée doit dépasser {minimum} ans : à vérifier sur le relevé de carrière.")
    return not_met(fact, f"La durée ne dépasse pas {minimum} ans.")


@rule(
    code="career_quarters",
    label="Trimestres cotisés comme indépendant",
    source="Conditions publiées par l’Assurance retraite",
    reason_code="retirement_quarters",
)
def career_quarters(facts: CaseFacts, parameters: Parameters) -> Judgement:
    minimum, quarters = parameters["career_quarters"], facts.ti_quarters
    if quarters is None:
        return unknown("Trimestres inconnus", "Les trimestres sont à lire sur le relevé de carrière.")
    fact = f"{quarters} trimestres cotisés comme indépendant"
    if quarters >= minimum:
        return met(fact, f"Le minimum de {minimum} trimestres est atteint.")
    return not_met(fact, f"Le minimum de {minimum} trimestres n’est pas atteint.")


@rule(
    code="career_share",
    label="Carrière en majorité comme artisan ou commerçant",
    source="Conditions publiées par l’Assurance retraite",
    reason_code="career_share",
)
def career_share(facts: CaseFacts, parameters: Parameters) -> Judgement:
    """More than half: half is not enough."""
    minimum, share = parameters["career_share_percent"], facts.career_share
    if share is None:
        return unknown("Part de la carrière inconnue", "La part est à calculer sur le relevé de carrière.")
    fact = f"{share} % de la carrière comme artisan ou commerçant"
    if share > minimum:
        return met(fact, f"La part dépasse {minimum} %.")
    return not_met(fact, f"La part ne dépasse pas {minimum} %.")


@rule(
    code="not_taxable",
    label="Non imposable sur le revenu pendant deux ans",
    source="Conditions publiées par l’Assurance retraite",
    reason_code="taxable",
)
def not_taxable(facts: CaseFacts, parameters: Parameters) -> Judgement:
    if True in facts.taxable:
        return not_met("Imposable au moins une des deux années", "Le foyer était imposable sur le revenu.")
    if None in facts.taxable:
        return unknown("Imposition non précisée", "L’imposition est à lire sur les deux avis d’impôt.")
    return met("Non imposable les deux années", "Le foyer n’était pas imposable sur le revenu.")


@rule(
    code="once_in_a_lifetime",
    label="Aide jamais accordée auparavant",
    source="Conditions publiées par l’Assurance retraite",
    reason_code="already_granted",
)
def once_in_a_lifetime(facts: CaseFacts, parameters: Parameters) -> Judgement:
    for earlier in facts.earlier:
        if earlier.aid_code == AidCode.ADR:
            return not_met(f"Aide accordée le {long_date(earlier.granted_on)}", "L’aide a déjà été accordée.")
    if facts.earlier_adr is None:
        return unknown("Aide antérieure non précisée", "Une aide antérieure est à rechercher.")
    if facts.earlier_adr:
        return not_met("Aide déjà reçue, d’après la déclaration", "L’aide a déjà été accordée.")
    return met("Aucune aide antérieure connue", "L’aide n’a jamais été accordée.")


@rule(
    code="filing_window",
    label="Demande faite dans le délai",
    source="Fiche pratique F31263",
    reason_code="deadline",
)
def filing_window(facts: CaseFacts, parameters: Parameters) -> Judgement:
    """Contributions behind: in the months before departure. Up to date: after it, in the same year."""
    if facts.departure_on is None or facts.up_to_date is None:
        return unknown("Date de départ ou situation du compte inconnue", "Le délai de dépôt est à vérifier.")
    first, last = _window(facts.departure_on, up_to_date=facts.up_to_date, months=parameters["window_months"])
    state = "Cotisations à jour" if facts.up_to_date else "Cotisations en retard"
    fact = f"{state}, départ le {long_date(facts.departure_on)}"
    if first <= facts.filed_on <= last:
        return met(fact, f"La demande est faite entre le {long_date(first)} et le {long_date(last)}.")
    return not_met(fact, f"La demande se fait entre le {long_date(first)} et le {long_date(last)}.")


def _window(departure_on: date, *, up_to_date: bool, months: int) -> tuple[date, date]:
    """First and last day to ask."""
    if up_to_date:
        return departure_on, date(departure_on.year, 12, 31)
    return add_months(departure_on, -months), departure_on


@rule(
    code="definitive_notification",
    label="Notification définitive de la retraite reçue",
    source="Fiche pratique F31263",
    blocking=False,
)
def definitive_notification(facts: CaseFacts, parameters: Parameters) -> Judgement:
    if facts.departure_on is None:
        return unknown("Date de départ inconnue", "La date de départ est à vérifier.")
    if facts.filed_on < facts.departure_on:
        return met("Départ à venir", "La notification n’est pas encore attendue.")
    if facts.notification_on is None:
        return unknown("Notification non précisée", "La notification définitive est à demander.")
    return met(f"Notification du {long_date(facts.notification_on)}", "La notification définitive est reçue.")


@rule(
    code="active",
    label="En activité comme indépendant au moment du départ",
    source="Fiche pratique F31263",
    reason_code="struck_off",
)
def active_at_departure(facts: CaseFacts, parameters: Parameters) -> Judgement:
    """Closing the business the day before the pension starts is leaving in activity."""
    if facts.still_active:
        return met("Activité en cours", "La personne est en activité.")
    if facts.ceased_on is None or facts.departure_on is None:
        return unknown(
            "Fin d’activité ou départ non précisé", "L’activité au moment du départ est à vérifier."
        )
    fact = f"{rules.ceased(facts)}, départ le {long_date(facts.departure_on)}"
    if facts.ceased_on >= facts.departure_on - timedelta(days=1):
        return met(fact, "La personne était en activité au moment du départ.")
    return unknown(fact, "L’activité a cessé avant le départ : à apprécier.")


ADR = Aid(
    code=AidCode.ADR,
    slug="accompagnement-au-depart-a-la-retraite",
    name="Accompagnement au départ à la retraite",
    short_name="ADR",
    tagline="Un appui au moment de partir à la retraite, pour les artisans et commerçants aux revenus "
    "modestes.",
    purpose=(
        "Vous partez à la retraite après une carrière d’artisan ou de commerçant, avec des revenus modestes.",
        "L’aide peut payer vos dernières cotisations, pour que vos trimestres comptent.",
        "Elle peut aussi vous verser une somme d’argent au moment du départ. Les deux peuvent se compléter.",
        "Elle est accordée une seule fois dans une vie.",
    ),
    who=(
        "Vous êtes artisan ou commerçant au moment du départ.",
        "Vous avez l’âge légal de départ, ou 62 ans si vous partez au titre de l’invalidité.",
        "Vous avez cotisé comme indépendant plus de quinze ans et au moins soixante trimestres.",
        "Vous avez fait plus de la moitié de votre carrière comme artisan ou commerçant.",
        "Vous n’étiez pas imposable sur le revenu les deux années avant le départ.",
    ),
    what_it_pays=(
        "Vos dernières cotisations personnelles, ou une somme d’argent, ou les deux.",
        "Elle ne rachète pas de trimestres manquants.",
    ),
    pays_to=PaysTo.BOTH,
    delay="Vous recevez en principe une réponse dans les deux mois.",
    pictogram="adr",
    steps=pick(
        "identity",
        "contact",
        "business",
        "status",
        "account",
        "figures",
        "household",
        "resources",
        "charges",
        "assets",
        "retirement",
        "retirement_request",
        "payment",
        "undertakings",
    ),
    documents=(
        documents.TAX_NOTICES,
        documents.BANK_DETAILS,
        documents.CAREER_RECORD,
        documents.PENSION,
        documents.PROOF_OF_BUDGET,
        documents.BALANCE_SHEET_IF_AT_HAND,
        documents.TURNOVER_RETURNS_IF_AT_HAND,
        documents.PROOF_OF_DIFFICULTY_IF_ANY,
    ),
    letter=LetterFacts(
        the_aid="l’accompagnement au départ à la retraite (ADR)",
        of_the_aid="de l’accompagnement au départ à la retraite (ADR)",
        purpose="Il aide les artisans et commerçants aux revenus modestes au moment où ils partent à la "
        "retraite.",
        payment="La part qui paie vos cotisations est portée sur votre compte de cotisations. "
        "La somme d’argent est versée par virement sur votre compte bancaire personnel.",
        next_step="Vous n’avez rien à faire si vos coordonnées bancaires n’ont pas changé.",
        legal_basis="article L. 612-4 du code de la sécurité sociale",
    ),
    criteria=(
        rules.open_here,
        rules.r9_place,
        rules.independent,
        craft_or_trade,
        retirement_age,
        career_years,
        career_quarters,
        career_share,
        not_taxable,
        once_in_a_lifetime,
        filing_window,
        active_at_departure,
        rules.liquidation,
        rules.r8_in_person,
        rules.own_account,
        definitive_notification,
        rules.r5_below_paid,
        rules.other_procedure,
        rules.acre,
        rules.r10_combination,
    ),
    bounds=(rules.below_contributions_paid,),
)
