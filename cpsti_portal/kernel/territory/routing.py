"""From the place of activity to the body that instructs and the board that decides (rule R9 of the scheme)."""

from dataclasses import dataclass

from cpsti_portal.kernel.errors import DomainError
from cpsti_portal.kernel.territory.models import Board, Department, Organisation

# Postcodes that do not begin with the code of their own territory.
_OWN_TERRITORY = {"97133": "977", "97150": "978"}


@dataclass(frozen=True)
class Route:
    department: Department
    organisation: Organisation
    board: Board


def department_of_postcode(postcode: str) -> str:
    """Department code of a French postcode: "97410" → "974", "20167" → "2A", "75011" → "75"."""
    digits = postcode.replace(" ", "")
    if digits in _OWN_TERRITORY:
        return _OWN_TERRITORY[digits]
    if digits.startswith(("97", "98")):
        return digits[:3]
    if digits.startswith("20"):
        return "2A" if digits < "20200" else "2B"
    return digits[:2]


def route(department_code: str) -> Route:
    """The route of a request. DomainError ``territory.unserved`` when no organisation serves the place."""
    department = (
        Department.objects.select_related("organisation__region__board").filter(code=department_code).first()
    )
    if department is None:
        raise DomainError(
            "territory.unserved",
            "Aucune Urssaf ni caisse générale ne suit ce lieu d’activité. "
            "Vérifiez le code postal, ou appelez le 3698 pour être orienté.",
        )
    organisation = department.organisation
    return Route(department=department, organisation=organisation, board=organisation.region.board)
