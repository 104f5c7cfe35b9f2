"""What is decided at a distance is told at the next live sitting: whenever it was, once."""

from datetime import timedelta

import pytest

from commission.enums import Choice
from commission.models import Sitting
from commission.queries.earlier import told_at
from tests.factories.commission import SittingFactory
from tests.factories.delegations import allow, granted

pytestmark = pytest.mark.django_db


def test_a_decision_taken_while_a_sitting_is_held_is_told_at_the_one_after(room):
    allow()
    held, day = room.sitting, room.sitting.held_on
    (token,) = room.put()
    room.open()
    room.sitting = SittingFactory(held_on=day)
    meanwhile = granted(room)
    room.sitting = held
    room.decide(token, [Choice.FOR] * 4)
    room.close()
    room.sitting = following = SittingFactory(held_on=day + timedelta(days=14))
    room.now += timedelta(days=14)
    room.put()
    room.open()
    assert list(told_at(Sitting.objects.get(pk=held.pk))) == []
    assert list(told_at(Sitting.objects.get(pk=following.pk))) == [meanwhile]
    room.decide(room.tokens[-1], [Choice.FOR] * 4)
    room.close()
    room.sitting = last = SittingFactory(held_on=day + timedelta(days=28))
    assert list(told_at(Sitting.objects.get(pk=last.pk))) == []
