"""Who saw which anonymised file: kept in the journal."""

from commission.models import BoardFile
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.services import record


def note(*, actor: Actor, board_file: BoardFile) -> None:
    record(action="board.file_read", actor=actor, target=board_file)
