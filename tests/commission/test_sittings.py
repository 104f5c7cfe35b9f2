"""Planning, agenda, attendance, opening, closing: the acts of the secretariat."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction

from commission.enums import Choice, FileState, ItemState, SittingState
from commission.models import AgendaItem, Attendance, BoardFile, BoardRules, Sitting
from commission.models.agenda import ORDER
from commission.queries import roll
from commission.services import agenda, attendance, files, publication, sittings
from commission.wording import reference
from cpsti_portal.kernel.accounts.actors import actor_for
from cpsti_portal.kernel.accounts.models import Membership, Office, OfficeKind
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from tests.factories import commission as factories
from tests.factories.accounts import secretary
from tests.factories.commission import HELD_ON, OPENING, BoardFileFactory, SittingFactory

pytestmark = pytest.mark.django_db


def refused(error: type[DomainError], code: str):
    return pytest.raises(error, match=f"^{code}:")


class TestPlanning:
    def plan(self, actor, **changes):
        facts = {
            "board_code": "53",
            "held_on": HELD_ON,
            "starts_at": time(14),
            "place": "Rennes",
            "at": OPENING,
        }
        return sittings.plan(actor=actor, **(facts | changes))

    @pytest.fixture
    def actor(self, territory):
        return actor_for(secretary().user, HELD_ON)

    def test_a_sitting_is_planned_for_the_day_itself_or_later(self, actor):
        sitting = self.plan(actor)
        assert Sitting.objects.values(
            "board_code", "held_on", "starts_at", "place", "state", "chair"
        ).get() == {
            "board_code": "53",
            "held_on": HELD_ON,
            "starts_at": time(14),
            "place": "Rennes",
            "state": "planned",
            "chair": None,
        }
        assert sitting.opened_at is None

    def test_without_a_place_the_sitting_is_held_remotely(self, actor):
        assert self.plan(actor, place="  ").place == "À distance"

    def test_not_in_the_past(self, actor):
        with refused(DomainError, "sitting.past"):
            self.plan(actor, held_on=HELD_ON - timedelta(days=1))

    def test_today_is_the_day_of_the_board_not_of_paris(self, territory):
        late_in_paris = datetime(2026, 6, 3, 23, 30, tzinfo=ZoneInfo("Europe/Paris"))
        reunion = actor_for(secretary("04").user, HELD_ON)
        with refused(DomainError, "sitting.past"):
            self.plan(reunion, board_code="04", held_on=HELD_ON, at=late_in_paris)

    def test_two_sittings_never_start_at_the_same_hour(self, actor):
        self.plan(actor)
        with refused(Conflict, "sitting.hour_taken"):
            self.plan(actor)

    def test_an_hour_is_free_again_after_a_cancellation(self, actor):
        sittings.cancel(actor=actor, sitting_id=self.plan(actor).pk, at=OPENING)
        assert self.plan(actor).state == SittingState.PLANNED

    def test_the_same_form_sent_twice_plans_one_sitting(self, actor):
        form = uuid4()
        assert self.plan(actor, sitting_id=form) == self.plan(actor, sitting_id=form)
        assert Sitting.objects.count() == 1

    def test_only_by_the_secretary_of_that_board(self, actor):
        with refused(NotAllowed, "board.not_secretary"):
            self.plan(actor, board_code="11")


class TestAgenda:
    def order(self):
        return list(AgendaItem.objects.order_by(*ORDER).values_list("token", flat=True))

    def test_chance_orders_the_files_and_the_identity_side_is_told_by_the_keys_it_knows(
        self, room, published
    ):
        tokens = room.put(2) + room.put(1)
        assert self.order() == sorted(tokens)
        assert set(BoardFile.objects.values_list("state", flat=True)) == {FileState.SCHEDULED}
        told = [payload for topic, payload in published() if topic == "commission.file_scheduled"]
        assert {one["token"] for one in told} == {room.file_of(token) for token in tokens}
        assert {one["sitting_on"] for one in told} == {"2026-06-03"}

    def test_nothing_chosen(self, room):
        with refused(DomainError, "agenda.nothing_chosen"):
            agenda.add(actor=room.actor(room.secretary), sitting_id=room.sitting.pk, tokens=[])

    def test_all_or_none_when_a_file_is_gone(self, room, published):
        (taken,) = room.put()
        taken = room.file_of(taken)
        room.sitting = SittingFactory()
        free = BoardFileFactory().token
        with refused(Conflict, "agenda.file_taken"):
            agenda.add(actor=room.actor(room.secretary), sitting_id=room.sitting.pk, tokens=[free, taken])
        assert BoardFile.objects.get(token=free).state == FileState.READY
        assert len(published()) == 1

    def test_the_file_of_another_board_is_not_available(self, room):
        elsewhere = BoardFileFactory(board_code="11").token
        with refused(Conflict, "agenda.file_taken"):
            agenda.add(actor=room.actor(room.secretary), sitting_id=room.sitting.pk, tokens=[elsewhere])

    def test_a_removed_file_is_available_again_and_can_come_back_under_another_name(self, room, published):
        (token,) = room.put()
        file_token = room.file_of(token)
        room.remove(token)
        assert BoardFile.objects.get().state == FileState.READY
        assert room.schedule(file_token) != [token]
        assert [topic for topic, _ in published()] == [
            "commission.file_scheduled",
            "commission.file_unscheduled",
            "commission.file_scheduled",
        ]

    def test_files_already_on_this_agenda_stay_where_they_are(self, room, published):
        tokens = room.put(2)
        assert room.schedule(*(room.file_of(token) for token in tokens)) == tokens
        assert AgendaItem.objects.count() == len(published()) == 2

    @pytest.mark.parametrize(
        ("here", "place", "expected"),
        [(0, 2, [1, 0, 2]), (2, 2, [0, 2, 1]), (0, 0, [0, 1, 2]), (0, 9, [1, 2, 0]), (2, 1, [2, 0, 1])],
    )
    def test_a_file_takes_the_place_it_is_given_however_often_it_is_asked(self, room, here, place, expected):
        tokens = room.put(3)
        for _ in range(2):
            agenda.reorder(
                actor=room.actor(room.secretary), sitting_id=room.sitting.pk, token=tokens[here], place=place
            )
        assert self.order() == [tokens[one] for one in expected]

    def test_what_comes_after_the_secretary_chose_an_order_comes_last(self, room):
        tokens = room.put(2)
        act = {"actor": room.actor(room.secretary), "sitting_id": room.sitting.pk}
        agenda.reorder(**act, token=tokens[1], place=1)
        late = room.put(2)
        assert self.order() == [tokens[1], tokens[0], *late]

    def test_an_open_sitting_keeps_its_agenda(self, room):
        (token,) = room.put()
        room.open()
        act = {"actor": room.actor(room.secretary), "sitting_id": room.sitting.pk}
        with refused(Conflict, "agenda.frozen"):
            agenda.add(**act, tokens=[BoardFileFactory().token])
        with refused(Conflict, "agenda.frozen"):
            agenda.remove(**act, token=token)
        with refused(Conflict, "agenda.frozen"):
            agenda.reorder(**act, token=token, place=1)


class TestAttendance:
    def present(self, room):
        return {line.member for line in roll.roll_of(room.sitting) if line.present}

    def lines(self, one):
        return list(
            Attendance.objects.filter(member=one).order_by("number").values_list("number", "present", "at")
        )

    def test_the_sheet_is_written_whole(self, room):
        one, two, three = room.titulars[:3]
        room.mark(one, two)
        room.mark(two, three)
        assert self.present(room) == {two, three}

    def test_every_arrival_and_departure_is_a_line_that_stays(self, room):
        one, two = room.titulars[:2]
        hours = []
        for there in ((one,), (two,), (one, two)):
            room.mark(*there)
            hours.append(room.now)
        assert self.lines(one) == [(1, True, hours[0]), (2, False, hours[1]), (3, True, hours[2])]
        assert self.lines(two) == [(1, True, hours[1])]

    def test_the_same_sheet_sent_twice_adds_nothing(self, room):
        room.mark(*room.titulars)
        room.mark(*room.titulars)
        assert Attendance.objects.count() == 6

    def test_a_departure_may_be_written_at_its_own_hour(self, room):
        one, two = room.titulars[:2]
        room.mark(one, two)
        came, room.now = room.now, room.now + timedelta(minutes=20)
        room.mark(one, seen_at=came + timedelta(minutes=5))
        assert self.lines(two) == [(1, True, came), (2, False, came + timedelta(minutes=5))]

    @pytest.mark.parametrize(
        ("minutes", "message"),
        [
            (
                -5,
                "La feuille est déjà écrite jusqu’à 14\u00a0h\u00a001\u00a0: indiquez une heure plus tardive.",
            ),
            (90, "Cette heure n’est pas encore passée."),
        ],
    )
    def test_an_hour_that_cannot_be_is_refused(self, room, minutes, message):
        one, two = room.titulars[:2]
        room.mark(one, two)
        with refused(DomainError, "attendance.hour") as refusal:
            room.mark(one, seen_at=room.now + timedelta(minutes=minutes))
        assert refusal.value.message == message

    def test_the_roll_of_a_file_already_decided_is_settled(self, room):
        (token,) = room.put()
        before = room.open().now
        room.decide(token, [Choice.FOR] * 6)
        with refused(DomainError, "attendance.hour"):
            room.mark(*room.titulars[:5], seen_at=before)

    def test_the_database_keeps_the_lines_and_their_turn(self, room):
        one = room.titulars[0]
        room.mark(one)
        facts = {"sitting": room.sitting, "member": one, "at": room.now}
        for broken, message in (
            ({"number": 2, "present": True}, "come in turn"),
            ({"number": 4, "present": False}, "follows the one before"),
        ):
            with pytest.raises(DatabaseError, match=message), transaction.atomic():
                Attendance.objects.create(**facts, **broken)
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            Attendance.objects.update(present=False)

    def test_the_database_keeps_the_roll_still_while_a_vote_is_open(self, room):
        (token,) = room.put()
        room.open(*room.titulars[:5]).open_vote(token)
        with pytest.raises(DatabaseError, match="roll is still"), transaction.atomic():
            Attendance.objects.create(
                sitting=room.sitting, member=room.titulars[5], present=True, at=room.now
            )

    def test_only_on_the_day(self, room):
        room.now = OPENING - timedelta(days=1)
        with refused(DomainError, "attendance.not_today"):
            room.mark(*room.titulars)

    def test_only_members_whose_mandate_holds_that_day(self, room):
        gone = room.titulars[0]
        Membership.objects.filter(pk=gone.pk).update(ends_on=HELD_ON - timedelta(days=1))
        with refused(DomainError, "attendance.not_a_member"):
            room.mark(gone)

    def test_a_mandate_holds_on_its_last_day(self, room):
        last_day = room.titulars[0]
        Membership.objects.filter(pk=last_day.pk).update(ends_on=HELD_ON)
        room.mark(last_day)
        assert self.present(room) == {last_day}

    def test_not_while_a_vote_is_open(self, room):
        (token,) = room.put()
        room.open().open_vote(token)
        with refused(Conflict, "attendance.vote_open"):
            room.mark(*room.titulars[:4])

    def test_not_after_the_sitting(self, room):
        room.put()
        room.open().close()
        with refused(Conflict, "attendance.frozen"):
            room.mark(*room.titulars)

    def presides(self, room):
        room.sitting.refresh_from_db()
        return room.sitting.chair

    def test_the_chair_passes_to_the_vice_president_then_to_the_first_arrived(self, room):
        _, second, third, *others = room.titulars
        Office.objects.create(membership=second, kind=OfficeKind.VICE_PRESIDENT, starts_on=HELD_ON)
        room.put()
        room.publish()
        room.mark(third)
        room.mark(*room.titulars)
        room.open()
        room.mark(second, third, *others)
        assert self.presides(room) == second
        room.mark(third, *others)
        assert self.presides(room) == third

    def test_the_secretary_may_name_who_presides(self, room):
        room.put()
        room.open()
        room.mark(*room.titulars, chair=room.titulars[4])
        assert self.presides(room) == room.titulars[4]
        with refused(DomainError, "sitting.no_chair"):
            room.mark(*room.titulars[:5], chair=room.titulars[5])

    def test_a_substitute_who_came_first_gives_the_seat_back_when_the_titular_arrives(self, room):
        *most, late = room.titulars
        stand_in = room.substitutes[0]
        room.mark(*most, stand_in)
        assert stand_in in roll.seated(roll.roll_of(room.sitting))
        room.mark(*most, stand_in, late)
        assert set(roll.seated(roll.roll_of(room.sitting))) == {*most, late}


class TestOpening:
    def open(self, room, **changes):
        act = {"actor": room.actor(room.secretary), "sitting_id": room.sitting.pk, "at": room.tick()}
        sittings.open_sitting(**(act | changes))

    def test_the_president_takes_the_chair_when_nobody_is_named(self, room):
        room.put()
        room.publish().mark(*room.titulars[:4])
        self.open(room)
        room.sitting.refresh_from_db()
        assert (room.sitting.state, room.sitting.chair, room.sitting.opened_at) == (
            SittingState.OPEN,
            room.titulars[0],
            room.now,
        )

    def test_the_first_arrived_takes_the_chair_when_no_elected_member_is_there(self, room):
        room.put()
        room.publish().mark(room.titulars[3])
        room.mark(*room.titulars[1:])
        with refused(DomainError, "sitting.no_chair"):
            self.open(room, chair_id=room.titulars[0].pk)
        self.open(room)
        room.sitting.refresh_from_db()
        assert room.sitting.chair == room.titulars[3]

    def test_without_quorum_the_sitting_does_not_open(self, room):
        room.put()
        room.publish().mark(*room.titulars[:3])
        with refused(DomainError, "sitting.no_quorum") as refusal:
            self.open(room)
        assert refusal.value.message == (
            "Quorum non atteint\u00a0: 3 titulaires présents ou remplacés sur 6, pour un minimum de 4. "
            "La séance ne peut pas s’ouvrir."
        )

    def test_a_substitute_counts_for_the_quorum_in_the_place_of_a_titular(self, room):
        room.put()
        room.publish().mark(*room.titulars[:3], room.substitutes[0])
        self.open(room)

    def test_an_empty_agenda_does_not_open(self, room):
        room.mark(*room.titulars)
        with refused(DomainError, "sitting.empty"):
            self.open(room)

    def test_an_agenda_that_is_not_published_does_not_open(self, room):
        room.put()
        room.mark(*room.titulars)
        with refused(DomainError, "sitting.not_published"):
            self.open(room)

    def test_an_agenda_whose_files_were_all_withdrawn_does_not_open(self, room):
        (token,) = room.put()
        room.publish().mark(*room.titulars)
        files.retract_file(token=room.file_of(token), at=room.now)
        with refused(DomainError, "sitting.empty"):
            self.open(room)

    @pytest.mark.parametrize("days", [-1, 1])
    def test_only_on_the_day(self, room, days):
        room.put()
        room.publish().mark(*room.titulars)
        with refused(DomainError, "sitting.not_today"):
            self.open(room, at=OPENING + timedelta(days=days))

    def test_twice(self, room):
        room.put()
        room.open()
        with refused(Conflict, "sitting.already_open"):
            self.open(room)

    def test_a_cancelled_sitting_stays_cancelled(self, room):
        room.put()
        room.mark(*room.titulars)
        sittings.cancel(actor=room.actor(room.secretary), sitting_id=room.sitting.pk, at=room.now)
        with refused(DomainError, "sitting.empty"):
            self.open(room)

    def test_a_vacant_seat_stays_a_seat(self, room):
        """The seats are those of the rules of the day, whoever holds a mandate."""
        Membership.objects.filter(pk__in=[m.pk for m in room.titulars[4:]]).update(ends_on=date(2026, 5, 1))
        room.put()
        room.publish().mark(*room.titulars[:3])
        with refused(DomainError, "sitting.no_quorum"):
            self.open(room)
        BoardRules.objects.create(board_code="53", starts_on=date(2026, 6, 1), seats=4)
        self.open(room)


class TestEnding:
    def test_files_not_examined_are_available_again(self, room, published):
        tokens = room.put(3)
        room.open().decide(tokens[0], [Choice.FOR] * 6)
        room.close()
        states = dict(AgendaItem.objects.values_list("token", "board_file__state"))
        assert states == {tokens[0]: "decided", tokens[1]: "ready", tokens[2]: "ready"}
        assert set(AgendaItem.objects.values_list("state", flat=True)) == {
            ItemState.CLOSED,
            ItemState.DROPPED,
        }
        told = {payload["token"] for _, payload in published("commission.file_unscheduled")}
        assert told == {room.file_of(token) for token in tokens[1:]}

    def test_not_while_a_vote_is_open(self, room, published):
        tokens = room.put(2)
        room.open().open_vote(tokens[1])
        with refused(Conflict, "sitting.vote_open") as refusal:
            room.close()
        assert reference(tokens[1]) in refusal.value.message
        assert BoardFile.objects.filter(state=FileState.SCHEDULED).count() == 2
        assert published("commission.file_unscheduled") == []

    def test_twice(self, room):
        room.put()
        room.open().close()
        with refused(Conflict, "board.move_refused"):
            room.close()

    def test_a_cancelled_sitting_frees_its_files(self, room, published):
        (token,) = room.put()
        sittings.cancel(actor=room.actor(room.secretary), sitting_id=room.sitting.pk, at=room.now)
        assert BoardFile.objects.get().state == FileState.READY
        assert published("commission.file_unscheduled") == [
            ("commission.file_unscheduled", {"token": room.file_of(token)})
        ]

    def test_an_open_sitting_is_not_cancelled(self, room):
        room.put()
        room.open()
        with refused(Conflict, "board.move_refused"):
            sittings.cancel(actor=room.actor(room.secretary), sitting_id=room.sitting.pk, at=room.now)

    def test_a_file_left_aside_comes_to_the_next_sitting(self, room):
        (token,) = room.put()
        room.open().close()
        file_token = room.file_of(token)
        room.sitting = factories.SittingFactory(held_on=HELD_ON + timedelta(days=30))
        (other,) = room.schedule(file_token)
        assert other != token
        assert room.file_of(other) == file_token


ACTS = {
    "add": lambda act: agenda.add(**act, tokens=["x"]),
    "remove": lambda act: agenda.remove(**act, token="x"),
    "reorder": lambda act: agenda.reorder(**act, token="x", place=1),
    "widen": lambda act: agenda.widen(**act, token="x", levels={}),
    "widen_all": lambda act: agenda.widen_all(**act),
    "publish": lambda act: publication.publish(**act),
    "take_back": lambda act: publication.take_back(**act),
    "mark": lambda act: attendance.mark(**act, present_ids=[], at=OPENING),
    "open": lambda act: sittings.open_sitting(**act, at=OPENING),
    "close": lambda act: sittings.close_sitting(**act, at=OPENING),
    "cancel": lambda act: sittings.cancel(**act, at=OPENING),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
@pytest.mark.parametrize("who", ["member", "secretary elsewhere"])
def test_every_act_of_the_secretariat_belongs_to_the_secretary_of_that_board(room, act, who):
    person = room.titulars[0] if who == "member" else secretary("11")
    with refused(NotAllowed, "board.not_secretary"):
        act({"actor": room.actor(person), "sitting_id": room.sitting.pk})
