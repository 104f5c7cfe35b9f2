"""Where a sitting stands, for the screens that follow it: a mark that changes when what its reader sees changes.

The mark is made of what this reader sees and of nothing else. A number kept beside the sitting would move with a file
the reader has nothing to do with, and would tell them so.
"""

import json
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils.crypto import salted_hmac

from commission.enums import ItemState, SittingKind
from commission.models import Attendance, Turnout
from commission.queries.visible import items_visible_to, sittings_visible_to
from cpsti_portal.kernel.accounts.actors import Actor

_BEHIND = (ItemState.CLOSED, ItemState.DEFERRED, ItemState.DROPPED)


@dataclass(frozen=True)
class Pulse:
    """``version``: opaque. ``open``: tokens of the files whose vote is open, as far as the reader sees them."""

    version: str
    open: list[str]


def pulse_of(sitting_id: UUID, actor: Actor) -> Pulse | None:
    """One query by the keys of the sitting. None when the reader does not see it."""
    sitting = with_pulse(sittings_visible_to(actor).filter(pk=sitting_id), actor, sitting="pk").first()
    return read(sitting, sitting.state, actor) if sitting is not None else None


def with_pulse(rows: QuerySet, actor: Actor, *, sitting: str) -> QuerySet:
    """``rows`` with what ``read`` reads; ``sitting`` is how a row names its sitting."""
    seen = items_visible_to(actor).filter(sitting=OuterRef(sitting)).order_by()
    in_the_room = Attendance.objects.filter(sitting=OuterRef(sitting), sitting__kind=SittingKind.LIVE)
    around = in_the_room.annotate(moved=Coalesce(Greatest("arrived_at", "left_at"), "arrived_at"))
    return rows.annotate(
        pulse_open=ArraySubquery(seen.filter(state=ItemState.OPEN).order_by("token").values("token")),
        pulse_behind=_number(seen.filter(state__in=_BEHIND), "sitting"),
        pulse_moved=Subquery(around.order_by("-moved").values("moved")[:1], output_field=DateTimeField()),
        pulse_mine=_number(_votes(actor, sitting).filter(member__user_id=actor.user_id), "item__sitting"),
        pulse_votes=_number(_votes(actor, sitting).filter(_told(actor)), "item__sitting"),
    )


def _votes(actor: Actor, sitting: str) -> QuerySet[Turnout]:
    open_votes = Turnout.objects.filter(item__sitting=OuterRef(sitting), item__state=ItemState.OPEN)
    return open_votes.filter(Exists(items_visible_to(actor).filter(pk=OuterRef("item"))))


def _told(actor: Actor) -> Q:
    """For the secretary how many ballots came in; for a member those they cast, for themselves or for somebody."""
    mine = Q(member__user_id=actor.user_id) | Q(caster__user_id=actor.user_id)
    return mine | Q(item__sitting__board_code__in=actor.secretary_board_codes)


def _number(rows: QuerySet, group: str) -> Coalesce:
    counted = rows.order_by().values(group).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def read(row: Model, state: str, actor: Actor) -> Pulse:
    moved = row.pulse_moved.isoformat() if row.pulse_moved else ""
    seen = json.dumps([state, row.pulse_open, row.pulse_behind, moved, row.pulse_votes])
    return Pulse(version=salted_hmac("commission.live", seen).hexdigest()[:16], open=row.pulse_open)
