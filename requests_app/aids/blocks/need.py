"""Blocks about what happened and what is asked: difficulty, disaster, retirement, the request itself."""

from requests_app.aids.fields import Condition, FieldSpec, Kind, options
from requests_app.enums import AgeCase, Cause, DamageKind, MoneyUse, RetirementNeed

DIFFICULTY = (
    FieldSpec(
        name="cause",
        label="Qu’est-ce qui a causé votre difficulté ?",
        kind=Kind.CHOICE,
        choices=options(Cause),
        help="Choisissez la cause principale.",
    ),
    FieldSpec(
        name="began_on",
        label="Depuis quand ?",
        kind=Kind.DATE,
        help="La date de l’événement, même approchée. Exemple : 15/03/2026",
        past=True,
    ),
    FieldSpec(
        name="story",
        label="Racontez ce qui s’est passé",
        kind=Kind.LONGTEXT,
        help="Avec vos mots : l’événement, ses effets sur votre activité et sur votre foyer. "
        "La commission lira un résumé sans votre nom.",
        identifying=True,
        maximum=4000,
    ),
    FieldSpec(
        name="measures",
        label="Qu’avez-vous déjà fait pour y faire face ?",
        kind=Kind.LONGTEXT,
        required=False,
        help="Exemples : délai demandé à la banque, charges réduites, nouveaux clients.",
        identifying=True,
        maximum=2000,
    ),
    FieldSpec(
        name="outlook",
        label="Comment voyez-vous les prochains mois ?",
        kind=Kind.LONGTEXT,
        help="Commandes, reprise du travail, projets. Dites ce qui permettra à l’activité de repartir.",
        identifying=True,
        maximum=2000,
    ),
    FieldSpec(
        name="other_aids",
        label="Avez-vous demandé ou reçu une autre aide pour cette difficulté ?",
        kind=Kind.BOOL,
    ),
    FieldSpec(
        name="other_aids_detail",
        label="Laquelle, de qui, et pour quel montant ?",
        kind=Kind.LONGTEXT,
        help="Exemple : 1 000 € de la région, reçus en mai 2026.",
        shown_if=Condition(field="other_aids", values=(True,)),
        identifying=True,
        maximum=1000,
    ),
)

_DAMAGE_ELSEWHERE = Condition(field="at_activity_address", values=(False,))
_INSURED = Condition(field="insured", values=(True,))

DISASTER = (
    FieldSpec(
        name="campaign",
        label="Quel événement vous a touché ?",
        kind=Kind.CHOICE,
        choices_from="campaigns",
        help="Seuls les événements pour lesquels l’aide d’urgence est ouverte sont proposés.",
    ),
    FieldSpec(
        name="event_on",
        label="Quel jour les dégâts ont-ils eu lieu ?",
        kind=Kind.DATE,
        help="Exemple : 12/02/2026",
        past=True,
    ),
    FieldSpec(
        name="at_activity_address",
        label="Les dégâts ont-ils eu lieu à l’adresse où vous exercez ?",
        kind=Kind.BOOL,
    ),
    FieldSpec(
        name="damage_postcode",
        label="Code postal du lieu des dégâts",
        kind=Kind.POSTCODE,
        help="5 chiffres. Exemple : 97410",
        shown_if=_DAMAGE_ELSEWHERE,
        identifying=True,
    ),
    FieldSpec(
        name="damage_city",
        label="Commune du lieu des dégâts",
        kind=Kind.TEXT,
        shown_if=_DAMAGE_ELSEWHERE,
        identifying=True,
        maximum=80,
    ),
    FieldSpec(
        name="damages",
        label="Qu’est-ce qui a été touché ?",
        kind=Kind.MULTI,
        choices=options(DamageKind),
    ),
    FieldSpec(
        name="home_is_seat",
        label="Votre habitation est-elle aussi le siège de votre activité ?",
        kind=Kind.BOOL,
        help="Les dégâts du logement sont pris en compte s’il sert à votre activité.",
        shown_if=Condition(field="damages", values=(DamageKind.HOME.value,)),
    ),
    FieldSpec(
        name="damage_cents",
        label="À combien estimez-vous les dégâts ?",
        kind=Kind.MONEY,
        help="Une estimation suffit. Exemple : 3 500",
    ),
    FieldSpec(
        name="story",
        label="Décrivez les dégâts en quelques phrases",
        kind=Kind.LONGTEXT,
        help="Ce qui a été détruit ou abîmé, et ce que cela vous empêche de faire.",
        identifying=True,
        maximum=2000,
    ),
    FieldSpec(
        name="closed_days",
        label="Combien de jours votre activité a-t-elle été arrêtée ?",
        kind=Kind.INTEGER,
        help="Jusqu’à aujourd’hui. Écrivez 0 si elle ne s’est pas arrêtée.",
        maximum=366,
    ),
    FieldSpec(
        name="insured",
        label="Êtes-vous assuré pour ces dégâts ?",
        kind=Kind.BOOL,
    ),
    FieldSpec(
        name="claim_on",
        label="Date de votre déclaration à l’assurance",
        kind=Kind.DATE,
        required=False,
        help="Laissez vide si vous ne l’avez pas encore faite.",
        shown_if=_INSURED,
        past=True,
    ),
)

