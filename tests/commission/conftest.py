"""A board room per test: six titulars, two substitutes, a secretary, a planned sitting."""

from datetime import date

import pytest

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.outbox.models import Message
from tests.factories import commission as factories


@pytest.fixture
def room(territory) -> factories.Room:
    return factories.room()


@pytest.fixture
def today() -> date:
    return clock.today()


@pytest.fixture
def published():
    """What was published: (topic, payload) in order."""

    def messages(*topics: str) -> list[tuple[str, dict]]:
        rows = Message.objects.filter(topic__startswith="commission.").order_by("id")
        return [(m.topic, m.payload) for m in rows if not topics or m.topic in topics]

    return messages
