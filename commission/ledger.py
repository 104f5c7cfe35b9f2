"""The movements of an envelope and the balance each one moves. Pure."""

from enum import StrEnum

FIRST_YEAR, LAST_YEAR = 2020, 2100
_UNFAVOURABLE = "défavorable"


class Kind(StrEnum):
    ALLOTTED = "allotted"
    CHANGED = "changed"
    RESERVED = "reserved"
    RELEASED = "released"
    GRANTED = "granted"
    GIVEN_BACK = "given_back"
    NOTIFIED = "notified"
    RECALLED = "recalled"
    PAID = "paid"


KIND_LABELS: dict[Kind, str] = {
    Kind.ALLOTTED: "Dotation",
    Kind.CHANGED: "Dotation modifiée",
    Kind.RESERVED: "Réservé",
    Kind.RELEASED: "Libéré",
    Kind.GRANTED: "Accordé",
    Kind.GIVEN_BACK: "Rendu",
    Kind.NOTIFIED: "Notifié",
    Kind.RECALLED: "Notification rendue",
    Kind.PAID: "Versé",
}
# The column of the envelope that a movement adds to; what goes back is negative.
COLUMNS: dict[Kind, str] = {
    Kind.ALLOTTED: "allotted_cents",
    Kind.CHANGED: "allotted_cents",
    Kind.RESERVED: "reserved_cents",
    Kind.RELEASED: "reserved_cents",
    Kind.GRANTED: "granted_cents",
    Kind.GIVEN_BACK: "granted_cents",
    Kind.NOTIFIED: "notified_cents",
    Kind.RECALLED: "notified_cents",
    Kind.PAID: "paid_cents",
}
BALANCES = tuple(dict.fromkeys(COLUMNS.values()))
# Of one file, once and for all. A reservation may come and go: a file leaves an agenda and comes back.
ONCE = (Kind.GRANTED, Kind.GIVEN_BACK, Kind.NOTIFIED, Kind.RECALLED, Kind.PAID)


def kinds_of(column: str) -> tuple[Kind, ...]:
    return tuple(kind for kind, moved in COLUMNS.items() if moved == column)


def to_reserve(*, opinion: str, proposed_cents: int, ceiling_cents: int) -> int:
    """What a file sets aside when it comes on an agenda: the amount proposed, at most its ceiling. Cents.

    An unfavourable opinion proposes nothing and sets nothing aside: when the board grants all the same, it takes from
    what is left. What is set aside keeps the opinion payable until the vote, whatever is granted elsewhere.
    """
    return 0 if opinion == _UNFAVOURABLE else min(proposed_cents, ceiling_cents)
