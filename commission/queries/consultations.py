"""Consultations under way: which are over, and who has still to vote."""

from collections import defaultdict
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from commission.convening import last_call_at
from commission.enums import ItemState, SittingKind, SittingState
from commission.models import AgendaItem, Recusal, Sitting, Turnout
from commission.queries import calendar, roll
from commission.queries.oversight import URGENT_AID
from cpsti_portal.kernel.accounts.models import Membership, Seat


def over(*, at: datetime) -> list[UUID]:
    """Those whose window has ended, and those in which every titular has voted on every file of theirs."""
    under_way = Sitting.objects.filter(kind=SittingKind.CONSULTATION, state=SittingState.OPEN).order_by("pk")
    return [one.pk for one in under_way if is_over(one, at=at)]


def ending(*, at: datetime) -> list[UUID]:
    """Those whose last call is due: under way, and near their end."""
    under_way = Sitting.objects.filter(kind=SittingKind.CONSULTATION, state=SittingState.OPEN)
    return [one.pk for one in under_way.filter(window_ends_at__gt=at).order_by("pk") if is_ending(one, at=at)]


def is_ending(sitting: Sitting, *, at: datetime) -> bool:
    return (
        last_call_at(opened_at=sitting.opened_at, ends_at=sitting.window_ends_at)
        <= at
        < sitting.window_ends_at
    )


def is_over(sitting: Sitting, *, at: datetime) -> bool:
    return sitting.window_ends_at <= at or not awaited(sitting)


def hours_left(sitting: Sitting, *, at: datetime) -> int:
    """The most whole hours that a consultation opened at that instant may last: it ends before the next year begins."""
    left = calendar.year_ends_at(board_code=sitting.board_code, year=sitting.held_on.year) - at
    return ceil(left / timedelta(hours=1)) - 1


def admits(sitting: Sitting) -> bool:
    """Whether the rules of the board let a consultation decide every file of this agenda. Two queries."""
    if roll.book_of(sitting).consult_any_aid:
        return True
    agenda = AgendaItem.objects.filter(sitting=sitting).exclude(state=ItemState.DROPPED)
    return not agenda.exclude(board_file__aid_code=URGENT_AID).exists()


def awaited(sitting: Sitting) -> list[Membership]:
    """Titulars whose vote is missing on a file they did not step aside from. Three queries, whatever the size."""
    files = dict(
        AgendaItem.objects.filter(sitting=sitting, state=ItemState.OPEN).values_list("board_file_id", "pk")
    )
    members = list(
        roll.members_on(board_code=sitting.board_code, on=sitting.held_on).filter(seat=Seat.TITULAR)
    )
    over: dict[int, set[int]] = defaultdict(set)  # by account: a renewed mandate is the same member
    cast = Turnout.objects.filter(item__in=files.values()).values_list("member__user_id", "item")
    aside = Recusal.objects.filter(board_file__in=files).values_list("member__user_id", "board_file")
    for user_id, item_id in [*cast, *((user_id, files[token]) for user_id, token in aside)]:
        over[user_id].add(item_id)
    return [one for one in members if len(over[one.user_id]) < len(files)]