RETIREMENT = (
    FieldSpec(
        name="departure_on",
        label="Date de départ à la retraite",
        kind=Kind.DATE,
        help="Prévue ou déjà passée : le premier jour de votre retraite. Exemple : 01/01/2027",
        identifying=True,
    ),
    FieldSpec(
        name="notification_on",
        label="Date de la notification définitive de votre retraite",
        kind=Kind.DATE,
        required=False,
        help="Le courrier qui fixe le montant de votre pension. Laissez vide si vous ne l’avez pas reçu.",
        identifying=True,
        past=True,
    ),
    FieldSpec(
        name="age_case",
        label="À quel titre partez-vous ?",
        kind=Kind.CHOICE,
        choices=options(AgeCase),
    ),
    FieldSpec(
        name="ti_years",
        label="Combien d’années entières avez-vous cotisé comme indépendant ?",
        kind=Kind.INTEGER,
        help="Comptez toutes vos activités d’artisan ou de commerçant. Exemple : 22",
        maximum=70,
    ),
    FieldSpec(
        name="ti_quarters",
        label="Combien de trimestres cela représente-t-il ?",
        kind=Kind.INTEGER,
        help="Sur votre relevé de carrière, à lassuranceretraite.fr. Exemple : 88",
        maximum=280,
    ),
    FieldSpec(
        name="career_share",
        label="Quelle part de votre carrière avez-vous faite comme artisan ou commerçant ?",
        kind=Kind.PERCENT,
        help="En pourcentage de toute votre carrière, une estimation suffit. Exemple : 65",
    ),
    FieldSpec(
        name="taxable_n1",
        label="Étiez-vous imposable sur le revenu l’année dernière ?",
        kind=Kind.BOOL,
        help="La ligne « Impôt sur le revenu net » de votre dernier avis d’impôt.",
    ),
    FieldSpec(
        name="taxable_n2",
        label="Étiez-vous imposable sur le revenu l’année d’avant ?",
        kind=Kind.BOOL,
    ),
    FieldSpec(
        name="pension_cents",
        label="Montant de votre pension, par mois",
        kind=Kind.MONEY,
        required=False,
        help="Prévu ou notifié, toutes retraites comprises. Exemple : 890,00",
    ),
    FieldSpec(
        name="earlier_adr",
        label="Avez-vous déjà reçu cette aide au départ à la retraite ?",
        kind=Kind.BOOL,
        help="Elle ne peut être accordée qu’une fois dans une vie.",
    ),
)


def _periods(shown_if: Condition | None = None) -> FieldSpec:
    return FieldSpec(
        name="periods",
        label="Quelles échéances souhaitez-vous faire prendre en charge ?",
        kind=Kind.TEXT,
        help="En retard ou à venir. Exemple : 2e et 3e trimestres 2026",
        shown_if=shown_if,
        maximum=200,
    )


def _contributions_asked(shown_if: Condition | None = None) -> FieldSpec:
    return FieldSpec(
        name="contributions_asked_cents",
        label="Montant de cotisations à prendre en charge",
        kind=Kind.MONEY,
        help="Seulement vos cotisations personnelles : ni celles de vos salariés, ni les majorations. "
        "Exemple : 1 850,00",
        shown_if=shown_if,
    )


def _money_asked(label: str, shown_if: Condition | None = None) -> FieldSpec:
    return FieldSpec(
        name="money_asked_cents", label=label, kind=Kind.MONEY, help="Exemple : 1 500,00", shown_if=shown_if
    )


_USE = (
    FieldSpec(
        name="uses",
        label="À quoi servira cette somme ?",
        kind=Kind.MULTI,
        choices=options(MoneyUse),
    ),
    FieldSpec(
        name="use_detail",
        label="Précisez les dépenses prévues",
        kind=Kind.LONGTEXT,
        required=False,
        help="Avec les montants si vous les connaissez. Exemple : groupe électrogène, 1 290 €",
        identifying=True,
        maximum=1500,
    ),
)

CONTRIBUTIONS_REQUEST = (_periods(), _contributions_asked())
MONEY_REQUEST = (_money_asked("Quelle somme demandez-vous ?"), *_USE)

_WANTS_CONTRIBUTIONS = Condition(field="needs", values=(RetirementNeed.CONTRIBUTIONS.value,))
_WANTS_MONEY = Condition(field="needs", values=(RetirementNeed.MONEY.value,))

RETIREMENT_REQUEST = (
    FieldSpec(
        name="needs",
        label="Que demandez-vous ?",
        kind=Kind.MULTI,
        choices=options(RetirementNeed),
        help="Les deux peuvent se compléter.",
    ),
    _periods(_WANTS_CONTRIBUTIONS),
    _contributions_asked(_WANTS_CONTRIBUTIONS),
    _money_asked("Quelle somme demandez-vous au moment du départ ?", _WANTS_MONEY),
)
