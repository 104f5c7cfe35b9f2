"""Delegations under way and past: who may agree, what is still missing, and the files that may be entrusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, QuerySet

from commission import delegation, rules, wording
from commission.delegation import HANDS
from commission.enums import FileState, ItemState, SittingKind, SittingState
from commission.models import AgendaItem, BoardFile, BoardRules, Sitting
from commission.queries import agendas, boards, calendar, consultations, roll
from commission.queries.agendas import ReadyFile
from commission.queries.boards import SittingCard
from commission.queries.hands import given
from commission.queries.oversight import URGENT_AID
from commission.queries.rulebook import rulebook_of
from commission.queries.visible import files_visible_to, sittings_visible_to
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership, Office, Seat
from cpsti_portal.kernel.money import euros

SUBSTITUTE = (
    "Un suppléant siège à la place d’un titulaire absent d’une séance\u00a0: "
    "hors séance, seuls les titulaires donnent leur accord."
)
OFFICER = (
    "L’accord déjà donné attend celui de la présidence ou de la vice-présidence\u00a0: "
    "le vôtre n’a pas été enregistré."
)
ALREADY = "Vous avez déjà donné votre accord\u00a0: il faut maintenant celui d’un autre membre."
OVER = "Ce dossier n’attend plus d’accord\u00a0: il est décidé, retiré ou renvoyé à la commission."


@dataclass(frozen=True)
class Standing:
    """Where a delegation stands for one reader. ``obstacle``: why they give no agreement, "" when they may.

    ``may_leave``: they may leave the file to the board. ``most_cents``: the highest amount they may write.
    ``given``: agreements, whose amounts nobody reads yet.
    """

    given: int
    mine: bool
    obstacle: str
    may_leave: bool
    most_cents: int
    ceiling: str
    missing: str
    ends_at: str


def over(*, at: datetime) -> list[UUID]:
    """Those whose time has passed without the second agreement."""
    under_way = Sitting.objects.filter(kind=SittingKind.DELEGATION, state=SittingState.OPEN)
    return list(under_way.filter(window_ends_at__lte=at).order_by("pk").values_list("pk", flat=True))


def ending(*, at: datetime) -> list[UUID]:
    """Those whose last call is due: under way, and near their end."""
    under_way = Sitting.objects.filter(kind=SittingKind.DELEGATION, state=SittingState.OPEN)
    near = under_way.filter(window_ends_at__gt=at).order_by("pk")
    return [one.pk for one in near if consultations.is_ending(one, at=at)]


def officers_on(*, board_code: str, on: date) -> frozenset[int]:
    """Keys of the mandates elected to preside or to stand in, that day."""
    held = Office.objects.filter(
        membership__in=roll.members_on(board_code=board_code, on=on), starts_on__lte=on
    )
    return frozenset(
        key for key, until in held.values_list("membership_id", "ends_on") if until is None or until >= on
    )


def refusal(item: AgendaItem, member: Membership, hands: Sequence[Membership], *, on: date) -> str:
    """Why ``member`` gives no agreement, "" when nothing stands in the way. The person counts, not the mandate."""
    if member.seat != Seat.TITULAR:
        return SUBSTITUTE
    if any(hand.user_id == member.user_id for hand in hands):
        return ALREADY
    officers = officers_on(board_code=item.sitting.board_code, on=on)
    both = {member.pk, *(hand.pk for hand in hands)}
    return OFFICER if hands and not both & officers else ""


def whole_cents(item: AgendaItem) -> int:
    return rules.whole_cents(
        asked_cents=item.board_file.amount_asked_cents, ceiling_cents=item.board_file.amount_ceiling_cents
    )


def standing(item: AgendaItem, actor: Actor, *, at: datetime) -> Standing | None:
    """None unless the file is decided by delegation and still waits for an agreement."""
    sitting = item.sitting
    if sitting.kind != SittingKind.DELEGATION or item.state != ItemState.OPEN:
        return None
    on = calendar.local_day(board_code=sitting.board_code, at=at)
    hands = given(item, on=on)
    book = roll.book_of(sitting)
    mine = _mine(item, actor, on)
    return Standing(
        given=len(hands),
        mine=any(hand.user_id == actor.user_id for hand in hands),
        obstacle=refusal(item, mine, hands, on=on) if mine else wording.NO_MANDATE,
        may_leave=mine is not None and mine.seat == Seat.TITULAR,
        most_cents=min(whole_cents(item), book.delegation_ceiling_cents),
        ceiling=euros(book.delegation_ceiling_cents),
        missing=_missing(item, hands, on),
        ends_at=calendar.told(sitting.window_ends_at, board_code=sitting.board_code),
    )


def _mine(item: AgendaItem, actor: Actor, on: date) -> Membership | None:
    members = roll.members_on(board_code=item.sitting.board_code, on=on)
    return members.filter(user_id=actor.user_id).first()


def _missing(item: AgendaItem, hands: Sequence[Membership], on: date) -> str:
    if not hands:
        return "Deux accords sont attendus, dont celui de la présidence ou de la vice-présidence."
    officers = officers_on(board_code=item.sitting.board_code, on=on)
    if any(hand.pk in officers for hand in hands):
        return f"{len(hands)} accord donné sur {HANDS}\u00a0: il manque celui d’un autre membre."
    return f"{len(hands)} accord donné sur {HANDS}\u00a0: il manque celui de la présidence ou de la vice-présidence."


def boards_of(actor: Actor) -> list[tuple[str, str]]:
    """(code, name) of the reader's boards that delegate, or once did. Two queries."""
    rules = BoardRules.objects.filter(board_code__in=actor.board_codes, delegation_ceiling_cents__gt=0)
    codes = frozenset(rules.values_list("board_code", flat=True))
    return sorted(boards.board_names(codes).items()) if codes else []


