"""The lives of a sitting, of an item on its agenda and of an anonymised file: three tables of allowed moves. Pure.

``services/transitions.py`` is the only writer; the database refuses any move that is not in these tables
(triggers made from ``allowed_moves``).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from commission.enums import FileState, ItemState, MinutesState, SittingState


@dataclass(frozen=True)
class Move:
    name: str
    sources: tuple[str, ...]
    target: str
    label: str  # what the button or the history says


Moves = tuple[Move, ...]

SITTING_MOVES: Moves = (
    # Published, an agenda and what its files show are frozen and members read them; taken back, they change again.
    Move("publish", (SittingState.PLANNED,), SittingState.PUBLISHED, "Publier l’ordre du jour"),
    Move("take_back", (SittingState.PUBLISHED,), SittingState.PLANNED, "Reprendre l’ordre du jour"),
    Move("open", (SittingState.PUBLISHED,), SittingState.OPEN, "Ouvrir la séance"),
    Move("close", (SittingState.OPEN,), SittingState.CLOSED, "Clore la séance"),
    Move("miss", (SittingState.PUBLISHED,), SittingState.MISSED, "Constater l’absence de quorum"),
    Move(
        "cancel",
        (SittingState.PLANNED, SittingState.PUBLISHED),
        SittingState.CANCELLED,
        "Annuler la séance",
    ),
)

ITEM_MOVES: Moves = (
    Move("open", (ItemState.PENDING,), ItemState.OPEN, "Ouvrir le vote"),
    Move("close", (ItemState.OPEN,), ItemState.CLOSED, "Clore le vote"),
    # A member of a consultation wants the file discussed: it is read again at a sitting, and nothing was decided.
    Move("defer", (ItemState.CLOSED,), ItemState.DEFERRED, "Renvoyer en séance"),
    # The sitting ended before the file was examined, or the file was withdrawn: the trace stays on the agenda.
    Move("drop", (ItemState.PENDING,), ItemState.DROPPED, "Ne pas examiner"),
)

FILE_MOVES: Moves = (
    Move("schedule", (FileState.READY,), FileState.SCHEDULED, "Inscrire à l’ordre du jour"),
    Move("unschedule", (FileState.SCHEDULED,), FileState.READY, "Retirer de l’ordre du jour"),
    Move("decide", (FileState.SCHEDULED,), FileState.DECIDED, "Enregistrer la décision"),
    # An adjourned file never comes back: the identity side sends a new one, under a new token.
    Move("adjourn", (FileState.SCHEDULED,), FileState.ADJOURNED, "Ajourner"),
    Move("retract", (FileState.READY, FileState.SCHEDULED), FileState.RETRACTED, "Retirer le dossier"),
)

MINUTES_MOVES: Moves = (
    Move("sign", (MinutesState.DRAFT,), MinutesState.PROPOSED, "Signer et transmettre à la présidence"),
    Move("countersign", (MinutesState.PROPOSED,), MinutesState.SIGNED, "Signer le procès-verbal"),
    # The next version is another row: what somebody signed, or refused to sign, is kept as it was.
    Move("refuse", (MinutesState.PROPOSED,), MinutesState.REFUSED, "Refuser de signer"),
)


def find(moves: Moves, name: str, source: str) -> Move | None:
    """The move called ``name`` if it starts from ``source``."""
    return next((move for move in moves if move.name == name and source in move.sources), None)


def available(moves: Moves, source: str) -> frozenset[str]:
    """Names of the moves that start from ``source``."""
    return frozenset(move.name for move in moves if source in move.sources)


def allowed_moves(moves: Moves) -> list[tuple[str, str]]:
    """Every (source, target) pair of a table, sorted: what the database trigger lets through."""
    return sorted(set(_pairs(moves)))


def _pairs(moves: Moves) -> Iterable[tuple[str, str]]:
    return ((str(source), str(move.target)) for move in moves for source in move.sources)
