"""Aide d'urgence: a sum paid within days to active people struck by a disaster or bad weather."""

from requests_app.aids import documents
from requests_app.aids.base import Aid, LetterFacts
from requests_app.aids.steps import pick
from requests_app.enums import AidCode, PaysTo

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
    criteria=(),
    bounds=(),
)