@dataclass(frozen=True)
class Page:
    """``off``: why nothing is entrusted, "" where the rules delegate. ``ready``: for the secretary alone.

    ``more``: others wait, whose deadline comes later.
    """

    off: str
    ceiling: str
    ready: list[ReadyFile]
    more: bool
    under_way: list[SittingCard]
    past: list[SittingCard]


MOST = 50


def page_of(actor: Actor, *, board_code: str, sitting_id: UUID, at: datetime) -> Page:
    """The same number of queries whatever the number of files and of delegations."""
    book = rulebook_of(board_code=board_code, on=calendar.local_day(board_code=board_code, at=at))
    mine = sittings_visible_to(actor).filter(board_code=board_code, kind=SittingKind.DELEGATION)
    cards = boards.cards(mine.order_by("-held_on", "-starts_at", "-id")[:MOST], actor)
    allowed = book.delegation_ceiling_cents > 0
    ready, more = _ready(actor, board_code, sitting_id) if allowed else ([], False)
    return Page(
        off="" if allowed else delegation.OFF,
        ceiling=euros(book.delegation_ceiling_cents),
        ready=ready,
        more=more,
        under_way=[card for card in cards if card.state == SittingState.OPEN],
        past=[card for card in cards if card.state != SittingState.OPEN],
    )


def _ready(actor: Actor, board_code: str, sitting_id: UUID) -> tuple[list[ReadyFile], bool]:
    """The files whose deadline comes first, and whether more wait; those of one half-month, by chance."""
    if board_code not in actor.secretary_board_codes:
        return [], False
    first = F("decide_by").asc(nulls_last=True)
    files = list(_waiting(actor, board_code).order_by(first, "token")[: MOST + 1])
    rows = [agendas.ready_file(agendas.waiting_key(sitting_id, one.token), one) for one in files[:MOST]]
    return sorted(rows, key=lambda row: (row.decide_by or date.max, row.key)), len(files) > MOST


def token_named(actor: Actor, *, board_code: str, sitting_id: UUID, key: str) -> str:
    """The file that a form names by ``key``; "" for none that still waits, nor was entrusted by this very form."""
    tokens = list(_waiting(actor, board_code).values_list("token", flat=True))
    entrusted = AgendaItem.objects.filter(
        sitting__in=sittings_visible_to(actor).filter(pk=sitting_id, board_code=board_code)
    )
    tokens += entrusted.values_list("board_file_id", flat=True)
    return next((token for token in tokens if agendas.waiting_key(sitting_id, token) == key), "")


def _waiting(actor: Actor, board_code: str) -> QuerySet[BoardFile]:
    return files_visible_to(actor).filter(board_code=board_code, state=FileState.READY, aid_code=URGENT_AID)
