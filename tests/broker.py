"""Which broker the portal talks to during a test; afterwards it is the one of before, to the letter."""

from collections.abc import Iterator
from contextlib import contextmanager

from kombu import pools

from cpsti_portal.celery import app

NOBODY_ANSWERS = "redis://127.0.0.1:1/0"


@contextmanager
def broker_at(url: str) -> Iterator[None]:
    before = app.conf.broker_url
    _use(url)
    try:
        yield
    finally:
        _use(before)


def _use(url: str) -> None:
    """Every pool is forgotten: one that was closed would be handed out again for the same address."""
    pools.reset()
    app.conf.broker_url = url
    app._pool = None
    app.amqp._producer_pool = None
