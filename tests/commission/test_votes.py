"""Casting, stepping aside, closing: what one member does to one file."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from commission.contract import RulingFacts
from commission.enums import Choice, FileState, ItemState, Outcome
from commission.models import AgendaItem, Ballot, BoardFile, Receipt, Recusal, Ruling, Turnout
from commission.services import items
from cpsti_portal.kernel.accounts.actors import actor_for
from cpsti_portal.kernel.accounts.models import Membership
from cpsti_portal.kernel.audit.models import Event
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from tests.factories import commission as factories
from tests.factories.accounts import member, secretary
from tests.factories.commission import HELD_ON, SittingFactory
from tests.standing import standing

pytestmark = pytest.mark.django_db
FOR, PARTIAL, AGAINST, ADJOURN, OUT, ABSTAIN, DISCUSS = Choice


def refused(error: type[DomainError], code: str):
    return pytest.raises(error, match=f"^{code}:")


@pytest.fixture
@standing
def token(room) -> str:
    """One file, its vote open, the six titulars present."""
    (token,) = room.put()
    room.open().open_vote(token)
    return token


class TestCasting:
    @pytest.mark.parametrize(
        ("choice", "kept"),
        [
            (FOR, {"amount_cents": 300_000, "reason_code": "", "question": ""}),
            (PARTIAL, {"amount_cents": 250_000, "reason_code": "", "question": ""}),
            (AGAINST, {"amount_cents": 0, "reason_code": "envelope", "question": ""}),
            (ADJOURN, {"amount_cents": 0, "reason_code": "", "question": "Depuis quand\u00a0?"}),
            (OUT, {"amount_cents": 0, "reason_code": "", "question": ""}),
            (ABSTAIN, {"amount_cents": 0, "reason_code": "", "question": ""}),
        ],
    )
    def test_a_ballot_keeps_only_what_goes_with_its_choice(self, room, token, choice, kept):
        everything = {"amount_cents": 250_000, "reason_code": "envelope", "question": " Depuis quand\u00a0? "}
        room.vote(room.titulars[0], token, choice, **everything)
        ballot = Ballot.objects.values("member", "choice", *kept).get()
        assert ballot == kept | {"member": room.titulars[0].pk, "choice": choice}
        turnout = Turnout.objects.values("member", "caster", "cast_at").get()
        assert turnout == {"member": ballot["member"], "caster": ballot["member"], "cast_at": room.now}

    def test_a_second_vote_is_refused_whatever_it_says(self, room, token):
        room.vote(room.titulars[0], token)
        with refused(Conflict, "ballot.already_cast"):
            room.vote(room.titulars[0], token, AGAINST)
        assert Ballot.objects.get().choice == FOR

    @pytest.mark.parametrize(
        ("choice", "content", "code"),
        [
            (PARTIAL, {"amount_cents": 0}, "ballot.amount"),
            (PARTIAL, {"amount_cents": -5}, "ballot.amount"),
            (PARTIAL, {"amount_cents": 500_001}, "ballot.ceiling"),
            (PARTIAL, {"amount_cents": 300_000}, "ballot.not_a_part"),
            (DISCUSS, {}, "ballot.discuss"),
            (AGAINST, {"reason_code": ""}, "ballot.reason"),
            (AGAINST, {"reason_code": "parce que"}, "ballot.reason"),
            (ADJOURN, {"question": "  "}, "ballot.question"),
        ],
    )
    def test_an_incomplete_ballot_is_refused_with_its_reason(self, room, token, choice, content, code):
        with refused(DomainError, code):
            room.vote(room.titulars[0], token, choice, **content)
        assert not Ballot.objects.exists()

    def test_the_whole_stops_at_the_ceiling_and_nothing_asked_means_the_ceiling(self, room):
        capped, silent = room.put(amount_asked_cents=800_000), room.put(amount_asked_cents=0)
        room.open()
        for (token,) in (capped, silent):
            room.open_vote(token)
            room.vote(room.titulars[0], token)
        assert set(Ballot.objects.values_list("choice", "amount_cents")) == {("for", 500_000)}

    def test_not_before_the_vote_opens(self, room):
        (token,) = room.put()
        room.open()
        with refused(Conflict, "ballot.not_open"):
            room.vote(room.titulars[0], token)

    def test_not_after_the_vote_closed(self, room, token):
        room.close_vote(token)
        with refused(Conflict, "ballot.closed"):
            room.vote(room.titulars[0], token)

    def test_the_secretary_does_not_vote(self, room, token):
        with refused(NotAllowed, "board.not_member"):
            room.vote(room.secretary, token)

    def test_a_member_of_another_board_does_not_vote(self, room, token):
        with refused(NotAllowed, "board.not_member"):
            room.vote(member("11"), token)

    def test_a_member_not_marked_present_does_not_vote(self, room):
        (token,) = room.put()
        room.open(*room.titulars[:5]).open_vote(token)
        with refused(DomainError, "ballot.absent"):
            room.vote(room.titulars[5], token)

    def test_a_substitute_without_a_seat_attends_and_does_not_vote(self, room):
        (token,) = room.put()
        room.open(*room.titulars, room.substitutes[0]).open_vote(token)
        with refused(DomainError, "ballot.no_seat"):
            room.vote(room.substitutes[0], token)

    def test_a_substitute_votes_in_the_place_of_an_absent_titular(self, room):
        (token,) = room.put()
        room.open(*room.titulars[:5], room.substitutes[0]).open_vote(token)
        room.vote(room.substitutes[0], token)
        assert Ballot.objects.count() == 1

    def test_a_mandate_that_began_after_the_sitting_does_not_vote(self, room, token):
        late = member(starts_on=HELD_ON + timedelta(days=1))
        room.now += timedelta(days=1)
        with refused(NotAllowed, "ballot.mandate"):
            room.vote(late, token)

    def test_a_mandate_that_ended_does_not_vote(self, room, token):
        Membership.objects.filter(pk=room.titulars[0].pk).update(ends_on=HELD_ON - timedelta(days=1))
        with refused(NotAllowed, "board.not_member"):
            room.vote(room.titulars[0], token)

    def test_a_mandate_that_ended_at_midnight_overseas_does_not_vote(self, territory):
        """In La Réunion the day of the mandate is over while Paris still lives it."""
        room = factories.room(board_code="04")
        (token,) = room.put()
        room.open().open_vote(token)
        ending = room.titulars[0]
        Membership.objects.filter(pk=ending.pk).update(ends_on=HELD_ON)
        room.vote(room.titulars[1], token)
        room.now = datetime(HELD_ON.year, HELD_ON.month, HELD_ON.day, 20, 30, tzinfo=UTC)
        with refused(NotAllowed, "ballot.mandate"):
            room.vote(ending, token)

    def test_the_same_form_sent_again_is_the_same_ballot(self, room, token):
        key = uuid4()
        room.vote(room.titulars[0], token, form_key=key)
        room.vote(room.titulars[0], token, AGAINST, form_key=key)
        assert Ballot.objects.get().choice == FOR

    def test_nobody_votes_for_a_member_whose_proxy_they_do_not_hold(self, room, token):
        with refused(NotAllowed, "ballot.no_proxy"):
            room.vote(room.titulars[0], token, giver_id=room.titulars[1].pk)

    def test_another_session_of_the_secretariat_goes_on_with_the_sitting(self, room, token):
        """The first one's browser died: nothing of the sitting was in it."""
        room.vote(room.titulars[0], token)
        room.secretary = secretary()
        assert room.close_vote(token).votes_for == 1

    def test_the_journal_says_who_voted_and_never_what(self, room, token):
        room.vote(room.titulars[0], token, AGAINST)
        event = Event.objects.get(action="board.ballot_cast")
        assert (event.actor_id, event.detail) == (room.titulars[0].user_id, {})


