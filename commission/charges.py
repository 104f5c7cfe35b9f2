"""Who bears an aid (CSS D612-5), and how an amount is shared between those who do. Pure; money in euro cents."""

from collections.abc import Mapping
from enum import StrEnum

PER_MILLE = 1_000


class Charge(StrEnum):
    """The scheme or the branch an aid is charged to."""

    MALADIE = "maladie"
    VIEILLESSE = "vieillesse"
    RID = "rid"
    RCI = "rci"


CHARGE_LABELS: dict[Charge, str] = {
    Charge.MALADIE: "Branche maladie",
    Charge.VIEILLESSE: "Branche vieillesse",
    Charge.RID: "Régime invalidité-décès (RID)",
    Charge.RCI: "Régime complémentaire (RCI)",
}

Shares = Mapping[Charge, int]  # per mille, adding up to 1 000
Rooms = Mapping[Charge, int | None]  # cents left; None: not limited

# A board is not told which contributions an ACED pays: all of them are "other contributions" in the words of D612-5.
_CONTRIBUTIONS: Shares = {Charge.MALADIE: 430, Charge.VIEILLESSE: 570}
_SUPPORT: Shares = {Charge.RCI: PER_MILLE}
_OWN: dict[str, Shares] = {"aced": _CONTRIBUTIONS}


def default_shares(aid_code: str) -> Shares:
    """The shares of D612-5 while no dated row says otherwise."""
    return _OWN.get(aid_code, _SUPPORT)


def parts(amount_cents: int, shares: Shares) -> dict[Charge, int]:
    """``amount_cents`` shared to the cent: the parts always add up, and none shrinks when the amount grows.

    Whole cents first, then one more, in turn, to whom the next cent is most due (D'Hondt's rule).
    """
    owed = {charge: amount_cents * share // PER_MILLE for charge, share in shares.items() if share}
    for _ in range(amount_cents - sum(owed.values())):
        owed[max(owed, key=lambda charge: shares[charge] / (owed[charge] + 1))] += 1
    return owed


def fits(amount_cents: int, shares: Shares, rooms: Rooms) -> bool:
    return all(
        (room := rooms[charge]) is None or part <= room
        for charge, part in parts(amount_cents, shares).items()
    )


def largest(shares: Shares, rooms: Rooms, *, wanted_cents: int) -> int:
    """The largest amount, at most ``wanted_cents``, of which every part fits. Parts only grow: halves are enough."""
    if fits(wanted_cents, shares, rooms):
        return wanted_cents
    low, high = 0, wanted_cents
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle, shares, rooms) else (low, middle)
    return low
