"""A name goes whole: its elided letter, its saint, the rest of its compound, « et fils » behind it. Pure."""

import re
from dataclasses import replace

from requests_app.anonymisation.redaction.findings import Hit, Label

_NAMES = frozenset(
    {
        Label.PERSON,
        Label.RELATIVE,
        Label.THIRD_PERSON,
        Label.COMPANY,
        Label.THIRD_COMPANY,
        Label.COMMUNE,
        Label.PLACE,
        Label.DOUBT,
        Label.STREET,
    }
)
_BEFORE = re.compile(
    r"(?:(?<![^\W\d_])[^\W\d_] ?['’] ?|(?<![\w’'])s(?:ain)?te?s?\.?[ \-\n]|(?:[^\W\d_]+-){1,3}"
    r"|(?<![\w.'’])[A-ZÀ-Ý]\. ?-? ?"
    r"|(?:(?<![^\W\d_])(?:dos|das|da|e[l1]|1[ae]|al|ben|bin|van|von|der|den|ten|aït|ait|abou|abd|ibn|di|della|del"
    r"|mac)[ \-]){1,3})$",
    re.IGNORECASE,
)
# Words of the land that begin the name of a place, and those of the family that stand for a first name.
_HEADS = re.compile(
    r"(?<![\w'’])(?:cols?|mas|clos|pic|mont|lac|[ée]tang|cap|pointe|anse|morne|ravine|[iî]let|piton|val|puy"
    r"|combe|fond|bras|trou"
    r"|plage|baie|rade|lande|gorges?) (?:(?:de la|des|du|de|aux?|d['’]|la|le|les|l['’]) ?)?$",
    re.IGNORECASE,
)
_FAMILY = re.compile(
    r"(?<![\w'’])(?:tontons?|tata|tatie|papi|papy|mamie|mamy|m[ée]m[ée]|p[ée]p[ée]|nonna|ti) $", re.IGNORECASE
)
_PLACES = frozenset({Label.COMMUNE, Label.PLACE})
_PERSONS = frozenset({Label.PERSON, Label.RELATIVE, Label.THIRD_PERSON, Label.DOUBT})
_TAIL = re.compile(r" (?:nord|sud|ouest|plage|bourg)\b", re.IGNORECASE)
_TAILED = frozenset({Label.COMMUNE, Label.PLACE, Label.COMPANY, Label.THIRD_COMPANY, Label.DOUBT})
_AFTER = re.compile(
    r"(?:-[^\W\d_]+)+|['’][^\W\d_]+|\([esx]{1,3}\)"
    r"| & (?:vous|moi|nous)\b"
    r"|,? (?:et|&) (?:fils|filles?|fr[eè]res|s(?:œ|oe)urs|cie|associ[ée]s|compagnie|co)\b|,? (?:fils"
    r"|fr[eè]res) (?=[A-Z])"
    r"|,? S\.?A\.?(?:R\.?L|S(?:\.?U)?)?\b\.?|,? (?:SNC|EURL|SCOP|GAEC|EARL)\b",
    re.IGNORECASE,
)
_LOOK_BACK = 40
# The last signs of what ``_BEFORE`` finds: looked at first, since most names have nothing of the kind before them.
_LED = re.compile(
    r"(?:['’.\-\n]|['’.\-] |(?:ste?s?|sainte?s?"
    r"|dos|das|da|e[l1]|1[ae]|al|ben|bin|van|von|der|den|ten|aït|ait|abou|abd|ibn"
    r"|di|della|del|mac) )$",
    re.IGNORECASE,
)
_LED_BACK, _FAMILY_BACK = 9, 9
# « Polygone 2 », « cap 3000 », never an amount, an hour, a length or a date.
_NUMBERED = frozenset(
    {Label.COMPANY, Label.THIRD_COMPANY, Label.COMMUNE, Label.PLACE, Label.STREET, Label.DOUBT}
)
_NUMBER_AFTER = re.compile(
    r" \d{1,4}(?![\w/]|[.,]\d| \d{3}(?!\d)| ?[€%]| (?:euros?|eur|ans?|mois|jours?|semaines?|heures?|h|fois|km|kg|m2"
    r"|clients?|personnes?"
    r"|salari[ée]s?|enfants?|janv\w*|f[ée]v\w*|mars|avril|mai|juin|juil\w*|ao[uû]t|sept\w*|oct\w*|nov\w*"
    r"|d[ée]c\w*|rue|avenue|av|bis"
    r"|ter|impasse|all[ée]e|chemin|boulevard|bd|place|route)\b)",
    re.IGNORECASE,
)
# The letter behind a number: « 8979430 B ».
_KEY_AFTER = re.compile(r" ?[B-HJ-NP-XZb-hj-np-xz](?![\w'’]|\.\w)")
_KEYED_FIGURES = 6
# « 06 12 34 56 xx »
_UNFINISHED = re.compile(r" ?(?:[xX]{1,4}\b|[*•]{2,4})")
_NIR_KEY = re.compile(r"[ ,/\-|]{0,3}\(? ?(?:cl[ée]f?)? ?:? ?\d\d\b\)?", re.IGNORECASE)
_NIR_FIGURES = 13
_GLUED = frozenset({Label.NIR, Label.SIRET, Label.PHONE, Label.IBAN})  # « n°281017248577023 »


