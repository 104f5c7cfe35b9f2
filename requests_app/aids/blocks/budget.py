"""Blocks about the household's money: what comes in and goes out each month, what is owned and owed."""

from requests_app.aids.fields import Condition, FieldSpec, Kind
from requests_app.enums import IN_COUPLE, Housing

LIVES_AS_A_COUPLE = Condition(
    step="foyer", field="marital_status", values=tuple(status.value for status in IN_COUPLE)
)
PAYS_FOR_HOUSING = Condition(
    step="foyer",
    field="housing",
    values=(Housing.TENANT.value, Housing.BUYING.value, Housing.OWNER.value, Housing.OTHER.value),
)


def _money(name: str, label: str, help: str = "", **options: object) -> FieldSpec:
    return FieldSpec(name=name, label=label, kind=Kind.MONEY, required=False, help=help, **options)  # type: ignore[arg-type]


RESOURCES = (
    FieldSpec(
        name="own_income_cents",
        label="Ce que votre activité vous laisse pour vivre",
        kind=Kind.MONEY,
        help="Ce que vous retirez de l’entreprise en moyenne sur les trois derniers mois. "
        "Écrivez 0 si elle ne vous laisse rien. Exemple : 850,00",
    ),
    FieldSpec(
        name="spouse_income_cents",
        label="Revenus de votre conjoint",
        kind=Kind.MONEY,
        help="Salaire net, bénéfice ou pension. Écrivez 0 s’il n’en a pas.",
        shown_if=LIVES_AS_A_COUPLE,
    ),
    _money("daily_allowances_cents", "Indemnités journalières", "Maladie ou maternité."),
    _money("activity_benefits_cents", "RSA et prime d’activité"),
    _money(
        "disability_benefits_cents", "AAH ou pension d’invalidité", "AAH : allocation aux adultes handicapés."
    ),
    _money(
        "housing_benefits_cents",
        "Aide au logement",
        "Versée par la Caf ou la MSA, même directement au bailleur.",
    ),
    _money("family_benefits_cents", "Allocations familiales et pensions alimentaires reçues"),
    _money("pensions_cents", "Retraites et pensions"),
    _money("rents_cents", "Loyers reçus"),
    _money(
        "other_income_cents",
        "Autres revenus du foyer",
        "Chômage, salaire à côté, aide régulière d’un proche.",
    ),
)

CHARGES = (
    FieldSpec(
        name="housing_cost_cents",
        label="Loyer ou remboursement du prêt de votre logement",
        kind=Kind.MONEY,
        help="Avec les charges de copropriété. Écrivez 0 si vous ne payez rien. Exemple : 640,00",
        shown_if=PAYS_FOR_HOUSING,
    ),
    _money("energy_cents", "Énergie, eau, téléphone et internet", "La moyenne d’un mois. Exemple : 190,00"),
    _money("insurance_cents", "Assurances et mutuelle", "Logement, voiture, santé."),
    _money("tax_cents", "Impôts", "Impôt sur le revenu et taxe foncière, ramenés à un mois."),
    _money("loans_cents", "Autres crédits du foyer", "Voiture, travaux, crédit à la consommation."),
    _money("school_cents", "École, études et garde des enfants", "Cantine, crèche, logement étudiant."),
    _money("alimony_cents", "Pensions alimentaires versées"),
    _money(
        "other_charges_cents", "Autres charges régulières", "Soins, transport. Ne comptez pas la nourriture."
    ),
)

ASSETS = (
    FieldSpec(
        name="savings_cents",
        label="Épargne du foyer",
        kind=Kind.MONEY,
        help="Livrets, comptes, assurance-vie. Écrivez 0 si vous n’en avez pas. Exemple : 1 200,00",
    ),
    _money("property_cents", "Valeur de vos biens immobiliers", "Sans compter le logement où vous vivez."),
    _money("business_value_cents", "Valeur de votre entreprise ou de votre fonds", "Une estimation suffit."),
    _money(
        "private_debts_cents", "Dettes personnelles", "Ce qu’il reste à rembourser, hors prêt du logement."
    ),
    _money(
        "business_debts_cents", "Dettes professionnelles", "Fournisseurs, banque, bailleur, hors cotisations."
    ),
    FieldSpec(
        name="over_indebtedness",
        label="Avez-vous un dossier de surendettement ?",
        kind=Kind.BOOL,
        help="Déposé à la Banque de France, en étude ou accepté.",
    ),
)
