"""The outbox: a fact told in a transaction is handled exactly once, whatever dies or is down."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.outbox import RetryLater, registry, services
from cpsti_portal.kernel.outbox.models import Message
from tests.broker import NOBODY_ANSWERS, broker_at


@pytest.fixture
def handled(monkeypatch):
    """Topics "test.note" (remembers) and "test.broken" (fails twice), known for one test only."""
    monkeypatch.setattr(registry, "_HANDLERS", {})
    seen: list[dict] = []
    registry.subscriber("test.note")(seen.append)
    return seen


def publish(topic="test.note", key="1", **payload):
    with transaction.atomic():
        services.publish(topic=topic, key=key, payload=payload)


@pytest.mark.django_db(transaction=True)
class TestPublishing:
    def test_outside_a_transaction_is_refused(self, handled):
        with pytest.raises(RuntimeError):
            services.publish(topic="test.note", key="1", payload={})

    def test_a_rolled_back_fact_owes_nothing(self, handled):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            services.publish(topic="test.note", key="1", payload={})
            raise ZeroDivisionError
        assert services.drain() == 0

    def test_the_same_fact_told_twice_is_one_message(self, handled):
        publish(n=1)
        publish(n=2)
        services.drain()
        assert handled == [{"n": 1}]

    def test_a_broker_that_is_down_delays_nothing_and_loses_nothing(self, handled, settings):
        with broker_at(NOBODY_ANSWERS):
            publish(key="the first opens the connections", n=0)
            before = time.monotonic()
            publish(n=1)
            assert time.monotonic() - before < 1
        assert services.drain() == 2
        assert handled == [{"n": 0}, {"n": 1}]


@pytest.mark.django_db(transaction=True)
class TestDraining:
    def test_oldest_first(self, handled):
        for n in range(3):
            publish(key=str(n), n=n)
        assert services.drain() == 3
        assert handled == [{"n": 0}, {"n": 1}, {"n": 2}]

    def test_a_failing_handler_undoes_its_work_and_is_tried_later(self, handled):
        def broken(payload):
            Message.objects.create(topic="test.side", key="written by a handler that fails")
            raise ValueError("la saisie ne doit pas apparaître ici")

        registry.subscriber("test.broken")(broken)
        publish(topic="test.broken")
        assert services.drain() == 0
        message = Message.objects.get()
        assert (message.attempts, message.last_error, message.done_at) == (1, "ValueError", None)
        assert message.available_at > clock.now() + timedelta(seconds=3)

    def test_a_failing_message_does_not_hold_back_the_others(self, handled):
        registry.subscriber("test.broken")(lambda payload: 1 / 0)
        publish(topic="test.broken")
        publish(n=1)
        services.drain()
        assert handled == [{"n": 1}]

    def test_retry_later_waits_the_seconds_it_asks_for(self, handled):
        def later(payload):
            raise RetryLater(600, "SMTP closed")

        registry.subscriber("test.later")(later)
        publish(topic="test.later")
        services.drain()
        wait = Message.objects.get().available_at - clock.now()
        assert timedelta(seconds=590) < wait <= timedelta(seconds=600)

    def test_five_drains_at_once_handle_each_message_once(self, handled):
        for n in range(40):
            publish(key=str(n), n=n)

        def run():
            services.drain()
            connection.close()

        threads = [threading.Thread(target=run) for _ in range(5)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        assert sorted(payload["n"] for payload in handled) == list(range(40))


@pytest.mark.django_db(transaction=True)
class TestExternalHandlers:
    def test_runs_outside_any_transaction_after_its_claim_is_committed(self, handled):
        seen = []

        def send(payload):
            seen.append((transaction.get_connection().in_atomic_block, Message.objects.get().attempts))

        registry.subscriber("test.send", external=True)(send)
        publish(topic="test.send")
        assert services.drain() == 1
        assert seen == [(False, 1)]
        assert Message.objects.get().attempts == 1

    def test_a_worker_killed_in_the_middle_leaves_a_claim_that_runs_out(self, handled):
        calls = []

        def dies(payload):
            calls.append(1)
            raise SystemExit  # what a killed worker leaves: neither done nor put off

        registry.subscriber("test.send", external=True)(dies)
        publish(topic="test.send")
        with pytest.raises(SystemExit):
            services.drain()
        assert services.drain() == 0, "the claim still holds"
        Message.objects.update(available_at=clock.now())
        with pytest.raises(SystemExit):
            services.drain()
        assert len(calls) == 2
