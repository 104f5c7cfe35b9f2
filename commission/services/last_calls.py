"""A mail to those whom what is open at a distance still awaits: once, and without a word of a file.

When a consultation is about to end; when a delegation begins, and is about to end.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from commission.convening import NoticeKind
from commission.enums import ItemState, SittingKind, SittingState
from commission.models import AgendaItem, Convening, Sitting
from commission.queries import calendar, consultations, hands
from commission.queries import delegations as queries
from commission.services import convening, locks
from cpsti_portal.kernel.accounts.models import Membership
from cpsti_portal.kernel.audit.services import record

_LAST = {
    SittingKind.CONSULTATION: NoticeKind.LAST_CALL,
    SittingKind.DELEGATION: NoticeKind.LAST_HAND,
}


def remind_due(*, at: datetime) -> int:
    """Everything near its end, each in its own transaction. Returns how many mails are owed."""
    due = [*consultations.ending(at=at), *queries.ending(at=at)]
    return sum(remind(sitting_id=pk, at=at) for pk in due)


@transaction.atomic
def remind(*, sitting_id: UUID, at: datetime) -> int:
    """Asked again, it writes to nobody twice. A board that nobody convened is written to all the same."""
    sitting = locks.sitting(sitting_id=sitting_id)
    if sitting.kind not in _LAST or sitting.state != SittingState.OPEN:
        return 0
    if not consultations.is_ending(sitting, at=at):
        return 0
    owed = _tell(sitting, _awaited(sitting, at), _LAST[sitting.kind], at)
    if owed:
        record(action="board.last_call", target=sitting, detail={"members": owed})
    return owed


def tell_entrusted(*, item: AgendaItem, at: datetime) -> None:
    """Inside the transaction that entrusts its file: to those who may agree, hence not to who stepped aside."""
    sitting = item.sitting
    _tell(sitting, hands.awaited(item, on=_today(sitting, at)), NoticeKind.ENTRUSTED, at)


def _awaited(sitting: Sitting, at: datetime) -> list[Membership]:
    if sitting.kind == SittingKind.CONSULTATION:
        return consultations.awaited(sitting)
    item = AgendaItem.objects.select_related("sitting").get(sitting=sitting, state=ItemState.OPEN)
    return hands.awaited(item, on=_today(sitting, at))


def _tell(sitting: Sitting, members: list[Membership], kind: NoticeKind, at: datetime) -> int:
    convened, _ = Convening.objects.get_or_create(sitting=sitting, defaults={"convened_at": at})
    return convening.tell(sitting, convened, members, kind, at)


def _today(sitting: Sitting, at: datetime) -> date:
    return calendar.local_day(board_code=sitting.board_code, at=at)
