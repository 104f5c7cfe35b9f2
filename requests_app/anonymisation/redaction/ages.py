"""Layer P on ages: how old somebody is, grown up or a child; how long something lasts stays. Pure."""

import re
from collections.abc import Iterator

from requests_app.anonymisation.redaction.findings import Hit, Label, Layer
from requests_app.anonymisation.redaction.page import Page
from requests_app.anonymisation.redaction.phrases import RELATIVES

_AGE_WORD = (
    r"(?:vingt|trente|quarante|cinquante|soixante(?:[- ]dix)?|quatre[- ]vingts?(?:[- ]dix)?)"
    r"(?:[- ]et[- ](?:un|onze)|[- ](?:un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize"
    r"|quatorze|quinze|seize|dix[- ](?:sept|huit|neuf)))?"
)
_LASTS = re.compile(
    r"(?:depuis?|pdt|pendant|durant|il y a|en|dans|sur|apres|a peine|voila|ca fait|sa fait|cela fait|fait"
    r"|pour|duree de|credit de|bail de|garantie|pret de"
    r"|plus de|moins de|environ|presque|pres de|anciennete de|experience de|les|ces|derniers|sous|au bout de"
    r"|d'ici|tous les|pacs\w* de|mari\w* de) (?:deja |plus de |pres de |environ |bientot |presque |seulement "
    r"|a peine )?$"
)
_AGE = re.compile(
    rf"(?<![\d.,/·])(?P<age>(?:1[6-9]|[2-9]\d)|{_AGE_WORD}) ?(?:ans?|piges|balais|berges|printemps)\b(?!"
    rf" (?:d'|de (?:metier|service|travail|carriere|vie|boulot|cotisation|labeur|mariage|garantie|credit|pret"
    rf"|bail)"
    r"|que\b|qu'|apres|plus tard|avant|au meme|a mon compte|dans le))"
)
# « ils ont 60 et 39 ans »: the first of two ages.
_TWO_AGES = re.compile(
    rf"(?<![\d.,/·])(?P<age>1[6-9]|[2-9]\d|\b{_AGE_WORD})(?= ?(?:et|,|/|-|ou) ?(?:1[6-9]|[2-9]\d"
    rf"|{_AGE_WORD}) ?ans\b(?! (?:de|d'|plus"
    r"|avant|apres)\b))"
)
_SAYS_AGE = re.compile(
    r"(?:agee? de|\bnee?s? il y a|\bsur (?:mes|ses)|\b(?:j'ai|jai|g|ai|a|aura|aurai) (?:bientot|presque|environ"
    r"|deja|a peine|plus de)) $"
)
_LASTING_AFTER = re.compile(
    r" ?(?:d'activite|d'experience|d'existence|d'anciennete|d'exercice|d'efforts|d'affaires)"
)
# « mon père a 46 ans et ma mère 34. »
_AGE_AFTER = re.compile(
    r"\bans,? (?:et )?(?:(?:mon|ma|son|sa|le|la|l') ?\w+ |(?:lui|elle|moi) )(?P<age>[2-9]\d)(?= ?[.,;)\n]|$)"
)
_SO_MANY = re.compile(
    rf"\b(?:j'|il |elle |on )en (?:ai|a|aurai|aura) (?P<age>[2-9]\d|1[6-9]|{_AGE_WORD})(?= ?[.,;)!]|$)(?![.,]\d)"
)
_AGED = re.compile(rf"\bage(?:e?s?)?(?: de|\s?:)? ?(?P<age>\d{{2}}|\b{_AGE_WORD})(?!\d)")


