"""The door: an anonymised file comes in once, unchanged, and goes out only before it is examined."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from commission.contract import BoardFacts, BoardPage
from commission.enums import Choice, FileState, ItemState
from commission.models import AgendaItem, BoardFile
from commission.models import BoardPage as KeptPage
from commission.models.board_page import FOLDER
from commission.services import files
from commission.services.pages import sweep
from cpsti_portal.kernel import clock, private_files
from cpsti_portal.kernel.audit.models import Event
from cpsti_portal.kernel.errors import Conflict, DomainError
from tests.factories.commission import BoardFactsFactory, BoardFileFactory, board_page

pytestmark = pytest.mark.django_db


def test_every_fact_arrives_and_nothing_else(territory):
    facts = BoardFactsFactory()
    files.receive_file(facts=facts)
    kept = BoardFile.objects.values().get()
    received_at = kept.pop("received_at")
    assert received_at is not None
    expected = {field.name: getattr(facts, field.name) for field in fields(BoardFacts)}
    expected |= {"criteria": [list(criterion) for criterion in facts.criteria], "pages": [], "state": "ready"}
    assert kept == expected


def test_a_file_is_received_at_the_instant_that_is_said(territory):
    at = clock.now() - timedelta(days=40)
    files.receive_file(facts=BoardFactsFactory(), at=at)
    assert BoardFile.objects.get().received_at == at


def test_the_same_file_sent_twice_is_kept_once(territory):
    facts = BoardFactsFactory()
    files.receive_file(facts=facts)
    files.receive_file(facts=facts)
    assert BoardFile.objects.count() == 1


def test_a_reference_never_changes_its_file(territory):
    facts = BoardFactsFactory()
    files.receive_file(facts=facts)
    with pytest.raises(Conflict) as refusal:
        files.receive_file(facts=replace(facts, amount_asked_cents=1))
    assert refusal.value.code == "board.token_taken"


def test_an_unknown_board_receives_nothing(territory):
    with pytest.raises(DomainError) as refusal:
        files.receive_file(facts=BoardFactsFactory(board_code="zz"))
    assert refusal.value.code == "board.unknown"
    assert not BoardFile.objects.exists()


@pytest.mark.parametrize("token", ["", "1", "000000000000000000000001a", "dossier numero 12 a Rennes"])
def test_a_reference_has_the_shape_of_chance(territory, token):
    with pytest.raises(DatabaseError), transaction.atomic():
        files.receive_file(facts=BoardFactsFactory(token=token))


def test_the_arrival_leaves_no_trace_in_the_journal_that_could_tie_it_to_a_request(territory):
    BoardFileFactory()
    assert not Event.objects.exists()


@pytest.mark.parametrize("field", [f.name for f in fields(BoardFacts) if f.name != "token"])
def test_no_fact_of_a_file_changes_after_it_came_in(territory, field):
    kept = BoardFileFactory()
    others = {"criteria": [["x", "rempli"]], "decide_by": clock.today()}
    changed = others.get(field, 7 if field.endswith("_cents") else "x")
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        BoardFile.objects.filter(pk=kept.pk).update(**{field: changed})


def test_a_file_is_never_erased(territory):
    kept = BoardFileFactory()
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        kept.delete()


def test_a_ready_file_is_taken_back(territory):
    kept = BoardFileFactory()
    files.retract_file(token=kept.token, at=clock.now())
    files.retract_file(token=kept.token, at=clock.now())
    kept.refresh_from_db()
    assert kept.state == FileState.RETRACTED


def test_taking_back_an_unknown_reference_does_nothing(territory):
    files.retract_file(token="inconnue", at=clock.now())


def test_a_file_on_an_agenda_is_taken_off_it(room, published):
    (token,) = room.put()
    files.retract_file(token=room.file_of(token), at=clock.now())
    assert BoardFile.objects.get().state == FileState.RETRACTED
    assert AgendaItem.objects.get().state == ItemState.DROPPED
    assert published("commission.file_unscheduled") == []


def test_a_file_whose_vote_is_open_is_not_taken_back(room):
    (token,) = room.put()
    room.open().open_vote(token)
    with pytest.raises(Conflict) as refusal:
        files.retract_file(token=room.file_of(token), at=clock.now())
    assert refusal.value.code == "file.examined"
    assert BoardFile.objects.get().state == FileState.SCHEDULED


def test_a_decided_file_is_not_taken_back(room):
    (token,) = room.put()
    room.open().decide(token, [Choice.FOR] * 4)
    with pytest.raises(Conflict) as refusal:
        files.retract_file(token=room.file_of(token), at=clock.now())
    assert refusal.value.code == "file.examined"


IMAGE = b"\x89PNG des pixels"
PAGE = board_page(1, IMAGE)


def with_page(page: BoardPage = PAGE) -> BoardFacts:
    return BoardFactsFactory(pages=((page.title, page.name, page.digest),))


def test_the_pages_come_with_the_file_and_the_board_keeps_its_own_copy(territory):
    facts = with_page()
    for _ in range(2):
        files.receive_file(facts=facts, pages=(PAGE,))
    kept = KeptPage.objects.get()
    assert (kept.board_file_id, kept.number) == (facts.token, 1)
    assert private_files.content(kept.path) == IMAGE
    assert BoardFile.objects.get().pages == [[PAGE.title, PAGE.name, PAGE.digest]]


@pytest.mark.parametrize(
    "pages",
    [
        (),
        (PAGE, PAGE),
        (replace(PAGE, content=b"autre chose"),),
        (replace(PAGE, title="Avis d’impôt de Zyxcanardin"),),
        (replace(PAGE, digest="0" * 64),),
    ],
)
def test_pages_that_are_not_those_that_were_signed_are_refused(territory, pages):
    with pytest.raises(DomainError) as refusal:
        files.receive_file(facts=with_page(), pages=pages)
    assert refusal.value.code == "board.pages"
    assert not BoardFile.objects.exists()


def test_a_file_whose_pages_cannot_be_kept_is_not_received(territory, monkeypatch):
    def full(folder, data):
        raise OSError("disk full")

    monkeypatch.setattr(private_files, "keep", full)
    with pytest.raises(DomainError) as refusal:
        files.receive_file(facts=with_page(), pages=(PAGE,))
    assert refusal.value.code == "board.pages_not_stored"
    assert not BoardFile.objects.exists()


def test_a_page_neither_changes_nor_goes(territory):
    files.receive_file(facts=with_page(), pages=(PAGE,))
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        KeptPage.objects.update(path="ailleurs")
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        KeptPage.objects.all().delete()


def test_the_sweep_takes_images_without_a_row_and_only_those(territory):
    files.receive_file(facts=with_page(), pages=(PAGE,))
    kept = KeptPage.objects.get().path
    lost = private_files.keep(FOLDER, b"perdu")
    far = clock.now() + timedelta(days=1)
    assert sweep(older_than=clock.now() - timedelta(days=1)) == 0
    assert sweep(older_than=far) >= 1
    assert private_files.content(kept) == IMAGE
    with pytest.raises(FileNotFoundError):
        private_files.content(lost)
