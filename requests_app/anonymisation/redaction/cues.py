"""Sentences that may tell who somebody is by what happened: shown to the reader, masked by nobody. Pure."""

import re

from requests_app.anonymisation.redaction.findings import Cue
from requests_app.anonymisation.redaction.page import Page

_WHYS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (why, re.compile(pattern))
    for why, pattern in (
        (
            "Seul de son espèce : les gens du lieu savent qui.",
            r"\b(?:le|la|les) (?:seule?s?|uniques?|derni(?:er|ere|ers|eres)) (?:\w+ ){0,3}?(?:du|de la|des|de"
            r" l'|de|dans|en|a|au|qui)\b|\bseule?s? (?:\w+ ){0,2}(?:du|de la) "
            r"(?:village|commune|bourg|quartier|vallee|ile|canton|secteur|region|departement|ville|coin)"
            r"|\bunique en\b|\bpremiere? (?:femme|homme|\w+) (?:du|de la) ",
        ),
        (
            "Un mandat ou une charge que tous connaissent.",
            r"\b(?:maires?|adjointe?s? au|elue?s?|conseill(?:er|ere) (?:municipale?|departementale?"
            r"|regionale?)|deputee?|senat(?:eur|rice)|president(?:e)? (?:du|de la|de l')"
            r"|pompier volontaire|sapeur|juge|champion(?:ne)?|vice-?champion(?:ne)?|medaille|laureat|meilleur"
            r" ouvrier|candidate?|entraineur|cure de)\b",
        ),
        (
            "La presse ou un écran en a parlé.",
            r"\b(?:journal|journaux|presse|article|reportage|television|tele|tf1|france 3|radio|emission"
            r"|ouest[- ]france|la une|documentaire|youtube|buzz|reseaux sociaux|viral)\b",
        ),
        (
            "Une histoire ou une date que l’on retrouve.",
            r"\b(?:depuis|en|des|fondee?|creee?|ouverte?) (?:1[6-9]\d\d)\b|\b(?:generations?|mon (?:pere"
            r"|grand-pere|arriere-grand-pere) (?:tenait|avait|etait|a (?:fonde|ouvert|cree)))\b"
            r"|\bde pere en fils\b|\bdepuis toujours\b",
        ),
        (
            "Un événement connu au lieu où il s’est passé.",
            r"\b(?:incendie|explosion|accident|inondation|tempete|cyclone|effondrement|braquage|meurtre"
            r"|proces|proces-verbal|attentat|faits? divers?|eboulement|tornade|drame|noyade"
            r"|avalanche|crash|condamne[es]?|prison|garde a vue)\b",
        ),
        (
            "Un lieu que l’on reconnaît.",
            r"\b(?:face|en face|a cote|derriere|au pied|devant|pres) (?:a |de |du |des )?(?:la |le |l'|les"
            r" )?(?:eglise|mairie|gare|poste|ecole|chateau|phare|cathedrale|port|halles|plage|pont)\b",
        ),
        (
            "Une particularité rare.",
            r"\b(?:on me (?:connait|surnomme)|tout le monde (?:me|nous|le|la) connait|connue? (?:de tous|dans"
            r" tout|partout)|bien connue?|celebre|jumeaux|jumelles|triplees?|tripl[ée]s"
            r"|ancien(?:ne)? (?:joueur|joueuse|champion|legionnaire|gendarme|policier|pretre|chanteur)"
            r"|handisport|maladie (?:rare|orpheline)|greffe)\b",
        ),
    )
)  # fmt: skip
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


def cues(page: Page) -> tuple[Cue, ...]:
    """One cue a sentence, the first reason found."""
    found = []
    for match in _SENTENCE.finditer(page.folded.text):
        why = next((why for why, pattern in _WHYS if pattern.search(match.group())), None)
        blank = len(match.group()) - len(match.group().lstrip())
        if why and match.group().strip():
            start, end = page.folded.span(match.start() + blank, match.start() + len(match.group().rstrip()))
            found.append(Cue(start, end, why))
    return tuple(found)
