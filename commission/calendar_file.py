"""The calendar file of a sitting (RFC 5545, RFC 5546): what a member's own calendar understands. Pure.

One sitting is one event: its UID never changes, and its SEQUENCE grows with each change, so that a calendar replaces
what it holds. The hour is that of the board, in its own zone, overseas too.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

# A calendar keeps a place for a sitting; nobody knows when one ends.
KEPT = timedelta(hours=3)
REQUEST, CANCEL = "REQUEST", "CANCEL"
NAME = "seance.ics"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """``held_on`` and ``starts_at`` are those of the board, in ``zone``. ``stamp``: when this state was made."""

    uid: str
    sequence: int
    method: str
    held_on: date
    starts_at: time
    zone: str
    title: str
    place: str
    link: str
    board: str
    sender: str
    recipient: str
    replaces: bool
    stamp: datetime


def calendar_of(entry: Entry) -> bytes:
    """The file. It names nobody but its reader, and nothing of the files of the sitting."""
    calendar = Calendar()
    calendar.add("prodid", "-//Action sociale des independants//Seances//FR")
    calendar.add("version", "2.0")
    calendar.add("method", entry.method)
    calendar.add_component(_event(entry))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp)
    event.add("dtstart", datetime.combine(entry.held_on, entry.starts_at, ZoneInfo(entry.zone)))
    event.add("duration", KEPT)
    event.add("summary", entry.title)
    event.add("location", entry.place)
    event.add("url", entry.link)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if entry.method == CANCEL else "CONFIRMED")
    event.add("organizer", _address(entry.sender, CN=entry.board))
    role = "OPT-PARTICIPANT" if entry.replaces else "REQ-PARTICIPANT"
    event.add("attendee", _address(entry.recipient, ROLE=role, RSVP="FALSE"), encode=0)
    return event


def _address(mail: str, **parameters: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{mail}")
    address.params.update({name: vText(value) for name, value in parameters.items()})
    return address
