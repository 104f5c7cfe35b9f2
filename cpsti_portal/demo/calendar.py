"""The year of the demonstration, counted back from the day it is loaded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from cpsti_portal.kernel.territory.models import Board, Department
from requests_app.models import Campaign

# Boards with a longer past and a sitting to hold on the day of the demonstration.
SHOWCASE_BOARDS = ("53", "04")
# The one whose rules delegate urgent aid.
DELEGATING_BOARD = "53"
_PAST = (56, 21)
_LONGER_PAST = (112, 84)
_COMING = 8
SECOND_CALL = timedelta(days=7)


@dataclass(frozen=True)
class Sitting:
    board: Board
    held_on: date

    def is_past(self, today: date) -> bool:
        return self.held_on < today


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant of the working day, in UTC: morning in the Antilles is still the same day in La Réunion."""
    return datetime.combine(day, time(hour, minute), tzinfo=UTC)


def weekday(day: date) -> date:
    """The day itself, or the Friday before a week-end."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


def sittings(board: Board, today: date) -> Iterator[Sitting]:
    """Past ones, perhaps one today, and one to come; oldest first."""
    shown = board.code in SHOWCASE_BOARDS
    back = sorted((*_PAST, *(_LONGER_PAST if shown else ())), reverse=True)
    for days in back:
        yield Sitting(board, weekday(today - timedelta(days=days)))
    if shown:
        yield Sitting(board, today)
    yield Sitting(board, today + timedelta(days=_COMING))


def misses(planned: Sitting, today: date) -> bool:
    """The second oldest of Brittany: its quorum was missed, its second call decided."""
    return planned.board.code == DELEGATING_BOARD and planned.held_on == weekday(
        today - timedelta(days=_LONGER_PAST[1])
    )


def delegates_before(planned: Sitting, today: date) -> bool:
    """Urgent files that were coming to this one are for the delegation of Brittany: one is granted, the others wait."""
    return planned.board.code == DELEGATING_BOARD and planned.held_on == today + timedelta(days=_COMING)


@dataclass(frozen=True)
class Event:
    code: str
    name: str
    days_ago: int
    departments: tuple[str, ...]


EVENTS = (
    Event(
        "tempete-armel",
        "Tempête Armel",
        44,
        ("22", "29", "35", "56", "44", "49", "53", "72", "85", "14", "27", "50", "61", "76"),
    ),
    Event("cyclone-dalia", "Cyclone Dalia", 41, ("974", "976")),
    Event("inondations-du-gard", "Inondations du Gard et de l’Hérault", 38, ("30", "34", "48", "07")),
)


def open_campaigns(today: date) -> None:
    """Three events that open the urgent aid; idempotent."""
    for event in EVENTS:
        event_on = today - timedelta(days=event.days_ago)
        campaign, _ = Campaign.objects.get_or_create(
            code=event.code,
            defaults={
                "name": event.name,
                "event_on": event_on,
                "opens_on": event_on + timedelta(days=1),
                "closes_on": event_on + timedelta(days=75),
                "cap_cents": 200_000,
            },
        )
        campaign.departments.set(Department.objects.filter(code__in=event.departments))


def event_of(department: str) -> Event | None:
    return next((one for one in EVENTS if department in one.departments), None)
