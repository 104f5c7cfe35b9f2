"""The journal cannot be rewritten, and a rewrite done behind its back is seen."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.audit import services
from cpsti_portal.kernel.audit.models import Event, Seal
from tests.factories.accounts import UserFactory


@pytest.fixture
def events(db, time_machine):
    """Three events, an hour old."""
    target = UserFactory()
    time_machine.move_to(clock.now() - timedelta(hours=1))
    for number in range(3):
        services.record(action=f"test.{number}", target=target)
    time_machine.shift(timedelta(hours=1))
    return target


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET action = 'autre'", "DELETE FROM audit_event"])
def test_the_database_refuses_to_change_or_erase_an_event(events, statement):
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_settled_events_are_sealed_once(events):
    assert services.seal() == 3
    assert services.seal() == 0
    assert services.verify() is None


def test_an_event_that_may_still_have_an_unseen_elder_waits(db):
    services.record(action="test.fresh", target=UserFactory())
    assert services.seal() == 0


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_event SET detail = '{\"x\": 1}' WHERE action = 'test.1'",
        "DELETE FROM audit_event WHERE action = 'test.1'",
    ],
)
def test_a_change_made_behind_the_triggers_breaks_the_chain(events, tampering):
    services.seal()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(tampering)
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert services.verify() == Seal.objects.get().pk


def test_events_carry_who_when_what(events, actor_of):
    services.record(action="test.seen", target=events, actor=actor_of(events), detail={"page": 1})
    event = Event.objects.get(action="test.seen")
    assert (event.actor, event.target_type, event.target_id, event.detail) == (
        events,
        "accounts.user",
        str(events.pk),
        {"page": 1},
    )
    assert clock.now() - event.at < timedelta(seconds=10)
