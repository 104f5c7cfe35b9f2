"""The way back to the identity side: three topics, published in the transaction of the fact they tell."""

from datetime import datetime

from commission.contract import RulingFacts
from commission.models import AgendaItem, Sitting
from cpsti_portal.kernel.outbox.services import publish


def scheduled(*, item: AgendaItem, sitting: Sitting) -> None:
    payload = {"token": item.board_file_id, "sitting_on": sitting.held_on.isoformat()}
    publish(topic="commission.file_scheduled", key=f"{item.pk}", payload=payload)


def unscheduled(*, item: AgendaItem) -> None:
    publish(topic="commission.file_unscheduled", key=f"{item.pk}", payload={"token": item.board_file_id})


def ruled(*, item: AgendaItem, facts: RulingFacts) -> None:
    publish(topic="commission.ruling", key=f"{item.pk}", payload=facts.as_payload())


def rescheduled(*, item: AgendaItem, sitting: Sitting, at: datetime) -> None:
    """The same topic as an item put on the agenda: the other side looks at where the file stands now."""
    payload = {"token": item.board_file_id, "sitting_on": sitting.held_on.isoformat()}
    publish(topic="commission.file_scheduled", key=f"{item.pk}:{at.isoformat()}", payload=payload)
