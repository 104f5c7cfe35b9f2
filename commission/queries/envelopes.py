"""The envelopes of a board: which charge bears a file, what is left, and what a reader is told of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from commission.charges import Charge, Shares, default_shares
from commission.ledger import BALANCES, kinds_of
from commission.models import ChargeSplit, Envelope, EnvelopeEntry, EnvelopeRule


def shares_on(*, aid_codes: Iterable[str], on: date) -> dict[str, Shares]:
    """To what each aid is charged on the day ``on``, in per mille: one query, whatever the number of aids."""
    codes = set(aid_codes)
    dated = ChargeSplit.objects.filter(aid_code__in=codes, starts_on__lte=on).order_by("starts_on")
    known = {row.aid_code: {charge: getattr(row, charge.value) for charge in Charge} for row in dated}
    return {code: known.get(code) or default_shares(code) for code in codes}


def is_required(*, board_code: str) -> bool:
    """Whether this board grants nothing while its year is not allotted."""
    return EnvelopeRule.objects.filter(board_code=board_code, required=True).exists()


def held_by(*, tokens: Iterable[str], kinds: Iterable[str]) -> dict[str, dict[int, int]]:
    """What ``kinds`` of entries come to for each file: token → envelope → cents, without what comes to nothing."""
    rows = (
        EnvelopeEntry.objects.filter(board_file__in=set(tokens), kind__in=[*kinds])
        .order_by()
        .values_list("board_file_id", "envelope_id")
        .annotate(total=Sum("amount_cents"))
    )
    found: dict[str, dict[int, int]] = {}
    for token, envelope, total in rows:
        if total:
            found.setdefault(token, {})[envelope] = total
    return found


@dataclass(frozen=True)
class Drift:
    """A balance that is not the sum of its movements; cents."""

    envelope: str
    column: str
    written: int
    summed: int


def drifts() -> tuple[int, list[Drift]]:
    """How many envelopes there are, and every balance that its movements do not give. One query."""
    sums = {
        f"sum_{column}": Coalesce(
            Sum("entries__amount_cents", filter=Q(entries__kind__in=kinds_of(column))), 0
        )
        for column in BALANCES
    }
    rows = list(Envelope.objects.order_by("board_code", "year", "charge").annotate(**sums))
    found = [
        Drift(str(row), column, getattr(row, column) or 0, getattr(row, f"sum_{column}"))
        for row in rows
        for column in BALANCES
        if (getattr(row, column) or 0) != getattr(row, f"sum_{column}")
    ]
    return len(rows), found
