"""An agenda as its readers see it, and the files that could come on it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from commission import wording
from commission.enums import ITEM_LABELS, ITEM_TONES, OUTCOME_LABELS, OUTCOME_TONES, FileState, ItemState
from commission.models import AgendaItem, Ballot, BoardFile, Recusal, Ruling, Sitting
from commission.queries.visible import files_visible_to, items_visible_to
from cpsti_portal.kernel.accounts.actors import Actor

READY_PAGE = 50
_LONG_TEXTS = ("board_file__summary", "board_file__opinion_text", "board_file__criteria")


@dataclass(frozen=True)
class AgendaLine:
    """``place`` is its rank in the list, from 1. ``amount_cents`` is None unless the aid was granted."""

    place: int
    token: str
    reference: str
    aid_label: str
    opinion: str
    asked_cents: int
    proposed_cents: int
    state: str
    label: str
    tone: str
    voted: bool
    outcome: str
    amount_cents: int | None
    sentence: str


@dataclass(frozen=True)
class ReadyFile:
    token: str
    reference: str
    aid_label: str
    filed_quarter: str
    opinion: str
    asked_cents: int
    proposed_cents: int


def agenda_of(sitting: Sitting, actor: Actor) -> list[AgendaLine]:
    """One query, whatever the length."""
    mine = Ballot.objects.filter(item=OuterRef("pk"), member__user_id=actor.user_id)
    items = items_visible_to(actor).filter(sitting=sitting).annotate(voted=Exists(mine))
    ordered = items.select_related("board_file", "ruling").defer(*_LONG_TEXTS).order_by("rank")
    return [_line(place, item) for place, item in enumerate(ordered, start=1)]


def _line(place: int, item: AgendaItem) -> AgendaLine:
    ruling: Ruling | None = getattr(item, "ruling", None)
    board_file = item.board_file
    return AgendaLine(
        place=place,
        token=board_file.token,
        reference=wording.reference(board_file.token),
        aid_label=board_file.aid_label,
        opinion=board_file.opinion,
        asked_cents=board_file.amount_asked_cents,
        proposed_cents=board_file.amount_proposed_cents,
        state=item.state,
        label=OUTCOME_LABELS[ruling.outcome] if ruling else ITEM_LABELS[item.state],
        tone=OUTCOME_TONES[ruling.outcome] if ruling else ITEM_TONES[item.state],
        voted=item.voted,
        outcome=ruling.outcome if ruling else "",
        amount_cents=ruling.amount_cents or None if ruling else None,
        sentence=ruling.sentence if ruling else "",
    )


def stepped_aside_count(sitting: Sitting, actor: Actor) -> int:
    """Files of this agenda that the actor does not see any more."""
    mine = Recusal.objects.filter(member__user_id=actor.user_id, board_file__items__sitting=sitting)
    return mine.values("board_file").distinct().count()


def has_stepped_aside(*, actor: Actor, sitting_id: UUID, token: str) -> bool:
    return Recusal.objects.filter(
        member__user_id=actor.user_id, board_file=token, board_file__items__sitting=sitting_id
    ).exists()


def ready_files(sitting: Sitting, actor: Actor, *, after: str = "") -> tuple[list[ReadyFile], str]:
    """One page of the files that wait for a sitting of this board, and the key of the next page ("" at the end).

    In the order of the references, that is of chance: nothing tells which came first.
    """
    files = _ready(sitting, actor).filter(token__gt=after).order_by("token")[: READY_PAGE + 1]
    rows = [_ready_file(board_file) for board_file in files]
    return rows[:READY_PAGE], rows[READY_PAGE - 1].token if len(rows) > READY_PAGE else ""


def ready_tokens(sitting: Sitting, actor: Actor, *, among: list[str]) -> list[str]:
    """Those of ``among`` that this sitting may take, or already has."""
    known = files_visible_to(actor).filter(board_code=sitting.board_code, token__in=among)
    return list(known.order_by("token").values_list("token", flat=True))


def ready_count(sitting: Sitting, actor: Actor) -> int:
    return _ready(sitting, actor).count()


def _ready(sitting: Sitting, actor: Actor) -> QuerySet[BoardFile]:
    return files_visible_to(actor).filter(board_code=sitting.board_code, state=FileState.READY)


def _ready_file(board_file: BoardFile) -> ReadyFile:
    return ReadyFile(
        token=board_file.token,
        reference=wording.reference(board_file.token),
        aid_label=board_file.aid_label,
        filed_quarter=board_file.filed_quarter,
        opinion=board_file.opinion,
        asked_cents=board_file.amount_asked_cents,
        proposed_cents=board_file.amount_proposed_cents,
    )


def next_call(lines: list[AgendaLine], *, conducts: bool) -> AgendaLine | None:
    """What awaits the reader: an open vote; for who conducts the sitting, else the next file."""
    open_votes = [line for line in lines if line.state == ItemState.OPEN and not line.voted]
    pending = [line for line in lines if line.state == ItemState.PENDING] if conducts else []
    return next(iter(open_votes + pending), None)


def examined(lines: list[AgendaLine]) -> int:
    return sum(line.state == ItemState.CLOSED for line in lines)
