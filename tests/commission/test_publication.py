"""An agenda is prepared, published and taken back; what its readers are shown stays as it was published."""

import json
import threading
from collections import Counter

import pytest
from django.db import DatabaseError, connection, transaction

from commission.enums import Choice, FileState, ItemState, SittingState
from commission.ladders import AGE, HIDDEN, HOUSEHOLD, SECTOR, TURNOVER
from commission.models import AgendaItem, AnonymityThreshold, BoardFile, PublicCount, Sitting
from commission.queries import sheets
from commission.queries.cautions import cautions_of
from commission.queries.visible import items_visible_to
from commission.services import agenda, files, publication, sittings
from cpsti_portal.kernel.audit.models import Event
from cpsti_portal.kernel.errors import Conflict, DomainError
from tests.commission.conftest import three_boards
from tests.commission.test_races import together
from tests.factories import commission as factories
from tests.factories.commission import BoardFileFactory, SittingFactory

pytestmark = pytest.mark.django_db


def refused(error: type[DomainError], code: str):
    return pytest.raises(error, match=f"^{code}:")


def state(room) -> str:
    return Sitting.objects.get(pk=room.sitting.pk).state


def act(room) -> dict:
    return {"actor": room.actor(room.secretary), "sitting_id": room.sitting.pk}


class TestNames:
    def test_a_file_has_another_name_at_each_sitting_and_never_the_one_it_came_with(self, room):
        (first,) = room.put()
        file_token = room.file_of(first)
        room.open().close()
        room.sitting = SittingFactory()
        (second,) = room.schedule(file_token)
        assert len({first, second, file_token}) == 3
        assert {len(one) for one in (first, second)} == {26}

    def test_an_item_keeps_its_name_its_sitting_and_its_file(self, room):
        room.put()
        for column, value in {"token": "A" * 26, "board_file": BoardFileFactory().token}.items():
            with pytest.raises(DatabaseError, match="keeps its token"), transaction.atomic():
                AgendaItem.objects.update(**{column: value})

    @pytest.mark.parametrize("token", ["", "1", "a" * 26, "AKU3NXE6AKU3NXE6AKU3NXE618"])
    def test_a_name_has_the_shape_of_chance(self, room, token):
        board_file = BoardFileFactory()
        with pytest.raises(DatabaseError, match="item_token_is_random"), transaction.atomic():
            AgendaItem.objects.create(
                sitting=room.sitting, board_file=board_file, token=token, shown=board_file.readable()
            )

    def test_what_is_shown_holds_neither_key_of_the_file(self, room):
        (token,) = room.put()
        item = room.item(token)
        assert {"token", "board_code"} & item.shown.keys() == set()
        assert item.board_file_id not in json.dumps(item.shown)


