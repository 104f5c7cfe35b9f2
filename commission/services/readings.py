"""Who saw which anonymised file, at which sitting: kept in the journal."""

from uuid import UUID

from commission.models import AgendaItem, Minutes
from commission.queries import sheets
from commission.queries.visible import values_of
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.services import noted, reader_values, record_reading
from cpsti_portal.kernel.prepared import Prepared

_sheet = Prepared(sheets.to_read, around=noted(action="board.file_read", target=AgendaItem))


def open_sheet(*, actor: Actor, sitting_id: UUID, token: str) -> AgendaItem | None:
    """The item, when the reader may open it, and the line of its reading: one query."""
    return _sheet.one(*reader_values(actor), sitting_id=sitting_id, token=token, **values_of(actor))


def note_page(*, actor: Actor, item: AgendaItem, number: int) -> None:
    record_reading(action="board.page_read", actor=actor, target=item, detail={"page": number})


def note_minutes(*, actor: Actor, minutes: Minutes, paper: str) -> None:
    record_reading(action="board.minutes_read", actor=actor, target=minutes, detail={"paper": paper})
