"""The money of a board: allotted, set aside for an agenda, granted at the vote, given back. Never more than there is.

Whoever spends locks the envelopes of the board and the year, all of them, by primary key, after the sitting, the item
and the file. Balances are moved by the entries themselves (trigger); constraints refuse whatever would overspend.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now

from commission import charges
from commission.charges import Charge, Shares
from commission.enums import GONE
from commission.ledger import Kind, kinds_of, to_reserve
from commission.models import AgendaItem, BoardFile, Envelope, EnvelopeEntry, Sitting
from commission.queries import envelopes as queries
from commission.services import locks
from cpsti_portal.kernel.errors import Conflict

_RESERVED = kinds_of("reserved_cents")


@dataclass
class _Purse:
    """The locked envelopes of one board and one year, and what is left in each as entries are written.

    ``rooms``: cents, None when not limited, 0 when the year should be allotted and is not.
    """

    by_charge: dict[Charge, Envelope]
    rooms: dict[Charge, int | None]
    entries: list[EnvelopeEntry] = field(default_factory=list)

    def charge_of(self, envelope_id: int) -> Charge:
        return next(charge for charge, one in self.by_charge.items() if one.pk == envelope_id)

    def move(self, kind: Kind, parts: Mapping[Charge, int], **whose) -> None:
        """One entry for each part that is not nothing; what is taken leaves the room, what is given back returns."""
        for charge, cents in parts.items():
            if not cents:
                continue
            if kind not in (Kind.NOTIFIED, Kind.RECALLED, Kind.PAID) and self.rooms[charge] is not None:
                self.rooms[charge] -= cents
            self.entries.append(
                EnvelopeEntry(envelope=self.by_charge[charge], kind=kind.value, amount_cents=cents, **whose)
            )

    def write(self) -> None:
        EnvelopeEntry.objects.bulk_create(self.entries)
        self.entries = []


def locked(*, board_code: str, year: int) -> dict[Charge, Envelope]:
    """Every envelope of one board and one year, by primary key, made when missing: whoever moves one holds them all."""
    rows = (
        Envelope.objects.select_for_update(no_key=True)
        .filter(board_code=board_code, year=year)
        .order_by("pk")
    )
    found = {Charge(one.charge): one for one in rows}
    if len(found) < len(Charge):
        missing = [Envelope(board_code=board_code, year=year, charge=charge.value) for charge in Charge]
        Envelope.objects.bulk_create(missing, ignore_conflicts=True)
        found = {Charge(one.charge): one for one in rows.all()}
    return found


def _purse_of(sitting: Sitting) -> _Purse:
    """Of the year in which the sitting is held: what it decides is charged to that year, whenever it is paid."""
    by_charge = locked(board_code=sitting.board_code, year=sitting.held_on.year)
    rooms = {charge: one.left_cents for charge, one in by_charge.items()}
    if None in rooms.values() and queries.is_required(board_code=sitting.board_code):
        rooms = {charge: room or 0 for charge, room in rooms.items()}
    return _Purse(by_charge, rooms)


def _reserved_by(purse: _Purse, tokens: Iterable[str]) -> dict[str, dict[Charge, int]]:
    held = queries.held_by(tokens=tokens, kinds=_RESERVED)
    return {
        token: {purse.charge_of(envelope): cents for envelope, cents in by_envelope.items()}
        for token, by_envelope in held.items()
    }


def _to_reserve(board_file: BoardFile) -> int:
    return to_reserve(
        opinion=board_file.opinion,
        proposed_cents=board_file.amount_proposed_cents,
        ceiling_cents=board_file.amount_ceiling_cents,
    )


@transaction.atomic
def reserve_all(*, sitting: Sitting, items: Collection[AgendaItem], at: datetime | None = None) -> None:
    """Set aside what each file proposes, as far as there is: the agenda of a short envelope can still be drawn.

    The files are locked. ``at`` None: the hour of the database.
    """
    purse = _purse_of(sitting)
    shares = queries.shares_on(aid_codes={i.board_file.aid_code for i in items}, on=sitting.held_on)
    for item in items:
        split = shares[item.board_file.aid_code]
        cents = charges.largest(split, purse.rooms, wanted_cents=_to_reserve(item.board_file))
        purse.move(Kind.RESERVED, charges.parts(cents, split), **_whose(item, sitting, at))
    purse.write()


def reserve(*, item: AgendaItem, at: datetime | None = None) -> None:
    reserve_all(sitting=item.sitting, items=[item], at=at)


@transaction.atomic
def release_all(*, sitting: Sitting, items: Collection[AgendaItem], at: datetime | None = None) -> None:
    """Put back whatever these files have set aside. Twice is the same as once."""
    purse = _purse_of(sitting)
    _release(purse, sitting, items, at)
    purse.write()


def release(*, item: AgendaItem, at: datetime | None = None) -> None:
    release_all(sitting=item.sitting, items=[item], at=at)


def _release(purse: _Purse, sitting: Sitting, items: Collection[AgendaItem], at: datetime | None) -> None:
    held = _reserved_by(purse, [item.board_file_id for item in items])
    for item in items:
        back = {charge: -cents for charge, cents in held.get(item.board_file_id, {}).items()}
        purse.move(Kind.RELEASED, back, **_whose(item, sitting, at))


def _whose(item: AgendaItem, sitting: Sitting, at: datetime | None) -> dict:
    return {"board_file_id": item.board_file_id, "sitting": sitting, "at": at or Now()}


@transaction.atomic
def room_for(*, board_file: BoardFile) -> int:
    """The most that can be granted to this file now, in cents: its ceiling, or what is left with its own reservation.

    Inside the transaction that closes its vote; the envelopes stay locked until its end.
    """
    item = _item_of(board_file.token)
    purse = _purse_of(item.sitting)
    for charge, cents in _reserved_by(purse, [board_file.token]).get(board_file.token, {}).items():
        if purse.rooms[charge] is not None:
            purse.rooms[charge] += cents
    return charges.largest(
        _shares_of(item, board_file), purse.rooms, wanted_cents=board_file.amount_ceiling_cents
    )


def _item_of(token: str) -> AgendaItem:
    items = AgendaItem.objects.exclude(state__in=GONE).select_related("sitting")
    return items.get(board_file=token)


def _shares_of(item: AgendaItem, board_file: BoardFile) -> Shares:
    aid = board_file.aid_code
    return queries.shares_on(aid_codes=[aid], on=item.sitting.held_on)[aid]


@transaction.atomic
def grant(*, item: AgendaItem, amount_cents: int, at: datetime) -> None:
    """Spend ``amount_cents`` on the file of ``item``, whose reservation ends. Inside the transaction of its ruling.

    Raises ``Conflict`` ``envelope.short`` when it is more than ``room_for`` says.
    """
    purse = _purse_of(item.sitting)
    _release(purse, item.sitting, [item], at)
    shares = _shares_of(item, item.board_file)
    if not charges.fits(amount_cents, shares, purse.rooms):
        raise Conflict(
            "envelope.short",
            "L’enveloppe de l’année ne suffit plus pour ce montant\u00a0: rechargez la page pour voir ce qui reste.",
        )
    purse.move(Kind.GRANTED, charges.parts(amount_cents, shares), **_whose(item, item.sitting, at))
    purse.write()


@transaction.atomic
def give_back(*, token: str, at: datetime, reason: str) -> int:
    """Return what was granted to a file whose ruling is annulled. Returns the cents given back; twice gives nothing.

    What was paid is not there any more: it stays spent until it is recovered, outside the portal.
    """
    granted = _granted_to(token)
    if granted is None:
        return 0
    sitting, parts, seen = granted
    if Kind.PAID in seen or Kind.GIVEN_BACK in seen:
        return 0
    purse = _purse_of(sitting)
    whose = {"board_file_id": token, "sitting": sitting, "at": at, "reason": reason}
    back = {charge: -cents for charge, cents in parts.items()}
    if Kind.NOTIFIED in seen:
        purse.move(Kind.RECALLED, back, **whose)
    purse.move(Kind.GIVEN_BACK, back, **whose)
    purse.write()
    return sum(parts.values())


def note_notified(*, token: str, at: datetime) -> None:
    """The person was told. Twice, late or for a file that was granted nothing, it does no harm."""
    _note(token, (Kind.NOTIFIED,), at)


def note_paid(*, token: str, at: datetime) -> None:
    """The aid was paid, hence notified, should that message not have come yet."""
    _note(token, (Kind.NOTIFIED, Kind.PAID), at)


@transaction.atomic
def _note(token: str, kinds: tuple[Kind, ...], at: datetime) -> None:
    granted = _granted_to(token)
    if granted is None:
        return
    sitting, parts, seen = granted
    if Kind.GIVEN_BACK in seen:
        return
    purse = _purse_of(sitting)
    for kind in kinds:
        if kind not in seen:
            purse.move(kind, parts, board_file_id=token, sitting=sitting, at=_only_the_day(at))
    purse.write()


def _only_the_day(at: datetime) -> datetime:
    """The very second of a letter or of a payment would tie a reference to a request for whoever reads both houses."""
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def _granted_to(token: str) -> tuple[Sitting, dict[Charge, int], set[Kind]] | None:
    """The sitting, the parts granted, and every kind of entry of the file, which is locked first."""
    locks.file(token=token)
    rows = EnvelopeEntry.objects.filter(board_file=token).select_related("envelope", "sitting").order_by("pk")
    entries = list(rows)
    granted = [one for one in entries if one.kind == Kind.GRANTED]
    if not granted:
        return None
    parts = {Charge(one.envelope.charge): one.amount_cents for one in granted}
    return granted[0].sitting, parts, {Kind(one.kind) for one in entries}
