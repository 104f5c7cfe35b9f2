"""The accounts worth trying first, for the table that the demonstration prints."""

from collections.abc import Iterator
from dataclasses import dataclass

from cpsti_portal.demo.accounts import DOMAIN, PASSWORD
from requests_app.models import AidRequest
from requests_app.workflow import State

_SHOWN_STATES = (State.DRAFT, State.INCOMPLETE, State.SCHEDULED, State.NOTIFIED)


@dataclass(frozen=True)
class Line:
    role: str
    place: str
    email: str
    password: str = PASSWORD


def lines() -> Iterator[Line]:
    yield from _applicants()
    yield Line("Gestionnaire", "Urssaf Bretagne", f"gestionnaire1@urssaf-bretagne.{DOMAIN}")
    yield Line("Gestionnaire", "CGSS de La Réunion", f"gestionnaire1@cgss-de-la-reunion.{DOMAIN}")
    yield Line("Secrétaire de la commission", "Bretagne", f"secretaire@bretagne.{DOMAIN}")
    yield Line("Présidence de la commission", "Bretagne", f"membre1@bretagne.{DOMAIN}")
    yield Line("Membre de la commission", "Bretagne", f"membre2@bretagne.{DOMAIN}")
    yield Line("Administration", "France entière", f"admin@{DOMAIN}")


def _applicants() -> Iterator[Line]:
    """One in each of the states that show most, in Bretagne when there is one."""
    for state in _SHOWN_STATES:
        found = AidRequest.objects.filter(state=state.value).select_related("organisation", "applicant")
        one = found.filter(organisation="urssaf-bretagne").order_by("submitted_at", "id").first()
        one = one or found.order_by("created_at", "id").first()
        if one is not None:
            yield Line(f"Demandeur, {one.get_state_display().lower()}", _place(one), one.applicant.email)


def _place(aid_request: AidRequest) -> str:
    return aid_request.organisation.name if aid_request.organisation else "Brouillon"
