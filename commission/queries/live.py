"""Where a sitting stands, for the screens that follow it: a mark that changes when what its reader sees changes.

The mark is made of what this reader sees and of nothing else. A number kept beside the sitting would move with a file
the reader has nothing to do with, and would tell them so.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.crypto import salted_hmac

from commission.enums import ItemState, SittingKind
from commission.models import AgendaItem, Attendance, Proxy, Sitting, Turnout
from commission.models.agenda import ORDER
from commission.queries.visible import Reader, items_visible_to, sittings_visible_to, values_of
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.prepared import Prepared

_BEHIND = (ItemState.CLOSED, ItemState.DEFERRED, ItemState.DROPPED)


@dataclass(frozen=True)
class Step:
    """One file of the agenda, as far as the reader sees it. ``voted``: the reader's own ballot is in."""

    token: str
    state: str
    voted: bool


@dataclass(frozen=True)
class Pulse:
    """``version``: opaque. ``open``: tokens of the files whose vote is open, as far as the reader sees them."""

    version: str
    open: list[str]


def steps_of(sitting_id: UUID, actor: Actor) -> list[Step]:
    """The agenda in its order, three words a file: one query by the key of the sitting."""
    return [Step(*row) for row in _agenda(sitting_id=sitting_id, **values_of(actor))]


@Prepared
def _agenda(sitting_id: UUID, **reader: Any) -> QuerySet[AgendaItem, tuple[str, str, bool]]:
    mine = Turnout.objects.filter(item=OuterRef("pk"), member__user_id=reader["user_id"])
    seen = items_visible_to(Reader(**reader)).filter(sitting=sitting_id).order_by(*ORDER)
    return seen.annotate(mine=Exists(mine)).values_list("token", "state", "mine")


def pulse_of(sitting_id: UUID, actor: Actor) -> Pulse | None:
    """Reads by the key of the sitting alone. None when the reader does not see it."""
    seen = sittings_visible_to(actor).filter(pk=sitting_id)
    sitting = seen.annotate(moved=moves(OuterRef("pk"))).first()
    return pulse(sitting, steps_of(sitting_id, actor), actor, sitting.moved) if sitting is not None else None


def moves(sitting: OuterRef) -> Combinable:
    """How many passages and proxies, given and ended, for a query that reads the sitting: none is ever taken away.

    Not the hour of the last one: a line may be written after another with an earlier hour.
    """
    passages = Attendance.objects.filter(sitting=sitting).order_by().values("sitting")
    proxies = Proxy.objects.filter(sitting=sitting).order_by().values("sitting")
    return Coalesce(Subquery(passages.annotate(n=Count("pk")).values("n")), 0) + Coalesce(
        Subquery(proxies.annotate(n=Count("pk") + Count("ended_at")).values("n")), 0
    )


def pulse(sitting: Sitting, steps: Sequence[Step], actor: Actor, moved: int) -> Pulse:
    """``moved`` comes by ``moves``. No query; for the secretary one, how many ballots came in.

    Who takes part in a consultation is nobody's business before its end.
    """
    opened = [step.token for step in steps if step.state == ItemState.OPEN]
    seen = [
        sitting.state,
        opened,
        sum(step.state in _BEHIND for step in steps),
        sum(step.voted for step in steps),
        (moved, sitting.chair_id) if sitting.kind != SittingKind.CONSULTATION else (),
        _received(sitting, actor) if opened else 0,
    ]
    return Pulse(version=salted_hmac("commission.live", json.dumps(seen)).hexdigest()[:16], open=opened)


def _received(sitting: Sitting, actor: Actor) -> int:
    """Ballots of the open votes, told to the secretary alone."""
    if sitting.board_code not in actor.secretary_board_codes:
        return 0
    votes = Turnout.objects.filter(item__sitting=sitting, item__state=ItemState.OPEN)
    return votes.aggregate(n=Count("pk"))["n"]
