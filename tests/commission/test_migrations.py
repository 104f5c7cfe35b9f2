"""An agenda made before items had names of their own is carried over, there and back."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Sum

from commission.enums import Choice
from commission.models import AgendaItem, BoardFile, Envelope, Sitting
from tests.commission.conftest import three_boards
from tests.factories import commission as factories
from tests.factories.commission import SittingFactory

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE, AFTER = "0001_initial", "0004_items_named"


def migrate(name: str) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("commission", name)])


@pytest.fixture
def back_again():
    """By the command itself: it also grants the rights that a column made anew has lost."""
    yield
    call_command("migrate", interactive=False, verbosity=0)


def test_items_are_carried_over_with_their_rank_and_what_was_read(back_again):
    three_boards()
    room = factories.room()
    held = room.put(2)
    room.open()
    room.sitting = SittingFactory()
    room.put(2)
    room.publish()
    files = dict(AgendaItem.objects.values_list("pk", "board_file_id"))
    migrate(BEFORE)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sitting_id, array_agg(rank ORDER BY rank) FROM commission_agendaitem GROUP BY 1"
        )
        assert [ranks for _, ranks in cursor.fetchall()] == [[1, 2], [1, 2]]
    migrate(AFTER)
    assert sorted(Sitting.objects.values_list("state", flat=True)) == ["open", "planned"]
    items = list(AgendaItem.objects.order_by("pk"))
    assert {item.pk: item.board_file_id for item in items} == files
    assert {item.token for item in items} & {*held, *files.values()} == set()
    for item in items:
        assert item.shown == BoardFile.objects.filter(pk=item.board_file_id).values(*item.shown).get()


def test_what_was_granted_before_there_were_envelopes_is_counted_in_them(back_again):
    three_boards()
    room = factories.room()
    decided, _ = room.put(2, amount_asked_cents=250_000)
    room.open().decide(decided, [Choice.FOR] * 6)
    migrate("0007_lineage")
    migrate("0015_fill_envelopes")
    sums = Envelope.objects.aggregate(granted=Sum("granted_cents"), reserved=Sum("reserved_cents"))
    assert sums == {"granted": 250_000, "reserved": 250_000}
