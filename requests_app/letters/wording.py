"""Dates and amounts as a letter writes them. Pure, and independent of the active language."""

from datetime import date

from cpsti_portal.kernel.sheets import NO_BREAK_SPACE

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def long_date(day: date) -> str:
    """``1er mars 2027``, held together by no-break spaces."""
    number = "1er" if day.day == 1 else str(day.day)
    return NO_BREAK_SPACE.join((number, MONTHS[day.month - 1], str(day.year)))


def euros(cents: int) -> str:
    """Euro cents as ``1 234,50 €``. The letters' font has no narrow no-break space: the plain one is used."""
    whole, rest = divmod(cents, 100)
    grouped = f"{whole:,}".replace(",", NO_BREAK_SPACE)
    return f"{grouped},{rest:02d}{NO_BREAK_SPACE}€"


def fingerprint(sha256: str) -> str:
    """The first twelve characters of a SHA-256, in groups of four: enough to compare by eye."""
    return NO_BREAK_SPACE.join(sha256[start : start + 4] for start in (0, 4, 8))
