"""Replacing the public counts of boards: an act of the administration."""

from collections.abc import Collection

from django.db import transaction

from commission.counts_table import Cell
from commission.models import PublicCount
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import NotAllowed
from cpsti_portal.kernel.territory.models import Board


@transaction.atomic
def replace(*, actor: Actor, cells: Collection[Cell]) -> int:
    """Put ``cells`` in the place of all the counts of their boards. Returns how many boards. All or nothing."""
    if not actor.is_administrator:
        raise NotAllowed(
            "counts.not_administrator", "Seule l’administration du portail remplace les effectifs."
        )
    boards = list(Board.objects.filter(code__in={cell.board_code for cell in cells}).order_by("code"))
    codes = [board.code for board in boards]
    list(PublicCount.objects.select_for_update().filter(board_code__in=codes).order_by("pk"))
    PublicCount.objects.filter(board_code__in=codes).delete()
    PublicCount.objects.bulk_create(PublicCount(**vars(cell)) for cell in cells)
    for board in boards:
        record(action="board.counts_replaced", actor=actor, target=board)
    return len(boards)
