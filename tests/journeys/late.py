"""Stories that begin late: what came before is done by the services, at once."""

from datetime import timedelta

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
    (token,) = room.schedule(aid_request.board_links.get().token)
    room.open(*present)
    room.open_vote(token)
    cast.work()
    path = f"/commission/seances/{sitting.pk}/"
    return path, f"{path}dossiers/{token}/"
