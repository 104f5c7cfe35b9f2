"""AFE: a sum paid to the person after a serious, unforeseen and one-off event."""

from requests_app import rules
from requests_app.aids import documents
from requests_app.aids.base import Aid, LetterFacts
from requests_app.aids.steps import pick
from requests_app.eligibility import Judgement, rule, unknown
from requests_app.enums import AidCode, MoneyUse, PaysTo
from requests_app.facts import CaseFacts
from requests_app.parameters import Parameters


@rule(
    code="active",
    label="Activité en cours, ou première radiation à payer",
    source="Règles de l’action sociale du CPSTI",
    reason_code="struck_off",
)
def active_or_closing(facts: CaseFacts, parameters: Parameters) -> Judgement:
    """The aid may pay the formalities of a first striking-off: a person decides whether it is the first."""
    if facts.still_active is False and MoneyUse.CLOSING in facts.uses:
        return unknown(rules.ceased(facts), "L’aide peut payer une première radiation : à vérifier.")
    return rules.active.judge(facts, parameters)


AFE = Aid(
    code=AidCode.AFE,
    slug="aide-financiere-exceptionnelle",
    name="Aide financière exceptionnelle",
    short_name="AFE",
    tagline="Une somme versée une fois, quand un événement grave et imprévu menace votre activité.",
    purpose=(
        "Un événement grave, imprévu et ponctuel menace votre activité. L’aide vous verse une somme pour "
        "y faire face.",
        "Elle peut par exemple racheter un outil de travail, ou compléter l’aide aux cotisants en "
        "difficulté.",
        "Elle peut aussi payer les formalités d’une première radiation.",
    ),
    who=(
        "Vous êtes artisan, commerçant, micro-entrepreneur ou en profession libérale.",
        "Votre activité indépendante est votre activité principale.",
        "Vous êtes affilié depuis plus d’un an et vous avez déjà payé des cotisations.",
        "L’événement est récent, et votre activité peut repartir.",
    ),
    what_it_pays=(
        "Une somme fixée par la commission au vu de votre situation.",
        "Une dépense liée à l’événement, montrée par un devis ou une facture.",
    ),
    pays_to=PaysTo.PERSON,
    delay="Vous recevez en principe une réponse dans les deux mois.",
    pictogram="afe",
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
        "money_request",
        "payment",
        "undertakings",
    ),
    documents=(
        documents.TAX_NOTICES,
        documents.BANK_DETAILS,
        documents.PROOF_OF_DIFFICULTY,
        documents.MEDICAL_PROOF,
        documents.BALANCE_SHEET,
        documents.TURNOVER_RETURNS,
        documents.PROOF_OF_BUDGET,
        documents.ESTIMATES,
        documents.PHOTOS,
        documents.INSURANCE_CLAIM,
        documents.TOWN_HALL_CERTIFICATE,
    ),
    letter=LetterFacts(
        the_aid="l’aide financière exceptionnelle (AFE)",
        of_the_aid="de l’aide financière exceptionnelle (AFE)",
        purpose="Elle répond à un événement grave, imprévu et ponctuel qui menace l’activité.",
        payment="Cette somme est versée par virement sur votre compte bancaire personnel.",
        next_step="Vous n’avez rien à faire si vos coordonnées bancaires n’ont pas changé.",
        legal_basis="article L. 612-4 du code de la sécurité sociale",
    ),
    criteria=(
        rules.open_here,
        rules.r9_place,
        rules.independent,
        rules.medical_agreement,
        active_or_closing,
        rules.liquidation,
        rules.r1_main_activity,
        rules.r2_seniority,
        rules.r3_has_paid,
        rules.r4_minimum_paid,
        rules.r8_in_person,
        rules.own_account,
        rules.r5_below_paid,
        rules.r7_one_off,
        rules.other_procedure,
        rules.acre,
        rules.not_too_soon(AidCode.AFE),
        rules.r10_combination,
    ),
    bounds=(rules.below_contributions_paid,),
)
