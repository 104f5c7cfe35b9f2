"""What happened to the people of the demonstration. Invented, believable, and free of names but for ``ASIDES``.

``account`` is what the person writes, ``ASIDES`` what they add of themselves and of others; ``summary`` and
``opinion`` are what the caseworker writes for the board, and must pass the leak check. ``{percent}`` and ``{weeks}``
vary from one person to the next.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Trade:
    label: str
    ape: str
    category: str
    sign: str = ""  # business name, may quote {last} or {first}
    civility: str = "monsieur"  # the French label has a gender


@dataclass(frozen=True, kw_only=True)
class Story:
    aid_code: str
    trades: tuple[Trade, ...]
    cause: str
    account: str
    measures: str
    outlook: str
    summary: str
    opinion: str
    opinion_kind: str
    fact: str  # the sentence of fact of a refusal or a partial grant
    reasons: tuple[str, ...] = ()


# Told by the way, as people do: what a caseworker has to mask before a board reads it.
ASIDES = (
    "Mon comptable, M. {somebody}, peut vous le confirmer, et je suis joignable au {phone}.",
    "",
    "À {city}, tout le monde connaît {business}. C’est la maison {somebody} qui me livrait, elle a arrêté.",
    "Je m’appelle {first} {last} et j’habite {home}. Ma fille Capucine m’aide le samedi, sans elle je fermais.",
    "",
    "Mme {somebody}, de la mairie de {city}, a suivi mon affaire depuis le début.",
    "Le propriétaire, la SCI {somebody}, ne veut plus attendre le loyer du local de {city}.",
)
NAMES = (
    "Quéméneur", "Lagarrigue", "Zerbib", "Hoarau", "Szymański", "Etchegaray", "Pietri", "Baudry", "N’Diaye",
    "Vandamme", "Le Bihan", "Rossignol", "Da Costa",
)  # fmt: skip


BAKER = Trade(label="boulanger-pâtissier", ape="1071C", category="artisan", sign="Boulangerie {last}")
MASON = Trade(label="maçon", ape="4399C", category="artisan", sign="{last} Maçonnerie")
PLUMBER = Trade(label="plombier chauffagiste", ape="4322A", category="artisan", sign="{last} Chauffage")
PAINTER = Trade(label="peintre en bâtiment", ape="4334Z", category="artisan")
ELECTRICIAN = Trade(
    label="électricienne", ape="4321A", category="artisan", sign="Électricité {last}", civility="madame"
)
HAIRDRESSER = Trade(
    label="coiffeuse en salon",
    ape="9602A",
    category="artisan",
    sign="L’Atelier de {first}",
    civility="madame",
)
FLORIST = Trade(
    label="fleuriste en boutique",
    ape="4776Z",
    category="commercant",
    sign="Les Fleurs de {first}",
    civility="madame",
)
GROCER = Trade(label="épicier", ape="4711B", category="commercant", sign="Épicerie {last}")
BOOKSHOP = Trade(
    label="libraire", ape="4761Z", category="commercant", sign="Librairie {last}", civility="madame"
)
RESTAURANT = Trade(
    label="restauratrice", ape="5610A", category="commercant", sign="La Table de {first}", civility="madame"
)
BAR = Trade(label="gérant d’un café", ape="5630Z", category="commercant", sign="Café {last}")
STALL = Trade(label="marchand ambulant", ape="4781Z", category="commercant")
TAXI = Trade(label="chauffeur de taxi", ape="4932Z", category="artisan", sign="Taxi {last}")
COURIER = Trade(label="livreur indépendant", ape="5320Z", category="commercant")
DESIGNER = Trade(label="graphiste", ape="7410Z", category="liberal", civility="madame")
CONSULTANT = Trade(label="consultante en organisation", ape="7022Z", category="liberal", civility="madame")
DEVELOPER = Trade(label="développeur informatique", ape="6201Z", category="liberal")
TEACHER = Trade(label="professeure de musique", ape="8552Z", category="liberal", civility="madame")
GUIDE = Trade(label="guide touristique", ape="7990Z", category="liberal")
GARDENER = Trade(label="paysagiste", ape="8130Z", category="artisan", sign="{last} Jardins")
MECHANIC = Trade(label="garagiste", ape="4520A", category="artisan", sign="Garage {last}")
PHOTOGRAPHER = Trade(label="photographe", ape="7420Z", category="artisan", civility="madame")
CLEANER = Trade(label="agente d’entretien", ape="8121Z", category="commercant", civility="madame")
FURNITURE = Trade(label="ébéniste", ape="3109B", category="artisan", sign="Atelier {last}")

STORIES: tuple[Story, ...] = (
    Story(
        aid_code="aced",
        trades=(MASON, PAINTER, PLUMBER, GARDENER),
        cause="health",
        account="Je suis tombé d’un échafaudage et j’ai été arrêté {weeks} semaines. Je travaille seul : les "
        "chantiers prévus ont été repris par des confrères. Les indemnités journalières couvrent le loyer, "
        "mais plus mes cotisations.",
        measures="J’ai demandé un délai de paiement à ma banque et vendu une remorque.",
        outlook="J’ai repris à mi-temps et trois chantiers sont signés pour le trimestre prochain.",
        summary="Accident du travail avec {weeks} semaines d’arrêt. L’activité, exercée sans salarié, a perdu "
        "{percent} % de son chiffre d’affaires sur la période. Reprise progressive, carnet de commandes en "
        "reconstitution. Aucune dette avant l’accident ; un délai de paiement est suivi.",
        opinion="Difficulté passagère et extérieure, activité viable. La prise en charge évite de rompre les "
        "droits aux indemnités journalières.",
        opinion_kind="favorable",
        fact="Votre arrêt de travail est terminé et le délai de paiement accordé couvre déjà une partie de la "
        "somme demandée.",
        reasons=("need_covered",),
    ),
    Story(
        aid_code="aced",
        trades=(HAIRDRESSER, FLORIST, BOOKSHOP),
        cause="outside_event",
        account="La rue est en travaux depuis {weeks} semaines. Plus de stationnement, presque plus de passage. "
        "J’ai perdu {percent} % de mes ventes et la commune n’indemnise qu’à la fin du chantier.",
        measures="J’ai réduit mes horaires, lancé la vente en ligne et obtenu un report de prêt de trois mois.",
        outlook="Les travaux doivent finir dans quelques semaines. Avant eux, mon commerce gagnait sa vie.",
        summary="Travaux de voirie devant le commerce pendant {weeks} semaines ; baisse de {percent} % des "
        "ventes, justifiée par les relevés. Une indemnisation publique est attendue en fin de chantier. "
        "Report de prêt obtenu, horaires réduits.",
        opinion="Événement extérieur et limité dans le temps. L’indemnisation à venir ne couvre pas les "
        "cotisations.",
        opinion_kind="favorable",
        fact="L’indemnisation annoncée pour la gêne due aux travaux couvre la plus grande partie de la perte "
        "que vous décrivez.",
        reasons=("need_covered",),
    ),
    Story(
        aid_code="aced",
        trades=(DESIGNER, DEVELOPER, CONSULTANT, PHOTOGRAPHER),
        cause="economic",
        account="Mon principal client représentait {percent} % de mon chiffre d’affaires. Il a été placé en "
        "liquidation et laisse deux factures impayées. Je n’ai pas pu régler mes deux derniers trimestres.",
        measures="J’ai déclaré mes créances, prospecté et accepté des missions courtes moins payées.",
        outlook="Deux nouveaux clients ont signé. Il me faut passer les prochains mois.",
        summary="Perte d’un client représentant {percent} % du chiffre d’affaires, créances déclarées. "
        "Prospection active, deux contrats signés depuis. Premier incident de paiement des cotisations.",
        opinion="Choc économique établi, première difficulté, rebond engagé.",
        opinion_kind="favorable",
        fact="Vos ressources des trois derniers mois, après les nouveaux contrats, permettent de tenir un délai "
        "de paiement.",
        reasons=("other_levers",),
    ),
    Story(
        aid_code="aced",
        trades=(STALL, COURIER, CLEANER),
        cause="economic",
        account="Mes revenus baissent depuis plus de deux ans. Je n’arrive plus à payer l’Urssaf et je vis avec "
        "un découvert permanent.",
        measures="J’ai cherché de nouveaux marchés, sans résultat pour l’instant.",
        outlook="J’espère que la situation va s’améliorer, mais je n’ai pas de date.",
        summary="Baisse continue d’activité depuis plus de deux ans, sans événement identifié. Dettes "
        "anciennes. Ni délai de paiement ni nouveau calcul des cotisations n’ont été demandés.",
        opinion="Difficulté durable ; les autres solutions n’ont pas été utilisées. Un accompagnement vers un "
        "délai de paiement est proposé en parallèle.",
        opinion_kind="unfavorable",
        fact="Vos résultats baissent depuis plus de deux ans, sans événement récent, et aucun délai de paiement "
        "n’a été demandé.",
        reasons=("structural", "other_levers"),
    ),
    Story(
        aid_code="aced",
        trades=(TEACHER, HAIRDRESSER, ELECTRICIAN),
        cause="family",
        account="Je me suis arrêtée {weeks} semaines pour accompagner un proche jusqu’à la fin. Je n’ai pas pu "
        "assurer mes rendez-vous et je n’avais pas de remplaçant.",
        measures="J’ai puisé dans mon épargne et suspendu un crédit.",
        outlook="J’ai repris à temps plein, mes clients reviennent.",
        summary="Arrêt de {weeks} semaines pour un événement familial, sans remplaçant possible. Perte de "
        "{percent} % du revenu annuel. Reprise effective à temps plein.",
        opinion="Événement ponctuel, activité saine avant et après. Prise en charge d’un trimestre proposée.",
        opinion_kind="partial",
        fact="L’aide couvre un trimestre : votre activité a repris et permet de régler le solde.",
        reasons=("resources",),
    ),
    Story(
        aid_code="afe",
        trades=(BAKER, RESTAURANT, GROCER),
        cause="outside_event",
        account="Un incendie parti du local voisin a détruit ma chambre froide et une partie du stock. "
        "L’assurance rembourse avec une franchise et un abattement de vétusté : il me manque de quoi racheter "
        "un équipement.",
        measures="Déclaration faite, deux devis demandés, prêt de matériel par un confrère.",
        outlook="Je peux rouvrir entièrement dès que le matériel est livré.",
        summary="Incendie accidentel venu d’un local mitoyen. Équipement frigorifique détruit, indemnisation "
        "partielle. Deux devis produits. Ouverture partielle depuis {weeks} semaines.",
        opinion="Événement grave et imprévisible, dépense précise et indispensable à la reprise.",
        opinion_kind="favorable",
        fact="L’assurance prend en charge une partie du matériel : l’aide couvre ce qui reste à votre charge.",
        reasons=("need_covered",),
    ),
    Story(
        aid_code="afe",
        trades=(PAINTER, ELECTRICIAN, MECHANIC, GARDENER),
        cause="outside_event",
        account="Mon fourgon a été fracturé et tout mon outillage volé. La plainte est déposée, mais mon contrat "
        "ne couvre pas le vol de nuit hors garage.",
        measures="J’ai loué des outils pour finir les chantiers en cours.",
        outlook="Mes chantiers sont remplis pour quatre mois si je retrouve mes outils.",
        summary="Vol de l’outillage dans le véhicule professionnel, plainte déposée, garantie refusée par "
        "l’assureur. Location d’outils depuis {weeks} semaines, qui absorbe la marge. Carnet rempli.",
        opinion="Perte de l’outil de travail, activité viable, devis cohérent.",
        opinion_kind="favorable",
        fact="Le devis retenu porte sur l’outillage indispensable ; le reste de la demande n’est pas lié au vol.",
        reasons=("not_linked",),
    ),
    Story(
        aid_code="afe",
        trades=(TAXI, COURIER),
        cause="health",
        account="Après une hospitalisation, mon véhicule doit être aménagé pour que je puisse reprendre. "
        "L’aménagement n’est remboursé qu’en partie.",
        measures="Dossier déposé auprès de la maison du handicap, aide partielle obtenue.",
        outlook="Le médecin autorise la reprise dès que le véhicule est prêt.",
        summary="Reprise du travail possible après aménagement du véhicule. Une aide publique couvre environ "
        "la moitié du devis. Aucun revenu d’activité depuis {weeks} semaines.",
        opinion="Dépense qui conditionne la reprise ; cofinancement obtenu.",
        opinion_kind="favorable",
        fact="L’aide complète celle que vous avez déjà obtenue, dans la limite du devis.",
        reasons=("need_covered",),
    ),
    Story(
        aid_code="afe",
        trades=(BAR, GUIDE, PHOTOGRAPHER),
        cause="economic",
        account="Je voudrais renouveler mon matériel qui date, pour rester concurrentiel.",
        measures="J’ai demandé un devis.",
        outlook="Un matériel récent attirerait de nouveaux clients.",
        summary="Demande de renouvellement de matériel vieillissant, sans événement particulier. Trésorerie "
        "positive, épargne disponible.",
        opinion="La demande relève de l’investissement ordinaire, pas d’un événement grave et imprévu.",
        opinion_kind="unfavorable",
        fact="La dépense présentée est un renouvellement de matériel, sans événement imprévu à son origine.",
        reasons=("not_linked", "resources"),
    ),
    Story(
        aid_code="adr",
        trades=(BAKER, FURNITURE, GROCER, MASON),
        cause="",
        account="Je pars à la retraite après une vie d’atelier. La vente du fonds n’a pas abouti.",
        measures="",
        outlook="",
        summary="Départ à l’âge légal après une carrière entièrement artisanale ou commerciale. Fonds sans "
        "valeur de cession. Foyer non imposable depuis deux ans. Pension estimée faible.",
        opinion="Conditions réunies, ressources modestes, carrière longue.",
        opinion_kind="favorable",
        fact="Le montant tient compte des ressources de votre foyer et de la valeur de votre entreprise.",
        reasons=("resources",),
    ),
    Story(
        aid_code="adr",
        trades=(HAIRDRESSER, FLORIST, TAXI),
        cause="",
        account="Il me reste deux échéances à régler pour que mes derniers trimestres comptent.",
        measures="",
        outlook="",
        summary="Départ prochain. Deux échéances de cotisations impayées empêchent de valider les derniers "
        "trimestres. Revenus faibles, foyer non imposable.",
        opinion="La prise en charge permet de liquider les droits. Montant limité aux échéances dues.",
        opinion_kind="favorable",
        fact="L’aide est limitée aux deux dernières échéances, seules utiles à vos droits.",
        reasons=("resources",),
    ),
    Story(
        aid_code="adr",
        trades=(CONSULTANT, DESIGNER),
        cause="",
        account="J’ai été salariée longtemps avant de m’installer à mon compte. Je demande une aide au départ.",
        measures="",
        outlook="",
        summary="Carrière partagée, en majorité salariée. Activité libérale. Les conditions de durée et de part "
        "de carrière ne semblent pas réunies.",
        opinion="Les conditions propres à cette aide ne sont pas réunies.",
        opinion_kind="unfavorable",
        fact="Votre relevé montre une carrière en majorité salariée, et une activité libérale ensuite.",
        reasons=("career_share", "retirement_quarters"),
    ),
    Story(
        aid_code="urgence",
        trades=(RESTAURANT, BOOKSHOP, FLORIST, MECHANIC),
        cause="",
        account="L’eau est montée de cinquante centimètres dans le local. Le stock, l’ordinateur et la machine "
        "sont perdus. Je nettoie depuis plusieurs jours et je ne peux pas rouvrir.",
        measures="",
        outlook="",
        summary="Local professionnel inondé, stock et équipement détruits. Activité arrêtée. Assurance "
        "prévenue. Photographies concordantes.",
        opinion="Dégâts établis, activité principale, premiers besoins urgents.",
        opinion_kind="favorable",
        fact="Le montant correspond aux dégâts de l’outil de travail, seuls pris en compte.",
        reasons=("not_linked",),
    ),
    Story(
        aid_code="urgence",
        trades=(GARDENER, STALL, BAKER),
        cause="",
        account="Le vent a arraché la toiture de l’atelier et la pluie a noyé les machines.",
        measures="",
        outlook="",
        summary="Toiture du local arrachée, machines hors d’usage. Activité arrêtée, expertise attendue.",
        opinion="Situation d’urgence établie par les photographies et la déclaration à l’assurance.",
        opinion_kind="favorable",
        fact="Le montant correspond aux dégâts de l’outil de travail, seuls pris en compte.",
        reasons=("not_linked",),
    ),
)


def stories_of(aid_code: str) -> tuple[Story, ...]:
    return tuple(story for story in STORIES if story.aid_code == aid_code)
