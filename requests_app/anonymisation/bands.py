"""From exact values to the bands a board sees. Pure."""

from datetime import date
from itertools import pairwise

# What the aid does not ask, or nobody knows: the sheet leaves the line out.
UNKNOWN = ""
_NARROW, _NBSP = "\u202f", "\u00a0"
# Up to which amount (in euros) money is rounded to which step: the larger the sum, the rarer it is.
_STEPS = ((2_000, 50), (5_000, 100), (20_000, 500), (100_000, 5_000))
_LARGEST_STEP = 25_000
_TURNOVERS = (10_000, 20_000, 35_000, 50_000, 80_000, 150_000, 300_000)
_SENIORITY = ((12, "moins d’un an"), (60, "de 1 à 4 ans"), (120, "de 5 à 9 ans"), (240, "de 10 à 19 ans"))
ASKED_STEP_CENTS = 50_00


def age_band(age: int | None) -> str:
    """Ten years wide: « 40 à 49 ans »."""
    if age is None:
        return UNKNOWN
    if age < 30:
        return "moins de 30 ans"
    if age >= 70:
        return "70 ans et plus"
    low = age // 10 * 10
    return f"{low} à {low + 9} ans"


def seniority_band(months: int | None) -> str:
    if months is None:
        return UNKNOWN
    return next((label for limit, label in _SENIORITY if months < limit), "20 ans et plus")


def quarter(day: date) -> str:
    """« 4e trimestre 2026 »: never finer."""
    rank = (day.month - 1) // 3 + 1
    return f"{rank}{'er' if rank == 1 else 'e'} trimestre {day.year}"


def money_band(cents: int | None) -> str:
    """« environ 1 050 € »: rounded to 50 €, more for larger sums."""
    if cents is None:
        return UNKNOWN
    rounded = _rounded(abs(cents))
    if rounded == 0:
        return f"0{_NBSP}€" if cents == 0 else f"moins de 50{_NBSP}€"
    return f"environ {'−' if cents < 0 else ''}{_euros(rounded)}"


def _rounded(cents: int) -> int:
    """Whole euros, half steps upwards."""
    euros = cents / 100
    step = next((step for limit, step in _STEPS if euros <= limit), _LARGEST_STEP)
    return int(euros / step + 0.5) * step


def turnover_band(cents: int | None) -> str:
    """Eight wide bands: a turnover is what a town remembers of a shop."""
    if cents is None:
        return UNKNOWN
    if cents < _TURNOVERS[0] * 100:
        return f"moins de {_euros(_TURNOVERS[0])}"
    for low, high in pairwise(_TURNOVERS):
        if cents < high * 100:
            return f"de {_grouped(low)} à {_euros(high)}"
    return f"{_euros(_TURNOVERS[-1])} et plus"


def shown_asked_cents(asked_cents: int, proposed_cents: int) -> int:
    """The amount asked, rounded up to 50 €: a board that grants what it reads never grants less than was asked.

    When the caseworker proposes exactly what was asked, rounding would hide nothing and look like a difference.
    """
    if asked_cents == proposed_cents:
        return asked_cents
    return -(-asked_cents // ASKED_STEP_CENTS) * ASKED_STEP_CENTS


def shown_ceiling_cents(ceiling_cents: int, proposed_cents: int) -> int:
    """The ceiling rounded down to 50 €, never under the proposal: some ceilings are the account of the person."""
    rounded = ceiling_cents // ASKED_STEP_CENTS * ASKED_STEP_CENTS or ceiling_cents
    return max(rounded, min(proposed_cents, ceiling_cents))


def _grouped(euros: int) -> str:
    return f"{euros:,}".replace(",", _NARROW)


def _euros(euros: int) -> str:
    return f"{_grouped(euros)}{_NBSP}€"