class TestSealedByTheDatabase:
    """Whatever the code above does."""

    def ballot(self, room, token, **fields):
        facts = {"choice": "abstain", "member": room.titulars[0]}
        facts |= {"item": AgendaItem.objects.get(token=token)} | fields
        who = {name: facts[name] for name in ("item", "member")}
        Turnout.objects.get_or_create(**who, defaults={"caster": facts["member"], "cast_at": room.now})
        return Ballot.objects.create(**facts)

    def test_one_ballot_per_member_and_item(self, room, token):
        self.ballot(room, token)
        with pytest.raises(IntegrityError, match="ballot_once_per_member"), transaction.atomic():
            self.ballot(room, token)

    @pytest.mark.parametrize(
        ("fields", "constraint"),
        [
            ({"choice": "for"}, "ballot_amount_goes_with_for"),
            ({"choice": "partial"}, "ballot_amount_goes_with_for"),
            ({"choice": "abstain", "amount_cents": 1}, "ballot_amount_goes_with_for"),
            ({"choice": "against"}, "ballot_reason_goes_with_against"),
            ({"choice": "adjourn"}, "ballot_question_goes_with_adjourn"),
            ({"choice": "peut-être"}, "ballot_choice_known"),
        ],
    )
    def test_a_ballot_is_whole(self, room, token, fields, constraint):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            self.ballot(room, token, **fields)

    def test_a_ballot_is_never_changed(self, room, token):
        self.ballot(room, token)
        with pytest.raises(DatabaseError, match="a ballot is never changed"), transaction.atomic():
            Ballot.objects.update(choice="out_of_competence")

    def test_no_ballot_appears_or_disappears_after_the_closing(self, room, token):
        room.vote(room.titulars[0], token)
        room.close_vote(token)
        with pytest.raises(DatabaseError, match="this vote is not open"), transaction.atomic():
            self.ballot(room, token, member=room.titulars[1])
        for table in (Ballot, Turnout, Receipt):
            with pytest.raises(DatabaseError, match="this vote is not open"), transaction.atomic():
                table.objects.all().delete()

    def test_a_ruling_is_final(self, room, token):
        room.close_vote(token)
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            Ruling.objects.update(outcome="rejected")
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            Ruling.objects.all().delete()

    def test_a_recusal_is_final(self, room, token):
        room.step_aside(room.titulars[0], token)
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            Recusal.objects.all().delete()

    @pytest.mark.parametrize(
        ("fields", "constraint"),
        [
            ({"outcome": "adopted", "amount_cents": 0}, "ruling_amount_goes_with_adopted"),
            ({"outcome": "adjourned", "amount_cents": 5}, "ruling_amount_goes_with_adopted"),
            ({"outcome": "rejected", "reason_codes": []}, "ruling_rejected_has_reasons"),
            ({"outcome": "out_of_competence", "quorum_met": False}, "ruling_without_quorum_adjourns"),
        ],
    )
    def test_a_ruling_is_whole(self, room, token, fields, constraint):
        counts = dict.fromkeys(
            ["votes_for", "votes_against", "votes_adjourn", "votes_out_of_competence", "votes_abstain"], 0
        )
        facts = {"quorum_met": True, "ruled_at": room.now, "item": AgendaItem.objects.get()} | counts
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Ruling.objects.create(**(facts | fields))


