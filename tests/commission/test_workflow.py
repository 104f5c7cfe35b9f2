"""The three tables of moves, and the database that lets nothing else through."""

from itertools import product

import pytest
from django.db import DatabaseError, transaction

from commission.enums import FileState, ItemState, SittingState
from commission.models import AgendaItem, BoardFile, Sitting
from commission.services import transitions
from commission.workflow import FILE_MOVES, ITEM_MOVES, SITTING_MOVES, allowed_moves, available, find
from cpsti_portal.kernel.errors import Conflict
from tests.factories.commission import BoardFileFactory


def test_a_sitting_is_planned_published_opened_and_closed_or_cancelled_before():
    assert allowed_moves(SITTING_MOVES) == [
        ("open", "closed"),
        ("planned", "cancelled"),
        ("planned", "published"),
        ("published", "cancelled"),
        ("published", "missed"),
        ("published", "open"),
        ("published", "planned"),
    ]


def test_an_item_is_opened_once_and_closed_once_deferred_after_or_dropped_before():
    assert allowed_moves(ITEM_MOVES) == [
        ("closed", "deferred"),
        ("open", "closed"),
        ("pending", "dropped"),
        ("pending", "open"),
    ]


def test_a_file_ends_decided_adjourned_or_retracted():
    assert allowed_moves(FILE_MOVES) == [
        ("ready", "retracted"),
        ("ready", "scheduled"),
        ("scheduled", "adjourned"),
        ("scheduled", "decided"),
        ("scheduled", "ready"),
        ("scheduled", "retracted"),
    ]


def test_buttons_come_from_the_table():
    assert available(SITTING_MOVES, SittingState.PLANNED) == {"publish", "cancel"}
    assert available(SITTING_MOVES, SittingState.PUBLISHED) == {"open", "miss", "take_back", "cancel"}
    assert available(SITTING_MOVES, SittingState.CLOSED) == frozenset()
    assert find(ITEM_MOVES, "open", ItemState.CLOSED) is None


FORBIDDEN_FILE_MOVES = [
    pair
    for pair in product(FileState, FileState)
    if pair[0] != pair[1] and pair not in set(allowed_moves(FILE_MOVES))
]


def _walk_to(board_file: BoardFile, state: FileState) -> None:
    paths = {
        FileState.READY: [],
        FileState.SCHEDULED: ["schedule"],
        FileState.DECIDED: ["schedule", "decide"],
        FileState.ADJOURNED: ["schedule", "adjourn"],
        FileState.RETRACTED: ["retract"],
    }
    for name in paths[state]:
        transitions.move(thing=board_file, name=name)


@pytest.mark.django_db
@pytest.mark.parametrize(("source", "target"), FORBIDDEN_FILE_MOVES)
def test_the_database_refuses_a_move_that_is_not_in_the_table(territory, source, target):
    board_file = BoardFileFactory()
    _walk_to(board_file, source)
    with pytest.raises(DatabaseError), transaction.atomic():
        BoardFile.objects.filter(pk=board_file.pk).update(state=target)


@pytest.mark.django_db
def test_a_move_that_is_not_in_the_table_says_where_things_stand(territory):
    board_file = BoardFileFactory()
    transitions.move(thing=board_file, name="retract")
    with pytest.raises(Conflict) as refusal:
        transitions.move(thing=board_file, name="schedule")
    assert refusal.value.code == "board.move_refused"
    assert refusal.value.message == (
        "L’état de ce dossier est\u00a0: retiré. Rechargez la page pour voir où en est la séance."
    )


@pytest.mark.django_db
def test_a_sitting_cannot_be_open_without_somebody_in_the_chair(room):
    room.put()
    room.publish()
    with pytest.raises(DatabaseError, match="sitting_state_implies_facts"), transaction.atomic():
        Sitting.objects.update(state=SittingState.OPEN)


@pytest.mark.django_db
def test_a_sitting_is_not_opened_before_its_agenda_is_published(room):
    room.put()
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        Sitting.objects.update(state=SittingState.OPEN, opened_at=room.now, chair=room.titulars[0])


@pytest.mark.django_db
def test_an_ended_sitting_is_frozen_whole(room):
    room.put()
    room.open().close()
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Sitting.objects.update(place="ailleurs")
    arrived = room.sitting.attendances.first()
    with pytest.raises(DatabaseError, match="the roll of an ended sitting is frozen"), transaction.atomic():
        room.sitting.attendances.create(member=arrived.member, number=2, present=False, at=room.now)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        room.sitting.attendances.update(at=room.now)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        room.sitting.attendances.all().delete()
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        AgendaItem.objects.all().delete()
