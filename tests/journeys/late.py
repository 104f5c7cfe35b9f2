"""Stories that begin late: what came before is done by the services, at once."""

from datetime import timedelta

from commission.services import agenda
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.models import Membership
from requests_app.models import AidRequest
from tests.factories.commission import Room, SittingFactory
from tests.journeys.acts import Cast


def voting(cast: Cast, aid_request: AidRequest, *present: Membership) -> tuple[str, str]:
    """Today's sitting where the vote on this request is open; returns the path of the sitting and of the file.

    Every member is present when nobody is named.
    """
    cast.work()
    now = clock.now() - timedelta(minutes=30)
    sitting = SittingFactory(held_on=clock.local_date(now, "Europe/Paris"))
    room = Room(secretary=cast.secretary, titulars=cast.members, substitutes=[], sitting=sitting, now=now)
    token = aid_request.board_links.get().token
    agenda.add(actor=room.actor(cast.secretary), sitting_id=sitting.pk, tokens=[token])
    room.open(*present)
    room.open_vote(token)
    cast.work()
    path = f"/commission/seances/{sitting.pk}/"
    return path, f"{path}dossiers/{token}/"
