"""The steps an aid picks from, and ``BLOCK_FIELDS``: the one list of questions all pages and rules read."""

from dataclasses import dataclass

from requests_app.aids.blocks import budget, business, need, person
from requests_app.aids.fields import FieldSpec

BLOCK_FIELDS: dict[str, tuple[FieldSpec, ...]] = {
    "identity": person.IDENTITY,
    "contact": person.CONTACT,
    "business": business.BUSINESS,
    "status": business.STATUS,
    "account": business.ACCOUNT,
    "household": person.HOUSEHOLD,
    "resources": budget.RESOURCES,
    "charges": budget.CHARGES,
    "assets": budget.ASSETS,
    "figures": business.FIGURES,
    "difficulty": need.DIFFICULTY,
    "disaster": need.DISASTER,
    "retirement": need.RETIREMENT,
    "contributions_request": need.CONTRIBUTIONS_REQUEST,
    "money_request": need.MONEY_REQUEST,
    "retirement_request": need.RETIREMENT_REQUEST,
    "payment": person.PAYMENT,
    "undertakings": person.UNDERTAKINGS,
    "checks": business.CHECKS,
}

# Filled by the caseworker, never shown to the applicant; its answers are stored under this slug.
CHECKS_SLUG = "verifications"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One page of the request. ``slug`` is in the URL and is the key of its answers."""

    slug: str
    block: str
    group: str  # heading of the task list
    title: str
    short_title: str
    lead: str

    @property
    def fields(self) -> tuple[FieldSpec, ...]:
        return BLOCK_FIELDS[self.block]

    @property
    def staff_title(self) -> str:
        """The short title for whoever reads the file of somebody else: "Votre identité" is "Identité"."""
        words = self.short_title.removeprefix("Votre ").removeprefix("Vos ")
        return words[:1].upper() + words[1:]


YOU, ACTIVITY, BUDGET, REQUEST, SENDING = (
    "Vous",
    "Votre activité",
    "Votre budget",
    "Votre demande",
    "Avant l’envoi",
)


def _step(block: str, slug: str, group: str, title: str, short_title: str, lead: str) -> tuple[str, Step]:
    return block, Step(slug=slug, block=block, group=group, title=title, short_title=short_title, lead=lead)


STEPS: dict[str, Step] = dict([
    _step("identity", "identite", YOU, "Qui êtes-vous ?", "Votre identité",
          "L’aide est personnelle. Donnez l’identité de la personne qui travaille à son compte."),
    _step("contact", "coordonnees", YOU, "Comment vous joindre ?", "Vos coordonnées",
          "Nous vous écrivons à l’adresse e-mail de votre compte. Le téléphone sert aux questions urgentes."),
    _step("business", "entreprise", ACTIVITY, "Votre entreprise", "Votre entreprise",
          "Ces renseignements figurent sur votre attestation Urssaf ou sur votre avis de situation Insee."),
    _step("status", "statut", ACTIVITY, "Votre situation d’indépendant", "Votre statut",
          "Ces réponses permettent de vérifier que l’aide s’adresse bien à vous."),
    _step("account", "cotisations", ACTIVITY, "Vos cotisations personnelles", "Vos cotisations",
          "Il s’agit des cotisations que vous payez pour vous-même, et non pour vos salariés."),
    _step("household", "foyer", BUDGET, "Votre foyer", "Votre foyer",
          "La commission tient compte des personnes qui vivent de vos revenus."),
    _step("resources", "ressources", BUDGET, "Ce que votre foyer reçoit chaque mois", "Vos ressources",
          "Donnez des montants par mois, en euros. Laissez vide ce que vous ne recevez pas."),
    _step("charges", "charges", BUDGET, "Ce que votre foyer paie chaque mois", "Vos charges",
          "Donnez des montants par mois, en euros. Laissez vide ce que vous ne payez pas."),
    _step("assets", "patrimoine", BUDGET, "Ce que vous possédez et ce que vous devez", "Épargne et dettes",
          "Une estimation suffit. Laissez vide ce qui ne vous concerne pas."),
    _step("figures", "chiffres", ACTIVITY, "Les chiffres de votre activité", "Vos chiffres",
          "Reprenez votre dernier bilan ou vos déclarations de chiffre d’affaires."),
    _step("difficulty", "difficulte", REQUEST, "Votre difficulté", "Votre difficulté",
          "L’aide répond à une difficulté passagère, que vous ne pouviez pas prévoir."),
    _step("disaster", "sinistre", REQUEST, "L’événement et vos dégâts", "Vos dégâts",
          "Vous n’avez pas besoin d’un arrêté de catastrophe naturelle."),
    _step("retirement", "retraite", REQUEST, "Votre départ à la retraite", "Votre retraite",
          "Préparez votre relevé de carrière. Vous le trouvez sur lassuranceretraite.fr."),
    _step("contributions_request", "prise-en-charge", REQUEST, "Les cotisations à prendre en charge",
          "Montant demandé",
          "L’aide est versée sur votre compte de cotisations. Elle garde vos droits ouverts."),
    _step("money_request", "somme-demandee", REQUEST, "La somme que vous demandez", "Somme demandée",
          "La commission fixe le montant au vu de votre situation. Il peut être différent de votre demande."),
    _step("retirement_request", "aide-au-depart", REQUEST, "L’aide que vous demandez", "Aide demandée",
          "L’aide peut payer vos dernières cotisations, vous verser une somme, ou les deux."),
    _step("payment", "versement", REQUEST, "Le compte où verser l’aide", "Versement",
          "L’aide est versée par virement, sur un compte personnel à votre nom."),
    _step("undertakings", "engagements", SENDING, "Vos engagements", "Vos engagements",
          "Lisez et cochez chaque phrase. Vous pourrez encore tout relire avant l’envoi."),
])  # fmt: skip


def pick(*blocks: str) -> tuple[Step, ...]:
    """The steps of these blocks, in this order."""
    return tuple(STEPS[block] for block in blocks)
