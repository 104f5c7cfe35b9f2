"""The year of a board on one page: its sittings by month, the last day to publish, the quarters that have none."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from commission import wording, year
from commission.enums import (
    COMING,
    KIND_LABELS,
    NEVER_HELD,
    SITTING_LABELS,
    SITTING_TONES,
    SittingKind,
    SittingState,
)
from commission.models import Sitting
from commission.queries.rulebook import rulebook_of
from commission.queries.visible import sittings_visible_to
from cpsti_portal.kernel.accounts.actors import Actor

QUARTERS = {
    1: "de janvier à mars",
    2: "d’avril à juin",
    3: "de juillet à septembre",
    4: "d’octobre à décembre",
}


@dataclass(frozen=True)
class YearLine:
    """``publish_by``: the last day to publish the agenda, so that members have its files in time."""

    id: UUID
    held_on: date
    day: str
    hour: str
    place: str
    kind: str
    label: str
    tone: str
    publish_by: date
    coming: bool
    late: bool
    holiday: str


@dataclass(frozen=True)
class Month:
    name: str
    lines: list[YearLine]


@dataclass(frozen=True)
class YearPage:
    """``empty_quarters``: sentences, R612-1."""

    year: int
    months: list[Month]
    empty_quarters: list[str]
    sittings: int


@dataclass(frozen=True)
class Proposed:
    """A day of a series: ``note`` tells why it is not ticked, "" when it may be."""

    day: date
    told: str
    note: str


def page_of(actor: Actor, *, board_code: str, in_year: int, today: date) -> YearPage:
    """Two queries, whatever the number of sittings."""
    book = rulebook_of(board_code=board_code, on=today)
    sittings = sittings_visible_to(actor).filter(board_code=board_code, held_on__year=in_year)
    sittings = sittings.exclude(
        kind=SittingKind.DELEGATION
    )  # no sitting of a quarter, nothing to publish in time
    found = list(sittings.order_by("held_on", "starts_at", "id"))
    lines = [_line(one, _delay(one, book.pack_days, book.urgent_pack_days), today) for one in found]
    held = [one.held_on for one in found if one.state not in NEVER_HELD]
    return YearPage(
        year=in_year,
        months=[
            Month(wording.month(number), [line for line in lines if line.held_on.month == number])
            for number in range(1, 13)
        ],
        empty_quarters=[_told(quarter) for quarter in year.quarters_without(held, year=in_year)],
        sittings=len(held),
    )


def proposed(
    *, board_code: str, in_year: int, months: list[int], weekday: int, rank: int, today: date
) -> list[Proposed]:
    """The days of a series, with what stands in the way of some. One query."""
    days = year.returning(in_year, months=months, weekday=weekday, rank=rank)
    there = Sitting.objects.filter(board_code=board_code, held_on__in=days).exclude(state__in=NEVER_HELD)
    taken = set(there.exclude(kind=SittingKind.DELEGATION).values_list("held_on", flat=True))
    return [Proposed(day, wording.long_day(day), _note(day, board_code, taken, today)) for day in days]


def _note(day: date, board_code: str, taken: set[date], today: date) -> str:
    if day < today:
        return "Jour passé"
    if day in taken:
        return "Une séance est déjà prévue ce jour-là"
    name = year.holiday(day, board_code=board_code)
    return f"Jour férié\u00a0: {name}" if name else ""


def _delay(sitting: Sitting, pack_days: int, urgent_pack_days: int) -> int:
    return urgent_pack_days if sitting.kind == SittingKind.CONSULTATION else pack_days


def _line(one: Sitting, days: int, today: date) -> YearLine:
    publish_by = one.held_on - timedelta(days=days)
    return YearLine(
        id=one.pk,
        held_on=one.held_on,
        day=wording.long_day(one.held_on),
        hour=wording.hour(one.starts_at),
        place=one.place,
        kind=KIND_LABELS[SittingKind(one.kind)],
        label=SITTING_LABELS[SittingState(one.state)],
        tone=SITTING_TONES[SittingState(one.state)],
        publish_by=publish_by,
        coming=one.state in COMING,
        late=one.state == SittingState.PLANNED and publish_by < today,
        holiday=year.holiday(one.held_on, board_code=one.board_code),
    )


def _told(quarter: int) -> str:
    return f"Aucune séance {QUARTERS[quarter]}."