class TestPublishing:
    def test_members_read_the_files_from_the_publication_on(self, room):
        room.put(2)
        reader = room.actor(room.titulars[0])
        assert not items_visible_to(reader).exists()
        room.publish()
        assert items_visible_to(reader).count() == 2
        room.take_back()
        assert not items_visible_to(reader).exists()

    def test_an_empty_agenda_is_not_published(self, room):
        with refused(DomainError, "agenda.empty"):
            room.publish()

    def test_the_database_refuses_it_too(self, room):
        with pytest.raises(DatabaseError, match="without files is not published"), transaction.atomic():
            Sitting.objects.update(state=SittingState.PUBLISHED)

    def test_twice_is_once(self, room):
        room.put()
        room.publish().publish()
        room.take_back().take_back()
        actions = [event.action for event in Event.objects.order_by("pk") if "agenda" in event.action]
        assert actions == ["board.agenda_published", "board.agenda_taken_back"]

    def test_a_published_agenda_does_not_change(self, room):
        (token,) = room.put()
        room.publish()
        waiting = BoardFileFactory().token
        for change in (
            lambda: agenda.add(**act(room), tokens=[waiting]),
            lambda: agenda.remove(**act(room), token=token),
            lambda: agenda.reorder(**act(room), token=token, place=1),
            lambda: agenda.widen(**act(room), token=token, levels={HOUSEHOLD: 1}),
            lambda: agenda.widen_all(**act(room)),
        ):
            with refused(Conflict, "agenda.published"):
                change()

    def test_nor_by_hand(self, room):
        room.put()
        room.publish()
        late = BoardFileFactory()
        for change in (
            lambda: AgendaItem.objects.update(shown={"age_band": "x"}),
            lambda: AgendaItem.objects.update(rank=7),
            lambda: AgendaItem.objects.all().delete(),
            lambda: AgendaItem.objects.create(sitting=room.sitting, board_file=late, shown=late.readable()),
        ):
            with pytest.raises(DatabaseError, match="a published agenda is frozen"), transaction.atomic():
                change()

    def test_what_is_shown_stays_frozen_to_the_end(self, room):
        (token,) = room.put()
        room.open().decide(token, [Choice.FOR] * 6)
        room.close()
        with pytest.raises(DatabaseError, match="a published agenda is frozen"), transaction.atomic():
            AgendaItem.objects.update(shown={})

    def test_once_open_it_is_not_taken_back(self, room):
        room.put()
        room.open()
        with refused(Conflict, "agenda.frozen"):
            room.take_back()

    def test_an_urgent_file_is_added_by_taking_the_agenda_back(self, room):
        (first,) = room.put()
        room.publish().take_back()
        (urgent,) = room.put(aid_code="urgence")
        room.publish()
        reader = room.actor(room.titulars[0])
        assert set(items_visible_to(reader).values_list("token", flat=True)) == {first, urgent}

    def test_a_file_withdrawn_after_the_publication_is_not_found_any_more(self, room):
        first, second = room.put(2)
        room.publish()
        files.retract_file(token=room.file_of(first), at=room.now)
        assert room.item(first).state == ItemState.DROPPED
        reader = room.actor(room.titulars[0])
        assert [item.token for item in items_visible_to(reader)] == [second]

    def test_a_cancelled_sitting_frees_the_files_it_had_published(self, room):
        room.put()
        room.publish()
        sittings.cancel(**act(room), at=room.now)
        assert BoardFile.objects.get().state == FileState.READY
        assert not items_visible_to(room.actor(room.titulars[0])).exists()

    def test_somebody_who_stepped_aside_does_not_prevent_the_removal(self, room):
        (token,) = room.put()
        room.publish().step_aside(room.titulars[0], token)
        room.take_back().remove(token)
        assert BoardFile.objects.get().state == FileState.READY


