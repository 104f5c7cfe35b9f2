"""The past of a decided file: those of its board that were decided alike, as far as the reader sees them.

Nothing is read before the vote is closed. A file the reader stepped aside from, or was not convened on, is no part of
the past they are told, in no list and in no number.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from commission import likeness, rules, wording
from commission.enums import OUTCOME_LABELS, OUTCOME_TONES, ControlKind, ItemState, Outcome, SittingState
from commission.likeness import Comparison, Decided, Outlier, Way
from commission.models import AgendaItem, BoardFile, ControlAct, Sitting
from commission.queries.visible import items_visible_to
from commission.report import Equality, equality
from cpsti_portal.kernel.accounts.actors import Actor

# An adjourned file will be decided, one out of competence never is: neither says how a need was met.
_COMPARED = (Outcome.ADOPTED, Outcome.REJECTED)
# Of the file as it came: an agenda shows none of these wider.
_FILE = (
    "aid_code", "cause", "remaining_band", "contributions_due_band", "amount_asked_cents", "amount_ceiling_cents",
    "follows",
)  # fmt: skip
_COLUMNS = (
    "token", "board_file_id", "ruling__outcome", "ruling__amount_cents", "sitting__held_on",
    *(f"board_file__{name}" for name in _FILE),
)  # fmt: skip
_CHUNK = 2_000

Row = Mapping[str, Any]


@dataclass(frozen=True)
class NearFile:
    """A close file, in bands and without a name. ``share``: of what could be granted, "" when nothing was.

    ``due``: the amount is what is due, not what is asked.
    """

    month: str
    cause: str
    same_cause: bool
    remaining: str
    amount: str
    due: bool
    label: str
    tone: str
    granted: str
    share: str


@dataclass(frozen=True)
class Beside:
    """What is told beside a decided file. ``files``: the closest ones."""

    files: Sequence[NearFile]
    comparison: Comparison


@dataclass(frozen=True)
class ToDiscuss:
    """A ruling of a sitting that stands apart."""

    token: str
    reference: str
    aid_label: str
    outlier: Outlier


def beside(item: AgendaItem, actor: Actor) -> Beside | None:
    """None as long as there is no ruling, and of one that is compared with nothing: adjourned, annulled…

    Two queries, one more for a file that comes after another of its request.
    """
    if item.state != ItemState.CLOSED or item.ruling.outcome not in _COMPARED:
        return None
    own = list(_decided(actor, item.sitting.board_code).filter(pk=item.pk).values(*_COLUMNS))
    if not own:
        return None
    lines = _lines(item.sitting.board_code) if own[0]["board_file__follows"] else {}
    one = _read(own[0], lines)
    close = likeness.near(one, _past(actor, item.sitting, [one.traits.aid], lines))
    shown = [_near_file(other, one.traits) for other in close[: likeness.SHOWN]]
    return Beside(files=shown, comparison=likeness.compare(one, close))


def to_discuss(sitting: Sitting, actor: Actor) -> list[ToDiscuss]:
    """The rulings of a sitting that stand apart, in the order of their references. Three queries at most."""
    own = _decided(actor, sitting.board_code).filter(sitting=sitting).order_by("token")
    rows = list(own.values(*_COLUMNS, "board_file__aid_label"))
    if not rows:
        return []
    lines = _lines(sitting.board_code) if any(row["board_file__follows"] for row in rows) else {}
    past = _past(actor, sitting, sorted({row["board_file__aid_code"] for row in rows}), lines)
    history = [*sorted(past, key=lambda one: one.held_on), *(_read(row, lines) for row in rows)]
    beside_past = likeness.compared(history, first=sitting.held_on)
    found = {one.key: comparison.outlier for one, comparison in beside_past if comparison.outlier}
    return [
        ToDiscuss(
            token=row["token"],
            reference=wording.reference(row["token"]),
            aid_label=row["board_file__aid_label"],
            outlier=found[row["token"]],
        )
        for row in rows
        if row["token"] in found
    ]


def equality_of(actor: Actor, *, board_code: str, year: int) -> Equality:
    """The rulings of a year beside their past. Two queries; the files come by portions and are not all kept."""
    first = date(year, 1, 1)
    held = _decided(actor, board_code).filter(
        sitting__state=SittingState.CLOSED,
        sitting__held_on__gte=likeness.since(first),
        sitting__held_on__lte=date(year, 12, 31),
    )
    labels: dict[str, str] = {}
    aids: dict[str, Counter[Way | None]] = {}
    for one, comparison in likeness.compared(_history(held, _lines(board_code), labels), first=first):
        if comparison.enough:
            aids.setdefault(one.traits.aid, Counter())[comparison.way] += 1
    return equality(aids=sorted(((labels[aid], ways) for aid, ways in aids.items()), key=itemgetter(0)))


def _history(
    held: QuerySet[AgendaItem], lines: Mapping[str, str], labels: dict[str, str]
) -> Iterator[Decided]:
    """Day after day. ``labels`` learns what the aids are called."""
    ordered = held.order_by("sitting__held_on", "-token").values(*_COLUMNS, "board_file__aid_label")
    for row in ordered.iterator(chunk_size=_CHUNK):
        labels[row["board_file__aid_code"]] = row["board_file__aid_label"]
        yield _read(row, lines)


def _decided(actor: Actor, board_code: str) -> QuerySet[AgendaItem]:
    """Granted or refused, by a ruling that was not annulled."""
    annulled = ControlAct.objects.filter(item=OuterRef("pk"), kind=ControlKind.ANNULLED)
    ruled = items_visible_to(actor).filter(sitting__board_code=board_code, ruling__outcome__in=_COMPARED)
    return ruled.exclude(Exists(annulled))


def _past(actor: Actor, sitting: Sitting, aids: Sequence[str], lines: Mapping[str, str]) -> list[Decided]:
    """Of the closed sittings of earlier days, the last files of each aid. One query, by the day of the sittings."""
    held = _decided(actor, sitting.board_code).filter(
        sitting__state=SittingState.CLOSED,
        sitting__held_on__gte=likeness.since(sitting.held_on),
        sitting__held_on__lt=sitting.held_on,
    )
    latest = held.order_by("-sitting__held_on", "token").values(*_COLUMNS)
    first, *others = (latest.filter(board_file__aid_code=aid)[: likeness.MOST] for aid in aids)
    return [_read(row, lines) for row in (first.union(*others, all=True) if others else first)]


def _lines(board_code: str) -> dict[str, str]:
    """File → the one it comes after, of those that come after one. Nothing of it is told: it only sets files apart."""
    after = BoardFile.objects.filter(board_code=board_code).exclude(follows="").order_by()
    return dict(after.values_list("token", "follows"))


def _read(row: Row, lines: Mapping[str, str]) -> Decided:
    facts = {name: row[f"board_file__{name}"] for name in _FILE}
    return Decided(
        key=row["token"],
        line=_first_of(row["board_file_id"], lines),
        traits=likeness.traits(
            aid=facts["aid_code"],
            cause=facts["cause"],
            remaining_band=facts["remaining_band"],
            due_band=facts["contributions_due_band"],
            asked_cents=facts["amount_asked_cents"],
        ),
        outcome=Outcome(row["ruling__outcome"]),
        granted_cents=row["ruling__amount_cents"],
        whole_cents=rules.whole_cents(
            asked_cents=facts["amount_asked_cents"], ceiling_cents=facts["amount_ceiling_cents"]
        ),
        held_on=row["sitting__held_on"],
    )


def _first_of(token: str, lines: Mapping[str, str]) -> str:
    while token in lines:
        token = lines[token]
    return token


def _near_file(one: Decided, own: likeness.Traits) -> NearFile:
    """``own``: of the file beside which it is told."""
    traits = one.traits
    return NearFile(
        month=f"{wording.month(one.held_on.month)} {one.held_on.year}",
        cause=traits.cause,
        same_cause=traits.cause == own.cause,
        remaining=likeness.remaining_told(traits.remaining),
        amount=likeness.amount_told(traits.asked if traits.due is None else traits.due),
        due=traits.due is not None,
        label=OUTCOME_LABELS[one.outcome],
        tone=OUTCOME_TONES[one.outcome],
        granted=likeness.granted_told(one),
        share=likeness.share_told(one),
    )
