"""AFE: a sum paid to the person after a serious, unforeseen and one-off event."""

from requests_app.aids import documents
from requests_app.aids.base import Aid, LetterFacts
from requests_app.aids.steps import pick
from requests_app.enums import AidCode, PaysTo

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
    criteria=(),
    bounds=(),
)
