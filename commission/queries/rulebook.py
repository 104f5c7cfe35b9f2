"""The rules of a board on a day."""

from dataclasses import fields
from datetime import date

from commission.models import BoardRules
from commission.rules import DEFAULT, AmountRule, Rulebook, TieRule

_NAMES = tuple(field.name for field in fields(Rulebook))


def rulebook_of(*, board_code: str, on: date) -> Rulebook:
    """The rules that hold on the day ``on``: those of the last row that began; the defaults before any. One query."""
    begun = BoardRules.objects.filter(board_code=board_code, starts_on__lte=on).order_by("-starts_on")
    row = begun.values(*_NAMES).first()
    if row is None:
        return DEFAULT
    return Rulebook(**(row | {"tie": TieRule(row["tie"]), "amount": AmountRule(row["amount"])}))
