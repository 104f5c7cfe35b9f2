"""Who saw which anonymised file, at which sitting: kept in the journal."""

from commission.models import AgendaItem, Minutes
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.services import record_reading


def note(*, actor: Actor, item: AgendaItem) -> None:
    record_reading(action="board.file_read", actor=actor, target=item)


def note_page(*, actor: Actor, item: AgendaItem, number: int) -> None:
    record_reading(action="board.page_read", actor=actor, target=item, detail={"page": number})


def note_minutes(*, actor: Actor, minutes: Minutes, paper: str) -> None:
    record_reading(action="board.minutes_read", actor=actor, target=minutes, detail={"paper": paper})
