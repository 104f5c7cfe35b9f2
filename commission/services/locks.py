"""Row locks, always taken in the same order, so that no two acts block each other: sitting, items (by primary key),
file, envelope.

A sitting and a file are locked against change, not against being pointed at (``no_key``): a row that names them, a
movement of an envelope above all, is written by who holds neither, and must not wait for who holds them.
"""

from collections.abc import Collection
from uuid import UUID

from commission.models import AgendaItem, BoardFile, Sitting
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.errors import Conflict, NotAllowed


def require_secretary(*, actor: Actor, board_code: str) -> None:
    if board_code not in actor.secretary_board_codes:
        raise NotAllowed("board.not_secretary", "Seul le secrétariat de cette commission peut faire cela.")


def sitting(*, sitting_id: UUID) -> Sitting:
    return Sitting.objects.select_for_update(no_key=True).get(pk=sitting_id)


def sitting_of_secretary(*, actor: Actor, sitting_id: UUID) -> Sitting:
    found = sitting(sitting_id=sitting_id)
    require_secretary(actor=actor, board_code=found.board_code)
    return found


def item(*, sitting_id: UUID, token: str) -> AgendaItem:
    """The item named ``token`` at this sitting, with its sitting and its file; only the item is locked."""
    found = (
        AgendaItem.objects.select_for_update(of=("self",))
        .select_related("sitting__chair", "board_file")
        .filter(sitting_id=sitting_id, token=token)
        .first()
    )
    if found is None:
        raise gone()
    return found


def gone() -> Conflict:
    return Conflict("board.item_gone", "Ce dossier n’est plus à l’ordre du jour de cette séance.")


def items(*, sitting: Sitting) -> list[AgendaItem]:
    return list(AgendaItem.objects.select_for_update().filter(sitting=sitting).order_by("pk"))


def files(*, tokens: Collection[str]) -> list[BoardFile]:
    """By the key the two houses share, never by that of an agenda."""
    return list(BoardFile.objects.select_for_update(no_key=True).filter(token__in=tokens).order_by("token"))


def file(*, token: str) -> BoardFile | None:
    return BoardFile.objects.select_for_update(no_key=True).filter(token=token).first()
