"""An agenda as its readers see it, and the files that could come on it."""

import base64
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac

from commission import wording
from commission.enums import ITEM_LABELS, ITEM_TONES, OUTCOME_LABELS, OUTCOME_TONES, FileState, ItemState
from commission.models import AgendaItem, BoardFile, Recusal, Ruling, Sitting, Turnout
from commission.models.agenda import ORDER
from commission.queries.visible import files_visible_to, items_visible_to
from cpsti_portal.kernel.accounts.actors import Actor

READY_PAGE = 50


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
    """``key``: how the pages of one sitting name a file that waits; it means nothing in another."""

    key: str
    reference: str
    aid_label: str
    filed_quarter: str
    opinion: str
    asked_cents: int
    proposed_cents: int
    decide_by: date | None  # the half-month of the deadline, for the secretary


def agenda_of(sitting: Sitting, actor: Actor) -> list[AgendaLine]:
    """One query, whatever the length."""
    mine = Turnout.objects.filter(item=OuterRef("pk"), member__user_id=actor.user_id)
    items = items_visible_to(actor).filter(sitting=sitting).annotate(voted=Exists(mine))
    ordered = items.select_related("ruling").order_by(*ORDER)
    return [_line(place, item) for place, item in enumerate(ordered, start=1)]


def _line(place: int, item: AgendaItem) -> AgendaLine:
    ruling: Ruling | None = getattr(item, "ruling", None)
    return AgendaLine(
        place=place,
        token=item.token,
        reference=wording.reference(item.token),
        aid_label=item.shown["aid_label"],
        opinion=item.shown["opinion"],
        asked_cents=item.shown["amount_asked_cents"],
        proposed_cents=item.shown["amount_proposed_cents"],
        state=item.state,
        label=OUTCOME_LABELS[ruling.outcome] if ruling else ITEM_LABELS[item.state],
        tone=OUTCOME_TONES[ruling.outcome] if ruling else ITEM_TONES[item.state],
        voted=item.voted,
        outcome=ruling.outcome if ruling else "",
        amount_cents=ruling.amount_cents or None if ruling else None,
        sentence=ruling.sentence if ruling else "",
    )


def has_stepped_aside(*, actor: Actor, sitting_id: UUID, token: str) -> bool:
    """Whether the actor stepped aside from a file by this very name. Its other names tell nothing."""
    return Recusal.objects.filter(
        member__user_id=actor.user_id,
        token=token,
        board_file__items__sitting=sitting_id,
        board_file__items__token=token,
    ).exists()


def ready_files(sitting: Sitting, actor: Actor, *, after: str = "") -> tuple[list[ReadyFile], str]:
    """One page of the files that wait for a sitting of this board, and the key of the next page ("" at the end).

    In the order of their keys, that is of chance: nothing tells which came first.
    """
    keys = _keys(sitting, _ready(sitting, actor))
    page = [key for key in sorted(keys) if key > after][: READY_PAGE + 1]
    files = BoardFile.objects.in_bulk([keys[key] for key in page[:READY_PAGE]])
    rows = [ready_file(key, files[keys[key]]) for key in page[:READY_PAGE] if keys[key] in files]
    return rows, page[READY_PAGE - 1] if len(page) > READY_PAGE else ""


def ready_tokens(sitting: Sitting, actor: Actor) -> dict[str, str]:
    """Key → token of the files that this sitting may take, or already has."""
    known = files_visible_to(actor).filter(board_code=sitting.board_code)
    return _keys(sitting, known.filter(Q(state=FileState.READY) | Q(items__sitting=sitting)))


def ready_count(sitting: Sitting, actor: Actor) -> int:
    return _ready(sitting, actor).count()


def _ready(sitting: Sitting, actor: Actor) -> QuerySet[BoardFile]:
    return files_visible_to(actor).filter(board_code=sitting.board_code, state=FileState.READY)


def _keys(sitting: Sitting, files: QuerySet[BoardFile]) -> dict[str, str]:
    tokens = files.order_by("token").values_list("token", flat=True)
    return {waiting_key(sitting.pk, token): token for token in tokens}


def waiting_key(sitting_id: UUID, token: str) -> str:
    digest = salted_hmac("commission.waiting", f"{sitting_id}:{token}").digest()
    return base64.b32encode(digest[:16]).decode().rstrip("=")


def ready_file(key: str, board_file: BoardFile) -> ReadyFile:
    return ReadyFile(
        key=key,
        reference=wording.reference(key),
        aid_label=board_file.aid_label,
        filed_quarter=board_file.filed_quarter,
        opinion=board_file.opinion,
        asked_cents=board_file.amount_asked_cents,
        proposed_cents=board_file.amount_proposed_cents,
        decide_by=board_file.decide_by,
    )


def next_call(lines: list[AgendaLine], *, conducts: bool) -> AgendaLine | None:
    """What awaits the reader: an open vote; for who conducts the sitting, else the next file."""
    open_votes = [line for line in lines if line.state == ItemState.OPEN and not line.voted]
    pending = [line for line in lines if line.state == ItemState.PENDING] if conducts else []
    return next(iter(open_votes + pending), None)


def examined(lines: list[AgendaLine]) -> int:
    return sum(line.state == ItemState.CLOSED for line in lines)
