"""ACED: the contributions of a person in difficulty are paid to his or her own contribution account."""

from cpsti_portal.kernel.money import euros
from requests_app import rules
from requests_app.aids import documents
from requests_app.aids.base import Aid, LetterFacts
from requests_app.aids.steps import pick
from requests_app.eligibility import Limit
from requests_app.enums import AidCode, PaysTo
from requests_app.facts import CaseFacts
from requests_app.parameters import Parameters


def contributions_due(facts: CaseFacts, parameters: Parameters) -> Limit:
    """The aid pays contributions: never more than those due, in arrears or to come."""
    due = facts.contributions_due_cents
    if due is None:
        return Limit(
            None, "Le montant des cotisations dues reste à vérifier : l’aide ne peut pas le dépasser."
        )
    return Limit(due, f"Cotisations personnelles dues, vérifiées au compte : {euros(due)}.")


def left_of_the_cap(facts: CaseFacts, parameters: Parameters) -> Limit | None:
    """The cap holds for any twelve months: what was granted meanwhile is taken off."""
    granted = sum(
        aid.amount_cents for aid in rules.granted_within(facts, AidCode.ACED, parameters["interval_months"])
    )
    if not granted:
        return None
    cap, months = parameters["cap_cents"], parameters["interval_months"]
    return Limit(
        cap - granted, f"Plafond de {euros(cap)} sur {months} mois, dont {euros(granted)} déjà accordés."
    )


ACED = Aid(
    code=AidCode.ACED,
    slug="aide-aux-cotisants-en-difficulte",
    name="Aide aux cotisants en difficulté",
    short_name="ACED",
    tagline="Vos cotisations personnelles payées, en tout ou en partie, quand un coup dur vous empêche "
    "de le faire.",
    purpose=(
        "Vous traversez une difficulté passagère et vous ne pouvez plus payer vos cotisations personnelles. "
        "L’aide peut en payer tout ou partie.",
        "Vos droits restent ouverts : indemnités journalières, retraite, invalidité.",
        "Elle vient en dernier, après les autres solutions : un délai de paiement, ou un nouveau calcul "
        "de vos "
        "cotisations sur un revenu plus bas.",
    ),
    who=(
        "Vous êtes artisan, commerçant, micro-entrepreneur ou en profession libérale.",
        "Votre activité indépendante est votre activité principale.",
        "Vous êtes affilié depuis plus d’un an et vous avez déjà payé des cotisations.",
        "La difficulté vient d’un problème de santé, d’un événement extérieur ou d’un choc économique.",
    ),
    what_it_pays=(
        "Vos cotisations personnelles en retard ou à venir, ou les mensualités d’un échéancier.",
        "Ni les cotisations de vos salariés, ni les majorations de retard, ni les frais d’huissier.",
    ),
    pays_to=PaysTo.ACCOUNT,
    delay="Vous recevez en principe une réponse dans les deux mois.",
    pictogram="aced",
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
        "difficulty",
        "contributions_request",
        "undertakings",
    ),
    documents=(
        documents.TAX_NOTICES,
        documents.PROOF_OF_DIFFICULTY,
        documents.MEDICAL_PROOF,
        documents.BALANCE_SHEET,
        documents.TURNOVER_RETURNS,
        documents.PROOF_OF_BUDGET,
    ),
    letter=LetterFacts(
        the_aid="l’aide aux cotisants en difficulté (ACED)",
        of_the_aid="de l’aide aux cotisants en difficulté (ACED)",
        purpose="Elle prend en charge des cotisations personnelles quand une difficulté passagère "
        "empêche de les payer.",
        payment="Ce montant est porté directement sur votre compte de cotisations : vous ne recevez pas "
        "de virement.",
        next_step="Vous n’avez rien à faire. Le montant apparaîtra sur votre compte en ligne Urssaf.",
        legal_basis="article L. 612-4 du code de la sécurité sociale",
    ),
    criteria=(
        rules.open_here,
        rules.r9_place,
        rules.independent,
        rules.medical_agreement,
        rules.active,
        rules.liquidation,
        rules.r1_main_activity,
        rules.r2_seniority,
        rules.r3_has_paid,
        rules.r4_minimum_paid,
        rules.r8_in_person,
        rules.r5_below_paid,
        rules.r6_other_levers,
        rules.r7_one_off,
        rules.other_procedure,
        rules.acre,
        rules.not_too_soon(AidCode.ACED),
        rules.r10_combination,
    ),
    bounds=(left_of_the_cap, contributions_due, rules.below_contributions_paid),
)
