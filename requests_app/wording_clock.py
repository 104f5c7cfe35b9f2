"""How a legal date is told to a caseworker: in days, with a word, never by a colour alone. Pure."""

from dataclasses import dataclass
from datetime import date

from requests_app.letters.wording import long_date
from requests_app.workflow import CLOCK_RUNS, State

_SOON = 15


@dataclass(frozen=True)
class ClockShown:
    """``text``: « dans 6 jours ». ``tone``: late, soon, stopped, or nothing. ``day``: None when no clock runs."""

    text: str
    tone: str = ""
    day: date | None = None


def clock_shown(state: State, due_on: date, stopped_on: date | None, *, on: date) -> ClockShown:
    if stopped_on is not None:
        return ClockShown(f"suspendue depuis le {long_date(stopped_on)}", "stopped")
    if state not in CLOCK_RUNS:
        return ClockShown("sans objet", "stopped")
    left = (due_on - on).days
    tone = "late" if left < 0 else "soon" if left <= _SOON else ""
    return ClockShown(_days(left), tone, due_on)


def _days(left: int) -> str:
    if left < -1:
        return f"dépassée depuis {-left} jours"
    near = {-1: "dépassée depuis hier", 0: "aujourd’hui", 1: "demain"}
    return near.get(left, f"dans {left} jours")
