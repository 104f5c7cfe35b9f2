"""No letter carries a full social security number or a full IBAN: the text is searched before it is written."""

import re

from stdnum import iban
from stdnum.fr import nir

_SPACE = "[ .\u00a0\u202f]?"
# Look-ahead groups, so that a candidate hidden behind another one is found too.
_NIR_LIKE = re.compile(rf"(?<!\d)(?=([12378](?:{_SPACE}\d){{5}}{_SPACE}[\dAB](?:{_SPACE}\d){{6,8}}(?!\d)))")
_IBAN_LIKE = re.compile(rf"(?<![0-9A-Z])(?=([A-Z]{{2}}\d\d(?:{_SPACE}[0-9A-Z]){{11,30}}))")
# Characters in an IBAN, for the countries where self-employed people of the scheme hold an account.
_IBAN_LENGTHS = {
    "AT": 20, "BE": 16, "CH": 21, "DE": 22, "ES": 24, "FR": 27, "GB": 22, "IE": 22, "IT": 27, "LT": 20, "LU": 20,
    "MC": 27, "NL": 18, "PT": 25,
}  # fmt: skip
_NIR_SHAPE = re.compile(r"[12378]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{6}")


def _compact(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text)


def _is_nir(candidate: str) -> bool:
    """Thirteen characters of the right shape, or fifteen whose key is right."""
    if len(candidate) == 15:
        return nir.is_valid(candidate)
    return bool(_NIR_SHAPE.fullmatch(candidate))


def holds_nir(text: str) -> bool:
    return any(_is_nir(_compact(found[1])) for found in _NIR_LIKE.finditer(text.upper()))


def holds_iban(text: str) -> bool:
    candidates = (_compact(found[1]) for found in _IBAN_LIKE.finditer(text.upper()))
    return any(iban.is_valid(candidate[: _IBAN_LENGTHS.get(candidate[:2], 0)]) for candidate in candidates)
