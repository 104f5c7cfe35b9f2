"""The way back to the identity side, published in the transaction of the fact that is told.

What the control service does is told by name only: the other side reads where the ruling stands (``standing_of``).
"""

from datetime import date, datetime

from commission.contract import RulingFacts
from commission.enums import ControlKind
from commission.models import AgendaItem, ControlAct, Sending, Sitting
from cpsti_portal.kernel.outbox.services import publish


def scheduled(*, item: AgendaItem, sitting: Sitting) -> None:
    payload = {"token": item.board_file_id, "sitting_on": sitting.held_on.isoformat()}
    publish(topic="commission.file_scheduled", key=f"{item.pk}", payload=payload)


def unscheduled(*, item: AgendaItem) -> None:
    publish(topic="commission.file_unscheduled", key=f"{item.pk}", payload={"token": item.board_file_id})


def examined(*, item: AgendaItem, on: date) -> None:
    """The vote is closed; what was decided waits for the signatures."""
    payload = {"token": item.board_file_id, "held_on": on.isoformat()}
    publish(topic="commission.file_examined", key=f"{item.pk}", payload=payload)


def ruled(*, item: AgendaItem, facts: RulingFacts) -> None:
    publish(topic="commission.ruling", key=f"{item.pk}", payload=facts.as_payload())


def rescheduled(*, item: AgendaItem, sitting: Sitting, at: datetime) -> None:
    """The same topic as an item put on the agenda: the other side looks at where the file stands now."""
    payload = {"token": item.board_file_id, "sitting_on": sitting.held_on.isoformat()}
    publish(topic="commission.file_scheduled", key=f"{item.pk}:{at.isoformat()}", payload=payload)


def hold_known(*, item: AgendaItem, sending: Sending) -> None:
    publish(topic="commission.hold", key=f"{sending.pk}:{item.pk}", payload={"token": item.board_file_id})


def controlled(*, act: ControlAct) -> None:
    topics = {
        ControlKind.ANNULLED: "commission.ruling_annulled",
        ControlKind.LIFTED: "commission.ruling_restored",
    }
    topic = topics.get(ControlKind(act.kind), "commission.ruling_suspended")
    publish(topic=topic, key=f"{act.pk}", payload={"token": act.item.board_file_id})
