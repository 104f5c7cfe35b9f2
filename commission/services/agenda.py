"""The agenda of a planned sitting: put files on it, take them off, choose the order."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from commission.enums import FileState, ItemState, SittingState
from commission.models import AgendaItem, Sitting
from commission.services import locks, notices, transitions
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError


@transaction.atomic
def add(*, actor: Actor, sitting_id: UUID, tokens: Collection[str]) -> None:
    """Put ready files at the end of the agenda, all or none; those already on it stay where they are.

    Raises ``DomainError`` ``agenda.nothing_chosen``, and ``Conflict`` when a file is no longer available.
    """
    sitting = _planned(actor, sitting_id)
    if not tokens:
        raise DomainError("agenda.nothing_chosen", "Choisissez au moins un dossier à inscrire.")
    files = locks.files(tokens=set(tokens))
    here = set(sitting.items.values_list("board_file_id", flat=True))
    wanted = set(tokens) - here
    available = [f for f in files if f.token in wanted and f.state == FileState.READY]
    if len([f for f in available if f.board_code == sitting.board_code]) != len(wanted):
        raise Conflict(
            "agenda.file_taken",
            "Un des dossiers choisis n’est plus disponible\u00a0: il a été retiré ou inscrit à une autre séance.",
        )
    last = AgendaItem.objects.filter(sitting=sitting).aggregate(last=Max("rank"))["last"] or 0
    for rank, board_file in enumerate(available, start=last + 1):
        item = AgendaItem.objects.create(sitting=sitting, board_file=board_file, rank=rank)
        transitions.move(thing=board_file, name="schedule")
        notices.scheduled(item=item, sitting=sitting)
    if available:
        record(action="board.items_added", actor=actor, target=sitting, detail={"count": len(available)})


@transaction.atomic
def remove(*, actor: Actor, sitting_id: UUID, token: str) -> None:
    sitting = _planned(actor, sitting_id)
    item = locks.item(sitting_id=sitting.pk, token=token)
    if item.state != ItemState.PENDING:
        raise Conflict("board.item_gone", "Ce dossier n’est plus à l’ordre du jour de cette séance.")
    board_file = locks.files(tokens=[token])[0]
    transitions.move(thing=board_file, name="unschedule")
    notices.unscheduled(item=item)
    record(action="board.item_removed", actor=actor, target=sitting, detail={"token": token})
    item.delete()


@transaction.atomic
def reorder(*, actor: Actor, sitting_id: UUID, token: str, place: int) -> None:
    """Give a file its place, from 1; beyond the ends it is the first or the last. Asked twice, it moves once."""
    sitting = _planned(actor, sitting_id)
    items = list(AgendaItem.objects.select_for_update().filter(sitting=sitting).order_by("rank"))
    here = next((place for place, item in enumerate(items) if item.board_file_id == token), None)
    if here is None:
        raise Conflict("board.item_gone", "Ce dossier n’est plus à l’ordre du jour de cette séance.")
    items.insert(max(place - 1, 0), items.pop(here))
    for rank, item in enumerate(items, start=1):
        item.rank = rank
    AgendaItem.objects.bulk_update(items, ["rank"])


def _planned(actor: Actor, sitting_id: UUID) -> Sitting:
    sitting = locks.sitting_of_secretary(actor=actor, sitting_id=sitting_id)
    if sitting.state != SittingState.PLANNED:
        raise Conflict(
            "agenda.frozen", "L’ordre du jour ne change plus une fois la séance ouverte, close ou annulée."
        )
    return sitting
