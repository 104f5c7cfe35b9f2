"""The journal cannot be rewritten, and a rewrite done behind its back is seen."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.utils import InternalError
from django.test.utils import CaptureQueriesContext

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import User
from cpsti_portal.kernel.audit import services
from cpsti_portal.kernel.audit.models import Event, Seal
from cpsti_portal.kernel.prepared import Prepared
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


class TestNoted:
    """What is read and the lines that tell it are one statement."""

    EMAIL = "lecteur@exemple.fr"

    @pytest.fixture
    def reader(self, db):
        return Actor(user_id=UserFactory(email=self.EMAIL).pk)

    @pytest.fixture
    def asked(self, reader):
        def of_emails(emails: frozenset[str]) -> QuerySet[User]:
            return User.objects.filter(email__in=emails).order_by("email")

        kept = Prepared(of_emails, around=services.noted(action="test.read", target=User))
        return lambda *emails: [
            one.email for one in kept(*services.reader_values(reader), emails=frozenset(emails))
        ]

    def lines(self) -> list[tuple]:
        return sorted(
            Event.objects.values_list("action", "actor", "target_type", "target_id", "detail", "at")
        )

    def test_each_row_has_its_line_as_a_reading_would_write_it(self, reader, asked, time_machine):
        time_machine.move_to(clock.now(), tick=False)
        people = [UserFactory(email=f"{name}@ailleurs.example") for name in "ab"]
        with CaptureQueriesContext(connection) as captured:
            assert asked("a@ailleurs.example", "b@ailleurs.example") == [one.email for one in people]
        assert len(captured) == 1
        told = self.lines()
        for one in people:
            services.record_reading(action="test.read", target=one, actor=reader)
        assert (len(told), sorted(told * 2, key=str)) == (2, self.lines())

    def test_what_is_not_found_has_no_line(self, asked):
        assert (asked("personne@nulle-part.example"), self.lines()) == ([], [])

    @pytest.mark.django_db(transaction=True)
    def test_it_waits_for_no_disk_and_the_next_statement_does(self, reader, asked):
        assert services.reader_values(reader)[2] is True
        assert asked(self.EMAIL) == [self.EMAIL]
        assert (self.waits(), len(self.lines())) == ("on", 1)

    def test_inside_a_transaction_the_rest_still_waits(self, asked):
        assert asked(self.EMAIL) == [self.EMAIL]
        assert (self.waits(), len(self.lines())) == ("on", 1)

    def waits(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            return cursor.fetchone()[0]
