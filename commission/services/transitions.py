"""The only writer of ``.state`` on the side of the board."""

from commission.enums import FILE_LABELS, ITEM_LABELS, MINUTES_LABELS, SITTING_LABELS
from commission.models import AgendaItem, BoardFile, Minutes, Sitting
from commission.workflow import FILE_MOVES, ITEM_MOVES, MINUTES_MOVES, SITTING_MOVES, find
from cpsti_portal.kernel.errors import Conflict

_TABLES = {
    Sitting: (SITTING_MOVES, SITTING_LABELS, "Cette séance est déjà"),
    AgendaItem: (ITEM_MOVES, ITEM_LABELS, "L’état de ce dossier à l’ordre du jour est"),
    BoardFile: (FILE_MOVES, FILE_LABELS, "L’état de ce dossier est"),
    Minutes: (MINUTES_MOVES, MINUTES_LABELS, "Ce procès-verbal est déjà"),
}


def move(*, thing: Sitting | AgendaItem | BoardFile | Minutes, name: str, **columns) -> None:
    """Make the move ``name`` and write ``columns`` with it. The caller holds the lock of the row.

    Raises ``Conflict`` when the table has no such move from the present state.
    """
    moves, labels, subject = _TABLES[type(thing)]
    allowed = find(moves, name, thing.state)
    if allowed is None:
        present = labels[thing.state].lower()
        raise Conflict(
            "board.move_refused",
            f"{subject}\u00a0: {present}. Rechargez la page pour voir où en est la séance.",
        )
    thing.state = allowed.target.value
    for column, value in columns.items():
        setattr(thing, column, value)
    thing.save(update_fields=["state", *columns])
