"""Rows of several tables are written together by one statement, or not at all."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cpsti_portal.kernel.audit.models import Event, Seal
from cpsti_portal.kernel.rows import write_together, write_without_waiting
from tests.access.walking import writes

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


def event(**values) -> Event:
    told = {"action": "essai", "target_type": "x.y", "target_id": "1", "detail": {"n": [1, "é'"]}}
    return Event(at=AT, **(told | values))


def seal(last: int, **values) -> Seal:
    return Seal(sealed_at=AT, first_event_id=1, last_event_id=last, count=1, digest="abc", **values)


def test_one_statement_writes_each_row_as_saving_it_would():
    write_together(event(), seal(5))
    with CaptureQueriesContext(connection) as captured:
        write_together(event(target_id="2", actor_id=None), seal(6))
    assert len(captured) == 1
    rows = list(Event.objects.order_by("target_id").values("at", "actor", "action", "target_id", "detail"))
    told = {"at": AT, "actor": None, "action": "essai", "detail": {"n": [1, "é'"]}}
    assert rows == [told | {"target_id": "1"}, told | {"target_id": "2"}]
    assert list(Seal.objects.order_by("last_event_id").values_list("last_event_id", "digest")) == [
        (5, "abc"),
        (6, "abc"),
    ]


def test_a_row_that_is_refused_takes_the_others_with_it():
    write_together(seal(5))
    with pytest.raises(IntegrityError), transaction.atomic():
        write_together(event(), seal(5))
    assert (Event.objects.count(), Seal.objects.count()) == (0, 1)


def test_what_a_column_fills_by_itself_is_filled():
    write_together(Event(action="essai", target_type="x.y", target_id="3"))
    (row,) = Event.objects.all()
    assert (row.pk is not None, row.at is not None, row.detail) == (True, True, {})


@pytest.mark.django_db(transaction=True)
def test_a_line_that_waits_for_no_disk_is_written_and_the_next_statement_waits_again():
    write_without_waiting(event())
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert (cursor.fetchone(), Event.objects.count()) == (("on",), 1)


def test_inside_a_transaction_the_rest_still_waits_for_the_disk():
    write_without_waiting(event())
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert (cursor.fetchone(), Event.objects.count()) == (("on",), 1)


def test_whoever_watches_the_queries_sees_each_table_that_is_written():
    with writes() as written:
        write_together(event(), seal(5))
    assert written == {"audit_seal"}  # the journal is what looking may write
