"""Urgent aid by delegation: entrusted, agreed twice, decided at once; or left to the board with nothing written."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail

from commission import delegation, wording
from commission.charges import Charge
from commission.enums import Choice, FileState, ItemState, Outcome, SittingState
from commission.models import (
    AgendaItem,
    Ballot,
    BoardRules,
    ConveningMail,
    Envelope,
    EnvelopeEntry,
    Minutes,
    Receipt,
    Ruling,
    Sitting,
    Turnout,
)
from commission.queries import calendar, oversight
from commission.queries import delegations as queries
from commission.queries.signers import stepped_aside
from commission.queries.visible import items_visible_to, sittings_visible_to
from commission.services import ballots, delegations, files, items, last_calls, recusals, sittings
from cpsti_portal.kernel.accounts.models import Membership, Office, OfficeKind
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from cpsti_portal.kernel.outbox import services as outbox
from cpsti_portal.kernel.wall.switch import behind_the_wall
from tests.commission.test_envelope_races import allot
from tests.factories.accounts import member
from tests.factories.commission import SittingFactory
from tests.factories.delegations import (
    again,
    agree,
    allow,
    entrust,
    entrusted,
    granted,
    leave,
    sitting_of,
    urgent,
)
from tests.standing import standing

pytestmark = pytest.mark.django_db
NB, THIN = "\u00a0", "\u202f"


def refused(error: type[DomainError], code: str, sentence: str = ""):
    return pytest.raises(error, match=f"^{code}: {sentence}")


@pytest.fixture
@standing
def room(room):
    allow()
    return room


def state_of(item: AgendaItem) -> tuple[str, str, str]:
    now = again(item)
    return now.state, now.board_file.state, now.sitting.state


WAITS = (ItemState.OPEN, FileState.SCHEDULED, SittingState.OPEN)
FOR_THE_BOARD = (ItemState.DEFERRED, FileState.READY, SittingState.CLOSED)
DECIDED = (ItemState.CLOSED, FileState.DECIDED, SittingState.CLOSED)


def written() -> tuple[int, ...]:
    return tuple(table.objects.count() for table in (Turnout, Ballot, Receipt, Ruling))


class TestEntrusting:
    def test_a_ready_urgent_file_is_read_and_decided_from_then_on_for_three_days(self, room):
        item = entrusted(room)
        sitting = sitting_of(item)
        assert state_of(item) == WAITS
        assert (sitting.kind, sitting.chair, sitting.held_on, sitting.window_ends_at - sitting.opened_at) == (
            "delegation", None, room.now.date(), timedelta(hours=72),
        )  # fmt: skip
        assert item in items_visible_to(room.actor(room.titulars[2]))

    def test_the_identity_side_learns_it_as_of_any_agenda(self, room, published):
        item = entrusted(room)
        assert published() == [
            (
                "commission.file_scheduled",
                {"token": item.board_file_id, "sitting_on": item.sitting.held_on.isoformat()},
            )
        ]

    def test_it_ends_with_the_local_year_whose_envelope_it_spends(self, room):
        """Paris: the year ends at 23 h UTC."""
        room.now = datetime(2026, 12, 30, 12, 0, tzinfo=UTC)
        assert sitting_of(entrusted(room)).window_ends_at == datetime(2026, 12, 31, 23, 0, tzinfo=UTC)

    def test_a_form_that_served_elsewhere_entrusts_nothing_more(self, room):
        item, token = entrusted(room), urgent(room)
        elsewhere = SittingFactory(board_code="11")
        for key in (item.sitting_id, elsewhere.pk, room.sitting.pk):
            with refused(Conflict, "delegation.form", "Ce formulaire a déjà servi pour un autre dossier"):
                entrust(room, token, key)
        assert AgendaItem.objects.get() == item

    def test_the_same_form_twice_entrusts_once(self, room):
        token, key = urgent(room), uuid4()
        assert entrust(room, token, key) == entrust(room, token, key)
        assert AgendaItem.objects.count() == 1

    def test_two_in_the_same_minute(self, room):
        first, second = entrusted(room), entrusted(room)
        room.now -= timedelta(minutes=1)
        assert entrusted(room) not in (first, second)

    def test_not_where_the_rules_do_not_delegate(self, room):
        BoardRules.objects.all().delete()
        with refused(DomainError, "delegation.off", delegation.OFF):
            entrusted(room)

    def test_not_another_aid(self, room):
        with refused(DomainError, "delegation.not_urgent", delegation.NOT_URGENT):
            entrusted(room, aid_code="aced")
        assert not Sitting.objects.filter(kind="delegation").exists()

    def test_not_a_file_that_another_sitting_or_delegation_took(self, room):
        token = urgent(room)
        room.schedule(token)
        with refused(Conflict, "agenda.file_taken"):
            entrust(room, token)
        item = entrusted(room)
        with refused(Conflict, "agenda.file_taken"):
            entrust(room, item.board_file_id)
        with refused(Conflict, "agenda.file_taken"):
            room.schedule(item.board_file_id)

    def test_not_a_withdrawn_file(self, room):
        token = urgent(room)
        files.retract_file(token=token, at=room.now)
        with refused(Conflict, "agenda.file_taken"):
            entrust(room, token)

    def test_not_by_a_member(self, room):
        with refused(NotAllowed, "board.not_secretary"):
            delegations.entrust(
                actor=room.actor(room.titulars[0]),
                board_code="53",
                token=urgent(room),
                sitting_id=uuid4(),
                at=room.now,
            )


class TestTwoAgreements:
    def test_the_second_decides_at_once_the_lower_amount(self, room):
        item = entrusted(room)
        assert agree(room, room.titulars[1], item, 120_000) is None
        assert (state_of(item), written()) == (WAITS, (1, 1, 1, 0))
        ruling = agree(room, room.titulars[0], item, 150_000)
        assert (ruling.outcome, ruling.amount_cents, ruling.quorum_met) == (Outcome.ADOPTED, 120_000, True)
        assert (ruling.votes_for, ruling.votes_partial, len(ruling.digests)) == (1, 1, 2)
        assert (ruling.signatory_name, ruling.signatory_title) == (
            "Titulaire 01", "Par délégation de la commission",
        )  # fmt: skip
        assert ruling.sentence == (
            f"Aide accordée par délégation pour 1{THIN}200,00{THIN}€, à rapporter à la prochaine séance."
        )
        assert (state_of(item), written()) == (DECIDED, (2, 2, 2, 1))
        assert sitting_of(item).chair == room.titulars[0]

    def test_the_vice_president_and_a_member(self, room):
        Office.objects.create(
            membership=room.titulars[3], kind=OfficeKind.VICE_PRESIDENT, starts_on=room.titulars[3].starts_on
        )
        item = entrusted(room)
        agree(room, room.titulars[3], item)
        assert agree(room, room.titulars[5], item).signatory_name == "Titulaire 04"

    def test_the_identity_side_is_told_at_once_and_the_payment_waits_for_nothing(self, room, published):
        item = granted(room)
        ((_, payload),) = published("commission.ruling")
        assert payload == {
            "token": item.board_file_id,
            "board_code": "53",
            "outcome": "adopted",
            "amount_cents": 150_000,
            "reason_codes": [],
            "question": "",
            "held_on": item.sitting.held_on.isoformat(),
            "signatory_name": "Titulaire 01",
            "signatory_title": "Par délégation de la commission",
            "payable_from": item.sitting.held_on.isoformat(),
        }

    def test_the_letter_the_payment_and_the_minutes_bear_the_day_of_the_decision(self, room, published):
        item = entrusted(room)
        agree(room, room.titulars[0], item)
        begun, decided = item.sitting.opened_at, room.now + timedelta(days=2)
        agree(room, room.titulars[1], item, at=decided)
        ((_, payload),) = published("commission.ruling")
        day = decided.date().isoformat()
        assert (payload["held_on"], payload["payable_from"]) == (day, day)
        assert oversight.standing_of(token=item.board_file_id).payable_from == decided.date()
        content = Minutes.objects.get(sitting=item.sitting_id).content
        assert (content["held_on"], content["day"]) == (day, wording.day(decided.date()))
        first, last = (
            f"le {wording.day(one.date())} à {wording.hour(one, 'Europe/Paris')}" for one in (begun, decided)
        )
        assert content["hours"] == f"La délégation a été ouverte {first} et close {last}."

    def test_the_envelope_is_charged_and_the_reservation_ends(self, room):
        allot(Charge.RCI, 400_000)
        granted(room)
        envelope = Envelope.objects.get(charge=Charge.RCI.value)
        assert (envelope.reserved_cents, envelope.granted_cents, envelope.left_cents) == (0, 150_000, 250_000)

    def test_at_most_what_is_left_in_the_envelope(self, room):
        allot(Charge.RCI, 70_000)
        item = granted(room)
        assert Ruling.objects.get(item=item).amount_cents == 70_000
        assert Envelope.objects.get(charge=Charge.RCI.value).left_cents == 0

    def test_at_most_the_ceiling_of_the_file(self, room):
        item = entrusted(room, amount_ceiling_cents=90_000)
        with refused(DomainError, "delegation.amount", "Le montant dépasse ce que ce dossier permet"):
            agree(room, room.titulars[0], item, 90_001)
        agree(room, room.titulars[0], item, 90_000)
        assert agree(room, room.titulars[1], item, 90_000).amount_cents == 90_000

    def test_the_minutes_are_drafted_and_wait_for_their_signatures(self, room):
        item = granted(room)
        draft = Minutes.objects.get(sitting=item.sitting)
        assert (draft.state, draft.prepared_by, draft.content["signer"]) == (
            "draft", room.secretary, "Titulaire 01",
        )  # fmt: skip
        assert (draft.content["kind"], draft.content["quorum"], draft.content["absent"]) == (
            "Délégation",
            "",
            [],
        )
        assert [one["name"] for one in draft.content["present"]] == ["Titulaire 01", "Titulaire 02"]

    def test_the_same_form_sent_twice_is_one_agreement(self, room):
        item, key = entrusted(room), uuid4()
        agree(room, room.titulars[0], item, form_key=key)
        assert agree(room, room.titulars[0], item, form_key=key) is None
        agree(room, room.titulars[1], item, form_key=uuid4())
        assert written() == (2, 2, 2, 1)


class TestRefusedAgreements:
    """Each writes nothing, and the delegation goes on."""

    @pytest.fixture(autouse=True)
    def nothing_is_written(self, room):
        self.item = entrusted(room)
        before = written()
        yield
        assert (written(), state_of(self.item)) == (before, WAITS)

    def test_above_the_delegation(self, room):
        item = self.item = entrusted(room, amount_asked_cents=300_000)
        with refused(DomainError, "delegation.amount", r"Le montant dépasse la délégation"):
            agree(room, room.titulars[0], item, 200_001)

    @pytest.mark.parametrize("cents", [0, -1])
    def test_no_amount(self, room, cents):
        with refused(DomainError, "ballot.amount"):
            agree(room, room.titulars[0], self.item, cents)

    def test_a_substitute(self, room):
        with refused(NotAllowed, "delegation.hand", "Un suppléant siège"):
            agree(room, room.substitutes[0], self.item)

    def test_a_member_of_another_board(self, room):
        with refused(NotAllowed, "board.not_member"):
            agree(room, member("11"), self.item)

    def test_a_secretary(self, room):
        with refused(NotAllowed, "board.not_member"):
            agree(room, room.secretary, self.item)

    def test_an_ordinary_ballot_is_no_agreement(self, room):
        with refused(Conflict, "ballot.delegation"):
            ballots.cast(
                actor=room.actor(room.titulars[0]),
                item=self.item,
                choice=Choice.FOR,
                at=room.now,
            )

    def test_the_secretary_closes_no_vote_nor_sitting_by_hand(self, room):
        act = {"actor": room.actor(room.secretary), "sitting_id": self.item.sitting_id, "at": room.now}
        with refused(Conflict, "item.consultation", "Une délégation se décide au second accord"):
            items.close_vote(**act, token=self.item.token)
        with refused(Conflict, "sitting.vote_open"):
            sittings.close_sitting(**act)


class TestOneOfTwo:
    @pytest.fixture
    def item(self, room):
        return entrusted(room)

    def unchanged(self, item) -> None:
        assert (written(), state_of(item)) == ((1, 1, 1, 0), WAITS)

    def test_the_same_member_twice(self, room, item):
        agree(room, room.titulars[0], item)
        with refused(NotAllowed, "delegation.hand", queries.ALREADY):
            agree(room, room.titulars[0], item)
        self.unchanged(item)

    def test_the_same_person_with_a_renewed_mandate(self, room, item):
        first = room.titulars[0]
        agree(room, first, item)
        Membership.objects.filter(pk=first.pk).update(ends_on=room.now.date())
        renewed = Membership.objects.get(pk=first.pk)
        renewed.pk, renewed.starts_on, renewed.ends_on = None, room.now.date() + timedelta(days=1), None
        renewed.save()
        room.now += timedelta(days=1)
        with refused(NotAllowed, "delegation.hand|ballot.mandate"):
            agree(room, renewed, item)
        self.unchanged(item)

    def test_two_members_without_an_office(self, room, item):
        agree(room, room.titulars[1], item)
        with refused(NotAllowed, "delegation.hand", "L’accord déjà donné attend celui de la présidence"):
            agree(room, room.titulars[2], item)
        self.unchanged(item)

    def test_a_mandate_that_ended_since(self, room, item):
        Membership.objects.filter(pk=room.titulars[1].pk).update(ends_on=room.now.date())
        actor = room.actor(room.titulars[1])
        agree(room, room.titulars[0], item)
        room.now += timedelta(days=1)
        with refused(NotAllowed, "ballot.mandate"):
            delegations.agree(
                actor=actor,
                sitting_id=item.sitting_id,
                token=item.token,
                amount_cents=150_000,
                at=room.now,
            )
        self.unchanged(item)

    def test_the_agreement_of_a_mandate_that_ended_since_counts_no_more_and_blocks_nothing(self, room, item):
        agree(room, room.titulars[1], item)
        Membership.objects.filter(pk=room.titulars[1].pk).update(ends_on=room.now.date())
        room.now += timedelta(days=1)
        assert agree(room, room.titulars[2], item) is None
        assert queries.standing(item, room.actor(room.titulars[0]), at=room.now).given == 1
        ruling = agree(room, room.titulars[0], item)
        counted = Ballot.objects.filter(member__in=[room.titulars[0], room.titulars[2]])
        assert ruling.digests == sorted(counted.values_list("digest", flat=True))
        content = Minutes.objects.get(sitting=item.sitting).content
        assert [one["name"] for one in content["present"]] == ["Titulaire 01", "Titulaire 03"]
        assert content["attending"] == []

    def test_who_agreed_and_stepped_aside_is_no_name_in_the_minutes_and_does_not_sign_them(self, room, item):
        first = room.titulars[0]
        Office.objects.create(
            membership=room.titulars[3], kind=OfficeKind.VICE_PRESIDENT, starts_on=room.titulars[3].starts_on
        )
        agree(room, first, item)
        recusals.step_aside(
            actor=room.actor(first), sitting_id=item.sitting_id, token=item.token, at=room.tick()
        )
        for who in (room.titulars[3], room.titulars[1]):
            agree(room, who, item)
        content = Minutes.objects.get(sitting=item.sitting).content
        assert [one["name"] for one in content["present"]] == ["Titulaire 02", "Titulaire 04"]
        assert (content["attending"], content["signer"]) == ([], "Titulaire 04")
        assert "Titulaire 01" not in str(content)

    def test_nothing_left_in_the_envelope(self, room, item):
        allot(Charge.RCI, 300_000)
        room.put(aid_code="urgence", amount_proposed_cents=150_000)
        item = entrusted(room)
        agree(room, room.titulars[0], item)
        with refused(DomainError, "delegation.refused", delegation.EMPTY):
            agree(room, room.titulars[1], item)
        self.unchanged(item)

    def test_a_member_who_stepped_aside_sees_nothing_of_it_and_their_agreement_falls(self, room, item):
        second = room.titulars[1]
        agree(room, second, item)
        recusals.step_aside(
            actor=room.actor(second), sitting_id=item.sitting_id, token=item.token, at=room.tick()
        )
        assert written() == (0, 0, 0, 0)
        assert item.sitting not in sittings_visible_to(room.actor(second))
        assert item not in items_visible_to(room.actor(second))
        with refused(NotAllowed, "ballot.recused"):
            agree(room, second, item)

    def test_a_member_set_aside_by_the_other_house_is_not_told_that_it_exists(self, room, item):
        third = room.titulars[2]
        recusals.set_aside(token=item.board_file_id, member_ids=[third.pk], at=room.tick())
        assert not sittings_visible_to(room.actor(third)).filter(kind="delegation").exists()
        with refused(NotAllowed, "ballot.recused"):
            agree(room, third, item)


class TestLeftToTheBoard:
    def check(self, item) -> None:
        assert state_of(item) == FOR_THE_BOARD
        assert (Ruling.objects.count(), Minutes.objects.count()) == (0, 0)
        assert sum(EnvelopeEntry.objects.values_list("amount_cents", flat=True)) in (0, 400_000)

    @pytest.mark.parametrize("agreed", [False, True])
    def test_one_says_no(self, room, agreed):
        item = entrusted(room)
        if agreed:
            agree(room, room.titulars[0], item)
        leave(room, room.titulars[4], item)
        self.check(item)
        with refused(Conflict, "delegation.over", queries.OVER):
            agree(room, room.titulars[1], item)
        with refused(Conflict, "delegation.over", queries.OVER):
            leave(room, room.titulars[1], item)

    def test_a_substitute_does_not_say_it(self, room):
        item = entrusted(room)
        with refused(NotAllowed, "delegation.hand"):
            leave(room, room.substitutes[0], item)
        assert state_of(item) == WAITS

    def test_the_secretary_takes_it_back(self, room, published):
        item = entrusted(room)
        agree(room, room.titulars[0], item)
        act = {"actor": room.actor(room.secretary), "sitting_id": item.sitting_id, "at": room.tick()}
        delegations.give_up(**act)
        self.check(item)
        assert [topic for topic, _ in published()] == [
            "commission.file_scheduled",
            "commission.file_unscheduled",
        ]
        with refused(Conflict, "delegation.over"):
            delegations.give_up(**act)

    def test_nobody_else_takes_it_back(self, room):
        item = entrusted(room)
        with refused(NotAllowed, "board.not_secretary"):
            delegations.give_up(
                actor=room.actor(room.titulars[0]), sitting_id=item.sitting_id, at=room.tick()
            )

    def test_a_sitting_is_not_taken_back_so(self, room):
        room.put()
        room.open()
        with refused(Conflict, "delegation.over"):
            delegations.give_up(actor=room.actor(room.secretary), sitting_id=room.sitting.pk, at=room.tick())

    def test_after_three_days_by_the_task_behind_the_wall(self, room):
        item = entrusted(room)
        agree(room, room.titulars[0], item)
        end = sitting_of(item).window_ends_at
        with behind_the_wall():
            assert delegations.end_due(at=end - timedelta(seconds=1)) == 0
            assert [delegations.end_due(at=end), delegations.end_due(at=end)] == [1, 0]
        self.check(item)

    def test_too_late_even_before_the_task_passes(self, room):
        item = entrusted(room)
        with refused(Conflict, "delegation.over"):
            agree(room, room.titulars[0], item, at=sitting_of(item).window_ends_at)

    def test_a_withdrawn_request(self, room):
        item = entrusted(room)
        agree(room, room.titulars[0], item)
        files.retract_file(token=item.board_file_id, at=room.tick())
        assert state_of(item) == (ItemState.DEFERRED, FileState.RETRACTED, SittingState.CLOSED)
        with refused(Conflict, "delegation.over"):
            agree(room, room.titulars[1], item)

    def test_what_was_granted_is_not_withdrawn(self, room):
        item = granted(room)
        with refused(Conflict, "file.examined"):
            files.retract_file(token=item.board_file_id, at=room.tick())

    def test_the_board_then_decides_it_as_any_file(self, room):
        item = entrusted(room)
        leave(room, room.titulars[0], item)
        (token,) = room.schedule(item.board_file_id)
        assert room.open().decide(token, [Choice.FOR] * 4).outcome == Outcome.ADOPTED

    def test_it_is_withdrawn_from_its_next_agenda_and_a_member_set_aside_from_it(self, room):
        """The delegation that ended is not where the file stands any more."""
        item = entrusted(room)
        leave(room, room.titulars[0], item)
        (token,) = room.schedule(item.board_file_id)
        recusals.set_aside(token=item.board_file_id, member_ids=[room.titulars[3].pk], at=room.tick())
        assert (
            not items_visible_to(room.actor(room.titulars[3])).filter(board_file=item.board_file_id).exists()
        )
        files.retract_file(token=item.board_file_id, at=room.tick())
        assert room.item(token).state == ItemState.DROPPED


class TestMails:
    """To those who may agree on that file: when it is entrusted, and in the last six hours to those who have not."""

    def told(self, kind: str) -> list[str]:
        mails = ConveningMail.objects.filter(kind=kind).order_by("member__display_name")
        return list(mails.values_list("member__display_name", flat=True))

    def call(self, item, **before_end) -> int:
        with behind_the_wall():
            return last_calls.remind_due(at=sitting_of(item).window_ends_at - timedelta(**before_end))

    def test_the_titulars_are_told_once_that_a_delegation_awaits_them_save_who_has_nothing_to_do_with_it(
        self, room
    ):
        token, key = urgent(room), uuid4()
        recusals.set_aside(token=token, member_ids=[room.titulars[2].pk], at=room.tick())
        for _ in range(2):
            entrust(room, token, key)
        assert self.told("entrusted") == [f"Titulaire 0{n}" for n in (1, 2, 4, 5, 6)]

    def test_those_who_have_not_agreed_are_told_once_before_the_end(self, room):
        item = entrusted(room)
        agree(room, room.titulars[0], item)
        recusals.set_aside(token=item.board_file_id, member_ids=[room.titulars[2].pk], at=room.tick())
        assert [self.call(item, hours=n) for n in (7, 6, 1, 0)] == [0, 4, 0, 0]
        assert self.told("last_hand") == [f"Titulaire 0{n}" for n in (2, 4, 5, 6)]

    def test_nobody_once_it_is_decided(self, room):
        assert self.call(granted(room), hours=1) == 0

    def test_they_say_until_when_and_not_a_word_of_a_file_or_of_anybody(self, room):
        item = entrusted(room)
        self.call(item, hours=1)
        while outbox.drain():
            pass
        sent = [one for one in mail.outbox if one.to == [room.titulars[0].user.email]]
        end = calendar.told(sitting_of(item).window_ends_at, board_code="53")
        assert [one.subject for one in sent] == [
            f"Une délégation attend votre accord{NB}: elle se termine {end}",
            f"Votre accord est attendu{NB}: la délégation se termine {end}",
        ]
        names = [one.display_name for one in (*room.titulars, room.secretary)]
        secrets = (item.token, item.token[:4], item.board_file_id, "urgence", "1 500", *names)
        for message in sent:
            whole = f"{message.subject}\n{message.body}"
            assert f"/commission/seances/{item.sitting_id}/" in message.body
            assert [word for word in secrets if word in whole] == []
            assert not message.attachments


class TestToldAtTheNextSitting:
    def close_with_a_vote(self, room) -> None:
        (token,) = room.put()
        room.open().decide(token, [Choice.FOR] * 4)
        room.close()

    def test_in_its_minutes_and_never_twice(self, room):
        item = granted(room)
        self.close_with_a_vote(room)
        (line,) = room.minutes.content["earlier"]
        assert (line["token"], line["sentence"]) == (item.token, Ruling.objects.get(item=item).sentence)
        room.sitting = SittingFactory(held_on=room.sitting.held_on)
        self.close_with_a_vote(room)
        assert room.minutes.content["earlier"] == []

    def test_not_what_was_left_to_the_board(self, room):
        leave(room, room.titulars[0], entrusted(room))
        self.close_with_a_vote(room)
        assert room.minutes.content["earlier"] == []

    def test_nobody_who_stepped_aside_reads_its_line_nor_signs_it(self, room):
        item = entrusted(room)
        third = room.titulars[2]
        recusals.set_aside(token=item.board_file_id, member_ids=[third.pk], at=room.tick())
        for who in room.titulars[:2]:
            agree(room, who, item)
        self.close_with_a_vote(room)
        assert stepped_aside(Sitting.objects.get(pk=room.sitting.pk)) == {third.user_id: {item.token}}