class TestWidening:
    RARE = {TURNOVER: "300\u202f000\u00a0€ et plus"}

    def rare(self, room) -> str:
        """One file that stands alone among twenty."""
        room.put(19)
        (token,) = room.put(1, **self.RARE)
        return token

    def test_few_files_start_from_the_coarse_line(self, room):
        (token,) = room.put()
        shown = room.item(token).shown
        assert (shown[AGE], shown[SECTOR]) == ("40 à 59 ans", "Fabrication et bâtiment")

    def test_twelve_files_start_as_they_came(self, room):
        token = room.put(12)[0]
        assert room.item(token).shown == room.item(token).board_file.readable()

    def test_a_file_that_stands_alone_blocks_until_it_is_widened(self, room):
        token = self.rare(room)
        with refused(DomainError, "agenda.revealing"):
            room.publish()
        changes = agenda.widen_all(**act(room))
        assert {key: [one.after for one in done] for key, done in changes.items()} == {token: [HIDDEN]}
        room.publish()

    def test_the_member_reads_the_wider_value_and_nothing_of_the_other(self, room):
        token = self.rare(room)
        agenda.widen_all(**act(room))
        room.publish()
        reader = room.actor(room.titulars[0])
        item = sheets.items_of_sheets(reader, room.sitting.pk).get(token=token)
        sheet = sheets.sheet_of(item, reader)
        assert dict(sheet.money)["Chiffre d’affaires"] == HIDDEN
        assert self.RARE[TURNOVER] not in repr(sheet)

    def test_asked_twice_it_is_done_once_and_never_undone(self, room):
        (token,) = room.put()
        first = agenda.widen(**act(room), token=token, levels={HOUSEHOLD: 1})
        assert [one.after for one in first] == ["couple, avec ou sans personne à charge"]
        assert agenda.widen(**act(room), token=token, levels={HOUSEHOLD: 1, "cause": 3}) == ()
        assert agenda.widen(**act(room), token=token, levels={HOUSEHOLD: 0, AGE: -4}) == ()

    def test_what_was_widened_stays_so_when_the_agenda_is_taken_back(self, room):
        (token,) = room.put()
        agenda.widen(**act(room), token=token, levels={HOUSEHOLD: 2})
        room.publish().take_back()
        assert room.item(token).shown[HOUSEHOLD] == HIDDEN

    def test_without_public_counts_nothing_is_published(self, room):
        room.put()
        PublicCount.objects.all().delete()
        with refused(DomainError, "agenda.revealing"):
            room.publish()
        assert agenda.widen_all(**act(room)) == {}

    def test_a_board_may_ask_for_more_people(self, room):
        room.put()
        AnonymityThreshold.objects.create(board_code="53", people=30_000)
        with refused(DomainError, "agenda.revealing"):
            room.publish()
        agenda.widen_all(**act(room))
        room.publish()

    def test_the_files_of_other_boards_and_of_the_past_are_not_in_the_crowd(self, room):
        BoardFileFactory(board_code="11")
        files.retract_file(token=BoardFileFactory().token, at=room.now)
        room.put(2)
        BoardFileFactory()
        assert cautions_of(room.sitting).open_files == 3

    def test_the_caution_says_why_and_what_instead(self, room):
        self.rare(room)
        (caution,) = cautions_of(room.sitting).red
        assert caution.sentences == [
            "Seul dossier ouvert avec cette valeur\u00a0: chiffre d’affaires «\u00a0300\u202f000\u00a0€ et plus\u00a0»."
        ]
        assert [(step.name, step.after) for step in caution.steps] == [("chiffre d’affaires", HIDDEN)]
        assert caution.levels == "turnover_band=3"


@pytest.mark.django_db(transaction=True)
class TestRaces:
    @pytest.fixture
    def room(self, db):
        three_boards()
        return factories.room()

    @pytest.mark.parametrize("turn", range(4))
    def test_publishing_while_a_file_is_added(self, room, turn):
        room.put()
        late = BoardFileFactory().token
        given = act(room)
        outcomes = together(
            [lambda: publication.publish(**given), lambda: agenda.add(**given, tokens=[late])]
        )
        assert tuple(outcomes) in {("done", "done"), ("done", "agenda.published")}
        assert state(room) == SittingState.PUBLISHED
        assert AgendaItem.objects.count() == (2 if outcomes[1] == "done" else 1)

    def test_by_hand_a_change_waits_for_the_publication_and_fails(self, room):
        room.put()
        told: list[str] = []

        def change() -> None:
            try:
                AgendaItem.objects.update(rank=3)
                told.append("done")
            except DatabaseError as error:
                told.append(str(error).split("\n", maxsplit=1)[0])
            finally:
                connection.close()

        thread = threading.Thread(target=change)
        with transaction.atomic():
            room.publish()
            thread.start()
            thread.join(timeout=0.5)
            assert told == []
        thread.join(timeout=10)
        assert told == ["commission: a published agenda is frozen"]

    def test_five_windows_publish_once(self, room):
        room.put()
        given = act(room)
        assert Counter(together([lambda: publication.publish(**given)] * 5)) == {"done": 5}
        assert Event.objects.filter(action="board.agenda_published").count() == 1

    @pytest.mark.parametrize("turn", range(4))
    def test_opening_against_taking_back(self, room, turn):
        room.put()
        room.publish().mark(*room.titulars)
        given = act(room)
        outcomes = together(
            [lambda: sittings.open_sitting(**given, at=room.now), lambda: publication.take_back(**given)]
        )
        assert tuple(outcomes) in {("done", "agenda.frozen"), ("sitting.not_published", "done")}
