"""From the place of activity to the body that instructs and the board that decides (rule R9 of the scheme)."""

from dataclasses import dataclass

from cpsti_portal.kernel.errors import DomainError
from cpsti_portal.kernel.territory.models import Board, Department, Organisation
from cpsti_portal.kernel.territory.postcodes import department_of_postcode

__all__ = ["Route", "department_of_postcode", "route"]


@dataclass(frozen=True)
class Route:
    department: Department
    organisation: Organisation
    board: Board


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
