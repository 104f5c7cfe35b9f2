"""On which days a second call may be held: CSS R221-5, and the board's own delay."""

from datetime import date, timedelta

from commission import wording
from commission.models import Sitting
from commission.queries import roll
from cpsti_portal.kernel.errors import DomainError


def last_day(*, missed: Sitting) -> date:
    """The last day on which the second call of ``missed`` may be held. One query."""
    return missed.held_on + timedelta(days=roll.book_of(missed).second_call_days)


def refuse_day(*, missed: Sitting, held_on: date) -> None:
    """Raises ``DomainError`` ``second_call.same_day``, ``second_call.late``."""
    if held_on <= missed.held_on:
        raise DomainError("second_call.same_day", "La seconde convocation se tient un autre jour.")
    if held_on > (last := last_day(missed=missed)):
        days = wording.plural((last - missed.held_on).days, "jour", "jours")
        raise DomainError(
            "second_call.late",
            f"La seconde convocation se tient dans les {days}\u00a0: au plus tard le {wording.day(last)}.",
        )
