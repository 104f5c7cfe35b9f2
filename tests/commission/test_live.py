"""The mark of a sitting: it moves with whatever a reader sees of the room, and with nothing else."""

from datetime import timedelta

import pytest

from commission.models import AgendaItem, Sitting
from commission.models.agenda import ORDER
from commission.queries import live
from commission.queries.live import pulse_of
from commission.services import proxies
from tests.factories import commission as factories
from tests.standing import standing

pytestmark = pytest.mark.django_db


@pytest.fixture
@standing
def room(room):
    room.put()
    return room.open(*room.titulars[:5])


def mark_of(room, who) -> str:
    return pulse_of(room.sitting.pk, room.actor(who)).version


def give(room) -> None:
    room.give(room.titulars[5], room.titulars[0])


def withdraw(room) -> None:
    give(room)
    act = {"sitting_id": room.sitting.pk, "giver_id": room.titulars[5].pk}
    proxies.withdraw(actor=room.actor(room.titulars[5]), **act, at=room.tick())


def replace(room) -> None:
    room.mark(*room.titulars[:5], room.substitutes[0])


def arrive_before_the_last_one(room) -> None:
    """Written after a later hour: the sheet takes it, and its last hour stays the same."""
    earlier = room.now
    room.now += timedelta(minutes=10)
    room.mark(*room.titulars[:5], room.substitutes[0])
    room.mark(*room.titulars[:5], *room.substitutes[:2], seen_at=earlier)


def preside(room) -> None:
    room.mark(*room.titulars[:5], chair=room.titulars[1])


STEPS = [give, withdraw, replace, arrive_before_the_last_one, preside]


@pytest.mark.parametrize("step", STEPS, ids=[one.__name__ for one in STEPS])
def test_every_reader_is_told(room, step):
    readers = (room.secretary, room.titulars[0], room.titulars[5], room.substitutes[0])
    before = [mark_of(room, one) for one in readers]
    step(room)
    assert all(old != mark_of(room, one) for old, one in zip(before, readers, strict=True))


@pytest.mark.parametrize("second", [withdraw, arrive_before_the_last_one])
def test_the_second_half_alone_is_told_too(room, second, monkeypatch):
    """Each step of two acts moves the mark twice."""
    seen = [mark_of(room, room.secretary)]
    tick = room.tick

    def ticking():
        seen.append(mark_of(room, room.secretary))
        return tick()

    monkeypatch.setattr(room, "tick", ticking)
    second(room)
    seen.append(mark_of(room, room.secretary))
    assert len(set(seen[1:])) == 3


def test_nothing_moves_what_nobody_sees(room):
    before = mark_of(room, room.titulars[0])
    room.now += timedelta(minutes=10)
    assert mark_of(room, room.titulars[0]) == before


def test_it_costs_the_same_whatever_moved(room, django_assert_num_queries):
    sitting = Sitting.objects.get(pk=room.sitting.pk)
    actor = room.actor(room.titulars[0])
    for step in (give, replace):
        step(room)
        with django_assert_num_queries(2):
            assert pulse_of(sitting.pk, actor)


class TestOrder:
    """The files of a sitting as one reader sees them."""

    @pytest.fixture
    def room(self, territory):
        place = factories.room()
        place.put()
        return place

    def test_they_come_in_the_order_of_the_agenda_and_without_a_rank_last_by_chance(self, room):
        room.put(4)
        first, second = room.tokens[3], room.tokens[1]
        for place, token in enumerate((first, second), start=1):
            AgendaItem.objects.filter(token=token).update(rank=place * 10)
        found = live.agenda_of(room.sitting.pk, room.actor(room.secretary)).tokens
        assert found == (first, second, *sorted(set(room.tokens) - {first, second}))
        here = AgendaItem.objects.filter(sitting=room.sitting).order_by(*ORDER)
        assert found == tuple(here.values_list("token", flat=True))

    def test_each_reader_has_their_own_though_the_order_is_kept(self, room):
        room.put(2)
        room.open()
        one, two = room.titulars[:2]
        room.step_aside(one, room.tokens[0])
        room.open_vote(room.tokens[1])
        room.vote(two, room.tokens[1])
        seen = {who: live.agenda_of(room.sitting.pk, room.actor(who)) for who in (one, two, room.titulars[2])}
        assert [len(agenda.tokens) for agenda in seen.values()] == [2, 3, 3]
        assert [set(agenda.waiting) for agenda in seen.values()] == [
            {room.tokens[1]}, set(), {room.tokens[1]},
        ]  # fmt: skip
        assert [agenda.voted for agenda in seen.values()] == [0, 1, 0]


class TestNextFile:
    """The next file on which the reader has to vote: ahead first, then from the top, never the one at hand."""

    @pytest.mark.parametrize(
        ("waiting", "here", "then"),
        [
            ("bd", "a", "b"),
            ("bd", "b", "d"),
            ("bd", "d", "b"),
            ("ad", "c", "d"),
            ("a", "c", "a"),
            ("c", "c", ""),
            ("", "c", ""),
            ("bd", "elsewhere", "b"),
        ],
    )
    def test_it_follows_the_order_of_the_agenda(self, waiting, here, then):
        agenda = live.Agenda(
            tokens=tuple("abcd"), to_come=(), open=(), waiting=frozenset(waiting), behind=0, voted=0
        )
        assert agenda.waiting_after(here) == then
