"""A mail to those who have still to vote when a consultation is about to end: once, and without a word of a file."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from commission.convening import NoticeKind
from commission.enums import SittingKind, SittingState
from commission.models import Convening
from commission.queries import consultations
from commission.services import convening, locks
from cpsti_portal.kernel.audit.services import record


def remind_due(*, at: datetime) -> int:
    """Every consultation near its end, each in its own transaction. Returns how many mails are owed."""
    return sum(remind(sitting_id=pk, at=at) for pk in consultations.ending(at=at))


@transaction.atomic
def remind(*, sitting_id: UUID, at: datetime) -> int:
    """Asked again, it writes to nobody twice. A board that nobody convened is written to all the same."""
    sitting = locks.sitting(sitting_id=sitting_id)
    if sitting.kind != SittingKind.CONSULTATION or sitting.state != SittingState.OPEN:
        return 0
    if not consultations.is_ending(sitting, at=at):
        return 0
    convened, _ = Convening.objects.get_or_create(sitting=sitting, defaults={"convened_at": at})
    owed = convening.tell(sitting, convened, consultations.awaited(sitting), NoticeKind.LAST_CALL, at)
    if owed:
        record(action="board.last_call", target=sitting, detail={"members": owed})
    return owed
