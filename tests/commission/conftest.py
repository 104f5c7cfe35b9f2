"""A board room per test: six titulars, two substitutes, a secretary, a planned sitting.

Three boards are enough here, one of them overseas: loading the whole country before each test would only cost time.
"""

from datetime import date

import pytest

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.outbox.models import Message
from cpsti_portal.kernel.territory.models import Board, Organisation, Region
from tests.factories import commission as factories
from tests.standing import standing


def three_boards() -> None:
    names = {"53": "Bretagne", "11": "Île-de-France", "04": "La Réunion"}
    Board.objects.bulk_create(Board(code=c, name=f"CASS {n}", area_label=n) for c, n in names.items())
    Region.objects.bulk_create(Region(code=code, name=name, board_id=code) for code, name in names.items())
    Organisation.objects.bulk_create(
        Organisation(code=code, name=code, kind="URSSAF", region_id=region, time_zone=zone)
        for code, region, zone in (
            ("urssaf-bretagne", "53", "Europe/Paris"),
            ("urssaf-ile-de-france", "11", "Europe/Paris"),
            ("cgss-la-reunion", "04", "Indian/Reunion"),
        )
    )


@pytest.fixture
@standing
def territory(db) -> None:
    three_boards()


@pytest.fixture
@standing
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
