"""Blocks about the person: identity, contact, household, bank account, undertakings."""

from requests_app.aids.fields import Condition, FieldSpec, Kind, options
from requests_app.enums import Civility, Housing, MaritalStatus

IDENTITY = (
    FieldSpec(name="civility", label="Civilité", kind=Kind.CHOICE, choices=options(Civility)),
    FieldSpec(
        name="last_name",
        label="Nom d’usage",
        kind=Kind.TEXT,
        help="Le nom que vous utilisez tous les jours. Il figurera sur nos courriers.",
        identifying=True,
        maximum=80,
        autocomplete="family-name",
    ),
    FieldSpec(
        name="birth_name",
        label="Nom de naissance",
        kind=Kind.TEXT,
        required=False,
        help="Seulement s’il est différent de votre nom d’usage.",
        identifying=True,
        maximum=80,
    ),
    FieldSpec(
        name="first_names",
        label="Prénoms",
        kind=Kind.TEXT,
        help="Dans l’ordre de votre pièce d’identité. Exemple : Claire, Anne",
        identifying=True,
        maximum=120,
        autocomplete="given-name",
    ),
    FieldSpec(
        name="birth_date",
        label="Date de naissance",
        kind=Kind.DATE,
        help="Exemple : 14/07/1980",
        identifying=True,
        past=True,
        autocomplete="bday",
    ),
    FieldSpec(
        name="nir",
        label="Numéro de sécurité sociale",
        kind=Kind.NIR,
        help="15 chiffres, sur votre carte Vitale. Il nous sert à retrouver votre compte sans erreur. "
        "Exemple : 2 80 07 76 123 456 79",
        identifying=True,
    ),
)

CONTACT = (
    FieldSpec(
        name="phone",
        label="Téléphone",
        kind=Kind.PHONE,
        help="Pour vous joindre si une question est urgente. Exemple : 06 12 34 56 78",
        identifying=True,
        autocomplete="tel",
    ),
    FieldSpec(
        name="email",
        label="Autre adresse e-mail",
        kind=Kind.EMAIL,
        required=False,
        help="Seulement si elle est différente de celle de votre compte. Exemple : nom@exemple.fr",
        identifying=True,
        autocomplete="email",
    ),
    FieldSpec(
        name="home_line1",
        label="Adresse de votre domicile",
        kind=Kind.ADDRESS,
        help="Numéro et nom de la voie. Exemple : 12 rue des Lilas",
        identifying=True,
        maximum=120,
        autocomplete="address-line1",
    ),
    FieldSpec(
        name="home_line2",
        label="Complément d’adresse",
        kind=Kind.ADDRESS,
        required=False,
        help="Bâtiment, étage, lieu-dit.",
        identifying=True,
        maximum=120,
        autocomplete="address-line2",
    ),
    FieldSpec(
        name="home_postcode",
        label="Code postal",
        kind=Kind.POSTCODE,
        help="5 chiffres. Exemple : 35000",
        identifying=True,
        autocomplete="postal-code",
    ),
    FieldSpec(
        name="home_city",
        label="Commune",
        kind=Kind.TEXT,
        help="Exemple : Rennes",
        identifying=True,
        maximum=80,
        autocomplete="address-level2",
    ),
)

HOUSEHOLD = (
    FieldSpec(
        name="marital_status",
        label="Quelle est votre situation familiale ?",
        kind=Kind.CHOICE,
        choices=options(MaritalStatus),
    ),
    FieldSpec(
        name="children_under_14",
        label="Combien d’enfants de moins de 14 ans avez-vous à charge ?",
        kind=Kind.INTEGER,
        help="Écrivez 0 si vous n’en avez pas. Comptez aussi les enfants en garde alternée.",
        maximum=20,
    ),
    FieldSpec(
        name="dependants_14_plus",
        label="Combien d’autres personnes de 14 ans ou plus sont à votre charge ?",
        kind=Kind.INTEGER,
        help="Enfants plus grands, parents âgés. Ne comptez pas votre conjoint. Écrivez 0 s’il n’y en a pas.",
        maximum=20,
    ),
    FieldSpec(
        name="housing",
        label="Comment êtes-vous logé ?",
        kind=Kind.CHOICE,
        choices=options(Housing),
    ),
)

PAYMENT = (
    FieldSpec(
        name="iban",
        label="IBAN de votre compte bancaire personnel",
        kind=Kind.IBAN,
        help="27 caractères, sur votre relevé d’identité bancaire (RIB). "
        "Exemple : FR76 3000 6000 0112 3456 7890 189",
        identifying=True,
    ),
    FieldSpec(
        name="bic",
        label="BIC",
        kind=Kind.BIC,
        required=False,
        help="8 ou 11 caractères, à côté de l’IBAN. Utile seulement si votre banque est à l’étranger.",
        identifying=True,
    ),
    FieldSpec(
        name="holder_is_applicant",
        label="Ce compte est-il à votre nom ?",
        kind=Kind.BOOL,
        help="Un compte joint à vos deux noms convient. L’aide est personnelle : "
        "elle ne peut pas être versée à une autre personne.",
    ),
    FieldSpec(
        name="holder_name",
        label="Nom exact du titulaire",
        kind=Kind.TEXT,
        help="Tel qu’il est écrit sur le RIB. Il nous faut un compte à votre nom avant tout versement.",
        shown_if=Condition(field="holder_is_applicant", values=(False,)),
        identifying=True,
        maximum=120,
    ),
)

UNDERTAKINGS = (
    FieldSpec(
        name="accuracy",
        label="Je certifie que mes réponses sont exactes et complètes.",
        kind=Kind.CONSENT,
    ),
    FieldSpec(
        name="personal_request",
        label="Je fais cette demande moi-même et pour moi-même.",
        kind=Kind.CONSENT,
    ),
    FieldSpec(
        name="discretionary",
        label="Je sais que cette aide n’est pas un droit : une commission l’accorde ou non, "
        "au vu de ma situation.",
        kind=Kind.CONSENT,
    ),
    FieldSpec(
        name="data_notice",
        label="J’ai lu comment mes données sont utilisées et protégées.",
        kind=Kind.CONSENT,
    ),
)
