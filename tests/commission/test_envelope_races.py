"""Several sittings on one envelope, on real connections: never below zero, never stuck, every cent accounted for."""

import random
import threading
import time
from io import StringIO

import pytest
from django.core.management import call_command

from commission.charges import Charge
from commission.enums import Choice, Outcome
from commission.models import Envelope, EnvelopeEntry, Ruling
from commission.services import agenda, allotments, envelopes, files, items
from cpsti_portal.kernel.accounts.actors import actor_for
from tests.commission.conftest import three_boards
from tests.commission.test_races import together
from tests.factories import commission as factories
from tests.factories.accounts import administrator
from tests.factories.commission import BoardFileFactory, Room, SittingFactory

pytestmark = pytest.mark.django_db(transaction=True)
PROPOSED = 250_000
TOO_LONG_SECONDS = 2


def allot(charge: Charge, cents: int) -> None:
    allotments.allot(
        actor=actor_for(administrator().user, factories.HELD_ON),
        board_code="53",
        year=factories.HELD_ON.year,
        amounts={charge: cents},
        reason="essai",
        at=factories.OPENING,
    )


def rooms_of(count: int) -> list[Room]:
    """One board, its secretary and members, and several sittings of the same day."""
    three_boards()
    first = factories.room(titulars=4, substitutes=0)
    others = [
        Room(first.secretary, first.titulars, first.substitutes, SittingFactory(held_on=factories.HELD_ON))
        for _ in range(count - 1)
    ]
    return [first, *others]


def voted(room: Room, number: int, **facts) -> list[str]:
    """Files whose vote is open, every ballot for: what is left is to close."""
    tokens = room.put(number, amount_asked_cents=PROPOSED, **facts)
    room.open()
    for token in tokens:
        room.open_vote(token)
        for who in room.titulars:
            room.vote(who, token, Choice.FOR)
    return tokens


def closing(room: Room, token: str, delay: float, slow: list[float]):
    actor = room.actor(room.secretary)

    def act():
        time.sleep(delay)
        began = time.monotonic()
        items.close_vote(actor=actor, sitting_id=room.sitting.pk, token=token, at=room.now)
        slow.append(time.monotonic() - began)

    return act


def paying(key: str):
    return lambda: envelopes.note_paid(token=key, at=factories.OPENING)


def drawing(room: Room, key: str):
    act = {"actor": room.actor(room.secretary), "sitting_id": room.sitting.pk, "tokens": [key]}
    return lambda: agenda.add(**act)


def withdrawing(room: Room, key: str):
    return lambda: files.retract_file(token=key, at=room.now)


def in_threads(queues: list[list]) -> list[str]:
    """Each queue on its own connection, one act after the other; all of the outcomes."""
    done: list[str] = []
    guard = threading.Lock()

    def run(acts):
        for act in acts:
            outcome = together([act])
            with guard:
                done.extend(outcome)

    threads = [threading.Thread(target=run, args=(acts,)) for acts in queues]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return done


def check(allotted: dict[Charge, int]) -> None:
    call_command("check_envelopes", stdout=StringIO())
    for charge, cents in allotted.items():
        row = Envelope.objects.get(charge=charge)
        assert row.allotted_cents == cents
        assert row.left_cents >= 0
    granted = EnvelopeEntry.objects.filter(kind="granted").values_list("amount_cents", flat=True)
    ruled = Ruling.objects.filter(outcome=Outcome.ADOPTED).values_list("amount_cents", flat=True)
    assert sum(granted) == sum(ruled)


@pytest.mark.parametrize("seed", range(4))
def test_three_sittings_that_close_at_once_never_overspend(seed):
    """24 files of 2 500 € wanted at once, 30 000 € in the envelope: everything is spent, not a cent more."""
    dice, rooms = random.Random(seed), rooms_of(3)
    allot(Charge.RCI, 12 * PROPOSED - 1)
    slow: list[float] = []
    queues = []
    for room in rooms:
        tokens = voted(room, 8, aid_code="afe", amount_proposed_cents=0)
        queues.append([closing(room, token, dice.uniform(0, 0.03), slow) for token in tokens])
    outcomes = in_threads(queues)
    assert outcomes == ["done"] * 24
    check({Charge.RCI: 12 * PROPOSED - 1})
    assert Envelope.objects.get(charge=Charge.RCI).left_cents == 0
    assert sorted(Ruling.objects.values_list("outcome", flat=True)) == ["adjourned"] * 12 + ["adopted"] * 12
    assert max(slow) < TOO_LONG_SECONDS


@pytest.mark.parametrize("seed", range(4))
def test_votes_agendas_withdrawals_and_payments_at_once_keep_every_balance(seed):
    """Of several charges: whoever takes them in another order would block somebody, whoever counts wrong is found."""
    dice, rooms = random.Random(seed), rooms_of(3)
    allotted = {Charge.MALADIE: 900_000, Charge.VIEILLESSE: 1_100_000, Charge.RCI: 1_000_000}
    for charge, cents in allotted.items():
        allot(charge, cents)
    slow: list[float] = []
    queues: list[list] = []
    for room, aid in zip(rooms, ("aced", "afe"), strict=False):
        tokens = voted(room, 3, aid_code=aid)
        acts = [closing(room, token, dice.uniform(0, 0.02), slow) for token in tokens]
        queues.append([*acts, *(paying(room.file_of(token)) for token in tokens)])
    for aid in ("afe", "aced"):
        keys = [BoardFileFactory(aid_code=aid).token for _ in range(3)]
        queues.append([drawing(rooms[2], key) for key in keys] + [withdrawing(room, key) for key in keys[:2]])
    outcomes = in_threads(queues)
    assert set(outcomes) <= {"done", "file.moved"}
    check(allotted)
    assert max(slow) < TOO_LONG_SECONDS


@pytest.mark.parametrize("seed", range(3))
def test_an_allotment_lowered_beside_a_vote_is_refused_or_holds(seed):
    dice, (room,) = random.Random(seed), rooms_of(1)
    allot(Charge.RCI, PROPOSED)
    (token,) = voted(room, 1, aid_code="afe")
    room_slow: list[float] = []

    def lower():
        time.sleep(dice.uniform(0, 0.02))
        allot(Charge.RCI, PROPOSED - 1)

    lowered, closed = together([lower, closing(room, token, dice.uniform(0, 0.02), room_slow)])
    assert (lowered, closed) == ("envelope.committed", "done")
    check({Charge.RCI: PROPOSED})


def test_the_first_rows_of_a_year_made_by_ten_agendas_at_once_are_four():
    rooms = rooms_of(10)
    keys = [BoardFileFactory(aid_code=aid).token for aid in ("afe", "aced") * 5]
    acts = [drawing(room, key) for room, key in zip(rooms, keys, strict=True)]
    assert together(acts) == ["done"] * 10
    assert Envelope.objects.count() == len(Charge)
    call_command("check_envelopes", stdout=StringIO())
    assert Envelope.objects.get(charge=Charge.RCI).reserved_cents == 5 * PROPOSED