class TestSteppingAside:
    def test_the_member_does_not_vote_any_more(self, room, token):
        room.step_aside(room.titulars[0], token)
        with refused(NotAllowed, "ballot.recused"):
            room.vote(room.titulars[0], token)

    def test_a_ballot_already_cast_is_void_and_the_journal_says_so_without_its_content(self, room, token):
        room.vote(room.titulars[0], token, AGAINST)
        room.step_aside(room.titulars[0], token)
        assert not Ballot.objects.exists()
        assert Event.objects.get(action="board.stepped_aside").detail == {"ballot_voided": True}

    def test_twice_is_the_same_as_once(self, room, token):
        room.step_aside(room.titulars[0], token)
        room.step_aside(room.titulars[0], token)
        assert Recusal.objects.count() == 1

    def test_before_the_sitting_opens(self, room):
        (token,) = room.put()
        room.step_aside(room.titulars[0], token)
        assert Recusal.objects.get().member == room.titulars[0]

    def test_too_late_once_the_vote_is_closed(self, room, token):
        room.close_vote(token)
        with refused(Conflict, "recusal.too_late"):
            room.step_aside(room.titulars[0], token)

    def test_somebody_who_is_not_a_member_has_nothing_to_step_aside_from(self, room, token):
        with refused(NotAllowed, "board.not_member"):
            room.step_aside(room.secretary, token)

    def test_it_breaks_the_quorum_of_that_file_only(self, room):
        first, second = room.put(2)
        room.open(*room.titulars[:4])
        room.step_aside(room.titulars[3], first)
        room.open_vote(first)
        for one in room.titulars[:3]:
            room.vote(one, first)
        ruling = room.close_vote(first)
        assert (ruling.outcome, ruling.quorum_met) == (Outcome.ADJOURNED, False)
        assert room.decide(second, [FOR] * 4).outcome == Outcome.ADOPTED

    def test_it_lets_a_substitute_who_attends_take_the_seat(self, room, token):
        room.close_vote(token)
        room.close()
        room.sitting = SittingFactory()
        (other,) = room.put()
        room.open(*room.titulars, room.substitutes[0]).open_vote(other)
        room.step_aside(room.titulars[5], other)
        room.vote(room.substitutes[0], other)
        assert Ballot.objects.filter(member=room.substitutes[0]).count() == 1

    def test_it_holds_at_the_next_sitting_for_the_same_file(self, room):
        (token,) = room.put()
        room.step_aside(room.titulars[0], token)
        room.open().close()
        file_token = room.file_of(token)
        room.sitting = SittingFactory()
        (other,) = room.schedule(file_token)
        room.open().open_vote(other)
        with refused(NotAllowed, "ballot.recused"):
            room.vote(room.titulars[0], other)

    def test_a_chair_who_stepped_aside_does_not_sign(self, room, token):
        room.step_aside(room.titulars[0], token)
        ruling = room.close_vote(token)
        assert (ruling.signatory_name, ruling.signatory_title) == (
            "Titulaire 02",
            "Membre de la commission, présidant l’examen de ce dossier",
        )


