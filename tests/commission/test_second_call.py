"""CSS R221-5: the quorum missed, then a second call within twenty days, same agenda, valid whatever the number."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from commission.enums import Choice, FileState, ItemState, Outcome, SittingState
from commission.models import AgendaItem, BoardFile, BoardRules, Sitting
from commission.services import agenda, convening, recalls, second_call, sittings
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from tests.factories.commission import HELD_ON, BoardFileFactory, SittingFactory
from tests.standing import standing

pytestmark = pytest.mark.django_db
NB = "\u00a0"


def refused(error: type[DomainError], code: str):
    return pytest.raises(error, match=f"^{code}:")


@pytest.fixture
@standing
def missed(room):
    """Two files, three titulars of six: the quorum was not there."""
    room.put(2)
    return room.miss(*room.titulars[:3])


class TestMissed:
    def test_the_time_who_was_there_and_the_sentence_are_written(self, missed):
        one = Sitting.objects.get(pk=missed.sitting.pk)
        assert (one.state, one.missed_at, one.opened_at, one.chair) == (
            SittingState.MISSED, missed.now, None, None,
        )  # fmt: skip
        assert one.missed_sentence == (
            f"À 14{NB}h{NB}02, quorum non atteint{NB}: 3 titulaires présents ou remplacés sur 6, pour un minimum de 4. "
            f"Présents{NB}: Titulaire 01, Titulaire 02, Titulaire 03. La séance ne peut pas se tenir."
        )

    def test_nobody_there_is_said_too(self, room):
        room.put()
        room.miss()
        assert "Aucun membre n’est présent." in Sitting.objects.get(pk=room.sitting.pk).missed_sentence

    def test_the_files_wait_for_the_second_call_and_for_no_other_sitting(self, missed):
        assert set(BoardFile.objects.values_list("state", flat=True)) == {FileState.SCHEDULED}
        assert set(AgendaItem.objects.values_list("state", flat=True)) == {ItemState.PENDING}

    def test_twice_is_once(self, missed):
        first = Sitting.objects.get(pk=missed.sitting.pk)
        second_call.record_missed(
            actor=missed.actor(missed.secretary), sitting_id=missed.sitting.pk, at=missed.tick()
        )
        assert Sitting.objects.get(pk=missed.sitting.pk).missed_at == first.missed_at

    def test_its_sheet_is_closed(self, missed):
        with refused(Conflict, "attendance.frozen"):
            missed.mark(*missed.titulars)

    @pytest.mark.parametrize(
        ("change", "error", "code"),
        [
            ({"present": 4}, DomainError, "missed.quorum"),
            ({"starts_at": "18:00"}, DomainError, "missed.too_early"),
            ({"days": 1}, DomainError, "sitting.not_today"),
            ({"by": "member"}, NotAllowed, "board.not_secretary"),
        ],
    )
    def test_what_cannot_be_recorded(self, room, change, error, code):
        room.put()
        room.publish().mark(*room.titulars[: change.get("present", 3)])
        Sitting.objects.update(starts_at=change.get("starts_at", "09:00"))
        who = room.titulars[0] if "by" in change else room.secretary
        at = room.now + timedelta(days=change.get("days", 0))
        with refused(error, code):
            second_call.record_missed(actor=room.actor(who), sitting_id=room.sitting.pk, at=at)

    def test_not_once_the_sitting_is_open(self, room):
        room.put()
        room.open()
        with refused(Conflict, "missed.not_published"):
            second_call.record_missed(
                actor=room.actor(room.secretary), sitting_id=room.sitting.pk, at=room.tick()
            )


class TestSecondCall:
    def plan(self, room, days):
        return second_call.plan(
            actor=room.actor(room.secretary),
            sitting_id=room.sitting.pk,
            held_on=HELD_ON + timedelta(days=days),
            at=room.now,
        )

    def test_it_has_the_same_files_under_other_references_and_the_same_hour(self, missed, published):
        shown = sorted(str(item.shown) for item in AgendaItem.objects.all())
        names = set(AgendaItem.objects.values_list("token", flat=True))
        second = self.plan(missed, 20)
        facts = {"starts_at": missed.sitting.starts_at, "place": missed.sitting.place}
        assert Sitting.objects.values(*facts).get(pk=second.pk) == facts
        assert (second.held_on, second.state) == (HELD_ON + timedelta(days=20), SittingState.PLANNED)
        again = list(second.items.all())
        assert sorted(str(item.shown) for item in again) == shown
        assert not names & {item.token for item in again}
        assert set(missed.sitting.items.values_list("state", flat=True)) == {ItemState.DROPPED}
        told = [payload["sitting_on"] for _, payload in published("commission.file_scheduled")]
        assert told == ["2026-06-03"] * 2 + ["2026-06-23"] * 2

    def test_asked_twice_it_is_planned_once(self, missed):
        assert self.plan(missed, 7) == self.plan(missed, 9)
        assert Sitting.objects.count() == 2

    @pytest.mark.parametrize(
        ("days", "code", "message"),
        [
            (0, "second_call.same_day", "La seconde convocation se tient un autre jour."),
            (-1, "sitting.past", "La date d’une séance ne peut pas être passée."),
            (
                21,
                "second_call.late",
                f"La seconde convocation se tient dans les 20 jours{NB}: au plus tard le 23 juin 2026.",
            ),
        ],
    )
    def test_a_day_that_will_not_do(self, missed, days, code, message):
        with refused(DomainError, code) as refusal:
            self.plan(missed, days)
        assert refusal.value.message == message

    def test_it_is_valid_whatever_the_number(self, missed):
        missed.recall(days=7)
        token = missed.tokens[0]
        missed.open(missed.titulars[1])
        missed.open_vote(token)
        missed.vote(missed.titulars[1], token)
        ruling = missed.close_vote(token)
        assert (ruling.outcome, ruling.quorum_met) == (Outcome.ADOPTED, True)
        assert ruling.quorum_sentence == (
            f"Seconde convocation{NB}: la commission délibère valablement quel que soit le nombre de présents "
            "(1 titulaire présent ou remplacé sur 6)."
        )

    def test_with_nobody_there_it_does_not_open_and_no_third_call_follows(self, missed):
        missed.recall()
        missed.publish()
        act = {"actor": missed.actor(missed.secretary), "sitting_id": missed.sitting.pk, "at": missed.tick()}
        with refused(DomainError, "sitting.no_quorum"):
            sittings.open_sitting(**act)
        with refused(DomainError, "missed.second"):
            second_call.record_missed(**act)

    def test_nothing_is_added_and_nothing_is_taken_off(self, missed):
        other = BoardFileFactory()
        second = missed.recall()
        act = {"actor": missed.actor(missed.secretary), "sitting_id": second.pk}
        with refused(Conflict, "agenda.second_call"):
            agenda.add(**act, tokens=[other.token])
        with refused(Conflict, "agenda.second_call"):
            agenda.remove(**act, token=missed.tokens[0])
        with pytest.raises(DatabaseError, match="same agenda"), transaction.atomic():
            AgendaItem.objects.create(sitting=second, board_file=other, shown={})

    def test_who_stepped_aside_stays_aside(self, room):
        (token,) = room.put()
        room.publish()
        room.step_aside(room.titulars[0], token)
        room.miss(*room.titulars[:2])
        room.recall()
        room.open(*room.titulars[:2]).open_vote(room.tokens[0])
        with refused(NotAllowed, "ballot.recused"):
            room.vote(room.titulars[0], room.tokens[0])

    def test_a_second_call_cancelled_lets_its_files_go(self, missed):
        missed.recall()
        sittings.cancel(actor=missed.actor(missed.secretary), sitting_id=missed.sitting.pk, at=missed.tick())
        assert set(BoardFile.objects.values_list("state", flat=True)) == {FileState.READY}

    def test_moved_it_stays_within_the_delay(self, missed):
        second = missed.recall()
        act = {"actor": missed.actor(missed.secretary), "sitting_id": second.pk, "at": missed.now}
        day = {"starts_at": second.starts_at, "place": second.place}
        with refused(DomainError, "second_call.late"):
            convening.move(**act, held_on=HELD_ON + timedelta(days=21), **day)
        assert convening.move(**act, held_on=HELD_ON + timedelta(days=20), **day)

    def test_giving_up_lets_the_files_go_once(self, missed, published):
        for _ in range(2):
            second_call.give_up(
                actor=missed.actor(missed.secretary), sitting_id=missed.sitting.pk, at=missed.tick()
            )
        assert set(BoardFile.objects.values_list("state", flat=True)) == {FileState.READY}
        assert len(published("commission.file_unscheduled")) == 2
        with refused(DomainError, "second_call.empty"):
            self.plan(missed, 7)

    def test_only_after_a_missed_quorum(self, room):
        room.put()
        with refused(Conflict, "second_call.not_missed"):
            self.plan(room, 7)

    def test_the_database_knows_the_twenty_days_and_what_is_recalled(self, missed):
        for held_on, missed_one in (
            (HELD_ON + timedelta(days=21), missed.sitting),
            (HELD_ON, missed.sitting),
            (HELD_ON + timedelta(days=3), SittingFactory()),
        ):
            with pytest.raises(DatabaseError, match="within twenty days"), transaction.atomic():
                SittingFactory(held_on=held_on, recalls=missed_one)


def test_a_board_may_have_a_shorter_delay_for_the_second_call(room):
    BoardRules.objects.create(board_code="53", starts_on=date(2026, 1, 1), second_call_days=10)
    room.put()
    room.miss()
    assert recalls.last_day(missed=room.sitting) == HELD_ON + timedelta(days=10)
    with refused(DomainError, "second_call.late"):
        room.recall(days=11)
    assert room.recall(days=10).recalls_id
    room.open(room.titulars[0])
    assert room.decide(room.tokens[0], [Choice.ABSTAIN]).outcome == Outcome.ADJOURNED
