"""The words around a name: what announces a person, a company or a place, and of whom it is said. Folded. Pure."""

import re
from collections.abc import Mapping

from requests_app.anonymisation.redaction.findings import Label
from requests_app.anonymisation.words import words_of

CIVILITIES = words_of(
    """m mr mrs mme mmes mlle mlles monsieur madame mademoiselle messieurs mesdames me maitre dr docteur docteure
    pr professeur professeure soeur pere abbe veuve"""
)
# Not names after a civility: « Madame la directrice », « Monsieur l’inspecteur », « Madame, Monsieur ».
TITLES = words_of(
    """le la les l president presidente directeur directrice maire prefet conseiller conseillere inspecteur
    inspectrice monsieur madame mademoiselle messieurs mesdames"""
)
NAME_INTRODUCTIONS = re.compile(
    r"\b(?:(?:je|j'|m|on|il|elle|se|s|me) ?(?:m'|s'|me |se )?(?:appel\w*|nomm\w*|prenomm\w*)|mon nom(?: de"
    r" famille)?(?: est| c'est| :)?"
    r"|mon prenom(?: est| c'est| :)?|nom(?: de famille| de naissance| d'usage)? ?:|prenoms? ?:|moi,? c'est"
    r"|c'est moi,?|surnomm\w*|denomm\w*"
    r"|prenomm\w*|nommee?|appelee?|signee?|soussigne\(?e?\)?e?,?|je suis|dite?|alias|nee?|epouse|veuve)"
    r" (?:(?:m|mme|mlle|monsieur|madame|mr)\.? )?$"
)
CLEAR_INTRODUCTIONS = re.compile(
    r"\b(?:m'appel\w*|mappel\w*|me nomm\w*|s'appel\w*|se nomm\w*|se prenomm\w*|mon nom(?: de famille)? (?:est"
    r"|c'est)|mon prenom (?:est|c'est)"
    r"|nom(?: de famille| de naissance| d'usage)? ?:|prenoms? ?:|surnomm\w*|denomm\w*|prenomm\w*|moi,? c'est"
    r"|soussignee?,?|alias)"
    r" (?:(?:m|mme|mlle|monsieur|madame|mr)\.? )?$"
)
_OF = r"(?:mon|mn|ma|mes|son|sa|ses|notre|nos|leur|leurs|votre|le|la|l'|les|un|une|du|au|de|d')"
RELATIVES = (
    r"mari|femme|epoux|epouse|conjoint|conjointe|compagne|compagnon|concubin|concubine|copain|copine|pote"
    r"|potes|ami|amie|fils|fille|filles|enfants?"
    r"|frere|soeur|freres|soeurs|pere|mere|papa|maman|cousine?|neveu|niece|oncle|tante|tonton|tata|gendre|bru"
    r"|belle-?fille|beau-?fils"
    r"|beau-?pere|belle-?mere|beau-?frere|belle-?soeur|grand-?mere|grand-?pere|mamie|mamy|papi|papy|jumeaux"
    r"|jumelles|petit|petite|aine|ainee"
    r"|gamine?s?|gosses?|garcons?|bambins?|mioches?|loulous?|cadet|cadette|benjamin|benjamine|bebe|ex-?mari"
    r"|ex-?femme|ex|filleule?|marraine|parrain"
)
_SUGGESTED: Mapping[str, str] = {
    "medecin|docteure?|dr|chirurgiens?|chirurgienne|specialiste|psychiatre|psychologue|cardiologue|kine"
    "|infirmiere?|generaliste|rhumatologue"
    "|oncologue|gynecologue|osteopathe": "un professionnel de santé",
    "bailleur|bailleresse|proprietaires?|proprio|bailleurs": "le bailleur",
    "expert-comptable|comptable": "le comptable",
    "voisine?s?": "un voisin",
    "assistante? sociale|travailleu(?:r|se) sociale?|referente?|conseillere?|educat(?:eur|rice)|as|cesf"
    "|accompagnatrice|accompagnateur"
    "|gestionnaire|interlocutrice|interlocuteur": "le travailleur social",
    "fournisseurs?|grossistes?|transporteur": "un fournisseur",
    "cliente?s?|clientele": "un client",
    "associee?s?|cogerante?|ex-associee?": "un associé",
    "salariee?s?|apprentie?|employee?s?|ouvrier|vendeuse|collaborat(?:eur|rice)": "un salarié",
    "maire|adjointe?|elue?": "un élu",
    "notaire|avocate?|huissier|mandataire|liquidateur|maitre|me": "un homme ou une femme de loi",
    "banquiere?": "la banque",
    "garagiste|artisane?|collegue|confrere|consoeur|patronne?|ancien patron|ancienne patronne": "un professionnel",
}
ROLES = "|".join(_SUGGESTED)
BEFORE_ROLE = re.compile(
    rf"(?:^|[.!?:\n] ?|\b(?:avec|par|et|chez|de|a|devant|voir|vu) )(?P<name>[a-z]+(?:-[a-z]+)? [a-z]+(?:-[a-z]+)?)"
    rf" ?[,(] ?(?:(?:mon|ma|notre|la|le|son|sa) |l')?(?:{ROLES})\b"
)
WHO_IT_IS = re.compile(
    rf", (?:(?:le|la|mon|ma|notre|son|sa) |l')(?:ancienn?e? |ex[- ])?(?:{ROLES}|{RELATIVES})\b"
)
SUGGESTIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{role})\b[^.!?\n]{{0,25}}$"), word) for role, word in _SUGGESTED.items()
)
RELATIVE_BEFORE = re.compile(
    rf"\b{_OF} ?(?:\w+ )?(?:{RELATIVES})(?:,| :| \()? ?(?:(?:et|aussi|prenommee?|appelee?) )?$"
)
ROLE_BEFORE = re.compile(rf"\b(?:{ROLES}),? ?(?:s'appelle |qui s'appelle |est |: ?|- ?)?$")
COMPANY_BEFORE = re.compile(
    r"\b(?:societe|entreprise|entreprises|enseigne|ets|etablissements?|sarl|eurl|sasu?|snc|scop|sci|gaec|earl"
    r"|maison|cabinet|agence|garage|groupe|magasin"
    r"|boutique|franchise|grossiste|fournisseur|concurrent|association|marque|laboratoire|transports"
    r"|imprimerie|pharmacie|banque|assureur|assurance"
    r"|restaurant|cafe|bar|salon|clinique|polyclinique|hopital|chu|chr|chrs|chru|ehpad|ecole|college|lycee"
    r"|foyer|residence|domaine|ferme|chateau|centre)"
    r" (?:de |du |des |la |le |les |l'|d')?$"
)
PLACE_BEFORE = re.compile(
    r"\b(?:habit\w+|resid\w+|demeur\w+|domicili\w+|install\w+|situee?|vis|vit|vivons|vivant|nee? a|marche"
    r"|gare|mairie|commune|ville|village|bourg"
    r"|hameau|lieu-?dit|quartier|canton|plage|port|ile|presqu'ile|vallee|zone|aeroport|prison|tribunal|foire)"
    r"(?: (?:a|au|aux|de|du|des|d'|le|la|les|l'|pres|cote|vers|en|sur|dans))*[ ']?$"
)
# What stands between such a word and the name: captured, since « de nettoyage » and « des Acacias » tell two things.
_LINKS = r"(?P<links>(?: (?:de|du|des|la|le|les|aux|[dl]|dite?|nommee?|appelee?)(?= )| [dl]')*)(?: |(?<='))(?=[a-z])"
NAMED_PLACE = re.compile(
    r"\b(?:quartier|cartier|lotissement|cite|hameau|lieu-?dit|lieu dit|centre(?: commercial)?|galerie marchande"
    r"|parking|secteur(?! (?:du|de|des|d')\b)|zone (?:artisanale|industrielle|commerciale|d'activites?|d "
    r"activites?)|z[ai]c?|zae|residence|village"
    r" vacances|camping|ilet|foyer|maison de (?:retraite|sante|repos)|rond[- ]point)" + _LINKS
)
LIVES_AT = re.compile(
    r"\b(?:j?habit\w*|heberge\w*|abit\w*|demeur\w+|domicilie\w*|loge\w*|vi[st]|vivons|vivent|situee?s?|se "
    r"trouve|installee?s?"
    r"|demenag\w+)(?: (?:maintenant|desormais|toujours|actuellement|seule?))? (?:a|au|vers)" + _LINKS
)
NAMED_HOUSE = re.compile(
    r"\b(?:societe|societer|fournisseur|grossiste|enseigne|cabinet|transports|imprimerie|laboratoire|labo"
    r"|assureur|agence"
    r"|groupe|promoteur|maison d'edition|restaurant|resto|bailleur|syndic|negoce|cooperative|brasserie|editeur"
    r"|institut"
    r"|magasin|domaine|chantier naval|mutuelle|association|asso|assurance|supermarche|station|prestataire|plateforme)"
    + _LINKS
)
# Houses of care and of teaching: « du Ter », « des Trois Rivières » after them is their name.
NAMED_CARE = re.compile(
    r"\b(?:clinique|polyclinique|hopital|(?:maison|centre) (?:medicale?|hospitalier|de sante|de soins)|cmp|chu"
    r"|ehpad|pharmacie|ecole|college|lycee|maternite|creche)" + _LINKS
)
# What follows a legal form is a name.
LEGAL_FORM = re.compile(r"\b(?:ets|etablissements?|sarl|eurl|sasu?|sci|snc|gaec|earl|scop|scea)" + _LINKS)
AT_HOUSE = re.compile(
    r"\b(?:che[zs]|j?(?:travail|bos)\w* (?:pour|pr)|(?:rend|remet)\w* les cles a|(?:engagee?|assignee?|saisie?"
    r"|poursuivie?|viree?"
    r"|licenciee?|facturee?|relancee?|embauchee?|employee?|reprise?|rachetee?|racheter) par)" + _LINKS
)
# « mon gros client, la toque blanche, » : a name set between commas.
APPOSED_HOUSE = re.compile(
    r"\b(?:client|cliente|fournisseur|grossiste|bailleur|syndic|editeur|promoteur|labo|brasseur|franchiseur)"
    r" ?,(?P<links>(?: (?:la|le|les)(?= )| l')?) ?(?=[a-z][a-z' \-]{2,40},)"
)
# « Foncia m'a coupé »: a subject without article is a name.
BARE_SUBJECT = re.compile(
    r" (?:(?:ne |n')?(?:m'a|m a|m'ont|me|nous|m'|lui|leur|n'a|est|ont|veut|veu|veulent|refuse\w*|reclam\w*"
    r"|demand\w*|exig\w*"
    r"|menac\w*|attend\w*|propos\w*)|ma)(?:\b|(?<='))"
)
# « Créanciers : Gaz Express », « secteur : la Monnaie »: a form filled in.
FILLED_IN = re.compile(
    r"\b(?:creanciers?|proprietaires?|bailleur|employeur|fournisseurs?|associee?s?|referente?|garant"
    r"|curat(?:eur|rice)"
    r"|tut(?:eur|rice)|syndic|assureur|contact|responsable|interlocut(?:eur|rice)|medecin|kine|avocate?|comptable"
    r"|conjointe?|enfants?|redact(?:eur|rice)|demandeur|demandeuse|usagere?|beneficiaire|nom|prenom)"
    r" ?:(?P<links>) ?(?=[a-z])"
)
# « la famille Lapin »
FAMILY = re.compile(r"\b(?:famille|epoux|consorts)(?P<links>) (?=[a-z])")
HABITS = re.compile(r"\bj?h?abit\w*" + _LINKS)
FILLED_PLACE = re.compile(
    r"\b(?:departement|commune|ville|secteur|lieu|lieu de naissance|domicile|ne a|nee a) ?:(?P<links>) ?(?=[a-z])"
)
# « à Borde Basse, un hameau de »: told what it is.
TOLD_PLACE = re.compile(
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
OF_HOUSE = re.compile(r"\b(?:patronn?e?|gerante?|direct(?:eur|rice)|vigile|responsable|chef|equipe)" + _LINKS)
# « 300 € à Foncia »: whoever is owed money.
CREDITOR = re.compile(r"(?:€|\beuros?|\beur|\bballes) (?:a|aupres de|envers|pour|par)(?P<links>) (?=[a-z])")
AT_PLACE = re.compile(
    r"\b(?:a|sur|vers|entre|route de|cote de|pres de|marches? (?:de|a)|gare de|derriere|depuis|autour de)"
    + _LINKS
)
# « les Quatre Vents », « Grand Large »: they open a name when another word follows.
NAME_OPENERS = words_of(
    """deux trois quatre cinq six sept huit neuf dix douze cent cents mille grand grande grands petit petite petits
    petites haut haute bas basse vieux vieille belle beau bon bonne nouveau nouvelle saint sainte st ste long hauts hautes basses"""
)
# Adjectives and people by the end of the word: « quartier populaire », « chez le coiffeur ».
QUALITY_ENDING = re.compile(
    r"(?:al|ale|aux|ales|iques?|elle?s?|eux|euses?|aires?|ifs?|ives?|ees?|antes?|ables?|aines?|iens?|iennes?|iers?"
    r"|ieres?|istes?|ais|aises?|ois|oises?)$"
)
PEOPLE_ENDING = re.compile(
    r"(?:eurs?|euses?|rices?|iers?|ieres?|istes?|iens?|iennes?|antes?|ants?|ogues?|ecins?|amis?|ies?|gens|parents?"
    r"|soeurs?|freres?|meres?|peres?|tantes?|oncles?|cousine?s?|voisine?s?|clients?|habitant|copains?|copines?|potes?"
    r"|avocate?s?|notaires?|kines?|dentistes?|psys?|comptables?|propri[eo]\w*|patronn?e?s?|particuliers?)$"
)
# What may follow them and names none.
HOUSE_KINDS = words_of(
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
    vacances chalandise ombre tension vente attente terre place sol perte sec plat equestre medico psycho socio coin secteur departement region canton dos sein
    main sommeil douleur quartier hospitalier hospitaliere hospitaliers scolaire electrogene frigorifique ecran soeur bio discount echeance terme"""
)
CHEZ = re.compile(r"\bchez (?:m\. |mme |monsieur |madame |mr )?$")
AT = re.compile(r"\b(?:a|sur|vers|pres de|autour de|cote|depuis|entre|rcs|d') ?$")


_ANNOUNCING = re.compile(rf"(?:{ROLES}|{RELATIVES}|{'|'.join(CIVILITIES)})$")


def is_announcing(word: str) -> bool:
    """A tie, a role or a civility: what stands before a name and is none."""
    return bool(_ANNOUNCING.match(word))


def label_around(before: str) -> Label:
    """What a capitalised or unknown word is, by the folded words just before it."""
    if re.search(r"\b(?:" + "|".join(CIVILITIES) + r")\.? $", before):
        return Label.THIRD_PERSON
    for label, pattern in (
        (Label.PERSON, CLEAR_INTRODUCTIONS),
        (Label.RELATIVE, RELATIVE_BEFORE),
        (Label.THIRD_PERSON, ROLE_BEFORE),
        (Label.THIRD_COMPANY, COMPANY_BEFORE),
        (Label.PLACE, PLACE_BEFORE),
    ):
        if pattern.search(before):
            return label
    return Label.DOUBT


def suggestion_for(label: Label, before: str) -> str | None:
    """The generalisation that says who without saying which one."""
    if label in (Label.THIRD_PERSON, Label.THIRD_COMPANY, Label.DOUBT):
        return next((word for pattern, word in SUGGESTIONS if pattern.search(before)), None)
    return None
