"""Fixtures every room uses. Real PostgreSQL, real reference tables, no mock."""

from datetime import date

import pytest

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import Actor, actor_for
from cpsti_portal.kernel.outbox import services as outbox
from tests.factories.territory import load_territory


@pytest.fixture
def territory(db):
    """Every region, board, organisation and department."""
    load_territory()


@pytest.fixture
def actor_of():
    """The actor behind a user or a membership, with the rights that hold today."""

    def build(holder, on: date | None = None) -> Actor:
        return actor_for(getattr(holder, "user", holder), on or clock.today())

    return build


@pytest.fixture
def run_outbox():
    """Drain until nothing is owed; returns how many messages were done."""

    def run() -> int:
        total = 0
        while done := outbox.drain():
            total += done
        return total

    return run
