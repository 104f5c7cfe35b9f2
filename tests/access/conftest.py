"""One world for all the tests of this folder: built once, rolled back at the end; each test works in a savepoint."""

import pytest
from django.db import transaction

from tests.access.table import ROLES
from tests.access.walking import Knocks, client_of
from tests.factories.world import World, build


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker) -> World:
    with django_db_blocker.unblock(), transaction.atomic():
        made = build()
        for role in ROLES:
            client_of(made, role)
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def looked(world) -> Knocks:
    return Knocks(world, "get")


@pytest.fixture(scope="package")
def acted(world) -> Knocks:
    """A form in which nothing useful was typed: what matters is who is listened to."""
    return Knocks(world, "post", data={"essai": "1"})
