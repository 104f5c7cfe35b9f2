"""What a member said of a sitting to come. One word a member: the last one counts."""

from datetime import datetime

from commission.convening import AWAY, Answer
from commission.enums import COMING
from commission.models import Convening, Reply, Sitting


def keep(*, sitting: Sitting, member_id: int, answer: Answer, at: datetime) -> None:
    """Inside the transaction of what was said. Nothing before the convening, nothing once the attendance counts."""
    convening = Convening.objects.filter(sitting=sitting).first()
    if convening is None or sitting.state not in COMING:
        return
    Reply.objects.update_or_create(
        sitting=sitting,
        member_id=member_id,
        defaults={"answer": answer.value, "sequence": convening.sequence, "replied_at": at},
    )


def declines(*, sitting: Sitting, member_id: int) -> bool:
    """Whether this member said, since the sitting last moved, that they will not come."""
    convening = Convening.objects.filter(sitting=sitting).first()
    if convening is None:
        return False
    current = Reply.objects.filter(sitting=sitting, member=member_id, sequence=convening.sequence)
    return current.filter(answer__in=[one.value for one in AWAY]).exists()
