import pytest
from django.core.files.storage import default_storage
from django.test import Client

from cpsti_portal.kernel import clock
from tests.factories import requests as made
from tests.factories.accounts import UserFactory


@pytest.fixture
def at():
    """The pages live today: so do the requests they show."""
    return clock.now()


@pytest.fixture
def user(territory):
    made.load_parameters()
    return UserFactory()


@pytest.fixture
def browser_of():
    def build(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return build


@pytest.fixture
def browser(user, browser_of):
    return browser_of(user)


def files_of(folder: str = "pieces") -> set[str]:
    if not default_storage.exists(folder):
        return set()
    return {
        f"{folder}/{sub}/{name}"
        for sub in default_storage.listdir(folder)[0]
        for name in default_storage.listdir(f"{folder}/{sub}")[1]
    }


@pytest.fixture
def stored_files():
    """Which private files exist, of those written since the test began."""
    before = files_of()
    return lambda: files_of() - before
