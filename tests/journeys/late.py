"""Stories that begin late: what came before is done by the services, at once."""

from datetime import datetime, time, timedelta

from commission.models import Sitting
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
    room = _room(cast, sitting, now)
    (token,) = room.schedule(aid_request.board_links.get().token)
    room.open(*present)
    room.open_vote(token)
    cast.work()
    path = path_of(sitting)
    return path, f"{path}dossiers/{token}/"


def published(cast: Cast, *, days: int = 0) -> Room:
    """A sitting begun at midnight, ``days`` from today, on one request; its agenda is read by the members."""
    token = cast.sent("aced").board_links.get().token
    cast.work()
    now = clock.now() + timedelta(days=days)
    sitting = SittingFactory(held_on=clock.local_date(now, "Europe/Paris"), starts_at=time(0))
    room = _room(cast, sitting, now - timedelta(minutes=1))
    room.schedule(token)
    return room.publish()


def path_of(sitting: Sitting) -> str:
    return f"/commission/seances/{sitting.pk}/"


def _room(cast: Cast, sitting: Sitting, now: datetime) -> Room:
    return Room(secretary=cast.secretary, titulars=cast.members, substitutes=[], sitting=sitting, now=now)
