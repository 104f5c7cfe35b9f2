"""The movements of the envelopes of a year, told by sitting: never by file, nor by the hour of a payment.

A delegation is of one file: those of a year are told together. Members know what each file was granted: a payment is
told to them by charge alone, of files that are enough, and of one file granted alone to nobody.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from commission.balance import Balance
from commission.charges import CHARGE_LABELS, Charge
from commission.disclosure import payments_told
from commission.enums import SITTING_LABELS, SITTING_TONES, SittingKind, SittingState
from commission.ledger import COLUMNS, KIND_LABELS, Kind
from commission.models import Envelope, EnvelopeEntry, Sitting
from commission.queries.visible import entries_visible_to, sittings_visible_to
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.territory.models import Board

PAGE = 20
_ALLOTMENTS = (Kind.ALLOTTED, Kind.CHANGED)
_ALLOTMENTS_TOLD = 40
_GRANTED = {Kind.GRANTED: 1, Kind.GIVEN_BACK: -1}
_BACK = {Kind.GIVEN_BACK: -1, Kind.RECALLED: -1}
_UNTOLD = {"notified": None, "paid": None}
_TOLD = ("allotted", "reserved", "granted", "paid")


@dataclass(frozen=True)
class Allotment:
    label: str
    charge: str
    cents: int
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SittingMoves:
    """What one sitting came to, in cents: the files its reader sees, together.

    ``id`` and ``held_on`` None: all the delegations of the year. ``notified`` and ``paid`` None: not told.
    """

    id: UUID | None = None
    held_on: date | None = None
    label: str
    tone: str
    reserved: int = 0
    granted: int = 0
    notified: int | None = 0
    paid: int | None = 0


@dataclass(frozen=True)
class Payments:
    """Of one charge, in cents. None: not told."""

    notified: int | None = 0
    paid: int | None = 0


@dataclass(frozen=True)
class Moves:
    """One page, the delegations then the newest sitting first. ``older``: key of the next page, None for the last."""

    lines: list[SittingMoves]
    older: UUID | None


@dataclass(frozen=True)
class BoardYear:
    """A board in the view of the whole country; ``allotted`` None: nothing allotted yet. Cents."""

    code: str
    name: str
    allotted: int | None
    reserved: int
    granted: int
    paid: int

    @property
    def used(self) -> str:
        """« 62 % accordés », of an allotted envelope."""
        return f"{100 * self.granted // self.allotted}\u00a0% accordés" if self.allotted else ""

    @property
    def left(self) -> int | None:
        return None if self.allotted is None else self.allotted - self.reserved - self.granted


def moves_of(actor: Actor, *, board_code: str, year: int, before: UUID | None = None) -> Moves:
    """Two queries, whatever the number of files. An unknown key shows the first page."""
    sittings = sittings_visible_to(actor).filter(board_code=board_code, held_on__year=year)
    sittings = sittings.exclude(state=SittingState.CANCELLED)
    delegated = sittings.filter(kind=SittingKind.DELEGATION)
    sittings = sittings.exclude(kind=SittingKind.DELEGATION)
    last = sittings.filter(pk=before).first() if before else None
    if last is not None:
        sittings = sittings.filter(
            Q(held_on__lt=last.held_on)
            | Q(held_on=last.held_on, starts_at__lt=last.starts_at)
            | Q(held_on=last.held_on, starts_at=last.starts_at, id__lt=last.id)
        )
    page = list(sittings.order_by("-held_on", "-starts_at", "-id")[: PAGE + 1])
    shown = page[:PAGE]
    keeps = board_code in actor.secretary_board_codes
    sums = _sums(entries_visible_to(actor), shown, delegated, keeps=keeps)
    lines = [_line(one, sums.get(one.pk, {})) for one in shown]
    if last is None and None in sums:
        lines.insert(0, SittingMoves(label="Toutes celles de l’année", tone="neutral", **sums[None]))
    return Moves(lines=lines, older=shown[-1].pk if len(page) > PAGE else None)


def _sums(
    entries: QuerySet[EnvelopeEntry],
    sittings: Iterable[Sitting],
    delegated: QuerySet[Sitting],
    *,
    keeps: bool,
) -> dict[UUID | None, dict[str, int | None]]:
    """By key of the sitting; None for the delegations together. ``keeps``: the reader is the secretary."""
    of_page = Q(sitting__in=[one.pk for one in sittings]) | Q(sitting__in=delegated.values("pk"))
    rows = entries.filter(of_page).order_by().values_list("sitting_id", "sitting__kind", "kind")
    found: dict[UUID | None, Counter[str]] = {}
    files: Counter[UUID | None] = Counter()
    for sitting, form, kind, cents, number in rows.annotate(
        cents=Sum("amount_cents"), files=Count("board_file", distinct=True)
    ):
        key = None if form == SittingKind.DELEGATION else sitting
        found.setdefault(key, Counter())[COLUMNS[Kind(kind)].removesuffix("_cents")] += cents
        files[key] += _GRANTED.get(Kind(kind), 0) * number
    return {
        key: dict(sums) if keeps and files[key] != 1 else dict(sums) | _UNTOLD for key, sums in found.items()
    }


def _line(sitting: Sitting, sums: dict[str, int | None]) -> SittingMoves:
    return SittingMoves(
        id=sitting.pk,
        held_on=sitting.held_on,
        label=SITTING_LABELS[sitting.state],
        tone=SITTING_TONES[sitting.state],
        **sums,
    )


def payments_of(actor: Actor, *, board_code: str, year: int) -> dict[Charge, Payments]:
    """Of the files that the reader sees; to who is no secretary of the board, of enough files only. One query."""
    entries = entries_visible_to(actor).filter(
        envelope__board_code=board_code, envelope__year=year, board_file__isnull=False
    )
    rows = entries.order_by().values_list("envelope__charge", "kind")
    cents: dict[Charge, Counter[str]] = {charge: Counter() for charge in Charge}
    files: dict[Charge, Counter[str]] = {charge: Counter() for charge in Charge}
    for name, kind, sum_cents, number in rows.annotate(
        cents=Sum("amount_cents"), files=Count("board_file", distinct=True)
    ):
        column = COLUMNS[Kind(kind)].removesuffix("_cents")
        cents[Charge(name)][column] += sum_cents
        files[Charge(name)][column] += _BACK.get(Kind(kind), 1) * number
    whole = board_code in actor.secretary_board_codes
    return {charge: _payments(cents[charge], files[charge], whole=whole) for charge in Charge}


def _payments(cents: Counter[str], files: Counter[str], *, whole: bool) -> Payments:
    notified, paid = (True, True) if whole else _told(files)
    return Payments(
        notified=cents["notified"] if notified else None,
        paid=cents["paid"] if paid else None,
    )


def _told(files: Counter[str]) -> tuple[bool, bool]:
    return payments_told(granted=files["granted"], notified=files["notified"], paid=files["paid"])


def granted_by_aid(actor: Actor, *, board_code: str, year: int) -> list[tuple[str, int]]:
    """(aid, cents granted and not given back), the largest first."""
    entries = entries_visible_to(actor).filter(
        envelope__board_code=board_code, envelope__year=year, kind__in=[Kind.GRANTED, Kind.GIVEN_BACK]
    )
    rows = entries.order_by().values_list("board_file__aid_label").annotate(cents=Sum("amount_cents"))
    return sorted(((label, cents) for label, cents in rows if cents), key=lambda row: (-row[1], row[0]))


def allotments_of(*, board_code: str, year: int) -> list[Allotment]:
    """What was given and changed, the last first; they are few."""
    rows = (
        EnvelopeEntry.objects.filter(
            envelope__board_code=board_code, envelope__year=year, kind__in=_ALLOTMENTS
        )
        .select_related("envelope", "by")
        .order_by("-pk")[:_ALLOTMENTS_TOLD]
    )
    return [
        Allotment(
            label=KIND_LABELS[Kind(row.kind)],
            charge=CHARGE_LABELS[Charge(row.envelope.charge)],
            cents=row.amount_cents,
            at=row.at,
            by=row.by.display_name,
            reason=row.reason,
        )
        for row in rows
    ]


def year_of(year: int) -> list[BoardYear]:
    """Every board, for the administrator: two queries."""
    rows = Envelope.objects.filter(year=year).order_by().values("board_code")
    sums = rows.annotate(**{f"all_{name}": Sum(f"{name}_cents") for name in _TOLD})
    known = {row["board_code"]: row for row in sums}
    names = Board.objects.order_by("name").values_list("code", "name")
    return [_board_year(code, name, known.get(code, {})) for code, name in names]


def _board_year(code: str, name: str, sums: Mapping[str, Any]) -> BoardYear:
    moved = {name: sums.get(f"all_{name}") or 0 for name in _TOLD[1:]}
    return BoardYear(code=code, name=name, allotted=sums.get("all_allotted"), **moved)


def balances_of(*, board_code: str, year: int) -> dict[Charge, Balance]:
    """The whole truth of one board, for the administrator who allots: nothing is hidden from sums of a year."""
    rows = Envelope.objects.filter(board_code=board_code, year=year).order_by("pk")
    known = {Charge(row.charge): row for row in rows}
    return {charge: _whole(charge, known.get(charge)) for charge in Charge}


def _whole(charge: Charge, row: Envelope | None) -> Balance:
    if row is None:
        return Balance(charge=charge, allotted=None, granted=0, notified=0, paid=0)
    return Balance(
        charge=charge,
        allotted=row.allotted_cents,
        granted=row.granted_cents,
        notified=row.notified_cents,
        paid=row.paid_cents,
        elsewhere=row.reserved_cents,
    )


def board_called(code: str) -> str | None:
    """Its name, None when there is no such board."""
    return Board.objects.filter(code=code).values_list("name", flat=True).first()
