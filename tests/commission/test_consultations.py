"""A consultation: every file at once, over some hours; same ballots, same engine, same quorum."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.urls import reverse

from commission.convening import NoticeKind
from commission.enums import Choice, FileState, ItemState, Outcome, SittingState
from commission.models import (
    AgendaItem,
    Attendance,
    Ballot,
    BoardFile,
    BoardRules,
    Convening,
    ConveningMail,
    Minutes,
    Recusal,
    Ruling,
    Sitting,
    Turnout,
)
from commission.queries import consultations as queries
from commission.queries import roll
from commission.services import (
    agenda,
    ballots,
    consultations,
    files,
    items,
    last_calls,
    minutes,
    publication,
    second_call,
    sittings,
)
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import actor_for
from cpsti_portal.kernel.accounts.models import Membership
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from cpsti_portal.kernel.outbox import services as outbox
from cpsti_portal.kernel.wall.switch import behind_the_wall
from tests.factories.accounts import secretary
from tests.factories.commission import BoardFileFactory, SittingFactory, count_people
from tests.standing import standing

pytestmark = pytest.mark.django_db
FOR, AGAINST, ABSTAIN, DISCUSS = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN, Choice.DISCUSS


def refused(error: type[DomainError], code: str):
    return pytest.raises(error, match=f"^{code}:")


@pytest.fixture
@standing
def room(room):
    room.sitting = SittingFactory(kind="consultation")
    return room


def consult(room, files: int = 1, hours: int = 24) -> list[str]:
    tokens = room.put(files, aid_code="urgence")
    room.publish()
    start(room, hours)
    return tokens


def new_year_eve(board_code: str) -> Sitting:
    """A published consultation of one urgent file, on the last day of 2026."""
    count_people(board_code)
    sitting = SittingFactory(board_code=board_code, kind="consultation", held_on=date(2026, 12, 31))
    actor = actor_for(secretary(board_code).user, sitting.held_on)
    token = BoardFileFactory(board_code=board_code, aid_code="urgence").token
    agenda.add(actor=actor, sitting_id=sitting.pk, tokens=[token])
    agenda.widen_all(actor=actor, sitting_id=sitting.pk)
    publication.publish(actor=actor, sitting_id=sitting.pk)
    return sitting


def ask(sitting: Sitting, hours: int, at: time = time(9, 30)) -> None:
    """``at``: UTC, on the day of the consultation."""
    consultations.open_consultation(
        actor=actor_for(secretary(sitting.board_code).user, sitting.held_on),
        sitting_id=sitting.pk,
        hours=hours,
        at=datetime.combine(sitting.held_on, at, tzinfo=UTC),
    )


def start(room, hours: int = 24) -> None:
    consultations.open_consultation(
        actor=room.actor(room.secretary), sitting_id=room.sitting.pk, hours=hours, at=room.now
    )


def vote(room, token, *choices: Choice) -> None:
    for who, choice in zip(room.titulars, choices, strict=False):
        room.vote(who, token, choice)


def over(room, **after) -> int:
    """By the task: behind the wall, as the pages."""
    with behind_the_wall():
        return consultations.end_due(at=room.now + timedelta(**after))


class TestOpening:
    def test_every_vote_opens_at_once_without_room_or_chair(self, room):
        consult(room, 3)
        sitting = Sitting.objects.get(pk=room.sitting.pk)
        assert (sitting.state, sitting.chair, sitting.window_ends_at) == (
            SittingState.OPEN,
            None,
            room.now + timedelta(hours=24),
        )
        assert set(AgendaItem.objects.values_list("state", flat=True)) == {ItemState.OPEN}

    @pytest.mark.parametrize("hours", [0, 73])
    def test_it_lasts_from_one_to_seventy_two_hours(self, room, hours):
        room.put(aid_code="urgence")
        room.publish()
        with refused(DomainError, "consultation.hours"):
            start(room, hours)

    @pytest.mark.parametrize(("board_code", "most"), [("53", 13), ("04", 10)])
    def test_it_ends_in_the_local_year_whose_envelope_it_spends(self, territory, board_code, most):
        """Asked at 9:30 UTC; the year ends at 23:00 UTC in Paris, at 20:00 UTC in La Réunion."""
        sitting = new_year_eve(board_code)
        for hours in (most + 1, 72):
            with refused(DomainError, "consultation.year") as told:
                ask(sitting, hours)
            assert told.value.message == (
                "Elle finirait en 2027, alors qu’elle engage l’enveloppe de 2026\u00a0: "
                f"indiquez {most} heures au plus."
            )
        assert Sitting.objects.get(pk=sitting.pk).state == SittingState.PUBLISHED
        ask(sitting, most)
        assert Sitting.objects.get(pk=sitting.pk).state == SittingState.OPEN

    @pytest.mark.parametrize("at", [time(22, 0), time(22, 30)])
    def test_in_the_last_hour_of_the_year_no_window_is_short_enough(self, territory, at):
        with refused(DomainError, "consultation.year") as told:
            ask(new_year_eve("53"), 1, at)
        assert told.value.message.endswith("de 2026\u00a0: prévoyez-la en 2027.")

    def test_the_page_says_it_beside_the_hours_and_keeps_what_was_typed(self, territory, client, monkeypatch):
        sitting = new_year_eve("53")
        monkeypatch.setattr(clock, "now", lambda: datetime.combine(sitting.held_on, time(9, 30), tzinfo=UTC))
        client.force_login(secretary("53").user)
        address = reverse("commission:open_consultation", args=[sitting.pk])
        answer = client.post(address, {"hours": "24"})
        form = answer.context["form"]
        assert (answer.status_code, form["hours"].value(), list(form.errors)) == (422, "24", ["hours"])
        assert "indiquez 13 heures au plus." in answer.content.decode()

    @pytest.mark.parametrize(("at", "proposed"), [(time(9, 30), 13), (time(22, 30), 1)])
    def test_what_is_left_of_the_year_is_proposed(self, territory, client, monkeypatch, at, proposed):
        sitting = new_year_eve("53")
        address = reverse("commission:sitting", args=[sitting.pk])
        client.force_login(secretary("53").user)
        assert client.get(address).context["form"]["hours"].value() == 24
        monkeypatch.setattr(clock, "now", lambda: datetime.combine(sitting.held_on, at, tzinfo=UTC))
        assert client.get(address).context["form"]["hours"].value() == proposed

    def test_counted_late_it_decided_in_the_year_of_its_end(self, room):
        room.sitting = new_year_eve("53")
        ask(room.sitting, 13)
        room.now = datetime(2026, 12, 31, 12, 0, tzinfo=UTC)
        token = AgendaItem.objects.get(sitting=room.sitting).token
        vote(room, token, *[FOR] * 4)
        with behind_the_wall():
            assert consultations.end_due(at=datetime(2027, 1, 1, 6, 0, tzinfo=UTC)) == 1
        ruling = Ruling.objects.get()
        assert ruling.ruled_at == datetime(2026, 12, 31, 22, 30, tzinfo=UTC)
        assert Sitting.objects.get(pk=room.sitting.pk).closed_at == datetime(2027, 1, 1, 6, 0, tzinfo=UTC)

    def test_not_before_the_agenda_is_published(self, room):
        room.put()
        with refused(DomainError, "sitting.not_published"):
            start(room)

    def test_twice(self, room):
        consult(room)
        with refused(Conflict, "sitting.already_open"):
            start(room)

    def test_a_live_sitting_is_not_a_consultation_nor_the_other_way_round(self, room):
        room.put(aid_code="urgence")
        room.publish()
        with refused(DomainError, "sitting.consultation"):
            sittings.open_sitting(actor=room.actor(room.secretary), sitting_id=room.sitting.pk, at=room.now)
        room.sitting = SittingFactory()
        with refused(DomainError, "consultation.live"):
            start(room)

    def test_the_secretary_closes_no_vote_by_hand(self, room):
        (token,) = consult(room)
        with refused(Conflict, "item.consultation"):
            items.close_vote(
                actor=room.actor(room.secretary), sitting_id=room.sitting.pk, token=token, at=room.now
            )


class TestUrgentAidAlone:
    MESSAGE = (
        "Une consultation ne décide que des aides d’urgence\u00a0: "
        "retirez les autres dossiers, ils attendent une séance."
    )

    def test_no_agenda_with_another_aid_is_published(self, room):
        room.put(aid_code="urgence")
        (other,) = room.put(aid_code="afe")
        with refused(DomainError, "consultation.other_aids") as refusal:
            room.publish()
        assert refusal.value.message == self.MESSAGE
        room.remove(other)
        room.publish()
        assert Sitting.objects.get(pk=room.sitting.pk).state == SittingState.PUBLISHED

    def test_nor_opened_where_the_rules_changed_in_between(self, room):
        rules = BoardRules.objects.create(board_code="53", starts_on=date(2026, 1, 1), consult_any_aid=True)
        room.put(aid_code="afe")
        room.publish()
        BoardRules.objects.filter(pk=rules.pk).update(consult_any_aid=False)
        with refused(DomainError, "consultation.other_aids"):
            start(room)

    def test_a_file_that_left_the_agenda_forbids_nothing(self, room):
        rules = BoardRules.objects.create(board_code="53", starts_on=date(2026, 1, 1), consult_any_aid=True)
        room.put(aid_code="urgence")
        (other,) = room.put(aid_code="afe")
        room.publish()
        BoardRules.objects.filter(pk=rules.pk).update(consult_any_aid=False)
        files.retract_file(token=room.file_of(other), at=room.now)
        start(room)
        assert Sitting.objects.get(pk=room.sitting.pk).state == SittingState.OPEN

    def test_where_the_rules_open_it_to_every_aid(self, room):
        BoardRules.objects.create(board_code="53", starts_on=date(2026, 1, 1), consult_any_aid=True)
        room.put(aid_code="afe")
        room.publish()
        start(room)
        assert Sitting.objects.get(pk=room.sitting.pk).state == SittingState.OPEN

    def test_a_live_sitting_takes_every_aid(self, room):
        room.sitting = SittingFactory()
        room.put(aid_code="afe")
        room.publish()

    def test_the_secretary_reads_it_on_the_agenda(self, room, client):
        room.put(aid_code="afe")
        client.force_login(room.secretary.user)
        page = client.post(reverse("commission:publish", args=[room.sitting.pk]), follow=True)
        assert self.MESSAGE in page.content.decode()


class TestTakingPart:
    def test_those_who_voted_are_those_who_attend(self, room):
        first, second = consult(room, 2)
        vote(room, first, FOR, FOR)
        vote(room, second, FOR)
        present = Attendance.objects.filter(sitting=room.sitting, present=True)
        assert set(present.values_list("member_id", flat=True)) == {one.pk for one in room.titulars[:2]}

    def test_a_live_sitting_takes_no_ballot_for_discussion(self, room):
        room.sitting = SittingFactory()
        (token,) = room.put()
        room.open().open_vote(token)
        with refused(DomainError, "ballot.discuss"):
            room.vote(room.titulars[0], token, DISCUSS)


class TestTheDayOfItsDecisions:
    """Opened on 3 June, it ended on 4 June, and decided then."""

    def test_is_the_local_one_of_its_end(self, room, published, client):
        (token,) = consult(room)
        vote(room, token, FOR, FOR, FOR, FOR)
        over(room, hours=24)
        ((_, payload),) = published("commission.file_examined")
        assert payload == {"token": room.file_of(token), "held_on": "2026-06-04"}
        client.force_login(room.secretary.user)
        html = client.get(reverse("commission:sitting", args=[room.sitting.pk])).content.decode()
        assert "Séance ouverte le 3 juin 2026 à 14" in html
        assert ", close le 4 juin 2026 à 14" in html


class TestLastCall:
    """A mail to those whose vote is missing, once, in the last quarter of the consultation."""

    def call(self, room, **after) -> int:
        """By the task, behind the wall."""
        with behind_the_wall():
            return last_calls.remind_due(at=room.now + timedelta(**after))

    def told(self) -> set[str]:
        mails = ConveningMail.objects.filter(kind=NoticeKind.LAST_CALL)
        return set(mails.values_list("member__display_name", flat=True))

    def test_to_the_titulars_who_have_not_voted_on_every_file(self, room):
        first, second = consult(room, 2)
        for token in (first, second):
            vote(room, token, FOR, FOR, FOR)
        room.vote(room.titulars[3], first)
        room.step_aside(room.titulars[4], second)
        room.vote(room.titulars[4], first)
        assert self.call(room, hours=20) == 2
        assert self.told() == {"Titulaire 04", "Titulaire 06"}

    def test_once_for_each_whatever_happens_in_between(self, room):
        (token,) = consult(room)
        assert [self.call(room, hours=18), self.call(room, hours=19)] == [6, 0]
        room.vote(room.titulars[0], token)
        assert self.call(room, hours=23) == 0
        assert Convening.objects.get().sitting == room.sitting

    @pytest.mark.parametrize(
        ("hours", "too_early", "due"), [(24, 17.9, 18), (72, 65.9, 66), (4, 2.9, 3), (1, 0.7, 0.75)]
    )
    def test_in_the_last_quarter_and_six_hours_before_the_end_at_most(self, room, hours, too_early, due):
        consult(room, hours=hours)
        assert (self.call(room, hours=too_early), self.call(room, hours=due)) == (0, 6)

    def test_nobody_once_the_window_is_over_or_everybody_has_voted(self, room):
        (token,) = consult(room)
        assert self.call(room, hours=24) == 0
        vote(room, token, *[FOR] * 6)
        assert self.call(room, hours=20) == 0
        over(room, hours=24)
        assert last_calls.remind(sitting_id=room.sitting.pk, at=room.now + timedelta(hours=20)) == 0

    def test_a_live_sitting_reminds_nobody(self, room):
        room.sitting = SittingFactory()
        room.put()
        room.open()
        assert last_calls.remind(sitting_id=room.sitting.pk, at=room.now) == 0
        assert self.call(room, hours=1) == 0

    def test_it_says_until_when_and_not_a_word_of_a_file_or_of_anybody(self, room):
        (token,) = consult(room)
        self.call(room, hours=20)
        while outbox.drain():
            pass
        message = next(one for one in mail.outbox if one.to == [room.titulars[0].user.email])
        end = "le 4\u00a0juin\u00a02026 à 14\u00a0h\u00a000"
        assert "la consultation se termine" in message.subject
        whole = f"{message.subject}\n{message.body}"
        assert end in whole.replace("4 juin 2026", "4\u00a0juin\u00a02026")
        assert f"/commission/seances/{room.sitting.pk}/" in message.body
        names = [one.display_name for one in (*room.titulars, room.secretary)]
        assert [word for word in (token, token[:4], "urgence", *names) if word in whole] == []
        assert len(mail.outbox) == 6
        assert not message.attachments


class TestMinutes:
    """Its end leaves a draft to read and to sign, by the task, behind the wall."""

    def test_a_draft_in_the_name_of_the_secretary(self, room):
        (token,) = consult(room)
        vote(room, token, FOR, FOR, FOR, FOR)
        over(room, hours=24)
        draft = Minutes.objects.get(sitting=room.sitting)
        assert (draft.state, draft.prepared_by, draft.content["kind"], len(draft.content["items"])) == (
            "draft", room.secretary, "Consultation électronique", 1,
        )  # fmt: skip
        room.now += timedelta(hours=24)
        assert room.sign().state == "signed"

    def test_none_where_nobody_took_part_and_could_sign(self, room):
        consult(room)
        over(room, hours=24)
        assert not Minutes.objects.exists()

    def test_none_where_no_secretary_is_left_until_one_comes(self, room):
        (token,) = consult(room)
        vote(room, token, *[FOR] * 6)
        Membership.objects.filter(pk=room.secretary.pk).update(ends_on=room.now.date() - timedelta(days=1))
        over(room, hours=1)
        assert not Minutes.objects.exists()
        assert Sitting.objects.get(pk=room.sitting.pk).state == SittingState.CLOSED

    def test_another_secretary_draws_it_up_in_their_name(self, room):
        (token,) = consult(room)
        vote(room, token, *[FOR] * 6)
        over(room, hours=1)
        colleague = secretary("53")
        minutes.prepare(actor=room.actor(colleague), sitting_id=room.sitting.pk, remark="", at=room.tick())
        assert Minutes.objects.get(sitting=room.sitting).prepared_by == colleague


class TestEnding:
    def test_at_the_end_of_its_window_and_not_before(self, room):
        (token,) = consult(room)
        vote(room, token, FOR, FOR, FOR, FOR)
        assert over(room, hours=23) == 0
        assert over(room, hours=24) == 1
        ruling = Ruling.objects.get()
        assert (ruling.outcome, ruling.votes_for, ruling.quorum_met) == (Outcome.ADOPTED, 4, True)
        assert Sitting.objects.get(pk=room.sitting.pk).state == SittingState.CLOSED

    def test_as_soon_as_every_titular_has_voted_on_every_file(self, room):
        first, second = consult(room, 2)
        vote(room, first, *[FOR] * 6)
        vote(room, second, *[AGAINST] * 5)
        assert over(room, hours=1) == 0
        room.vote(room.titulars[5], second, ABSTAIN)
        assert over(room, hours=1) == 1
        assert Ruling.objects.count() == 2

    def test_who_stepped_aside_is_not_waited_for(self, room):
        (token,) = consult(room)
        room.step_aside(room.titulars[5], token)
        assert len(queries.awaited(Sitting.objects.get(pk=room.sitting.pk))) == 5
        vote(room, token, *[FOR] * 5)
        assert over(room, hours=1) == 1

    def test_twice_is_the_same_as_once(self, room, published):
        (token,) = consult(room)
        vote(room, token, *[FOR] * 6)
        assert (over(room, hours=1), over(room, hours=2)) == (1, 0)
        assert consultations.end(sitting_id=room.sitting.pk, at=room.now) is False
        assert len(published("commission.file_examined")) == 1

    def test_a_ballot_after_the_end_is_refused_with_a_sentence(self, room):
        (token,) = consult(room)
        over(room, hours=24)
        with refused(Conflict, "ballot.closed"):
            room.vote(room.titulars[0], token)

    def test_nor_is_one_taken_after_the_window_while_the_beat_is_late(self, room):
        (token,) = consult(room)
        room.now += timedelta(hours=24)
        with refused(Conflict, "ballot.closed"):
            room.vote(room.titulars[0], token)

    def test_the_president_signs_when_they_took_part_else_the_first_who_did(self, room):
        (token,) = consult(room)
        for who in room.titulars[1:5]:
            room.vote(who, token)
        over(room, hours=24)
        assert Ruling.objects.get().signatory_name == "Titulaire 02"


class TestNothingDecided:
    @pytest.mark.parametrize(
        "choices", [[FOR] * 5 + [DISCUSS], [FOR] * 3, []], ids=["discuss", "no quorum", "nobody"]
    )
    def test_the_file_is_ready_again_for_a_sitting_without_any_ruling(self, room, choices, published):
        (token,) = consult(room)
        vote(room, token, *choices)
        over(room, hours=24)
        assert not Ruling.objects.exists()
        assert AgendaItem.objects.get().state == ItemState.DEFERRED
        assert BoardFile.objects.get().state == FileState.READY
        assert len(published("commission.file_unscheduled")) == 1
        assert published("commission.ruling") == []

    def test_it_is_voted_again_at_the_next_live_sitting(self, room):
        (token,) = consult(room)
        vote(room, token, DISCUSS)
        over(room, hours=24)
        file_token = BoardFile.objects.get().token
        room.sitting = SittingFactory()
        (other,) = room.schedule(file_token)
        assert other != token
        assert room.open().decide(other, [FOR] * 6).outcome == Outcome.ADOPTED
        assert Ballot.objects.filter(item__token=other).count() == 6

    def test_the_other_files_are_decided(self, room):
        first, second = consult(room, 2)
        vote(room, first, *[FOR] * 6)
        vote(room, second, *[FOR] * 5, DISCUSS)
        over(room, hours=24)
        assert Ruling.objects.get().item.token == first


class TestAtADistance:
    """Who takes part is who votes: there is no roll to call, no quorum to miss, and nobody sees who voted."""

    @pytest.fixture
    def published(self, room):
        room.put(aid_code="urgence")
        return room.publish()

    def test_no_missed_quorum_is_written_of_it(self, published):
        with refused(DomainError, "missed.at_distance"):
            second_call.record_missed(
                actor=published.actor(published.secretary), sitting_id=published.sitting.pk, at=published.now
            )
        assert Sitting.objects.get(pk=published.sitting.pk).state == SittingState.PUBLISHED
        with pytest.raises(DatabaseError, match="sitting_missed_says_when"), transaction.atomic():
            Sitting.objects.filter(pk=published.sitting.pk).update(
                state=SittingState.MISSED, missed_at=published.now, missed_sentence="Personne."
            )

    def test_nobody_is_marked_present_beforehand(self, published):
        with refused(DomainError, "attendance.at_distance"):
            published.mark(*published.titulars)
        line = Attendance(
            sitting=published.sitting, member=published.titulars[0], present=True, at=published.now
        )
        with pytest.raises(DatabaseError, match="are those who vote"), transaction.atomic():
            line.save()
        assert Attendance.objects.count() == 0

    def test_its_pages_say_neither_who_voted_nor_offer_a_roll(self, room, client):
        (token,) = consult(room)
        vote(room, token, FOR)
        client.force_login(room.secretary.user)
        for name in ("attendance", "missed"):
            address = reverse(f"commission:{name}", args=[room.sitting.pk])
            answer = client.get(address)
            assert (answer.status_code, answer.url) == (
                302,
                reverse("commission:sitting", args=[room.sitting.pk]),
            )
        for name in ("attendance", "enter_proxy", "end_proxy"):
            assert client.post(reverse(f"commission:{name}", args=[room.sitting.pk])).status_code == 302
        assert Attendance.objects.count() == 1

    def test_a_member_with_two_mandates_who_stepped_aside_from_one_file_is_awaited_on_the_other(self, room):
        first, second = consult(room, 2)
        one = room.titulars[0]
        renewed = Membership.objects.create(
            user=one.user,
            role=one.role,
            board=one.board,
            display_name=one.display_name,
            seat=one.seat,
            nominated_by=one.nominated_by,
            college=one.college,
            starts_on=room.sitting.held_on + timedelta(days=30),
        )
        file = room.file_of(first)
        for mandate in (one, renewed):
            Recusal.objects.create(board_file_id=file, member=mandate, stepped_aside_at=room.now)
        for who in room.titulars[1:]:
            for token in (first, second):
                room.vote(who, token, FOR)
        assert [who.pk for who in queries.awaited(room.sitting)] == [one.pk]
        room.vote(one, second, FOR)
        assert queries.awaited(room.sitting) == []

    def test_a_first_ballot_that_meets_the_end_is_told_that_the_vote_is_closed(self, room):
        (token,) = consult(room)
        item = AgendaItem.objects.select_related("sitting", "board_file").get(token=token)
        over(room, hours=24)
        with refused(Conflict, "ballot.closed"):
            ballots.cast(actor=room.actor(room.titulars[0]), item=item, choice=Choice.ABSTAIN, at=room.now)
        assert (Ballot.objects.count(), Attendance.objects.count()) == (0, 0)


class TestSteppingAsideMeanwhile:
    def test_a_ballot_under_way_is_not_written_once_its_member_stepped_aside(self, room):
        (token,) = consult(room)
        item = AgendaItem.objects.select_related("sitting", "board_file").get(token=token)
        one = room.titulars[0]
        room.vote(room.titulars[1], token, FOR)
        room.step_aside(one, token)
        with pytest.raises(DatabaseError, match="has no ballot on this file"), transaction.atomic():
            Turnout.objects.create(item=item, member=one, caster=one, cast_at=room.now)
        assert Turnout.objects.count() == 1

    def test_it_is_told_as_any_other_refusal(self, room, monkeypatch):
        (token,) = consult(room)
        item = AgendaItem.objects.select_related("sitting", "board_file").get(token=token)
        voters = roll.voters_of(item.sitting, item.board_file_id)
        room.step_aside(room.titulars[0], token)
        monkeypatch.setattr(roll, "voters_of", lambda *_: voters)  # as it was read a moment before
        with refused(NotAllowed, "ballot.recused"):
            ballots.cast(actor=room.actor(room.titulars[0]), item=item, choice=Choice.ABSTAIN, at=room.now)
        assert Ballot.objects.count() == 0
