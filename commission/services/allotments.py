"""What the CPSTI gives each board for a year (CSS L612-5), entered by an administrator with its reason."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from commission.charges import CHARGE_LABELS, Charge
from commission.ledger import FIRST_YEAR, LAST_YEAR, Kind
from commission.models import Envelope, EnvelopeEntry
from commission.services.envelopes import locked
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership, Role
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import DomainError, NotAllowed
from cpsti_portal.kernel.money import euros
from cpsti_portal.kernel.territory.models import Board

_LARGEST_CENTS = 100_000_000_000  # a thousand million euros: beyond, a key was stuck


@transaction.atomic
def allot(
    *,
    actor: Actor,
    board_code: str,
    year: int,
    amounts: Mapping[Charge, int],
    reason: str,
    at: datetime,
) -> int:
    """Set what a board may spend in a year by charge, or change it: an administrator's act, with its reason.

    Charges that are not in ``amounts`` stay as they are. Returns how many changed: the same amounts again change
    nothing. Raises ``NotAllowed``, ``DomainError`` ``envelope.board``, ``envelope.year``, ``envelope.amount``,
    ``envelope.reason`` and ``envelope.committed``.
    """
    by = _administrator(actor)
    reason = " ".join(reason.split())
    _check_allotment(board_code, year, amounts, reason)
    rows = locked(board_code=board_code, year=year)
    changed = {charge: cents for charge, cents in amounts.items() if cents != rows[charge].allotted_cents}
    for charge, cents in changed.items():
        one = rows[charge]
        _refuse_below_committed(one, charge, cents)
        EnvelopeEntry.objects.create(
            envelope=one,
            kind=(Kind.ALLOTTED if one.allotted_cents is None else Kind.CHANGED).value,
            amount_cents=cents - (one.allotted_cents or 0),
            at=at,
            by=by,
            reason=reason,
        )
    if changed:
        record(
            action="board.envelope_allotted",
            actor=actor,
            target=rows[next(iter(changed))],
            detail={charge.value: cents for charge, cents in changed.items()},
        )
    return len(changed)


def _refuse_below_committed(one: Envelope, charge: Charge, cents: int) -> None:
    committed = one.reserved_cents + one.granted_cents
    if cents < committed:
        raise DomainError(
            "envelope.committed",
            f"{CHARGE_LABELS[charge]}\u00a0: déjà {euros(one.granted_cents)} accordés et "
            f"{euros(one.reserved_cents)} réservés. La dotation ne peut pas être inférieure à {euros(committed)}.",
        )


def _administrator(actor: Actor) -> Membership:
    held = next((one for one in actor.memberships if one.role == Role.ADMINISTRATOR), None)
    if held is None:
        raise NotAllowed("envelope.not_administrator", "Seule l’administration saisit les dotations.")
    return held


def _check_allotment(board_code: str, year: int, amounts: Mapping[Charge, int], reason: str) -> None:
    if not Board.objects.filter(code=board_code).exists():
        raise DomainError("envelope.board", "Cette commission n’existe pas.")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DomainError("envelope.year", f"L’année est entre {FIRST_YEAR} et {LAST_YEAR}.")
    if not all(0 <= cents <= _LARGEST_CENTS for cents in amounts.values()):
        raise DomainError("envelope.amount", "Cette dotation n’est pas possible\u00a0: vérifiez le montant.")
    if not reason:
        raise DomainError(
            "envelope.reason",
            "Indiquez le motif\u00a0: la notification, l’arrêté ou la décision qui le porte.",
        )
