"""What was made before a table had its present shape is carried over, there and back.

The way is long: it is gone once, down to the first migration and up again, and each test judges what was seen on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Sum

from commission.enums import Choice
from commission.models import AgendaItem, BoardFile, Envelope, Sitting
from tests.commission.conftest import three_boards
from tests.emptying import empty
from tests.factories import commission as factories
from tests.factories.commission import Room, SittingFactory

# The tests read no row; the mark makes the test database exist.
pytestmark = pytest.mark.django_db

FIRST, NAMED, FILLED = "0001_initial", "0004_items_named", "0015_fill_envelopes"


@dataclass
class Way:
    """``held``: the references of before. ``files``: item → file, before. What follows was read on the way up."""

    held: list[str]
    files: dict[int, str]
    ranks: list[list[int]] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    items: list[AgendaItem] = field(default_factory=list)
    read: dict[str, dict[str, object]] = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=dict)


def migrate(name: str) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("commission", name)])


def _before() -> tuple[Room, list[str]]:
    """An open sitting that granted an aid and has a file left, and a published one."""
    three_boards()
    room = factories.room()
    held = room.put(2, amount_asked_cents=250_000)
    room.open().decide(held[0], [Choice.FOR] * 6)
    room.sitting = SittingFactory()
    return room, held + room.put(2)


def _go() -> Way:
    room, held = _before()
    room.publish()
    way = Way(held, dict(AgendaItem.objects.values_list("pk", "board_file_id")))
    migrate(FIRST)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sitting_id, array_agg(rank ORDER BY rank) FROM commission_agendaitem GROUP BY 1"
        )
        way.ranks = [ranks for _, ranks in cursor.fetchall()]
    migrate(NAMED)
    way.states = sorted(Sitting.objects.values_list("state", flat=True))
    way.items = list(AgendaItem.objects.order_by("pk"))
    for item in way.items:
        way.read[item.board_file_id] = (
            BoardFile.objects.filter(pk=item.board_file_id).values(*item.shown).get()
        )
    migrate(FILLED)
    way.sums = Envelope.objects.aggregate(granted=Sum("granted_cents"), reserved=Sum("reserved_cents"))
    return way


@pytest.fixture(scope="module")
def way(django_db_setup, django_db_blocker) -> Iterator[Way]:
    """The last stage is the command's own: it also grants the rights that a column made anew has lost."""
    with django_db_blocker.unblock():
        try:
            yield _go()
        finally:
            call_command("migrate", interactive=False, verbosity=0)
            empty()


def test_items_are_carried_over_with_their_rank_and_what_was_read(way):
    assert way.ranks == [[1, 2], [1, 2]]
    assert way.states == ["open", "planned"]
    assert {item.pk: item.board_file_id for item in way.items} == way.files
    assert {item.token for item in way.items} & {*way.held, *way.files.values()} == set()
    for item in way.items:
        assert item.shown == way.read[item.board_file_id]


def test_what_was_granted_before_there_were_envelopes_is_counted_in_them(way):
    """One granted, three that wait."""
    assert way.sums == {"granted": 250_000, "reserved": 3 * 250_000}
