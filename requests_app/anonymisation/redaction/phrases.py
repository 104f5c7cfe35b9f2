"""The words around a name: what announces a person, a company or a place, and of whom it is said. Folded. Pure."""

import re
from collections.abc import Mapping
from functools import lru_cache

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
    r"|plus jeunes?|petite derniere|petit dernier"
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
    "notaire|avocate?|huissier|mandataire|liquidateur|maitre|me|juge|greffi(?:er|ere)"
    "|procureure?": "un homme ou une femme de loi",
    "banquiere?": "la banque",
    "pasteur|imam|gendarme|institutrice|instituteur|maitresse|dentiste|veterinaire|garagiste|artisane?|collegue"
    "|confrere|consoeur|patronne?|ancien patron|ancienne patronne": "un professionnel",
}
ROLES = "|".join(_SUGGESTED)
BEFORE_ROLE = re.compile(
    rf"(?:^|[.!?:\n] ?|\b(?:avec|par|et|chez|de|a|devant|voir|vu) )(?P<name>[a-z]+(?:-[a-z]+)? [a-z]+(?:-[a-z]+)?)"
    rf" ?[,(] ?(?:(?:mon|ma|notre|la|le|son|sa) |l')?(?:{ROLES})\b"
)
# « Coco, c'est mon surnom »
CALLED = re.compile(
    r"(?:^|[.!?\n] ?)(?P<name>(?:[a-z\-]+ )?[a-z\-]+),? (?:(?:c'|c )?est|ce) (?:mon|mn|son|notre)"
    r" (?:surnom|pseudo|petit nom|nom|diminutif"
    r"|prenom)\b"
)
# « Coco : voilà comme on m'appelle », « Do, c'est moi. »
SAID_BEHIND = re.compile(
    r"(?:^|[.!?\n«\"] ?)(?P<name>(?:[a-z\-]+ )?[a-z\-]+)(?: ?[»\"])? ?[:,] ?"
    r"(?:(?:c'est|voila|ainsi|comme|c'etait)[^.!?\n]{0,40}"
    r"\b(?:appel\w+|surnomm\w+|connaissent|connait|nomme\w*|hele\w*)|c'est moi\b)"
)
WHO_IT_IS = re.compile(
    rf"(?:, | \()(?:(?:(?:le|la|mon|ma|notre|son|sa) |l')(?:ancienn?e? |ex[- ])?(?:{ROLES}|{RELATIVES})"
    r"|(?:bientot |presque |deja )?(?:[a-z\-]+|\d+) (?:ans|mois))\b"
)
SUGGESTIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{role})\b[^.!?\n]{{0,25}}$"), word) for role, word in _SUGGESTED.items()
)
RELATIVE_BEFORE = re.compile(
    rf"\b{_OF} ?(?:\w+ )?(?:{RELATIVES})(?:,| :| \()? ?(?:(?:et|aussi|prenommee?|appelee?) )?$"
    r"|\b(?:tata|tatie|tontons?|papi|papy|mamie|mamy) $"
)
ROLE_BEFORE = re.compile(rf"\b(?:{ROLES}),? ?(?:s'appelle |qui s'appelle |est |: ?|- ?)?$")
_HOUSES = (
    r"(?:societe|entreprise|entreprises|enseigne|ets|etablissements?|sarl|eurl|sasu?|snc|scop|sci|gaec|earl"
    r"|maison|cabinet|agence|garage|groupe|magasin"
    r"|boutique|franchise|grossiste|fournisseur|concurrent|association|marque|laboratoire|transports"
    r"|imprimerie|pharmacie|banque|assureur|assurance"
    r"|restaurant|cafe|bar|salon|clinique|polyclinique|hopital|chu|chr|chrs|chru|ehpad|ecole|college|lycee"
    r"|foyer|residence|domaine|ferme|chateau|centre)"
)
COMPANY_BEFORE = re.compile(rf"\b{_HOUSES} (?:de |du |des |la |le |les |l'|d')?$")
PLACE_BEFORE = re.compile(
    r"\b(?:habit\w+|resid\w+|demeur\w+|domicili\w+|install\w+|situee?|vis|vit|vivons|vivant|nee? a|marche"
    r"|gare|mairie|commune|ville|village|bourg"
    r"|hameau|lieu-?dit|quartier|canton|plage|port|ile|presqu'ile|vallee|zone|aeroport|prison|tribunal|foire)"
    r"(?: (?:a|au|aux|de|du|des|d'|le|la|les|l'|pres|cote|vers|en|sur|dans))*[ ']?$"
)
# Adjectives and people by the end of the word: « quartier populaire », « chez le coiffeur ».
QUALITY_ENDING = re.compile(
    r"(?:al|ale|aux|ales|iques?|elle?s?|eux|euses?|aires?|ifs?|ives?|ees?|antes?|ables?|aines?|iens?|iennes?|iers?"
    r"|ieres?|istes?|ais|aises?|ois|oises?)$"
)
PEOPLE_ENDING = re.compile(
    r"(?:eurs?|euses?|rices?|[cg]h?ers?|geres?|iers?|ieres?|istes?|iens?|iennes?|antes?|ants?|ogues?|ecins?"
    r"|amie?s?|gens|parents?"
    r"|soeurs?|freres?|meres?|peres?|tantes?|oncles?|cousine?s?|voisine?s?|clients?|habitant|copains?|copines?|potes?"
    r"|avocate?s?|notaires?|kines?|dentistes?|psys?|comptables?|propri[eo]\w*|patronn?e?s?|particuliers?)$"
)
CHEZ = re.compile(r"\bchez (?:m\. |mme |monsieur |madame |mr )?$")
AT = re.compile(r"\b(?:a|sur|vers|pres de|autour de|cote|depuis|entre|rcs|d') ?$")


_CIVILITY_BEFORE = re.compile(rf"\b(?:{'|'.join(sorted(CIVILITIES))})\.? $")
_ANNOUNCING = re.compile(rf"(?:{ROLES}|{RELATIVES}|{'|'.join(CIVILITIES)})$")


# The last words of what announces a name: after any other word nothing is searched.
_LAST_ANNOUNCING = re.compile(
    rf"(?:{ROLES}|{RELATIVES}|{_HOUSES}|{'|'.join(sorted(CIVILITIES))}|tatas?|tontons?|sociale?|jeunes?|derniere?"
    r"|patron(?:ne)?|m?appel\w*|(?:sur|de|pre)?nomm\w*|prenoms?|nom|est|famille|naissance|usage|soussignee?|alias"
    r"|de|du|des|la|le|les|l|d|et|aussi|chez|e|nee)"
)


@lru_cache(maxsize=4_096)
def may_announce(word: str) -> bool:
    """Whether what announces a name may end with this word."""
    return bool(_LAST_ANNOUNCING.fullmatch(word))


def is_announcing(word: str) -> bool:
    """A tie, a role or a civility: what stands before a name and is none."""
    return bool(_ANNOUNCING.match(word))


def label_around(before: str) -> Label:
    """What a capitalised or unknown word is, by the folded words just before it."""
    if _CIVILITY_BEFORE.search(before):
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
