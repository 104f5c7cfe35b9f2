"""The pages of the board as plain values: sittings, agendas, sheets. No template ever runs a query."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from commission import wording
from commission.enums import (
    AT_DISTANCE,
    COMING,
    KIND_LABELS,
    SITTING_LABELS,
    SITTING_TONES,
    FileState,
    ItemState,
    SittingState,
)
from commission.models import BoardFile, Sitting
from commission.queries.visible import items_visible_to, sittings_visible_to
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.territory.models import Board

PAGE = 20


@dataclass(frozen=True)
class SittingCard:
    id: UUID
    kind_label: str
    board_name: str
    held_on: date
    hour: str
    place: str
    state: str
    label: str
    tone: str
    files: int  # that the reader sees on the agenda, or that were left on it at the end
    examined: int
    is_second_call: bool = False  # valid whatever the number
    at_distance: bool = False


@dataclass(frozen=True)
class PastSittings:
    """One page, newest first. ``older``: key of the next page, None when there is none."""

    cards: list[SittingCard]
    older: UUID | None


def board_names(codes: frozenset[str]) -> dict[str, str]:
    return dict(Board.objects.filter(code__in=codes).values_list("code", "name"))


def every_board_code() -> frozenset[str]:
    return frozenset(Board.objects.order_by("code").values_list("code", flat=True))


def board_name(code: str) -> str:
    return Board.objects.get(code=code).name


def coming_sittings(actor: Actor) -> list[SittingCard]:
    """Open first, then planned, nearest first."""
    coming = sittings_visible_to(actor).filter(state__in=[SittingState.OPEN, *COMING])
    found = cards(coming.order_by("held_on", "starts_at", "id")[:PAGE], actor)
    return sorted(found, key=lambda card: card.state != SittingState.OPEN)


def past_sittings(actor: Actor, *, before: UUID | None = None) -> PastSittings:
    """Pages by key: the sittings held before the sitting ``before``. An unknown key shows the first page."""
    past = sittings_visible_to(actor).filter(
        state__in=[SittingState.CLOSED, SittingState.MISSED, SittingState.CANCELLED]
    )
    last = past.filter(pk=before).first() if before else None
    if last is not None:
        past = past.filter(
            Q(held_on__lt=last.held_on)
            | Q(held_on=last.held_on, starts_at__lt=last.starts_at)
            | Q(held_on=last.held_on, starts_at=last.starts_at, id__lt=last.id)
        )
    found = cards(past.order_by("-held_on", "-starts_at", "-id")[: PAGE + 1], actor)
    shown = found[:PAGE]
    return PastSittings(cards=shown, older=shown[-1].id if len(found) > PAGE else None)


def cards(sittings: QuerySet[Sitting], actor: Actor) -> list[SittingCard]:
    """What a reader does not see is not counted."""
    names = board_names(actor.board_codes)
    seen = items_visible_to(actor).filter(sitting=OuterRef("pk")).order_by().values("sitting")
    counted = sittings.annotate(
        files=_number(seen.exclude(state=ItemState.DROPPED)),
        examined=_number(seen.filter(state=ItemState.CLOSED)),
    )
    return [
        card_of(sitting, names[sitting.board_code], sitting.files, sitting.examined) for sitting in counted
    ]


def _number(items: QuerySet) -> Coalesce:
    """How many, in the query of the sittings."""
    counted = items.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def card_of(sitting: Sitting, board: str, files: int, examined: int) -> SittingCard:
    return SittingCard(
        id=sitting.pk,
        kind_label=KIND_LABELS[sitting.kind],
        board_name=board,
        held_on=sitting.held_on,
        hour=wording.hour(sitting.starts_at),
        place=sitting.place,
        state=sitting.state,
        label=SITTING_LABELS[sitting.state],
        tone=SITTING_TONES[sitting.state],
        files=files,
        examined=examined,
        is_second_call=sitting.recalls_id is not None,
        at_distance=sitting.kind in AT_DISTANCE,
    )


def ready_files_by_board(actor: Actor) -> list[tuple[str, int]]:
    """For a secretary: (board, number of files that wait for a sitting)."""
    names = board_names(actor.secretary_board_codes)
    waiting = BoardFile.objects.filter(board_code__in=names, state=FileState.READY)
    counts = dict(waiting.values_list("board_code").annotate(number=Count("token")).order_by("board_code"))
    return [(names[code], counts.get(code, 0)) for code in sorted(names)]
