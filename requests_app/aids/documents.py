"""The supporting documents an aid asks for. Data only."""

from dataclasses import dataclass, replace
from enum import StrEnum

from requests_app.aids.fields import Answers, Condition
from requests_app.enums import Cause, Regime


class Requirement(StrEnum):
    REQUIRED = "required"
    OPTIONAL = "optional"
    CONDITIONAL = "conditional"  # required when the condition holds, not asked otherwise


@dataclass(frozen=True, kw_only=True)
class DocumentKind:
    """``medical``: kept apart, never quoted to a board. ``condition`` names its step.

    ``neutral_label`` is what a board reads over a page of it, inside a title: no « votre », no name.
    """

    slug: str
    label: str
    neutral_label: str
    hint: str
    why: str
    required: Requirement = Requirement.REQUIRED
    condition: Condition | None = None
    medical: bool = False

    def is_asked(self, answers: Answers) -> bool:
        return self.condition is None or self.condition.holds(answers)

    def is_required(self, answers: Answers) -> bool:
        """Indispensable in this case: a request without it is incomplete (CRPA L114-5)."""
        return self.required is not Requirement.OPTIONAL and self.is_asked(answers)


TAX_NOTICES = DocumentKind(
    slug="avis-imposition",
    label="Vos deux derniers avis d’impôt",
    neutral_label="avis d’impôt",
    hint="Toutes les pages, pour tout le foyer. Vous les trouvez sur impots.gouv.fr, rubrique Documents.",
    why="Ils montrent les revenus de votre foyer.",
)
TAX_NOTICES_IF_AT_HAND = replace(TAX_NOTICES, required=Requirement.OPTIONAL)

BANK_DETAILS = DocumentKind(
    slug="rib",
    label="Votre relevé d’identité bancaire (RIB) personnel",
    neutral_label="relevé d’identité bancaire",
    hint="Un compte à votre nom. Vous le téléchargez sur le site de votre banque.",
    why="L’aide est versée par virement sur ce compte.",
)
PROOF_OF_DIFFICULTY = DocumentKind(
    slug="justificatif-difficulte",
    label="Un document qui montre la difficulté",
    neutral_label="document sur la difficulté",
    hint="Déclaration à l’assurance, plainte, arrêté de travaux, factures impayées, courrier d’un client.",
    why="La commission doit pouvoir constater l’événement que vous décrivez.",
    required=Requirement.CONDITIONAL,
    condition=Condition(
        step="difficulte",
        field="cause",
        values=tuple(cause.value for cause in Cause if cause is not Cause.HEALTH),
    ),
)
MEDICAL_PROOF = DocumentKind(
    slug="justificatif-medical",
    label="Un document qui montre l’arrêt ou l’accident",
    neutral_label="document sur l’arrêt ou l’accident",
    hint="Arrêt de travail, bulletin d’hospitalisation, certificat sans diagnostic. Cachez le détail "
    "médical.",
    why="Il établit la difficulté. La commission ne le voit jamais.",
    required=Requirement.CONDITIONAL,
    condition=Condition(step="difficulte", field="cause", values=(Cause.HEALTH.value,)),
    medical=True,
)
PROOF_OF_DIFFICULTY_IF_ANY = replace(
    PROOF_OF_DIFFICULTY,
    why="Il aide la commission à comprendre votre situation.",
    required=Requirement.OPTIONAL,
    condition=None,
)

BALANCE_SHEET = DocumentKind(
    slug="bilan",
    label="Votre dernier bilan ou compte de résultat",
    neutral_label="bilan ou compte de résultat",
    hint="Demandez-le à votre comptable. La liasse fiscale convient aussi.",
    why="Il montre l’état de votre activité.",
    required=Requirement.CONDITIONAL,
    condition=Condition(step="statut", field="regime", values=(Regime.REEL.value,)),
)
TURNOVER_RETURNS = DocumentKind(
    slug="declarations-ca",
    label="Vos déclarations de chiffre d’affaires des douze derniers mois",
    neutral_label="déclarations de chiffre d’affaires",
    hint="Vous les trouvez sur autoentrepreneur.urssaf.fr, rubrique Mes échéances.",
    why="Elles montrent l’état de votre activité.",
    required=Requirement.CONDITIONAL,
    condition=Condition(step="statut", field="regime", values=(Regime.MICRO.value,)),
)
BALANCE_SHEET_IF_AT_HAND = replace(BALANCE_SHEET, required=Requirement.OPTIONAL)
TURNOVER_RETURNS_IF_AT_HAND = replace(TURNOVER_RETURNS, required=Requirement.OPTIONAL)

PROOF_OF_BUDGET = DocumentKind(
    slug="ressources-charges",
    label="Des justificatifs de vos ressources et de vos charges",
    neutral_label="justificatif de ressources ou de charges",
    hint="Attestation de la Caf, quittance de loyer, tableau de prêt, trois derniers relevés de compte.",
    why="Ils permettent de calculer ce qu’il vous reste chaque mois.",
)
ESTIMATES = DocumentKind(
    slug="devis-factures",
    label="Devis ou factures des dépenses prévues",
    neutral_label="devis ou facture",
    hint="Un devis daté, à votre nom ou à celui de votre entreprise.",
    why="La commission relie le montant demandé à une dépense précise.",
)
CAREER_RECORD = DocumentKind(
    slug="releve-carriere",
    label="Votre relevé de carrière",
    neutral_label="relevé de carrière",
    hint="Toutes les pages. Vous le téléchargez sur lassuranceretraite.fr.",
    why="Il montre vos années et vos trimestres comme artisan ou commerçant.",
)
PENSION = DocumentKind(
    slug="pension",
    label="L’estimation ou la notification de votre retraite",
    neutral_label="estimation ou notification de retraite",
    hint="La notification définitive si vous êtes déjà à la retraite, une estimation sinon.",
    why="Elle montre vos revenus avant et après le départ.",
)
PHOTOS = DocumentKind(
    slug="photos",
    label="Des photos des dégâts",
    neutral_label="photo des dégâts",
    hint="Prises avec un téléphone, elles suffisent. Elles remplacent souvent un long récit.",
    why="Au moins une preuve aide à répondre vite.",
    required=Requirement.OPTIONAL,
)
INSURANCE_CLAIM = DocumentKind(
    slug="declaration-assurance",
    label="Votre déclaration à l’assurance",
    neutral_label="déclaration à l’assurance",
    hint="La copie du courrier, ou l’accusé de réception de votre assureur.",
    why="Elle confirme les dégâts et la date.",
    required=Requirement.OPTIONAL,
)
TOWN_HALL_CERTIFICATE = DocumentKind(
    slug="attestation-mairie",
    label="Une attestation de la mairie",
    neutral_label="attestation de la mairie",
    hint="Si votre mairie en délivre. Elle n’est pas obligatoire.",
    why="Elle confirme que votre adresse a été touchée.",
    required=Requirement.OPTIONAL,
)
