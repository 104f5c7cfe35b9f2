"""A delegation on real connections: one decision, one grant, never more than the envelope, nobody stuck."""

import random
import time
from uuid import uuid4

import pytest

from commission.charges import Charge
from commission.enums import FileState
from commission.models import AgendaItem, BoardFile, Envelope, EnvelopeEntry, Ruling, Sitting, Turnout
from commission.services import agenda, delegations, files, recusals
from tests.commission.conftest import three_boards
from tests.commission.test_envelope_races import allot, check, closing, voted
from tests.commission.test_races import together
from tests.factories import commission as factories
from tests.factories.delegations import agree, allow, entrusted, urgent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room():
    three_boards()
    allow()
    return factories.room(titulars=6, substitutes=0)


def agreeing(room, who, item, delay=0.0):
    """The actor is read before the race: it starts with the agreement itself."""
    act = {
        "actor": room.actor(who),
        "sitting_id": item.sitting_id,
        "token": item.token,
        "amount_cents": 150_000,
    }

    def run():
        time.sleep(delay)
        delegations.agree(**act, at=room.now)

    return run


def decided() -> tuple[int, int, int]:
    granted = EnvelopeEntry.objects.filter(kind="granted")
    return Ruling.objects.count(), granted.count(), Turnout.objects.count()


@pytest.mark.parametrize("seed", range(4))
def test_several_second_agreements_at_once_make_one_decision(room, seed):
    dice, item = random.Random(seed), entrusted(room)
    agree(room, room.titulars[0], item)
    acts = [agreeing(room, who, item, dice.uniform(0, 0.01)) for who in room.titulars[1:]]
    assert sorted(together(acts)) == ["delegation.over"] * 4 + ["done"]
    assert decided() == (1, 1, 2)


@pytest.mark.parametrize("seed", range(3))
def test_both_agreements_at_once_are_two_and_decide(room, seed):
    dice, item = random.Random(seed), entrusted(room)
    acts = [agreeing(room, who, item, dice.uniform(0, 0.01)) for who in room.titulars[:2]]
    assert together(acts) == ["done", "done"]
    assert decided() == (1, 1, 2)


@pytest.mark.parametrize("seed", range(6))
def test_beside_a_sitting_that_closes_its_vote_one_envelope_is_never_overspent(room, seed):
    """2 500 € and 1 500 € wanted at once, nothing set aside for either, 3 000 € in the envelope."""
    dice = random.Random(seed)
    allot(Charge.RCI, 300_000)
    item = entrusted(room, amount_proposed_cents=0)
    agree(room, room.titulars[0], item)
    (token,) = voted(room, 1, aid_code="afe", amount_proposed_cents=0)
    acts = [
        closing(room, token, dice.uniform(0, 0.02), []),
        agreeing(room, room.titulars[1], item, dice.uniform(0, 0.02)),
    ]
    assert together(acts) == ["done", "done"]
    check({Charge.RCI: 300_000})
    assert Envelope.objects.get(charge=Charge.RCI).left_cents == 0
    assert sorted(Ruling.objects.values_list("amount_cents", flat=True)) in (
        [50_000, 250_000],
        [150_000, 150_000],
    )


@pytest.mark.parametrize("seed", range(4))
def test_a_withdrawal_beside_the_second_agreement_is_refused_or_ends_it(room, seed):
    dice, item = random.Random(seed), entrusted(room)
    agree(room, room.titulars[0], item)

    def withdraw():
        time.sleep(dice.uniform(0, 0.02))
        files.retract_file(token=item.board_file_id, at=room.now)

    outcomes = together([withdraw, agreeing(room, room.titulars[1], item, dice.uniform(0, 0.02))])
    state = BoardFile.objects.get(pk=item.board_file_id).state
    assert (outcomes, state, Ruling.objects.count()) in (
        (["done", "delegation.over"], FileState.RETRACTED, 0),
        (["file.examined", "done"], FileState.DECIDED, 1),
    )


@pytest.mark.parametrize("seed", range(4))
def test_who_steps_aside_while_another_agrees_has_no_part_in_the_decision(room, seed):
    dice, item = random.Random(seed), entrusted(room)
    agree(room, room.titulars[0], item)
    leaving = {"actor": room.actor(room.titulars[0]), "sitting_id": item.sitting_id, "token": item.token}

    def step_aside():
        time.sleep(dice.uniform(0, 0.02))
        recusals.step_aside(**leaving, at=room.now)

    outcomes = together([step_aside, agreeing(room, room.titulars[1], item, dice.uniform(0, 0.02))])
    assert (outcomes, *decided()) in (
        (["done", "done"], 0, 0, 1),
        (["recusal.too_late", "done"], 1, 1, 2),
    )


def test_one_file_entrusted_and_put_on_an_agenda_at_once_goes_one_way(room):
    token = urgent(room)
    secretary = {"actor": room.actor(room.secretary)}

    def entrust():
        delegations.entrust(**secretary, board_code="53", token=token, sitting_id=uuid4(), at=room.now)

    def schedule():
        agenda.add(**secretary, sitting_id=room.sitting.pk, tokens=[token])

    assert sorted(together([entrust, schedule])) == ["agenda.file_taken", "done"]
    assert AgendaItem.objects.count() == 1


def test_the_same_form_twice_at_once_entrusts_once(room):
    token, key = urgent(room), uuid4()
    act = {"actor": room.actor(room.secretary), "board_code": "53", "token": token, "sitting_id": key}
    assert together([lambda: delegations.entrust(**act, at=room.now)] * 2) == ["done", "done"]
    assert Sitting.objects.filter(kind="delegation").count() == 1
