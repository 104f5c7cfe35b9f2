"""The closed lists of the identity side, with the French words a reader sees. Pure: no model of ours."""

from django.db.models import TextChoices


class AidCode(TextChoices):
    ACED = "aced", "Aide aux cotisants en difficulté"
    AFE = "afe", "Aide financière exceptionnelle"
    ADR = "adr", "Accompagnement au départ à la retraite"
    URGENCE = "urgence", "Aide d’urgence"


class PaysTo(TextChoices):
    """Where the money goes: the contribution account, the person's bank account, or one part to each."""

    ACCOUNT = "account", "Sur votre compte de cotisations Urssaf"
    PERSON = "person", "Sur votre compte bancaire personnel"
    BOTH = "both", "Sur votre compte de cotisations, sur votre compte bancaire, ou les deux"


class Civility(TextChoices):
    MADAME = "madame", "Madame"
    MONSIEUR = "monsieur", "Monsieur"
    UNSPECIFIED = "unspecified", "Je préfère ne pas le dire"


class Quality(TextChoices):
    """In which quality the applicant is affiliated: each of the three files in his or her own name."""

    HEAD = "head", "Je dirige mon entreprise"
    COLLABORATING_SPOUSE = "collaborating_spouse", "Je suis conjoint collaborateur"
    ASSOCIATE_SPOUSE = "associate_spouse", "Je suis conjoint associé"


class Category(TextChoices):
    ARTISAN = "artisan", "Artisan"
    COMMERCANT = "commercant", "Commerçant"
    LIBERAL = "liberal", "Profession libérale"


class Regime(TextChoices):
    REEL = "reel", "Régime réel"
    MICRO = "micro", "Micro-entrepreneur"


class LegalForm(TextChoices):
    EI = "ei", "Entreprise individuelle"
    MICRO = "micro", "Micro-entreprise"
    EURL = "eurl", "EURL"
    SARL = "sarl", "SARL, gérant majoritaire"
    SARL_MINORITY = "sarl_minority", "SARL, gérant minoritaire ou égalitaire"
    SNC = "snc", "SNC"
    SEL = "sel", "Société d’exercice libéral"
    SAS = "sas", "SAS ou SASU"
    OTHER = "other", "Autre forme"


class OtherActivity(TextChoices):
    NONE = "none", "Aucune"
    EMPLOYEE = "employee", "Un emploi salarié"
    RETIRED = "retired", "Une retraite personnelle déjà versée"
    JOBSEEKER = "jobseeker", "Une allocation chômage"
    OTHER = "other", "Une autre situation"


class CollectiveProcedure(TextChoices):
    NONE = "none", "Aucune"
    SAFEGUARD = "safeguard", "Sauvegarde"
    RECEIVERSHIP = "receivership", "Redressement judiciaire"
    LIQUIDATION = "liquidation", "Liquidation judiciaire"


class MaritalStatus(TextChoices):
    SINGLE = "single", "Célibataire"
    MARRIED = "married", "Marié ou mariée"
    PACS = "pacs", "Pacsé ou pacsée"
    COHABITING = "cohabiting", "En union libre"
    SEPARATED = "separated", "Séparé, séparée, divorcé ou divorcée"
    WIDOWED = "widowed", "Veuf ou veuve"


IN_COUPLE = (MaritalStatus.MARRIED, MaritalStatus.PACS, MaritalStatus.COHABITING)


class HouseholdShape(TextChoices):
    SINGLE = "single", "personne seule"
    SINGLE_WITH_CHILDREN = "single_with_children", "personne seule avec enfants ou personnes à charge"
    COUPLE = "couple", "couple sans personne à charge"
    COUPLE_WITH_CHILDREN = "couple_with_children", "couple avec enfants ou personnes à charge"


class Housing(TextChoices):
    TENANT = "tenant", "Locataire"
    BUYING = "buying", "Propriétaire, avec un prêt en cours"
    OWNER = "owner", "Propriétaire, sans prêt en cours"
    HOSTED = "hosted", "Hébergé ou hébergée gratuitement"
    OTHER = "other", "Autre situation"


