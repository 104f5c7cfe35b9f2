"""Aide d'urgence: a sum paid within days to active people struck by a disaster or bad weather."""

from datetime import timedelta

from requests_app import rules
from requests_app.aids import documents
from requests_app.aids.base import Aid, LetterFacts
from requests_app.aids.steps import pick
from requests_app.eligibility import Judgement, met, not_met, rule, unknown
from requests_app.enums import AidCode, DamageKind, PaysTo
from requests_app.facts import CaseFacts
from requests_app.letters.wording import long_date
from requests_app.parameters import Parameters


@rule(
    code="zone",
    label="Activité dans la zone de l’événement",
    source="Événement ouvert par le CPSTI",
    reason_code="outside_zone",
)
def zone(facts: CaseFacts, parameters: Parameters) -> Judgement:
    """The place of work counts; damage elsewhere is looked at by a person."""
    if facts.campaign is None or facts.department is None:
        return unknown("Événement ou lieu d’activité inconnu", "L’appartenance à la zone est à vérifier.")
    fact = f"{facts.campaign.name} : activité dans le département {facts.department}"
    if facts.department in facts.campaign.departments:
        return met(fact, "Le lieu d’activité est dans la zone de l’événement.")
    if facts.damage_department in facts.campaign.departments:
        return unknown(fact, "Seul le lieu des dégâts est dans la zone : le lieu de travail est à vérifier.")
    return not_met(fact, "Le lieu d’activité n’est pas dans la zone de l’événement.")


@rule(
    code="in_time",
    label="Demande faite dans le délai de l’événement",
    source="Événement ouvert par le CPSTI",
    reason_code="deadline",
)
def in_time(facts: CaseFacts, parameters: Parameters) -> Judgement:
    """The last day is in time. An event without a closing date closes ``event_days`` after it."""
    if facts.campaign is None:
        return unknown("Événement inconnu", "Le délai pour demander l’aide est à vérifier.")
    after = timedelta(days=parameters["event_days"])
    last_day = facts.campaign.closes_on or facts.campaign.event_on + after
    fact = f"Demande déposée le {long_date(facts.filed_on)}, délai jusqu’au {long_date(last_day)}"
    if facts.filed_on < facts.campaign.opens_on:
        return not_met(fact, f"L’aide ouvre le {long_date(facts.campaign.opens_on)} pour cet événement.")
    if facts.filed_on > last_day:
        return not_met(fact, "La demande est faite après la fin du délai.")
    return met(fact, "La demande est faite dans le délai.")


@rule(
    code="once_per_event",
    label="Une seule aide par événement",
    source="Valeur par défaut",
    reason_code="already_granted",
)
def once_per_event(facts: CaseFacts, parameters: Parameters) -> Judgement:
    if facts.campaign is None:
        return unknown("Événement inconnu", "Une aide déjà accordée pour cet événement est à rechercher.")
    for earlier in facts.earlier:
        if earlier.aid_code == AidCode.URGENCE and earlier.campaign == facts.campaign.code:
            fact = f"Aide accordée le {long_date(earlier.granted_on)}"
            return not_met(fact, "L’aide a déjà été accordée pour cet événement.")
    return met("Aucune aide pour cet événement", "L’aide n’a pas encore été accordée pour cet événement.")


@rule(
    code="damage_of_work",
    label="Dégâts liés à l’activité",
    source="Conditions publiées en 2025 et 2026",
    reason_code="not_linked",
    blocking=False,
)
def damage_of_work(facts: CaseFacts, parameters: Parameters) -> Judgement:
    """Sources disagree on the home: older ones took any home, recent ones only the seat of the business."""
    if not facts.damages:
        return unknown("Dégâts non précisés", "La nature des dégâts est à vérifier.")
    fact = ", ".join(str(kind.label) for kind in DamageKind if kind in facts.damages)
    if facts.damages != {DamageKind.HOME}:
        return met(fact, "L’outil de travail est touché.")
    if facts.home_is_seat is None:
        return unknown(fact, "Le lien entre l’habitation et l’activité est à vérifier.")
    if facts.home_is_seat:
        return met(fact, "L’habitation touchée est le siège de l’activité.")
    return not_met(fact, "Seule une habitation sans lien avec l’activité est touchée.")


URGENCE = Aid(
    code=AidCode.URGENCE,
    slug="aide-d-urgence",
    name="Aide d’urgence en cas de catastrophe ou d’intempéries",
    short_name="Aide d’urgence",
    tagline="Une somme versée en quelques jours après une inondation, une tempête ou un cyclone.",
    purpose=(
        "Une catastrophe ou des intempéries ont abîmé votre outil de travail. "
        "L’aide vous verse une somme pour les premières dépenses.",
        "Vous n’avez pas besoin d’attendre un arrêté de catastrophe naturelle, ni la réponse de votre "
        "assurance.",
        "Elle est ouverte pour certains événements et certaines zones. Vous pouvez ensuite demander une "
        "autre aide.",
    ),
    who=(
        "Vous travaillez à votre compte dans une zone touchée, et votre activité est en cours.",
        "Votre activité indépendante est votre activité principale.",
        "Si vous êtes déjà à la retraite, adressez-vous à l’Assurance retraite.",
    ),
    what_it_pays=(
        "Les premiers besoins après des dégâts sur votre local, votre matériel ou votre stock.",
        "Les dégâts de votre habitation si elle sert à votre activité.",
    ),
    pays_to=PaysTo.PERSON,
    delay="Versement visé 8 à 15 jours après une demande complète.",
    pictogram="urgence",
    steps=pick(
        "identity",
        "contact",
        "business",
        "status",
        "disaster",
        "money_request",
        "payment",
        "undertakings",
    ),
    documents=(
        documents.BANK_DETAILS,
        documents.PHOTOS,
        documents.INSURANCE_CLAIM,
        documents.TOWN_HALL_CERTIFICATE,
        documents.TAX_NOTICES_IF_AT_HAND,
    ),
    letter=LetterFacts(
        the_aid="l’aide d’urgence en cas de catastrophe ou d’intempéries",
        of_the_aid="de l’aide d’urgence en cas de catastrophe ou d’intempéries",
        purpose="Elle répond aux premiers besoins après une catastrophe ou des intempéries.",
        payment="Cette somme est versée par virement sur votre compte bancaire personnel.",
        next_step="Vous n’avez rien à faire si vos coordonnées bancaires n’ont pas changé.",
        legal_basis="article L. 612-4 du code de la sécurité sociale",
    ),
    criteria=(
        rules.open_here,
        rules.r9_place,
        zone,
        in_time,
        once_per_event,
        rules.independent,
        rules.medical_agreement,
        rules.retired_and_working,
        rules.active,
        rules.liquidation,
        rules.r1_main_activity,
        rules.r2_seniority,
        rules.r3_has_paid,
        rules.r4_minimum_paid,
        rules.r8_in_person,
        rules.own_account,
        rules.r5_below_paid,
        damage_of_work,
        rules.other_procedure,
        rules.acre,
        rules.not_too_soon(AidCode.URGENCE),
        rules.r10_combination,
    ),
    bounds=(rules.below_contributions_paid,),
)
