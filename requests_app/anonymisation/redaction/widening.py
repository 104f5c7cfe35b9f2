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
    }
)
_BEFORE = re.compile(
    r"(?:(?<![^\W\d_])[^\W\d_] ?['’] ?|(?<![\w’'])s(?:ain)?te?s?\.?[ \-\n]|(?:[^\W\d_]+-){1,3}"
    r"|(?<![\w.])[A-ZÀ-Ý]\. ?-? ?"
    r"|(?:(?<![^\W\d_])(?:dos|das|da|el|al|ben|bin|van|von|der|den|ten|aït|ait|abou|abd|ibn|di|della|del"
    r"|mac)[ \-]){1,3})$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:-[^\W\d_]+)+|['’][^\W\d_]{2,}"
    r"|,? (?:et|&) (?:fils|filles?|fr[eè]res|s(?:œ|oe)urs|cie|associ[ée]s|compagnie|co)\b|,? (?:fils"
    r"|fr[eè]res) (?=[A-Z])"
    r"|,? S\.?A\.?(?:R\.?L|S(?:\.?U)?)?\b\.?|,? (?:SNC|EURL|SCOP|GAEC|EARL)\b",
    re.IGNORECASE,
)
_LOOK_BACK = 40


def widened(text: str, hit: Hit) -> Hit:
    if hit.label not in _NAMES:
        return hit
    before = _BEFORE.search(text[max(0, hit.start - _LOOK_BACK) : hit.start])
    start = hit.start - len(before.group()) if before and not _is_speech(before.group()) else hit.start
    after = _AFTER.match(text, hit.end)
    return replace(hit, start=start, end=after.end() if after else hit.end)


def _is_speech(before: str) -> bool:
    """« L’ » and « J’ » are elided words of any sentence, « M. » is a civility."""
    if re.fullmatch(r"[^\W\d_] ?['’] ?", before):
        return before[0] not in "NOno"
    return before.upper().startswith("M.") or (before[0].islower() and before[1:2] == ".")
