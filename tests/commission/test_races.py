"""Several people at once, on real connections: nothing is lost, nothing is counted twice, nobody waits for ever."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import InterfaceError, OperationalError, connection

from commission.enums import Choice, FileState, ItemState
from commission.models import AgendaItem, Ballot, BoardFile, Receipt, Ruling, Sitting, Turnout
from commission.services import agenda, ballots, consultations, files, items, recusals, sittings
from cpsti_portal.kernel.errors import DomainError
from cpsti_portal.kernel.outbox.models import Message
from tests.commission.conftest import three_boards
from tests.factories import commission as factories
from tests.factories.commission import BoardFileFactory, SittingFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room():
    three_boards()
    return factories.room(titulars=10, substitutes=0)


def together(acts: list[Callable[[], object]]) -> list[str]:
    """Run every act in its own thread and connection, at the same instant: "done", or the code of the refusal."""
    start = threading.Barrier(len(acts))
    outcomes = [""] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            start.wait(timeout=30)
            act()
            outcomes[place] = "done"
        except DomainError as refusal:
            outcomes[place] = refusal.code
        except Exception as error:
            outcomes[place] = repr(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def casting(room, who, token, delay=0.0):
    """The actor is read before the race: it starts with the vote itself."""
    actor = room.actor(who)

    def act():
        time.sleep(delay)
        ballots.cast(
            actor=actor,
            item=AgendaItem.objects.get(token=token),
            choice=Choice.FOR,
            amount_cents=250_000,
            at=room.now,
        )

    return act


def closing(room, token, delay=0.0):
    actor = room.actor(room.secretary)

    def act():
        time.sleep(delay)
        items.close_vote(actor=actor, sitting_id=room.sitting.pk, token=token, at=room.now)

    return act


def test_twenty_ballots_of_one_member_at_once_are_one(room):
    (token,) = room.put()
    room.open().open_vote(token)
    outcomes = together([casting(room, room.titulars[0], token)] * 20)
    assert Counter(outcomes) == {"done": 1, "ballot.already_cast": 19}
    assert Ballot.objects.count() == 1


def test_ten_members_vote_at_once(room):
    (token,) = room.put()
    room.open().open_vote(token)
    assert together([casting(room, who, token) for who in room.titulars]) == ["done"] * 10
    assert room.close_vote(token).votes_for == 10


def timed(act: Callable[[], object], waits: list[float]) -> Callable[[], object]:
    """The same act; how long it took, whatever its end, goes into ``waits``."""

    def run():
        began = time.monotonic()
        try:
            act()
        finally:
            waits.append(time.monotonic() - began)

    return run


def test_closing_against_ten_voters_counts_or_refuses_each_ballot_a_hundred_times(room):
    """No deadlock, no lost ballot, nobody waits two seconds."""
    tokens, waits = room.put(100), []
    room.open()
    for seed, token in enumerate(tokens):
        chance = random.Random(seed)
        room.open_vote(token)
        acts = [casting(room, who, token, chance.uniform(0, 0.05)) for who in room.titulars]
        acts.append(closing(room, token, chance.uniform(0, 0.05)))
        *voters, close = together([timed(act, waits) for act in acts])
        assert close == "done"
        assert set(voters) <= {"done", "ballot.closed"}
        taken = voters.count("done")
        ruling = Ruling.objects.get(item__token=token)
        assert ruling.votes_for == taken == len(ruling.digests)
        for table in (Ballot, Turnout, Receipt):
            assert table.objects.filter(item__token=token).count() == taken
    assert max(waits) < 2


def test_one_ballot_sent_from_two_devices_and_again_is_one(room):
    """The same form, ten times at once, is ten times the same ballot; another form finds it there."""
    (token,) = room.put()
    room.open().open_vote(token)
    actor, key = room.actor(room.titulars[0]), uuid4()

    def send(form_key):
        ballots.cast(
            actor=actor,
            item=AgendaItem.objects.get(token=token),
            choice=Choice.ABSTAIN,
            form_key=form_key,
            at=room.now,
        )

    assert together([lambda: send(key)] * 10) == ["done"] * 10
    assert together([lambda: send(uuid4())] * 5) == ["ballot.already_cast"] * 5
    assert (Ballot.objects.count(), Turnout.objects.count(), Receipt.objects.count()) == (1, 1, 1)


def test_a_consultation_that_ends_while_ten_members_vote_counts_what_it_took(room):
    room.sitting = SittingFactory(kind="consultation")
    tokens = room.put(3, aid_code="urgence")
    room.publish()
    consultations.open_consultation(
        actor=room.actor(room.secretary), sitting_id=room.sitting.pk, hours=1, at=room.now
    )
    over = room.now + timedelta(hours=1)
    acts = [casting(room, who, token, n * 0.005) for n, who in enumerate(room.titulars) for token in tokens]
    ending = [lambda: consultations.end_due(at=over)] * 3
    outcomes = together([*acts, *ending])
    assert set(outcomes) <= {"done", "ballot.closed"}
    assert Ballot.objects.count() == outcomes[: len(acts)].count("done")
    assert set(AgendaItem.objects.values_list("state", flat=True)) <= {ItemState.CLOSED, ItemState.DEFERRED}


def test_a_connection_cut_in_the_middle_of_a_vote_loses_nothing_and_counts_nothing_twice(room):
    """The server ends every connection while ballots are on their way; each is sent again by its screen."""
    (token,) = room.put()
    room.open().open_vote(token)
    keys = {who.pk: uuid4() for who in room.titulars}

    def send(who):
        actor = room.actor(who)

        def act():
            for _ in range(20):
                try:
                    ballots.cast(
                        actor=actor,
                        item=AgendaItem.objects.get(token=token),
                        choice=Choice.ABSTAIN,
                        form_key=keys[who.pk],
                        at=room.now,
                    )
                    return
                except (OperationalError, InterfaceError):
                    connection.close()

        return act

    def cut():
        for _ in range(3):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%commission%'"
                )
            time.sleep(0.02)

    assert together([*(send(who) for who in room.titulars), cut]) == ["done"] * 11
    connection.close()
    assert Ballot.objects.count() == Turnout.objects.count() == 10
    assert room.close_vote(token).votes_abstain == 10


def test_a_vote_closed_by_ten_windows_is_ruled_once(room):
    (token,) = room.put()
    room.open().open_vote(token)
    assert Counter(together([closing(room, token)] * 10)) == {"done": 1, "item.already_closed": 9}
    assert Ruling.objects.count() == 1
    assert Message.objects.filter(topic="commission.file_examined").count() == 1


@pytest.mark.parametrize("seed", range(5))
def test_stepping_aside_against_the_closing_never_leaves_a_counted_ballot(room, seed):
    chance = random.Random(seed)
    (token,) = room.put()
    room.open().open_vote(token)
    for who in room.titulars:
        room.vote(who, token)
    actor = room.actor(room.titulars[0])

    def step_aside():
        time.sleep(chance.uniform(0, 0.05))
        recusals.step_aside(actor=actor, sitting_id=room.sitting.pk, token=token, at=room.now)

    aside, close = together([step_aside, closing(room, token, chance.uniform(0, 0.05))])
    assert close == "done"
    assert (aside, Ruling.objects.get().votes_for) in {("done", 9), ("recusal.too_late", 10)}


def test_a_file_wanted_by_two_sittings_goes_to_one(room):
    token = BoardFileFactory().token
    others = [SittingFactory() for _ in range(5)]
    actor = room.actor(room.secretary)
    acts = [lambda one=one: agenda.add(actor=actor, sitting_id=one.pk, tokens=[token]) for one in others]
    assert Counter(together(acts)) == {"done": 1, "agenda.file_taken": 4}
    assert AgendaItem.objects.count() == 1


@pytest.mark.parametrize("turn", range(5))
def test_a_withdrawal_against_the_agenda_is_one_or_the_other(room, turn):
    token = BoardFileFactory().token
    actor = room.actor(room.secretary)
    outcomes = together(
        [
            lambda: agenda.add(actor=actor, sitting_id=room.sitting.pk, tokens=[token]),
            lambda: files.retract_file(token=token, at=room.now),
        ]
    )
    assert tuple(outcomes) in {("done", "file.moved"), ("agenda.file_taken", "done"), ("done", "done")}
    state = BoardFile.objects.get().state
    expected = {FileState.SCHEDULED: [ItemState.PENDING]} if outcomes[1] == "file.moved" else {}
    live = AgendaItem.objects.exclude(state=ItemState.DROPPED).values_list("state", flat=True)
    assert (state, list(live)) == (
        (FileState.SCHEDULED, expected[FileState.SCHEDULED]) if expected else (FileState.RETRACTED, [])
    )


@pytest.mark.parametrize("turn", range(5))
def test_a_withdrawal_against_the_opening_of_the_vote_is_one_or_the_other(room, turn):
    first, _ = room.put(2)
    room.open()
    actor, file_token = room.actor(room.secretary), room.file_of(first)
    outcomes = together(
        [
            lambda: items.open_vote(actor=actor, sitting_id=room.sitting.pk, token=first),
            lambda: files.retract_file(token=file_token, at=room.now),
        ]
    )
    assert tuple(outcomes) in {("done", "file.examined"), ("board.move_refused", "done")}


@pytest.mark.parametrize("turn", range(5))
def test_opening_a_vote_against_the_end_of_the_sitting_is_one_or_the_other(room, turn):
    (token,) = room.put()
    room.open()
    actor = room.actor(room.secretary)
    outcomes = together(
        [
            lambda: items.open_vote(actor=actor, sitting_id=room.sitting.pk, token=token),
            lambda: sittings.close_sitting(actor=actor, sitting_id=room.sitting.pk, at=room.now),
        ]
    )
    assert tuple(outcomes) in {("done", "sitting.vote_open"), ("item.sitting_not_open", "done")}
    sitting, item = Sitting.objects.get(), AgendaItem.objects.get()
    assert (sitting.state, item.state) in {("open", "open"), ("closed", "dropped")}


def test_one_sitting_opened_by_five_windows_opens_once(room):
    room.put()
    room.publish().mark(*room.titulars)
    actor = room.actor(room.secretary)
    acts = [lambda: sittings.open_sitting(actor=actor, sitting_id=room.sitting.pk, at=room.now)] * 5
    assert Counter(together(acts)) == {"done": 1, "sitting.already_open": 4}