_BACK, _BESIDE = 40, 3
_LASTS_BEHIND = re.compile(
    r" ?(?:d'|de\b|que\b|qu'|apres|plus tard|avant|au meme|a mon compte|dans le|sans|ferme|ensemble|maintenant"
    r"|d?eja|ici|a (?:payer|rembourser|tenir|attendre)|renouvelables?|minimum|maximum)"
)
_SMALL = r"(?:\d|1[0-5]|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze)"
_NEARLY = r"(?:bientot |presque |deja |a peine |environ |seulement |tout juste )?"
_CHILD = rf"(?:{RELATIVES}|petite?s?|nourrissons?|scolarise\w*|ecoliere?|collegienne?|lyceenne?|eleve)"
# « 7 ans », « 4, 6 et 9 ans », « 3 ans et demi », « 2 ans et 8 mois »
_SMALL_AGE = re.compile(
    rf"(?<![\d.,/·a-z])(?P<age>(?:{_SMALL}(?: ?(?:,|/|-|et|ou) ?))*{_SMALL}) ?ans?\b(?: et (?:demie?\b|\d\d? ?mois\b))?"
)
_MONTHS_OLD = re.compile(
    r"\b(?:bebe|nourrisson|fils|fille|jumeaux|jumelles|petite?)(?: \w+)? (?:de |a |\(|, )(?P<age>\d\d?)(?= ?mois\b)"
)
# What says that somebody is so old: a bracket or a comma behind a name, « a », « de » behind a child.
_OF_CHILD = re.compile(
    rf"(?:\({_NEARLY}|\b{_CHILD}(?: [a-z\-]+)?,? (?:de |a |age\w* de |{_NEARLY}){_NEARLY}|\bage(?:e?s?)?(?: de|\s?:)? ?"
    rf"|\b(?:il|elle|qui|et|l'autre|celui-ci|celle-ci|lui|[a-z]+[a-z]) (?:a|ont|avait|avaient|aura|auront) {_NEARLY}"
    rf"|\b(?:vient d'avoir|viennent d'avoir|va sur ses|vont sur leurs|fete ses|fetera ses|(?:a|des) l'age de)"
    rf" {_NEARLY}|[.!?\n] ?a |^a )$"
)
_ENCLOSED = re.compile(rf"[^\W\d_] ?(?:, |: |- |\(){_NEARLY}$")
# « Emma (14), Noé (6) »
_ALONE = re.compile(r"(?P<name>[a-z\-]{2,}) \((?P<age>\d{1,2})\)")
_CLOSED = re.compile(r" ?(?:[),;.\n]|et\b|est\b|en\b|au\b|a\b|$)")
_NO_CHILD = re.compile(r"\b(?:y|ca|cela|sa|qu'il y|il y|n'y) (?:a|avait|aura) \w* ?$")


def ages(page: Page) -> Iterator[Hit]:
    text = page.read_figures
    for pattern, among in ((_AGED, page.figures), (_SO_MANY, text), (_AGE_AFTER, text), (_MONTHS_OLD, text)):
        yield from (_hit(page, match) for match in pattern.finditer(among))
    for match in _TWO_AGES.finditer(text):
        if not _LASTS.search(text[max(0, match.start() - _BACK) : match.start()]):
            yield _hit(page, match)
    for match in _AGE.finditer(text):
        before = text[max(0, match.start() - _BACK) : match.start()]
        lasts = _LASTS.search(before) and not _SAYS_AGE.search(before)
        if not lasts and not _LASTING_AFTER.match(text, match.end()):
            yield _hit(page, match)
    for match in _ALONE.finditer(text):
        previous = page.words_between(
            page.folded.origin[match.start("name")], page.folded.origin[match.start("age")]
        )
        if previous and (previous[-1].stands_out or previous[-1].entry.is_first_name):
            yield _hit(page, match)
    yield from (_hit(page, match) for match in _SMALL_AGE.finditer(text) if _is_of_child(page, text, match))


def _is_of_child(page: Page, text: str, match: re.Match[str]) -> bool:
    """« Emma, 13 ans, », « elle a huit ans »; never « il y a 5 ans », « 10 ans de métier ».

    In figures it is an age unless something says that it lasts; in words it takes a child beside it.
    """
    before = text[max(0, match.start() - _BACK) : match.start()]
    if _LASTS.search(before) or _NO_CHILD.search(before) or _LASTS_BEHIND.match(text, match.end()):
        return False
    if (match.group("age")[-1].isdigit() and match.group("age") != "1") or _OF_CHILD.search(before):
        return True
    return _stands_behind_name(page, text, match, before)


def _stands_behind_name(page: Page, text: str, match: re.Match[str], before: str) -> bool:
    """« Emma, 13 ans, », in a text without points « luc 12 ans et »."""
    start = page.folded.span(*match.span("age"))[0]
    previous = next((word for word in reversed(page.words) if word.end <= start), None)
    if previous is None or start - previous.end > _BESIDE:
        return False
    named = previous.stands_out or previous.entry.is_first_name or not previous.entry.is_word
    told = _CLOSED.match(text, match.end()) and (_ENCLOSED.search(before) or before.endswith(" "))
    return bool(named and told)


def _hit(page: Page, match: re.Match[str]) -> Hit:
    return Hit(*page.folded.span(*match.span("age")), Label.AGE, Layer.PATTERN)
