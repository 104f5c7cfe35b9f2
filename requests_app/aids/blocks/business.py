"""Blocks about the activity: the business, the applicant's status, the contribution account, the figures."""

from requests_app.aids.fields import Condition, FieldSpec, Kind, options
from requests_app.enums import Category, CollectiveProcedure, LegalForm, OtherActivity, Quality, Regime

AT_REAL_REGIME = Condition(step="statut", field="regime", values=(Regime.REEL.value,))

BUSINESS = (
    FieldSpec(
        name="siret",
        label="Numéro SIRET",
        kind=Kind.SIRET,
        help="14 chiffres, sur votre attestation Urssaf ou votre avis de situation. "
        "Exemple : 732 829 320 00074",
        identifying=True,
    ),
    FieldSpec(
        name="business_name",
        label="Nom de l’entreprise ou enseigne",
        kind=Kind.TEXT,
        required=False,
        help="Laissez vide si vous exercez sous votre nom.",
        identifying=True,
        maximum=120,
        autocomplete="organization",
    ),
    FieldSpec(
        name="trade",
        label="Quel est votre métier ?",
        kind=Kind.TEXT,
        help="En quelques mots. Exemple : fleuriste en boutique",
        identifying=True,
        maximum=120,
    ),
    FieldSpec(
        name="ape",
        label="Code APE",
        kind=Kind.APE,
        help="4 chiffres et 1 lettre, à côté du SIRET. Il donne votre secteur à la commission, "
        "qui ne connaît pas votre métier exact. Exemple : 4776Z",
        identifying=True,
    ),
    FieldSpec(
        name="legal_form",
        label="Forme de l’entreprise",
        kind=Kind.CHOICE,
        choices=options(LegalForm),
    ),
    FieldSpec(
        name="started_on",
        label="Date de début d’activité indépendante",
        kind=Kind.DATE,
        help="Celle de votre immatriculation. Exemple : 01/03/2019",
        identifying=True,
        past=True,
    ),
    FieldSpec(
        name="activity_line1",
        label="Adresse où vous exercez",
        kind=Kind.ADDRESS,
        help="Elle désigne l’organisme qui étudiera votre demande. Si vous vous déplacez chez vos clients, "
        "donnez l’adresse de votre siège.",
        identifying=True,
        maximum=120,
    ),
    FieldSpec(
        name="activity_line2",
        label="Complément d’adresse",
        kind=Kind.ADDRESS,
        required=False,
        identifying=True,
        maximum=120,
    ),
    FieldSpec(
        name="activity_postcode",
        label="Code postal du lieu d’activité",
        kind=Kind.POSTCODE,
        help="5 chiffres. Exemple : 97410",
        identifying=True,
    ),
    FieldSpec(
        name="activity_city",
        label="Commune du lieu d’activité",
        kind=Kind.TEXT,
        help="Exemple : Saint-Pierre",
        identifying=True,
        maximum=80,
    ),
)

STATUS = (
    FieldSpec(
        name="quality",
        label="Dans quel cas êtes-vous ?",
        kind=Kind.CHOICE,
        choices=options(Quality),
        help="Le conjoint qui travaille dans l’entreprise fait sa propre demande.",
    ),
    FieldSpec(
        name="category",
        label="Quelle est votre catégorie professionnelle ?",
        kind=Kind.CHOICE,
        choices=options(Category),
        help="Les industriels choisissent « Commerçant ».",
    ),
    FieldSpec(
        name="medical_agreement",
        label="Êtes-vous praticien ou auxiliaire médical conventionné ?",
        kind=Kind.BOOL,
        help="Médecin de secteur 1 ou 2, dentiste, sage-femme, infirmier, kinésithérapeute, orthophoniste, "
        "orthoptiste ou pédicure-podologue sous convention avec l’Assurance maladie.",
        shown_if=Condition(field="category", values=(Category.LIBERAL.value,)),
    ),
    FieldSpec(
        name="regime",
        label="Quel est votre régime ?",
        kind=Kind.CHOICE,
        choices=options(Regime),
        help="Micro-entrepreneur si vous déclarez votre chiffre d’affaires chaque mois ou chaque trimestre.",
    ),
    FieldSpec(
        name="main_activity",
        label="Votre activité indépendante est-elle votre activité principale ?",
        kind=Kind.BOOL,
        help="Celle qui vous occupe le plus et dont vous tirez l’essentiel de vos revenus d’activité.",
    ),
    FieldSpec(
        name="other_activity",
        label="Avez-vous une autre activité ou un autre revenu personnel ?",
        kind=Kind.CHOICE,
        choices=options(OtherActivity),
    ),
    FieldSpec(
        name="employees",
        label="Combien de salariés avez-vous ?",
        kind=Kind.INTEGER,
        help="Écrivez 0 si vous travaillez seul.",
        maximum=999,
    ),
    FieldSpec(
        name="still_active",
        label="Votre activité est-elle toujours en cours ?",
        kind=Kind.BOOL,
        help="Répondez oui si elle est seulement arrêtée pour un temps, par exemple pendant un arrêt "
        "maladie.",
    ),
    FieldSpec(
        name="ceased_on",
        label="Date de fin d’activité",
        kind=Kind.DATE,
        help="Celle de la radiation. Exemple : 30/06/2026",
        shown_if=Condition(field="still_active", values=(False,)),
        identifying=True,
        past=True,
    ),
    FieldSpec(
        name="collective_procedure",
        label="Une procédure est-elle ouverte au tribunal pour votre entreprise ?",
        kind=Kind.CHOICE,
        choices=options(CollectiveProcedure),
    ),
    FieldSpec(
        name="acre",
        label="Bénéficiez-vous en ce moment de l’Acre ?",
        kind=Kind.BOOL,
        help="L’Acre est la réduction de cotisations accordée au début d’une activité.",
    ),
    FieldSpec(
        name="ever_paid",
        label="Avez-vous déjà payé des cotisations personnelles à l’Urssaf ?",
        kind=Kind.BOOL,
        help="Pour vous-même, et non pour vos salariés. Nous vérifierons le montant : "
        "vous n’avez pas à le chercher.",
    ),
)

