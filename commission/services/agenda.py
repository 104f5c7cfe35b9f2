"""The agenda of a planned sitting: put files on it, take them off, choose the order, show less of them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from commission import ladders, meter
from commission.enums import FileState, ItemState, SittingState
from commission.meter import Change
from commission.models import AgendaItem, BoardFile, Sitting
from commission.models.agenda import ORDER
from commission.queries import crowd
from commission.services import envelopes, locks, notices, transitions
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError


@transaction.atomic
def add(*, actor: Actor, sitting_id: UUID, tokens: Collection[str], at: datetime | None = None) -> None:
    """Put ready files on the agenda, all or none; those already on it stay as they are. Their money is set aside.

    ``tokens`` are those of the files; each receives another one for this sitting. Raises ``DomainError``
    ``agenda.nothing_chosen``, and ``Conflict`` when the agenda is published or a file is no longer available.
    """
    sitting = planned(actor=actor, sitting_id=sitting_id)
    _refuse_second_call(sitting)
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
    if not available:
        return
    open_files = crowd.open_file_count(board_code=sitting.board_code)
    added = []
    for board_file in available:
        item = AgendaItem.objects.create(
            sitting=sitting, board_file=board_file, shown=_first_shown(board_file, open_files)
        )
        transitions.move(thing=board_file, name="schedule")
        notices.scheduled(item=item, sitting=sitting)
        added.append(item)
    envelopes.reserve_all(sitting=sitting, items=added, at=at)
    record(action="board.items_added", actor=actor, target=sitting, detail={"count": len(available)})


MOST = 200


@transaction.atomic
def compose(*, actor: Actor, sitting_id: UUID, number: int, at: datetime) -> int:
    """Put the ``number`` ready files whose deadline comes first on the agenda; those of one half-month, by chance.

    Returns how many. Raises ``DomainError`` ``agenda.number``, ``agenda.none_ready``, and what ``add`` raises.
    """
    sitting = planned(actor=actor, sitting_id=sitting_id)
    if not 0 < number <= MOST:
        raise DomainError("agenda.number", f"Choisissez un nombre de dossiers, de 1 à {MOST}.")
    ready = BoardFile.objects.filter(board_code=sitting.board_code, state=FileState.READY)
    urgent = ready.order_by(F("decide_by").asc(nulls_last=True), "token")
    tokens = list(urgent.values_list("token", flat=True)[:number])
    if not tokens:
        raise DomainError("agenda.none_ready", "Aucun dossier n’attend de séance.")
    add(actor=actor, sitting_id=sitting_id, tokens=tokens, at=at)
    return len(tokens)


def _first_shown(board_file: BoardFile, open_files: int) -> dict[str, object]:
    facts = board_file.readable()
    return facts | meter.starting_values(facts, open_files=open_files)


@transaction.atomic
def remove(*, actor: Actor, sitting_id: UUID, token: str, at: datetime | None = None) -> None:
    sitting = planned(actor=actor, sitting_id=sitting_id)
    _refuse_second_call(sitting)
    item = _pending(sitting, token)
    board_file = locks.files(tokens=[item.board_file_id])[0]
    transitions.move(thing=board_file, name="unschedule")
    notices.unscheduled(item=item)
    envelopes.release(item=item, at=at)
    record(action="board.item_removed", actor=actor, target=sitting, detail={"token": token})
    item.delete()


@transaction.atomic
def reorder(*, actor: Actor, sitting_id: UUID, token: str, place: int) -> None:
    """Give a file its place, from 1; beyond the ends it is the first or the last. Asked twice, it moves once."""
    sitting = planned(actor=actor, sitting_id=sitting_id)
    items = list(AgendaItem.objects.select_for_update().filter(sitting=sitting).order_by(*ORDER))
    here = next((place for place, item in enumerate(items) if item.token == token), None)
    if here is None:
        raise _gone()
    items.insert(max(place - 1, 0), items.pop(here))
    for rank, item in enumerate(items, start=1):
        item.rank = rank
    AgendaItem.objects.bulk_update(items, ["rank"])


@transaction.atomic
def widen(*, actor: Actor, sitting_id: UUID, token: str, levels: Mapping[str, int]) -> tuple[Change, ...]:
    """Show one file by wider values: ``levels`` says, by attribute, how far above what it came with.

    A value never becomes narrower again: asked twice, it is done once. Returns what changed.
    """
    sitting = planned(actor=actor, sitting_id=sitting_id)
    return _widen(_pending(sitting, token), levels, actor)


@transaction.atomic
def widen_all(*, actor: Actor, sitting_id: UUID) -> dict[str, tuple[Change, ...]]:
    """Widen whatever blocks the publication. Returns the changes by token; files that nothing helps are left."""
    sitting = planned(actor=actor, sitting_id=sitting_id)
    reading = crowd.reading_of(sitting)
    items = {item.token: item for item in _lock_pending(sitting)}
    done = {}
    for finding in reading.red:
        levels = {change.attribute: change.level for change in finding.changes}
        if finding.key in items and (changes := _widen(items[finding.key], levels, actor)):
            done[finding.key] = changes
    return done


def _widen(item: AgendaItem, levels: Mapping[str, int], actor: Actor) -> tuple[Change, ...]:
    facts = item.board_file.readable()
    wider = dict(item.shown)
    for name in ladders.ATTRIBUTES:
        reached = ladders.level_of(name, facts[name], item.shown[name])
        wider[name] = ladders.at(name, facts[name], max(reached, levels.get(name, 0)))
    changes = meter.changes_between(facts, item.shown, wider)
    if changes:
        item.shown = wider
        item.save(update_fields=["shown"])
        hidden = {change.attribute: change.after for change in changes}
        record(action="board.item_widened", actor=actor, target=item, detail=hidden)
    return changes


def planned(*, actor: Actor, sitting_id: UUID) -> Sitting:
    """The sitting, locked, while its agenda may change. Raises ``Conflict`` ``agenda.published``, ``agenda.frozen``."""
    sitting = locks.sitting_of_secretary(actor=actor, sitting_id=sitting_id)
    if sitting.state == SittingState.PUBLISHED:
        raise Conflict("agenda.published", "L’ordre du jour est publié\u00a0: reprenez-le pour le modifier.")
    if sitting.state != SittingState.PLANNED:
        raise Conflict(
            "agenda.frozen", "L’ordre du jour ne change plus une fois la séance ouverte, close ou annulée."
        )
    return sitting


def _refuse_second_call(sitting: Sitting) -> None:
    if sitting.recalls_id:
        raise Conflict(
            "agenda.second_call",
            "Une seconde convocation garde l’ordre du jour de la première\u00a0: rien ne s’y ajoute, rien n’en sort.",
        )


def _pending(sitting: Sitting, token: str) -> AgendaItem:
    item = locks.item(sitting_id=sitting.pk, token=token)
    if item.state != ItemState.PENDING:
        raise _gone()
    return item


def _lock_pending(sitting: Sitting) -> list[AgendaItem]:
    items = AgendaItem.objects.select_for_update(of=("self",)).select_related("board_file")
    return list(items.filter(sitting=sitting, state=ItemState.PENDING).order_by("pk"))


def _gone() -> Conflict:
    return Conflict("board.item_gone", "Ce dossier n’est plus à l’ordre du jour de cette séance.")
