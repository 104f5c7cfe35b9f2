"""Who signs the minutes for the chair. Pure: facts in, a rule out.

The chair of the sitting. When the chair's mandate has ended, or when the chair stepped aside from a file that was
examined, in this order, among those who attended and still have a mandate: the president, a vice-president, who stood
in for the chair, any other member by the order of the sheet. Nobody is kept waiting: when each of them stepped aside
from some file, the first of the order signs, and is not shown the file in question.
"""

from collections.abc import Sequence
from dataclasses import dataclass

CHAIR = "Présidence de séance"
# Of a ruling on a file from which the chair stepped aside.
STAND_IN_TITLE = "Membre de la commission, présidant l’examen de ce dossier"
# Of a ruling given by two members, outside a sitting.
DELEGATE_TITLE = "Par délégation de la commission"
PRESIDENT = "Président de la commission"
VICE_PRESIDENT = "Vice-président de la commission"
STAND_IN = "Membre ayant présidé l’examen d’un dossier"
MEMBER = "Membre présent à la séance"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A member who attended and whose mandate holds. ``order``: the place on the sheet."""

    key: int
    order: int
    chaired: bool = False
    president: bool = False
    vice_president: bool = False
    stood_in: bool = False
    stepped_aside: bool = False


def signer(candidates: Sequence[Candidate]) -> Candidate | None:
    """None when nobody who attended has a mandate any more."""
    return min(candidates, key=_rank, default=None)


def _rank(one: Candidate) -> tuple:
    return (
        one.stepped_aside,
        not one.chaired,
        not one.president,
        not one.vice_president,
        not one.stood_in,
        one.order,
    )


def title(one: Candidate) -> str:
    """In what quality the signer signs."""
    if one.chaired:
        return CHAIR
    if one.president:
        return PRESIDENT
    if one.vice_president:
        return VICE_PRESIDENT
    return STAND_IN if one.stood_in else MEMBER