def widened(text: str, hit: Hit) -> Hit:
    if hit.label == Label.REFERENCE and _figures(text, hit) >= _KEYED_FIGURES:
        key = _KEY_AFTER.match(text, hit.end)
        return replace(hit, end=key.end()) if key else hit
    if hit.label in _GLUED and text[max(0, hit.start - 2) : hit.start].lower() == "n°":
        return replace(hit, start=hit.start - 2)
    unfinished = _UNFINISHED.match(text, hit.end) if hit.label in _GLUED else None
    if unfinished:
        return replace(hit, end=unfinished.end())
    if hit.label == Label.NIR and _figures(text, hit) == _NIR_FIGURES:
        key = _NIR_KEY.match(text, hit.end)
        return replace(hit, end=key.end()) if key else hit
    if hit.label not in _NAMES:
        return hit
    hit = _whole_token(text, hit)
    led = _LED.search(text[max(0, hit.start - _LED_BACK) : hit.start])
    before = _BEFORE.search(text[max(0, hit.start - _LOOK_BACK) : hit.start]) if led else None
    start = hit.start - len(before.group()) if before and not _is_speech(before.group()) else hit.start
    head = _HEADS.search(text[max(0, start - _LOOK_BACK) : start]) if _is_place(text, hit) else None
    if head is None and hit.label in _PERSONS:
        head = _FAMILY.search(text[max(0, start - _FAMILY_BACK) : start])
    start -= len(head.group()) if head else 0
    after = _AFTER.match(text, hit.end)
    if after is None and hit.label in _TAILED:
        after = _TAIL.match(text, hit.end)
    if after is None and hit.label in _NUMBERED:
        after = _NUMBER_AFTER.match(text, hit.end)
    return _whole_token(text, replace(hit, start=start, end=after.end() if after else hit.end))


def _figures(text: str, hit: Hit) -> int:
    return sum(sign.isdigit() for sign in text[hit.start : hit.end])


def _whole_token(text: str, hit: Hit) -> Hit:
    """« 14bisboulevardHugo », « 5aint »: figures glued to a name go with it."""
    start, end = hit.start, hit.end
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return replace(hit, start=start, end=end)


def _is_place(text: str, hit: Hit) -> bool:
    return hit.label in _PLACES or (hit.label == Label.DOUBT and text[hit.start].isupper())


def _is_speech(before: str) -> bool:
    """« L’ » and « J’ » are elided words of any sentence, « M. » is a civility."""
    if re.fullmatch(r"[^\W\d_] ?['’] ?", before):
        return before[0] not in "NOno"
    return before.upper().startswith("M.") or (before[0] in "acny" and before[1:2] == ".")