class TestClosing:
    def test_the_ruling_is_written_and_told_in_the_words_of_the_contract(self, room, token, published):
        for one in room.titulars[:4]:
            room.vote(one, token, PARTIAL, amount_cents=200_000)
        room.vote(room.titulars[4], token, AGAINST)
        room.vote(room.titulars[5], token, ABSTAIN)
        ruling = room.close_vote(token)
        assert [ruling.votes_for, ruling.votes_partial] == [0, 4]
        assert [ruling.votes_against, ruling.votes_abstain] == [1, 1]
        assert [ruling.votes_adjourn, ruling.votes_out_of_competence] == [0, 0]
        assert (ruling.quorum_met, ruling.ruled_at) == (True, room.now)
        facts = RulingFacts(
            token=room.file_of(token),
            board_code="53",
            outcome="adopted",
            amount_cents=200_000,
            reason_codes=(),
            question="",
            held_on=HELD_ON,
            signatory_name="Titulaire 01",
            signatory_title="Membre de la commission",
        )
        assert published("commission.ruling") == [], "not before the signatures"
        room.close()
        room.sign()
        ((_, payload),) = published("commission.ruling")
        assert RulingFacts.from_payload(payload) == facts

    @pytest.mark.parametrize(
        ("choices", "outcome", "state"),
        [
            ([FOR] * 6, Outcome.ADOPTED, FileState.DECIDED),
            ([AGAINST] * 6, Outcome.REJECTED, FileState.DECIDED),
            ([OUT] * 6, Outcome.OUT_OF_COMPETENCE, FileState.DECIDED),
            ([ADJOURN] * 6, Outcome.ADJOURNED, FileState.ADJOURNED),
            ([FOR] * 3 + [AGAINST] * 3, Outcome.ADJOURNED, FileState.ADJOURNED),
            ([], Outcome.ADJOURNED, FileState.ADJOURNED),
        ],
    )
    def test_the_file_ends_decided_or_adjourned(self, room, choices, outcome, state):
        (token,) = room.put()
        assert room.open().decide(token, choices).outcome == outcome
        assert BoardFile.objects.get().state == state
        assert AgendaItem.objects.get().state == ItemState.CLOSED

    def test_a_refusal_carries_the_reasons_of_the_ballots(self, room, token, published):
        for one, code in zip(
            room.titulars, ["envelope", "resources", "resources", "envelope", "resources"], strict=False
        ):
            room.vote(one, token, AGAINST, reason_code=code)
        assert room.close_vote(token).reason_codes == ["resources", "envelope"]
        room.close()
        room.sign()
        assert published("commission.ruling")[0][1]["reason_codes"] == ["resources", "envelope"]

    def test_the_question_goes_back_with_the_file(self, room, token, published):
        for one in room.titulars:
            room.vote(one, token, ADJOURN, question="Un plan d’apurement existe-t-il\u00a0?")
        room.close_vote(token)
        room.close()
        room.sign()
        assert published("commission.ruling")[0][1]["question"] == "Un plan d’apurement existe-t-il\u00a0?"

    def test_twice(self, room, token, published):
        room.close_vote(token)
        with refused(Conflict, "item.already_closed"):
            room.close_vote(token)
        assert len(published("commission.file_examined")) == 1

    def test_not_before_it_opened(self, room):
        (token,) = room.put()
        room.open()
        with refused(Conflict, "board.move_refused"):
            room.close_vote(token)

    def test_only_by_the_secretary(self, room, token):
        with refused(NotAllowed, "board.not_secretary"):
            items.close_vote(
                actor=actor_for(room.titulars[0].user, HELD_ON),
                sitting_id=room.sitting.pk,
                token=token,
                at=room.now,
            )

    def test_nothing_is_half_written_when_the_notice_fails(self, room, token, monkeypatch, published):
        def broken(**kwargs):
            raise RuntimeError("disque plein")

        monkeypatch.setattr("commission.services.notices.publish", broken)
        with pytest.raises(RuntimeError), transaction.atomic():
            room.close_vote(token)
        assert not Ruling.objects.exists()
        assert BoardFile.objects.get().state == FileState.SCHEDULED
        assert AgendaItem.objects.get().state == ItemState.OPEN
        assert published("commission.file_examined") == []


class TestOpeningAVote:
    def test_not_before_the_sitting(self, room):
        (token,) = room.put()
        with refused(Conflict, "item.sitting_not_open"):
            room.open_vote(token)

    def test_twice(self, room, token):
        with refused(Conflict, "item.already_open"):
            room.open_vote(token)

    def test_a_file_examined_is_not_examined_again(self, room, token):
        room.close_vote(token)
        with refused(Conflict, "board.move_refused"):
            room.open_vote(token)

    def test_only_by_the_secretary(self, room, token):
        with refused(NotAllowed, "board.not_secretary"):
            items.open_vote(actor=room.actor(room.titulars[0]), sitting_id=room.sitting.pk, token=token)
