"""What ties a member of a board to a request: the same business, a relative's, the same commune of work. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from requests_app.anonymisation.cleaning import folded


class InterestKind(StrEnum):
    OWN_SIREN = "own_siren"
    RELATIVE_SIREN = "relative_siren"
    RELATIVE_NAME = "relative_name"
    COMMUNE = "commune"


class Tie(StrEnum):
    """FAMILY: the request of the member or of a relative. NEAR: it may be, or they work in the same place."""

    NONE = "none"
    NEAR = "near"
    FAMILY = "family"


_SIRENS = (InterestKind.OWN_SIREN, InterestKind.RELATIVE_SIREN)
_LEGAL_FORMS = {
    "sarl",
    "eurl",
    "sas",
    "sasu",
    "sci",
    "snc",
    "sa",
    "ei",
    "eirl",
    "ets",
    "etablissements",
    "societe",
}


@dataclass(frozen=True)
class Declared:
    kind: InterestKind
    value: str


@dataclass(frozen=True, kw_only=True)
class Business:
    """Whose request it is, as its answers tell. ``siret`` may be empty."""

    siret: str
    name: str
    commune: str
    holder: str


def tie_of(declared: Iterable[Declared], business: Business) -> Tie:
    """The closest tie of one member with one request."""
    found = {_tie(one, business) for one in declared}
    return next((tie for tie in (Tie.FAMILY, Tie.NEAR) if tie in found), Tie.NONE)


def _tie(one: Declared, business: Business) -> Tie:
    if one.kind in _SIRENS:
        return Tie.FAMILY if digits(business.siret)[:9] == one.value else Tie.NONE
    if one.kind is InterestKind.RELATIVE_NAME:
        wanted = name_key(one.value)
        return (
            Tie.NEAR
            if wanted and wanted in {name_key(business.name), name_key(business.holder)}
            else Tie.NONE
        )
    return Tie.NEAR if name_key(one.value) == name_key(business.commune) else Tie.NONE


def digits(typed: str) -> str:
    return re.sub(r"\D", "", typed)


def name_key(typed: str) -> str:
    """« SARL Le Goff & Fils » and « le goff fils » are one: words without signs, legal form or order."""
    words = re.findall(r"[a-z0-9]+", folded(typed))
    return " ".join(sorted(word for word in words if word not in _LEGAL_FORMS))


def next_boards(code: str, codes: Iterable[str]) -> list[str]:
    """The other boards in their fixed order, from the one after ``code``, round to the one before it."""
    ordered = sorted(set(codes) - {code})
    return [one for one in ordered if one > code] + [one for one in ordered if one < code]
