"""What a reader is told of the envelopes. A file they do not see counts for nothing, in no figure."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.db.models.functions import ExtractYear, JSONObject

from commission.balance import Balance, Funds
from commission.charges import Charge, Shares, default_shares, parts
from commission.ledger import COLUMNS, Kind, kinds_of, to_reserve
from commission.models import AgendaItem, ChargeSplit, Envelope, EnvelopeRule, Sitting
from commission.queries.live import TO_COME, Agenda
from commission.queries.visible import Reader, entries_hidden_from, entries_of_sitting, items_visible_to
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.territory.models import Board

# What a file sets aside, from the file itself: what is shown of it is a long text that would be unpacked for each.
_ITEM = {
    "aid": "board_file__aid_code",
    "opinion": "board_file__opinion",
    "proposed": "board_file__amount_proposed_cents",
    "ceiling": "board_file__amount_ceiling_cents",
}
_AROUND = ("funds_required", "funds_envelopes", "funds_hidden", "funds_here", "funds_splits")
_NAMES = ("allotted", "reserved", "granted", "notified", "paid")


def funds_of(actor: Actor, *, board_code: str, year: int) -> Funds:
    """Of a whole year, outside any sitting: what is set aside is set aside elsewhere. One query."""
    row = _row(actor, board_code, year, on=date(year, 12, 31), sitting_id=None)
    return _told(row, year, ())


def outlook_of(actor: Actor, sitting: Sitting) -> Funds:
    """Beside one sitting: what its files ask for is told apart. One query, whatever the length of the agenda."""
    year = sitting.held_on.year
    seen = items_visible_to(actor).filter(sitting_id=sitting.pk, state__in=TO_COME)
    row = _row(
        actor,
        sitting.board_code,
        year,
        on=sitting.held_on,
        sitting_id=sitting.pk,
        asking=ArraySubquery(_asking(seen)),
    )
    return _told(row, year, row["funds_asking"])


def with_funds(items: QuerySet[AgendaItem], actor: Actor | Reader, sitting_id: UUID) -> QuerySet[AgendaItem]:
    """The items of one sitting, with what ``beside`` tells of their envelopes: no query more."""
    return items.annotate(
        **_figures(
            actor,
            board_code=OuterRef("sitting__board_code"),
            year=ExtractYear(OuterRef("sitting__held_on")),
            on=OuterRef("sitting__held_on"),
            sitting_id=sitting_id,
        )
    )


def beside(item: AgendaItem, actor: Actor, agenda: Agenda) -> Funds:
    """As ``outlook_of`` the sitting of the item. When it came by ``with_funds``, one query, and none as long as the
    same files are to come."""
    if not hasattr(item, "funds_envelopes"):
        return outlook_of(actor, item.sitting)
    row = {name: getattr(item, name) for name in _AROUND}
    return _told(row, item.sitting.held_on.year, _asked_by(agenda.to_come))


@lru_cache(maxsize=256)
def _asked_by(tokens: tuple[str, ...]) -> tuple[dict[str, Any], ...]:
    """What files ask for never changes: it is read once a process for each list of them."""
    return (
        tuple(one["json"] for one in _asking(AgendaItem.objects.filter(token__in=tokens))) if tokens else ()
    )


def _row(
    actor: Actor, board_code: str, year: int, *, on: date, sitting_id: UUID | None, **more: ArraySubquery
) -> dict[str, Any]:
    figures = _figures(actor, board_code=OuterRef("code"), year=year, on=on, sitting_id=sitting_id)
    figures |= {f"funds_{name}": one for name, one in more.items()}
    return Board.objects.filter(code=board_code).annotate(**figures).values(*figures).get()


def _figures(
    actor: Actor | Reader, *, board_code: Any, year: Any, on: Any, sitting_id: UUID | None
) -> dict[str, Any]:
    required = EnvelopeRule.objects.filter(board_code=board_code, required=True)
    envelopes = Envelope.objects.filter(board_code=board_code, year=year)
    hidden = entries_hidden_from(actor)
    here = entries_of_sitting(actor, sitting_id).filter(kind__in=kinds_of("reserved_cents"))
    return {
        "funds_required": Exists(required),
        "funds_envelopes": ArraySubquery(_envelopes(envelopes)),
        "funds_hidden": ArraySubquery(_sums(hidden)),
        "funds_here": ArraySubquery(_sums(here)),
        "funds_splits": ArraySubquery(_splits(on)),
    }


def _envelopes(envelopes: QuerySet[Envelope]) -> QuerySet:
    figures = {name: f"{name}_cents" for name in _NAMES}
    return envelopes.order_by("pk").values(json=JSONObject(key="pk", charge="charge", **figures))


def _sums(entries: QuerySet) -> QuerySet:
    """By envelope and kind in one walk, of whatever year: ``_balance`` takes those of its own."""
    alike = entries.order_by().values("envelope", "kind").annotate(cents=Sum("amount_cents"))
    return alike.values(json=JSONObject(envelope="envelope", kind="kind", cents="cents"))


def _asking(items: QuerySet) -> QuerySet:
    """Files that ask for the same are told once, with their number."""
    alike = items.order_by().values(*_ITEM.values()).annotate(files=Count("pk"))
    return alike.values(json=JSONObject(files="files", **_ITEM))


def _splits(on: Any) -> QuerySet:
    rows = ChargeSplit.objects.filter(starts_on__lte=on).order_by("starts_on")
    return rows.values(json=JSONObject(aid="aid_code", **{charge.value: charge.value for charge in Charge}))


def _told(row: Mapping[str, Any], year: int, asking: Iterable[Mapping[str, Any]]) -> Funds:
    asked = _asked(asking, _shares(row["funds_splits"]))
    lines = [
        _balance(envelope, row, asked.get(Charge(envelope["charge"]), 0))
        for envelope in row["funds_envelopes"]
    ]
    known = {line.charge for line in lines}
    lines += [_nothing(charge, cents) for charge, cents in asked.items() if charge not in known]
    ordered = sorted((line for line in lines if line.moved), key=lambda line: list(Charge).index(line.charge))
    return Funds(year=year, required=row["funds_required"], lines=tuple(ordered))


def _balance(envelope: Mapping[str, Any], row: Mapping[str, Any], asked: int) -> Balance:
    key, held = envelope["key"], {name: envelope[name] for name in _NAMES}
    for one in row["funds_hidden"]:
        if one["envelope"] == key:
            held[COLUMNS[Kind(one["kind"])].removesuffix("_cents")] -= one["cents"]
    here = sum(one["cents"] for one in row["funds_here"] if one["envelope"] == key)
    elsewhere = held.pop("reserved") - here
    return Balance(charge=Charge(envelope["charge"]), elsewhere=elsewhere, asked=asked, **held)


def _nothing(charge: Charge, asked: int) -> Balance:
    return Balance(charge=charge, allotted=None, granted=0, notified=0, paid=0, asked=asked)


def _shares(splits: Iterable[Mapping[str, Any]]) -> dict[str, Shares]:
    return {one["aid"]: {charge: one[charge.value] for charge in Charge} for one in splits}


def _asked(agenda: Iterable[Mapping[str, Any]], shares: Mapping[str, Shares]) -> dict[Charge, int]:
    """File by file, as a grant would be shared."""
    asked: dict[Charge, int] = {}
    for item in agenda:
        cents = to_reserve(
            opinion=item["opinion"], proposed_cents=item["proposed"], ceiling_cents=item["ceiling"]
        )
        split = shares.get(item["aid"]) or default_shares(item["aid"])
        for charge, part in parts(cents, split).items():
            asked[charge] = asked.get(charge, 0) + part * item["files"]
    return asked
