"""ADR: help for craftsmen and shopkeepers of modest income who leave, or have just left, for retirement."""

from requests_app.aids import documents
from requests_app.aids.base import Aid, LetterFacts
from requests_app.aids.steps import pick
from requests_app.enums import AidCode, PaysTo

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
    criteria=(),
    bounds=(),
)
