"""Money is integer euro cents everywhere; this is how it is read and written in French. Pure."""

import re
from decimal import Decimal

_THIN_SPACE = "\u202f"
_AMOUNT = re.compile(r"\d{1,9}(?:,\d{1,2})?")
_BLANKS = re.compile(r"[\s\u00a0\u202f]+")


def euros(cents: int) -> str:
    """123450 → « 1 234,50 € », with narrow no-break spaces."""
    sign = "−" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole:,}".replace(",", _THIN_SPACE) + f",{rest:02d}{_THIN_SPACE}€"


def cents(typed: str) -> int:
    """« 1 234,5 », « 1234.50 € » → 123450. ``ValueError`` when it is not a positive amount of at most two decimals."""
    amount = _BLANKS.sub("", typed).removesuffix("€").replace(".", ",")
    if not _AMOUNT.fullmatch(amount):
        raise ValueError(typed)
    return int(Decimal(amount.replace(",", ".")) * 100)
