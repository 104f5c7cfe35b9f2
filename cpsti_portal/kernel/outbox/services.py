"""Publishing and draining."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.outbox.models import Message
from cpsti_portal.kernel.outbox.registry import Handle, RetryLater, handler_of

logger = logging.getLogger(__name__)

_FIRST_DELAY_SECONDS = 5
_LONGEST_DELAY_SECONDS = 900
_LEASE_SECONDS = 120


def publish(*, topic: str, key: str, payload: dict) -> None:
    """Owe ``topic`` to its handler. Only inside a transaction; the same ``key`` again is silently the same fact.

    ``payload`` holds identifiers and closed-list values, never personal data.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("publish() belongs inside the transaction of the fact it tells")
    Message.objects.bulk_create([Message(topic=topic, key=key, payload=payload)], ignore_conflicts=True)
    transaction.on_commit(_wake_worker, robust=True)


def _wake_worker() -> None:
    """A nudge, not a need: with the broker down the beat finds the message when it is back."""
    from cpsti_portal.kernel.outbox.tasks import drain as drain_task

    try:
        drain_task.apply_async(expires=60, retry=False)
    except Exception as error:  # any broker failure: the message is safe in the database
        logger.warning("outbox: broker unreachable (%s), the beat will drain", type(error).__name__)


def drain(*, limit: int = 200) -> int:
    """Handle owed messages one by one, oldest first; returns how many were done. Several drains may run at once."""
    done = 0
    for _ in range(limit):
        outcome = _handle_next()
        if outcome is None:
            break
        done += outcome
    return done


def _handle_next() -> int | None:
    """1 when a message was done, 0 when it was put off, None when nothing is owed now."""
    with transaction.atomic():
        message = _next_owed()
        if message is None:
            return None
        handler = handler_of(message.topic)
        if not handler.external:
            return _handle_inside(message, handler.handle)
        _lease(message)
    return _handle_outside(message, handler.handle)


def oldest_owed() -> datetime | None:
    """When the message that has waited longest was published; None when nothing is owed."""
    owed = Message.objects.filter(done_at__isnull=True).order_by("created_at")
    return owed.values_list("created_at", flat=True).first()


def _next_owed() -> Message | None:
    return (
        Message.objects.select_for_update(skip_locked=True)
        .filter(done_at__isnull=True, available_at__lte=clock.now())
        .order_by("available_at", "id")
        .first()
    )


def _handle_inside(message: Message, handle: Handle) -> int:
    """Work and "done" mark commit together."""
    try:
        with transaction.atomic():
            handle(message.payload)
    except Exception as error:  # a handler may fail in any way; the message waits
        _put_off(message, error)
        return 0
    _mark_done(message)
    return 1


def _lease(message: Message) -> None:
    """Commit the claim before the outside world is touched; a dead worker's claim runs out by itself."""
    message.attempts += 1
    message.available_at = clock.now() + timedelta(seconds=_LEASE_SECONDS)
    message.save(update_fields=["attempts", "available_at"])


def _handle_outside(message: Message, handle: Handle) -> int:
    try:
        handle(message.payload)
    except Exception as error:  # a handler may fail in any way; the message waits
        message.attempts -= 1
        _put_off(message, error)
        return 0
    message.attempts -= 1
    _mark_done(message)
    return 1


def _mark_done(message: Message) -> None:
    message.done_at = clock.now()
    message.attempts += 1
    message.last_error = ""
    message.save(update_fields=["done_at", "attempts", "last_error"])


def _put_off(message: Message, error: Exception) -> None:
    delay = min(_FIRST_DELAY_SECONDS * 2**message.attempts, _LONGEST_DELAY_SECONDS)
    if isinstance(error, RetryLater):
        delay = error.seconds
    else:
        logger.exception("outbox: %s %s failed, again in %s s", message.topic, message.pk, delay)
    message.attempts += 1
    message.available_at = clock.now() + timedelta(seconds=delay)
    message.last_error = type(error).__name__
    message.save(update_fields=["attempts", "available_at", "last_error"])
