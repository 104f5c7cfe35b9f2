"""Legal dates. Pure: dates in, dates out, in the organisation's own calendar."""

import calendar
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """Day for day; the last day of a shorter month when the day does not exist (31 December + 2 → 28 February)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def silence_refuses_on(received_on: date, months: int = 2) -> date:
    """The day on which silence is a refusal: two months for a request of a financial nature (CRPA L231-4 3°)."""
    return add_months(received_on, months)


def resumed_due_on(due_on: date, stopped_on: date, resumed_on: date) -> date:
    """The deadline, later by the days the clock stood still (CRPA L114-5)."""
    return due_on + (resumed_on - stopped_on)


def half_time(asked_on: date, due_on: date) -> date:
    """The day of the one reminder: the middle of the delay, rounded up."""
    return asked_on + timedelta(days=-(-(due_on - asked_on).days // 2))


def lapses_on(due_on: date, days: int) -> date:
    """The first day on which a request without its papers may be closed: ``days`` whole days after the deadline."""
    return due_on + timedelta(days=days + 1)


def half_month_of(day: date) -> date:
    """The 1st or the 16th, whichever came last on ``day``: as much of a deadline as a board is told."""
    return day.replace(day=1 if day.day < 16 else 16)
