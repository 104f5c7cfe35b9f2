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
    r"(?:(?<![^\W\d_])[A-ZÀ-Ýno] ?['’] ?|(?<![\w’'])(?:[Ss](?:ain)?te?s?|S(?:AIN)?TE?S?)\.?[ \-\n]|(?:[^\W\d_]+-){1,3}|(?<![\w.])[A-ZÀ-Ý]\. ?-? ?)$"
)
_AFTER = re.compile(
    r"(?:-[^\W\d_]+)+|['’][^\W\d_]{2,}"
    r"|,? (?:et|&) (?:fils|filles?|fr[eè]res|s(?:œ|oe)urs|cie|associ[ée]s|compagnie|co)\b|,? (?:fils|fr[eè]res) (?=[A-Z])"
    r"|,? S\.?A\.?(?:R\.?L|S(?:\.?U)?)?\b\.?|,? (?:SNC|EURL|SCOP|GAEC|EARL)\b",
    re.IGNORECASE,
)
_LOOK_BACK = 40


def widened(text: str, hit: Hit) -> Hit:
    if hit.label not in _NAMES:
        return hit
    before = _BEFORE.search(text[max(0, hit.start - _LOOK_BACK) : hit.start])
    start = (
        hit.start - len(before.group()) if before and not _is_speech(text, hit, before.group()) else hit.start
    )
    after = _AFTER.match(text, hit.end)
    return replace(hit, start=start, end=after.end() if after else hit.end)


def _is_speech(text: str, hit: Hit, before: str) -> bool:
    """« J’Olivier » and « S’Anna » are no names, « L’ » and « D’ » open sentences; « M. » is a civility."""
    if re.fullmatch(r"[JCSTM] ?['’] ?", before) or before.startswith("M."):
        return True
    return before[0] in "LD" and before[-1] in "'’ " and len(before) < 4
