"""Fixtures every room uses. Real PostgreSQL, real reference tables, no mock."""

import gc
import os
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import TransactionTestCase
from playwright.sync_api import Browser, sync_playwright
from pytest_django.plugin import blocking_manager_key

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import Actor, actor_for
from cpsti_portal.kernel.outbox import services as outbox
from tests.browser import CHROMIUM, mark_users
from tests.emptying import empty
from tests.factories.territory import load_territory
from tests.standing import STAGE, standing


def pytest_collection_modifyitems(items):
    mark_users(items)


def pytest_collection_finish():
    """What was imported stays until the end: the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # The synchronous driver runs a loop of its own in this thread; the ORM would refuse to work beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Whatever still holds a session of the database at the end is closed: it could not be dropped otherwise."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session", autouse=True)
def quick_emptying() -> Iterator[None]:
    """After each test that commits (see ``tests.emptying``)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: empty())
        yield


@pytest.fixture
def stage(request, django_db_setup) -> None:
    with request.getfixturevalue("django_db_blocker").unblock():
        STAGE.raise_for(request.node)


@pytest.fixture
def _django_db_helper(stage, _django_db_helper) -> None:
    """What stands comes before the savepoint of the test."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    done = yield
    with item.config.stash[blocking_manager_key].unblock():
        STAGE.lower_for(nextitem)
    return done


@pytest.fixture
@standing
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
