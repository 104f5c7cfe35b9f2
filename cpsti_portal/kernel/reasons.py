"""Closed list of reasons for a refusal, a partial grant or a redirection (house list, domain of the scheme).

The code travels from the ballot to the letter; the sentence is the one the person reads, in law and in plain
words (CRPA L211-5). Pure.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    code: str
    label: str  # what a board member picks
    sentence: str  # what the letter says
    group: str  # eligibility, appreciation, procedure


def _reason(code: str, group: str, label: str, sentence: str) -> tuple[str, Reason]:
    return code, Reason(code=code, label=label, sentence=sentence, group=group)


REASONS: dict[str, Reason] = dict([
    _reason("main_activity", "eligibility", "Activité indépendante non principale",
            "L’aide est réservée aux personnes dont l’activité indépendante est l’activité principale."),
    _reason("seniority", "eligibility", "Ancienneté d’affiliation insuffisante",
            "L’aide suppose une affiliation comme travailleur indépendant depuis plus d’un an "
            "à la date de la demande."),
    _reason("contributions_paid", "eligibility", "Cotisations versées insuffisantes",
            "L’aide suppose d’avoir déjà versé des cotisations personnelles, pour un montant minimal."),
    _reason("medical_agreement", "eligibility", "Praticien ou auxiliaire médical conventionné",
            "Les praticiens et auxiliaires médicaux conventionnés ne relèvent pas de cette action sociale."),
    _reason("struck_off", "eligibility", "Activité radiée",
            "L’aide s’adresse aux travailleurs indépendants en activité à la date de la demande."),
    _reason("liquidation", "eligibility", "Liquidation judiciaire",
            "L’aide ne peut pas être accordée lorsque l’entreprise est en liquidation judiciaire."),
    _reason("retired_and_working", "eligibility", "Retraité en cumul emploi-retraite",
            "Les retraités qui poursuivent une activité relèvent de l’action sociale de l’Assurance retraite."),
    _reason("outside_zone", "eligibility", "Activité hors de la zone sinistrée",
            "L’aide d’urgence est réservée aux activités exercées dans la zone touchée par l’événement."),
    _reason("retirement_age", "eligibility", "Âge légal de départ non atteint",
            "L’accompagnement au départ à la retraite suppose d’avoir atteint l’âge légal de départ."),
    _reason("retirement_quarters", "eligibility", "Durée de cotisation comme indépendant insuffisante",
            "L’aide suppose plus de quinze ans et soixante trimestres cotisés comme travailleur indépendant."),
    _reason("career_share", "eligibility", "Carrière majoritairement hors artisanat et commerce",
            "L’aide suppose une carrière exercée en majorité comme artisan ou commerçant."),
    _reason("taxable", "eligibility", "Foyer imposable",
            "L’aide suppose de ne pas être imposable sur le revenu au titre des deux années précédentes."),
    _reason("already_granted", "eligibility", "Aide déjà accordée",
            "Cette aide a déjà été accordée et ne peut pas l’être une nouvelle fois."),
    _reason("deadline", "eligibility", "Demande hors délai",
            "La demande a été déposée en dehors du délai prévu pour cette aide."),
    _reason("not_open", "eligibility", "Aide non ouverte sur ce territoire",
            "Cette aide n’est pas ouverte sur le territoire où vous exercez."),
    _reason("structural", "appreciation", "Difficulté durable",
            "La difficulté décrite est durable, alors que l’aide répond à une difficulté passagère."),
    _reason("resources", "appreciation", "Ressources suffisantes",
            "Les ressources du foyer permettent de faire face à la difficulté décrite."),
    _reason("other_levers", "appreciation", "Autres solutions non utilisées",
            "D’autres solutions, comme un délai de paiement ou un nouveau calcul des cotisations, "
            "n’ont pas été utilisées."),
    _reason("not_shown", "appreciation", "Difficulté non établie",
            "Les éléments transmis ne permettent pas d’établir la difficulté décrite."),
    _reason("not_linked", "appreciation", "Dépense sans lien avec l’événement",
            "La dépense présentée n’est pas liée à l’événement décrit."),
    _reason("need_covered", "appreciation", "Besoin déjà couvert",
            "Le besoin décrit est déjà couvert par une autre aide ou par une assurance."),
    _reason("envelope", "appreciation", "Enveloppe épuisée",
            "L’enveloppe attribuée à la commission pour l’année ne permet pas d’accorder davantage."),
    _reason("incomplete", "procedure", "Dossier incomplet",
            "Des pièces indispensables manquent malgré la demande qui vous a été adressée."),
    _reason("other_body", "procedure", "Autre organisme compétent",
            "Votre situation relève d’un autre organisme, dont les coordonnées figurent dans ce courrier."),
])  # fmt: skip
