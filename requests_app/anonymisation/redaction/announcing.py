"""What announces the name of a place or of a house, whatever that name is made of. Folded. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from requests_app.anonymisation.redaction.findings import Label
from requests_app.anonymisation.words import words_of

# Up to which frequency a word may be part of a name: ten, sixty, a thousand in a million words.
RARE, SELDOM, HEARD, COMMON, EVERYDAY = 22, 30, 39, 48, 51


@dataclass(frozen=True)
class Slot:
    """``pattern`` ends where the name begins and keeps the link words before it as ``links``.

    ``most`` and ``most_strict``: from which frequency a word in small letters is no name there, in a text whose
    capitals tell and in another one. ``of_people``: people in general may stand there too, « chez le coiffeur ».
    ``capitals_only``: two words in a row that carry a capital, nothing less. ``infinitives``: False where the
    article may be a pronoun, « de les payer ».
    """

    pattern: re.Pattern[str]
    label: Label
    most: int
    most_strict: int
    of_people: bool = False
    capitals_only: bool = False
    infinitives: bool = True


# What stands between such a word and the name: captured, since « de nettoyage » and « des Acacias » tell two things.
_LINKS = r"(?P<links>(?: (?:de|du|des|la|le|les|aux|[dl]|dite?|nommee?|appelee?)(?= )| [dl]')*)(?: |(?<='))(?=[a-z])"
_NAMED_PLACE = re.compile(
    r"\b(?:quartier|cartier|lotissement|cite|hameau|lieu-?dit|lieu dit|centre(?: commercial)?|galerie marchande"
    r"|parking|secteur(?! (?:du|de|des|d')\b)|zone (?:artisanale|industrielle|commerciale|d'activites?|d "
    r"activites?)|z[ai]c?|zae|residence|village"
    r" vacances|camping|ilet|foyer|maison de (?:retraite|sante|repos)|rond[- ]point)" + _LINKS
)
_LIVES_AT = re.compile(
    r"\b(?:j?habit\w*|dor[st]?|dormons|dorment|reloge\w*|heberge\w*|abit\w*|demeur\w+|domicilie\w*|loge\w*"
    r"|vi[st]|vivons|vivent|situee?s?|se "
    r"trouve|installee?s?"
    r"|demenag\w+)(?: (?:maintenant|desormais|toujours|actuellement|seule?))? (?:a|au|vers)" + _LINKS
)
_NAMED_HOUSE = re.compile(
    r"\b(?:societe|societer|fournisseur|grossiste|enseigne|cabinet|transports|imprimerie|laboratoire|labo"
    r"|assureur|agence"
    r"|groupe|promoteur|maison d'edition|restaurant|resto|bailleur|syndic|negoce|cooperative|brasserie|editeur"
    r"|institut"
    r"|magasin|domaine|chantier naval|mutuelle|association|asso|assurance|supermarche|station|prestataire|plateforme)"
    + _LINKS
)
# Houses of care and of teaching: « du Ter », « des Trois Rivières » after them is their name.
_NAMED_CARE = re.compile(
    r"\b(?:clinique|polyclinique|hopital|(?:maison|centre) (?:medicale?|hospitalier|social|aere|d['e] ?[a-z]+)|cmp|chu"
    r"|ehpad|pharmacie|ecole|college|lycee|maternite|creche)" + _LINKS
)
# « la foire aux navets », « la fête du citron »: everybody knows where it is held.
_NAMED_EVENT = re.compile(
    r"\b(?:foire|fete|festival|braderie|feria|corso)(?P<links> (?:aux|du|des)) (?=[a-z])"
)
# What follows a legal form is a name.
_LEGAL_FORM = re.compile(r"\b(?:ets|etablissements?|sarl|eurl|sasu?|sci|snc|gaec|earl|scop|scea)" + _LINKS)
_AT_HOUSE = re.compile(
    r"\b(?:che[zs]?|j?(?:travail|bos)\w* (?:pour|pr)|(?:signe|conclu|passe)\w* av(?:ec)?|(?:rend"
    r"|remet)\w* les cles a|(?:engagee?|assignee?|saisie?"
    r"|poursuivie?|viree?"
    r"|licenciee?|facturee?|relancee?|embauchee?|employee?|reprise?|rachetee?|racheter) par)" + _LINKS
)
# « mon gros client, la toque blanche, » : a name set between commas.
_APPOSED_HOUSE = re.compile(
    r"\b(?:client|cliente|fournisseur|grossiste|bailleur|syndic|editeur|promoteur|labo|brasseur|franchiseur)"
    r" ?,(?P<links>(?: (?:la|le|les)(?= )| l')?) ?(?=[a-z][a-z' \-]{2,40},)"
)
# « Foncia m'a coupé »: a subject without article is a name.
BARE_SUBJECT = re.compile(
    r" (?:(?:ne |n')?(?:m'a|m a|m'ont|me|nous|m'|lui|leur|n'a|est|ont|veut|veu|veulent|refuse\w*|reclam\w*"
    r"|demand\w*|exig\w*"
    r"|menac\w*|attend\w*|propos\w*|veux|va|doit|dois?|a(?= \w+(?:e|i|u|is|it|ert)\b))|ma)(?:\b|(?<='))"
)
# « Créanciers : Gaz Express », « secteur : la Monnaie »: a form filled in.
_FILLED_IN = re.compile(
    r"\b(?:creanciers?|proprietaires?|bailleur|employeur|fournisseurs?|associee?s?|referente?|garant"
    r"|curat(?:eur|rice)"
    r"|tut(?:eur|rice)|syndic|assureur|contact|responsable|interlocut(?:eur|rice)|medecin|kine|avocate?|comptable"
    r"|conjointe?|compagnon|compagne|payeur|couple|enfants?|redact(?:eur|rice)|demandeur|demandeuse|usagere?"
    r"|beneficiaire|nom|prenom)"
    r"(?: \w+)? ?:(?P<links>) ?(?=[a-z])"
)
# « la famille Lapin »
_FAMILY = re.compile(
    r"\b(?:famille|epoux|consorts|nommee?|denommee?|un certain|une certaine)(?P<links>) (?=[a-z])"
)
# « on m'appelle le grand »
_NICKNAMED = re.compile(
    r"\b(?:m'appel\w*|mapel\w*|mappel\w*|surnomm\w*"
    # « ils m'ont rebaptisée Cerise », « on me donne du Nénesse »
    r"|m'(?:ont|a|avait|avaient) (?:\w+ )?(?:(?:re)?baptise|nomme|appele|affuble)\w*(?: d[e'])?"
    r"|me (?:donne\w*|lance\w*) du"
    # « mon blase reste », « le sobriquet de », « sous le nom de », « je signe mes toiles »
    r"|(?:surnom|sobriquet|pseudo(?:nyme)?|bla[sz]e|nom (?:d'artiste|de (?:scene|guerre|plume)))"
    r"(?: (?:qui me colle|que je porte|sur \w+))? ?(?:est|c'est|reste|etait|:|,|de|d')"
    r"|(?:repond\w*|connue?s?|connaissent|connait)(?: \w+)? (?:au|sous le|sous mon|par le|par mon)"
    r" (?:sur)?nom (?:de|d')"
    r"|connue? (?:\w+ ){0,3}comme|je signe(?: (?:mes|tout|toujours|parfois) \w*)?|on (?:crie|hele))"
    r"(?P<links>(?: (?:le|la|les)(?= )| l')?) ?(?=[a-z])"
)
# « la plage du Grand Filet », « au mas de la reine »
_NAMED_LAND = re.compile(
    r"\b(?:plage|mas|anse|baie|etang|lac|vallee|pointe|calanque|crique|massif)(?P<links> (?:du|de la|des)) (?=[a-z])"
)
# « le garage des Alpes », where capitals do not tell it.
_NAMED_SHOP = re.compile(
    r"\b(?:garage|hotel|camping|bar|cafe|boulangerie|epicerie|moulin|cinema|entrepot)(?P<links> (?:des|du|de la|de l'))"
    r" ?(?=[a-z])"
)
_HABITS = re.compile(r"\bj?h?abit\w*" + _LINKS)
_FILLED_PLACE = re.compile(
    r"\b(?:adresse|departement|commune|ville|secteur|lieu|lieu de (?:naissance|vie|travail|residence)|domicile"
    r"|ne a|nee a)"
    r" ?:(?P<links>(?: (?:la|le|les)(?= )| l')?) ?(?=[a-z])"
)
# « de les Bruyères »: an article that French would have joined to the word before belongs to a name.
_UNJOINED = re.compile(r"\b(?:de|aux|du|des)(?P<links> (?:le|les)) (?=[a-z])")
# « à Borde Basse, un hameau de »: told what it is.
_TOLD_PLACE = re.compile(
    r"\ba(?P<links>(?: (?:la|le|les)(?= )| l')?) ?(?=[a-z][a-z' \-]{2,30}, (?:un |une |le |la |dans )?(?:petite? )?"
    r"(?:hameau|commune|lieu|village|quartier|bourg))"
)
# Whose institution it is: « le notaire de Vire », « l'usine de Sens ».
OF_TOWN = re.compile(
    r"\b(?:pompiers|gendarm\w+|commissariat|police|notaire|mairie|ville|commune|cmp|ccas|cms|antenne|agence"
    r"|stade|gare|usine"
    r"|chantier|marches?|tribunal|prison|prefecture|hopital|chu|lycee|college|maire|cure|paroisse|foire|port"
    r"|plage|region|route"
    r"|village|bourg|permanence|centre|parking|ecole|eglise|cote|zone|rcs|abattoir|ehpad|foyer|medecin|medecins"
    r"|halles|marina"
    r"|aeroport|sortie) (?:de|d'|a)(?P<links>) ?(?=[a-z])|\b(?:j?habit\w*|(?:condui|emmen)\w+ a) (?=[a-z])"
)
# Where somebody comes from, goes, works: « je viens de grasse », « direction gap ».
MOVES = re.compile(
    r"\b(?:vien\w+|ven(?:ons|ez|a\w+|ue?s?)|j?h?abit\w+|j?sui[st]?|sommes|originaires?|part[ius]\w*|arriv\w+"
    r"|rentr\w+|retour\w*|mutee?"
    r"|scolarise\w*|enterree?|j?travail\w*|bosse|convoquee?|stand|festival|camion|tourne\w*|livre\w*|clients?"
    r"|clientele|chambre|grandi|ne|nee|vendu|vends?|ouvert|ferme|garder|quitt\w+|laisse\w*|tente|direction|apres)"
    r"(?: (?:de|d'|a|sur|vers|pour))?(?P<links>)(?: |(?<='))(?=[a-z])"
)
_OF_HOUSE = re.compile(
    r"\b(?:patronn?e?|gerante?|direct(?:eur|rice)|vigile|responsable|chef|equipe)" + _LINKS
)
# « Employeur : Tapis Royal »: two capitals after a colon, whatever the field.
_AFTER_COLON = re.compile(r" ?:(?P<links>) (?=[a-z])")
# « créance Logis Breton »: no link word, no kind.
_OWED = re.compile(r"\b(?:creances?|dettes?|factures?|impayes?)(?P<links>) (?=[a-z])")
_PROPERTY = re.compile(r"\b(?:atelier|club|maison|ferme|terrain|chalet|gite|boutique)" + _LINKS)
# What deals with a house: the words behind, up to what it does, are its name.
HOUSE_DEALS = re.compile(
    r"\b(?:(?:fournisseurs?|grossiste|bailleur|syndic|assureur|franchiseur|concurrente?|creanciers?|client"
    r"|employeur|societe|magasin"
    r"|agence|association|restaurant|enseigne|groupe|brasserie|cooperative|chantier) ?[,:]?"
    r"|factures? a|(?:relances?|factures?|stock|faillite|liquidation|devis|patron|gerante?|lettre|courrier"
    r"|mise en demeure) (?:de|d')"
    r"|(?:dettes?|impayes?|creances?)(?: principales?)? :|dette|impaye|creance|aupres de|\by ?a|(?:contrat"
    r"|accord|signe|traite|bail) avec|(?:louee?|achetee?"
    r"|rendue?) a"
    r"|chez|j?(?:bosse|travail\w*) (?:pr|pour|chez)|selon|(?:licenciee?|assignee?|reprise?|viree?|exercee?"
    r"|geree?|tenue?) par) ?(?=[a-z])"
)
PLACE_DEALS = re.compile(
    r"\b(?:se trouve(?: a)?|situee?s?(?: a)?|devant|derriere|face a|secteur|quartier|direction|parking|apres"
    r"|cote de|pres de"
    r"|(?:hameau|maison|ecole|atelier|depot|bout|quai|port|plage) (?:de|d')|chambre a|mont\w+ a|(?:sort|sortie"
    r"|sortant|sorti) de|(?:loge|reloge|installe"
    r"|heberge)\w* a"
    r"|dor[st]? a|vi[st] a|j?h?abit\w* a|centre commercial|galerie|(?:lieu(?: de vie)?|adresse"
    r"|domicile) :) ?(?=[a-z])"
)
# « 300 € à Foncia »: whoever is owed money.
_CREDITOR = re.compile(r"(?:€|\beuros?|\beur|\bballes) (?:a|aupres de|envers|pour|par)(?P<links>) (?=[a-z])")
AT_PLACE = re.compile(
    r"\b(?:a|sur|vers|entre|route de|cote de|pres de|marches? (?:de|a)|gare de|derriere|devant|depuis|autour de)"
    + _LINKS
)
# « les Quatre Vents », « Grand Large »: they open a name when another word follows.
NAME_OPENERS = words_of(
    """deux trois quatre cinq six sept huit neuf dix douze cent cents mille grand grande grands petit petite petits
    petites haut haute bas basse vieux vieille belle beau bon bonne nouveau nouvelle saint sainte st ste
    long hauts hautes basses"""
)
# What may follow a house or a place and names none.
KINDS = words_of(
    """public publique prive privee privees familial familiale individuelle unipersonnelle principal principale
    local locale locaux voisin voisine commercial commerciale social sociale general generale unique actuel
    actuelle historique habituel habituelle etranger etrangere francais francaise grand grande petit petite
    nouveau nouvelle ancien ancienne autre meme seul seule premier premiere partenaire concurrent
    concurrente national nationale regional regionale departemental departementale municipal municipale
    communal communale civile anonyme specialise specialisee medical medicale dentaire primaire maternelle
    elementaire superieure mere fille sante soins gros jour nuit semaine mois ans fois demande service
    services travail produits materiel marchandise matieres populaire prioritaire sensible pavillonnaire
    calme construction transport nettoyage gestion assurance credit recouvrement location interim expertise
    conseil comptable expert hlm bien tres trop plus malade maison appartement studio hotel foyer campagne
    ville village centre bord etage rez caravane camion mobil-home camping residence cabane voiture rue dehors
    mer plage montagne bourg immeuble chambre piece pieces hebergement credit isole isolee isolees rural rurale
    rurales blanche touristique europe france pays etranger quelques proximite distance charge compte temps
    partir cause moitie crainte peine tort force jour peu cote pied jamais nouveau suite travers part
    vacances chalandise ombre tension vente attente terre place sol perte sec plat equestre medico psycho
    socio coin secteur departement region canton dos sein main sommeil douleur quartier hospitalier
    hospitaliere hospitaliers scolaire
    electrogene frigorifique ecran soeur bio discount echeance terme etroit
    abri aise ecart"""
)
# A time, a sum: never a part of the name before it.
WHEN = words_of(
    """janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre lundi mardi mercredi
    jeudi vendredi samedi dimanche hier demain matin midi soir mois an ans annee jour jours semaine semaines fin
    debut montant facture dette loyer euros euro"""
)
SLOTS: Sequence[Slot] = (
    Slot(_NAMED_PLACE, Label.PLACE, COMMON, COMMON),
    Slot(_TOLD_PLACE, Label.PLACE, COMMON, COMMON),
    Slot(_UNJOINED, Label.PLACE, COMMON, COMMON, infinitives=False),
    Slot(_FILLED_PLACE, Label.PLACE, COMMON, COMMON),
    Slot(_NAMED_LAND, Label.PLACE, HEARD, COMMON),
    Slot(_NAMED_EVENT, Label.PLACE, COMMON, COMMON, of_people=True),
    Slot(_LIVES_AT, Label.PLACE, HEARD, HEARD),
    Slot(_HABITS, Label.PLACE, HEARD, HEARD),
    Slot(AT_PLACE, Label.PLACE, 0, SELDOM),
    Slot(_FILLED_IN, Label.THIRD_PERSON, SELDOM, COMMON, of_people=True),
    Slot(_NICKNAMED, Label.PERSON, EVERYDAY, EVERYDAY, of_people=True),
    Slot(_FAMILY, Label.THIRD_PERSON, HEARD, HEARD, of_people=True),
    Slot(_NAMED_HOUSE, Label.THIRD_COMPANY, RARE, COMMON),
    Slot(_NAMED_CARE, Label.THIRD_COMPANY, HEARD, COMMON),
    Slot(_LEGAL_FORM, Label.THIRD_COMPANY, COMMON, COMMON),
    Slot(_AT_HOUSE, Label.THIRD_COMPANY, HEARD, COMMON, of_people=True),
    Slot(_APPOSED_HOUSE, Label.THIRD_COMPANY, COMMON, COMMON),
    Slot(_AFTER_COLON, Label.DOUBT, RARE, RARE, capitals_only=True),
    Slot(_OWED, Label.THIRD_COMPANY, RARE, COMMON),
    Slot(_NAMED_SHOP, Label.THIRD_COMPANY, 0, HEARD, of_people=True),
    Slot(_PROPERTY, Label.PLACE, 0, SELDOM),
    Slot(_CREDITOR, Label.THIRD_COMPANY, HEARD, HEARD),
    Slot(_OF_HOUSE, Label.THIRD_COMPANY, 0, HEARD),
)
