"""Names everybody may write: public bodies, national brands, acronyms of the schemes. Folded. Pure."""

import re
from collections.abc import Iterable

from requests_app.anonymisation.cleaning import folded
from requests_app.anonymisation.redaction.page import Page, Word
from requests_app.anonymisation.words import words_of

# Alone, with a capital anywhere.
BODIES = words_of(
    """urssaf cgss cssm cpsti caf cpam carsat msa cipav rsi ameli cci cma adie ssi cnav cnam acoss cnbf carpimko
    carmf agefice fafcea agefiph pole mdph mds ccas cias cms udaf fsl dgfip drfip sie sip inpi insee edf gdf
    engie enedis grdf veolia suez orange sfr bouygues free sosh totalenergies total lidl auchan intermarche
    amazon google facebook instagram whatsapp tiktok leboncoin airbnb booking uber deliveroo vinted bnp lcl
    cic hsbc axa maif macif maaf gmf matmut groupama allianz generali cofidis sofinco cetelem franfinance
    younited boursorama fortuneo nickel qonto paypal stripe rsa apl aah asv aspa ass are csg crds cfe tva ir
    is cmu css acre accre nacre cet als alf pch aeeh ada bic bnc micro sarl eurl sas sasu sci snc scop scic
    ei eirl eirl gaec earl cdi cdd smic hlm ehpad chrs apa bts cap bep bac covid iban rib siret siren ape
    naf rcs kbis gps irm scanner avc vtc tpe pme sms samu smur ald cesf udaf as france europe
    union urgence mme mlle dr rm nb ps cf tel ref cpf opco vae rqth pas esat cmp chu chr ght n no num st ste
    bis ter sos tv hs ok diy vip ras rdv pv lld loa ppv nir ddt
    jaf cdas camsp cmpp
    aesh mjc safer csapa sessad segpa ulis savs samsah crous ia gir ddpp doctolib
    lurssaf lacaf lapl lamsa dreal dreets drac direccte"""
)
_PHRASES = """
france travail|pole emploi|cap emploi|mission locale|credit agricole|credit mutuel|credit lyonnais
credit cooperatif|banque populaire|banque postale|la poste|caisse d epargne|societe generale
banque de france|bnp paribas|cic|boursobank|credit foncier|action logement|restos du coeur
restaurants du coeur|secours populaire|secours catholique|croix rouge|emmaus|armee du salut
banque alimentaire|banques alimentaires|ordre de malte|fondation abbe pierre|medecins du monde
action sociale|securite sociale|assurance maladie|assurance retraite|tresor public|finances publiques
hotel des impots|service des impots|direction generale|chambre de commerce
chambre de commerce et d industrie|chambre des metiers|chambre de metiers
chambre de metiers et de l artisanat|chambre d agriculture|conseil departemental|conseil general
conseil regional|tribunal de commerce|tribunal judiciaire|tribunal administratif
commission de surendettement|maison des solidarites|maison france services|france services
points conseil budget|point conseil budget|action sanitaire et sociale
conseil de la protection sociale des travailleurs independants
protection sociale des travailleurs independants|reunion island|pages jaunes|impots gouv|bpi france
bpifrance|initiative france|reseau entreprendre|fonds de solidarite|uber eats|leroy merlin|cour des comptes
cofinoga|darty|ikea|decathlon|castorama|super u|hyper u|code du travail|journal officiel|etat francais
sante publique france|allo medecins|sos medecins|garantie visale|visale|loca pass|dalo|droit au logement
banque a distance|la redoute|mutuelle generale|harmonie mutuelle|malakoff humanis|ag2r la mondiale|pro btp
apicil|klesia|probtp|carte bleue|carte vitale
"""
PHRASES = frozenset(
    phrase.strip() for line in _PHRASES.split("\n") for phrase in line.split("|") if phrase.strip()
)
_FIRST_WORDS = frozenset(phrase.partition(" ")[0] for phrase in PHRASES)
_LONGEST = max(len(phrase.split()) for phrase in PHRASES)
_AMBIGUOUS = frozenset(
    {
        "orange",
        "free",
        "total",
        "nickel",
        "but",
        "action",
        "union",
        "as",
        "is",
        "are",
        "st",
        "ste",
        "pole",
        "suez",
        "urgence",
    }
)
# « le notaire d'Orange » is of the town, « chez Orange » is no town.
_TOWARDS = re.compile(r"\b(?:a|de|d'|sur|vers|habite\w*|entre|travail) ?$")
# Words or names too, unless they are written as acronyms.
_ACRONYMS_ONLY = words_of(
    """cap as ada pas are ass is ir bac bic ras rm ter tel ref st ste cf no num pole cap cas esat rac sav mas sos
    ps"""
)


def allowed_words(page: Page, said: Iterable[str]) -> frozenset[int]:
    """Which words may stay although they carry a capital. ``said``: the region of the board, as it is written."""
    own = {" ".join(re.findall(r"[a-z]+", folded(value))) for value in said}
    phrases = PHRASES | own
    first_words = _FIRST_WORDS | {phrase.partition(" ")[0] for phrase in own}
    kept: set[int] = set()
    for word in page.words:
        if word.folded in BODIES and _is_body(page, word):
            kept.add(word.rank)
        if word.folded in first_words:
            kept.update(_phrase_at(page, word, phrases))
    return frozenset(kept)


def _is_body(page: Page, word: Word) -> bool:
    if word.folded in _ACRONYMS_ONLY:
        return word.shouted and word.capitals_tell
    if word.folded not in _AMBIGUOUS:
        return True
    following = page.next(word)
    named = following and page.gap(word) == " " and following.stands_out and following.folded not in BODIES
    town = word.entry.is_town and _TOWARDS.search(page.before(word, 20))
    return word.capital and not named and not town


def _phrase_at(page: Page, first: Word, phrases: frozenset[str]) -> range:
    words = [first]
    best = 0
    while len(words) <= _LONGEST:
        if " ".join(word.folded for word in words) in phrases:
            best = len(words)
        following = page.next(words[-1])
        if following is None or len(page.gap(words[-1])) > 2:
            break
        words.append(following)
    return range(first.rank, first.rank + best)