ACCOUNT = (
    FieldSpec(
        name="has_debt",
        label="Avez-vous des cotisations personnelles en retard ?",
        kind=Kind.BOOL,
    ),
    FieldSpec(
        name="debt_cents",
        label="Montant en retard",
        kind=Kind.MONEY,
        help="Sans les majorations ni les frais d’huissier. Exemple : 2 450,00",
        shown_if=Condition(field="has_debt", values=(True,)),
    ),
    FieldSpec(
        name="has_schedule",
        label="Avez-vous un délai de paiement en cours avec l’Urssaf ?",
        kind=Kind.BOOL,
        help="On l’appelle aussi échéancier : la dette est payée en plusieurs fois.",
    ),
    FieldSpec(
        name="schedule_monthly_cents",
        label="Montant payé chaque mois",
        kind=Kind.MONEY,
        help="Exemple : 180,00",
        shown_if=Condition(field="has_schedule", values=(True,)),
    ),
    FieldSpec(
        name="recalculation_asked",
        label="Avez-vous demandé un nouveau calcul de vos cotisations ?",
        kind=Kind.BOOL,
        help="Si votre revenu baisse, l’Urssaf peut calculer vos cotisations sur le revenu attendu cette "
        "année.",
        shown_if=AT_REAL_REGIME,
    ),
    FieldSpec(
        name="forced_recovery",
        label="Un commissaire de justice (huissier) vous réclame-t-il des cotisations ?",
        kind=Kind.BOOL,
    ),
)

FIGURES = (
    FieldSpec(
        name="turnover_n1_cents",
        label="Chiffre d’affaires de l’année dernière",
        kind=Kind.MONEY,
        help="Hors taxes. Écrivez 0 si vous n’en avez pas eu. Exemple : 38 500",
    ),
    FieldSpec(
        name="result_n1_cents",
        label="Résultat de l’année dernière",
        kind=Kind.MONEY,
        help="Le bénéfice, ou la perte avec un signe moins. Exemple : -3 200",
        shown_if=AT_REAL_REGIME,
        signed=True,
    ),
    FieldSpec(
        name="turnover_n2_cents",
        label="Chiffre d’affaires de l’année d’avant",
        kind=Kind.MONEY,
        required=False,
        help="Laissez vide si votre activité n’existait pas encore.",
    ),
    FieldSpec(
        name="result_n2_cents",
        label="Résultat de l’année d’avant",
        kind=Kind.MONEY,
        required=False,
        shown_if=AT_REAL_REGIME,
        signed=True,
    ),
    FieldSpec(
        name="turnover_current_cents",
        label="Chiffre d’affaires depuis le 1er janvier de cette année",
        kind=Kind.MONEY,
        help="Une estimation suffit.",
    ),
    FieldSpec(
        name="cash_cents",
        label="Solde de votre compte professionnel aujourd’hui",
        kind=Kind.MONEY,
        help="Avec un signe moins s’il est à découvert.",
        signed=True,
    ),
    FieldSpec(
        name="insurance_cover",
        label="Une assurance peut-elle vous indemniser ?",
        kind=Kind.BOOL,
        help="Perte d’exploitation, prévoyance, dommages.",
    ),
)

# Not a step of the applicant: what the caseworker reads in the contribution account. It prevails over the
# declaration, and spares the person questions the organisation can answer alone (CRPA L114-8).
CHECKS = (
    FieldSpec(
        name="affiliated_on",
        label="Date d’affiliation comme travailleur indépendant",
        kind=Kind.DATE,
        required=False,
        help="D’après le compte de cotisations.",
        identifying=True,
        past=True,
    ),
    FieldSpec(
        name="contributions_paid_cents",
        label="Total des cotisations personnelles versées depuis l’affiliation",
        kind=Kind.MONEY,
        required=False,
        help="L’aide doit rester inférieure à ce total.",
    ),
    FieldSpec(
        name="contributions_due_cents",
        label="Cotisations personnelles dues, hors majorations et frais",
        kind=Kind.MONEY,
        required=False,
    ),
    FieldSpec(
        name="up_to_date",
        label="À jour de ses cotisations",
        kind=Kind.BOOL,
        required=False,
    ),
    FieldSpec(
        name="still_active",
        label="Compte actif",
        kind=Kind.BOOL,
        required=False,
    ),
    FieldSpec(
        name="collective_procedure",
        label="Procédure collective connue",
        kind=Kind.CHOICE,
        choices=options(CollectiveProcedure),
        required=False,
    ),
)
