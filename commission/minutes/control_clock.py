"""The clock of the State control service (CSS L151-1, R151-1, through L612-2 and R612-7). Pure: dates in, dates out.

The day on which the complete file is received counts for nothing, nor does the last one: the service may still act on
the day after the eighth whole day. Received on a Saturday, a Sunday or a holiday, the file is taken as received on
the next working day.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from cpsti_portal.kernel import holidays

CONTROL_DAYS = 8  # what the law gives the service, whatever the board holds its payments for
MINISTER_DAYS = 40  # to annul a decision suspended as unlawful (CSS L151-1)


@dataclass(frozen=True)
class Delay:
    """``starts_on``: the day that counts for nothing. ``last_day``: the last one on which the service may act."""

    starts_on: date
    last_day: date

    @property
    def free_on(self) -> date:
        return self.last_day + timedelta(days=1)


def clear_days(*, complete_on: date, days: int, regions: Collection[str] = ()) -> Delay:
    """``days`` clear days from the reception of the complete file; 0: nothing waits."""
    if days == 0:
        return Delay(starts_on=complete_on, last_day=complete_on - timedelta(days=1))
    starts_on = holidays.next_working_day(complete_on, regions=regions)
    return Delay(starts_on=starts_on, last_day=starts_on + timedelta(days=days + 1))


def minister_until(suspended_on: date) -> date:
    """The last day on which a decision suspended as unlawful may be annulled."""
    return suspended_on + timedelta(days=MINISTER_DAYS)
