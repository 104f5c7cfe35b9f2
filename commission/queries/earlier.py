"""What was decided at a distance since the last sitting, and is told at the next one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from commission import wording
from commission.enums import AT_DISTANCE, COMING, KIND_LABELS, ItemState, SittingKind, SittingState
from commission.models import AgendaItem, Sitting
from commission.models.agenda import ORDER
from commission.queries import calendar
from commission.queries.oversight import decided_on
from commission.queries.visible import items_visible_to
from cpsti_portal.kernel.accounts.actors import Actor


def told_at(sitting: Sitting) -> QuerySet[AgendaItem]:
    """The files decided by consultation or by delegation since the live sitting before ``sitting`` opened, and before
    it opens itself: what was decided while the other one was held is told here.

    With their ruling and their sitting. None where another live sitting comes first, or for what is no live sitting.
    One query.
    """
    if sitting.kind != SittingKind.LIVE or sitting.state in (SittingState.MISSED, SittingState.CANCELLED):
        return AgendaItem.objects.none()
    closed = Sitting.objects.filter(board_code=sitting.board_code, closed_at__lt=sitting.opened_at or Now())
    live = closed.filter(kind=SittingKind.LIVE)
    told_before = live.filter(opened_at__gt=OuterRef("sitting__closed_at"))
    items = AgendaItem.objects.filter(
        ~Exists(told_before), sitting__in=closed.filter(kind__in=AT_DISTANCE), state=ItemState.CLOSED
    )
    if sitting.opened_at is None:
        items = items.exclude(Exists(_coming_before(sitting)))
    return items.select_related("ruling", "sitting").order_by("sitting__held_on", *ORDER)


def _coming_before(sitting: Sitting) -> QuerySet[Sitting]:
    sooner = Q(held_on__lt=sitting.held_on) | Q(held_on=sitting.held_on, starts_at__lt=sitting.starts_at)
    states = [*COMING, SittingState.OPEN]
    return Sitting.objects.filter(
        sooner, board_code=sitting.board_code, kind=SittingKind.LIVE, state__in=states
    )


@dataclass(frozen=True)
class EarlierLine:
    sitting_id: UUID
    token: str
    reference: str
    aid_label: str
    day: date
    kind: str
    sentence: str


def lines_of(sitting: Sitting, actor: Actor) -> list[EarlierLine]:
    """What the reader sees of it. One query, one more when there is something to tell."""
    items = list(told_at(sitting).filter(pk__in=items_visible_to(actor).values("pk")))
    zone = calendar.zone_of(board_code=sitting.board_code) if items else ""
    return [
        EarlierLine(
            sitting_id=item.sitting_id,
            token=item.token,
            reference=wording.reference(item.token),
            aid_label=item.shown["aid_label"],
            day=decided_on(item.sitting, item.ruling, zone=zone),
            kind=KIND_LABELS[item.sitting.kind],
            sentence=item.ruling.sentence,
        )
        for item in items
    ]