class Cause(TextChoices):
    HEALTH = "health", "Maladie, accident ou grossesse"
    OUTSIDE_EVENT = "outside_event", "Événement extérieur : incendie, dégât, travaux devant le commerce"
    ECONOMIC = "economic", "Choc économique : client, fournisseur ou contrat perdu"
    FAMILY = "family", "Événement familial : deuil, séparation, proche à aider"
    OTHER = "other", "Autre événement"


class DamageKind(TextChoices):
    PREMISES = "premises", "Mon local professionnel"
    EQUIPMENT = "equipment", "Mon matériel, mes machines ou mon véhicule professionnel"
    STOCK = "stock", "Mon stock ou mes marchandises"
    HOME = "home", "Mon habitation principale"


class MoneyUse(TextChoices):
    EQUIPMENT = "equipment", "Racheter ou réparer du matériel"
    PREMISES = "premises", "Remettre mon local en état"
    STOCK = "stock", "Reconstituer mon stock"
    OVERHEADS = "overheads", "Payer les charges courantes de mon activité"
    LIVING = "living", "Faire face aux dépenses du foyer"
    CLOSING = "closing", "Payer les formalités d’une première radiation"
    OTHER = "other", "Autre usage"


class RetirementNeed(TextChoices):
    CONTRIBUTIONS = "contributions", "La prise en charge de mes dernières cotisations"
    MONEY = "money", "Une somme d’argent versée au moment du départ"


class AgeCase(TextChoices):
    LEGAL = "legal", "À l’âge légal de départ"
    INVALIDITY = "invalidity", "À 62 ans, au titre de l’invalidité ou de l’inaptitude"


class SectorGroup(TextChoices):
    """Eight wide groups, the only trace of the trade that a board sees."""

    PRODUCTION = "production", "Fabrication et alimentation"
    CONSTRUCTION = "construction", "Bâtiment et travaux publics"
    TRADE = "trade", "Commerce et réparation automobile"
    TRANSPORT = "transport", "Transport et livraison"
    HOSPITALITY = "hospitality", "Hôtels, cafés et restaurants"
    BUSINESS_SERVICES = "business_services", "Conseil et services aux entreprises"
    EDUCATION_HEALTH_CULTURE = "education_health_culture", "Enseignement, santé, sport et culture"
    PERSONAL_SERVICES = "personal_services", "Services aux particuliers"


class FindingOutcome(TextChoices):
    MET = "met", "rempli"
    NOT_MET = "not_met", "non rempli"
    UNKNOWN = "unknown", "à apprécier"


class VerdictOutcome(TextChoices):
    ELIGIBLE = "eligible", "Conditions remplies"
    NOT_ELIGIBLE = "not_eligible", "Une condition n’est pas remplie"
    TO_EXAMINE = "to_examine", "Des points restent à vérifier"


class OpinionKind(TextChoices):
    FAVORABLE = "favorable", "favorable"
    PARTIAL = "partial", "favorable en partie"
    UNFAVORABLE = "unfavorable", "défavorable"
    RESERVED = "reserved", "réservé"


class AidOutcome(TextChoices):
    """What the person is told, once the ruling of the board has come back."""

    GRANTED = "granted", "Accord"
    PARTIAL = "partial", "Accord partiel"
    REFUSED = "refused", "Refus"
    ADJOURNED = "adjourned", "Ajournement"
    OUT_OF_COMPETENCE = "out_of_competence", "Incompétence"


class FreeText(TextChoices):
    """The free texts of the anonymous file, by the name of their field there."""

    ACCOUNT = "account", "Récit de la personne"
    SUMMARY = "summary", "Résumé pour la commission"
    OPINION = "opinion_text", "Avis motivé"


class KeepReason(TextChoices):
    """Why a passage that was masked may be read after all: a closed list, no words that could name anybody."""

    COMMON_WORD = "common_word", "Un mot courant, pas un nom"
    PUBLIC_BODY = "public_body", "Un organisme public ou national"
    TOO_WIDE = "too_wide", "Trop large pour désigner quelqu’un"
    NEEDED = "needed", "Utile à la décision, et ne désigne personne"
