"""Consultations under way: which are over, and who has still to vote."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from commission.enums import ItemState, SittingKind, SittingState
from commission.models import AgendaItem, Recusal, Sitting, Turnout
from commission.queries import roll
from cpsti_portal.kernel.accounts.models import Membership, Seat


def over(*, at: datetime) -> list[UUID]:
    """Those whose window has ended, and those in which every titular has voted on every file of theirs."""
    under_way = Sitting.objects.filter(kind=SittingKind.CONSULTATION, state=SittingState.OPEN).order_by("pk")
    return [one.pk for one in under_way if is_over(one, at=at)]


def is_over(sitting: Sitting, *, at: datetime) -> bool:
    return sitting.window_ends_at <= at or not awaited(sitting)


def awaited(sitting: Sitting) -> list[Membership]:
    """Titulars whose vote is missing on a file they did not step aside from. Three queries, whatever the size."""
    files = dict(
        AgendaItem.objects.filter(sitting=sitting, state=ItemState.OPEN).values_list("board_file_id", "pk")
    )
    members = list(
        roll.members_on(board_code=sitting.board_code, on=sitting.held_on).filter(seat=Seat.TITULAR)
    )
    voted = Counter(Turnout.objects.filter(item__in=files.values()).values_list("member_id", flat=True))
    aside = Counter(Recusal.objects.filter(board_file__in=files).values_list("member__user_id", flat=True))
    return [one for one in members if voted[one.pk] + aside[one.user_id] < len(files)]
