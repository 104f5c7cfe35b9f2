"""Knocking at doors as somebody, and watching what the knock writes."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from cpsti_portal.demo.leaks.doors import Door
from tests.factories.world import World

# Signing in, limits, and the journal of who saw what: what looking at a page may write.
_MAY_WRITE = {"django_session", "portal_cache", "audit_event"}
_WRITE = re.compile(r'^\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?([a-z_0-9]+)"?', re.IGNORECASE)


def client_of(world: World, role: str, *, csrf: bool = False) -> Client:
    """A browser of this role, signed in once for the whole world."""
    client = Client(enforce_csrf_checks=csrf, raise_request_exception=False)
    if (user := world.user(role)) is not None:
        if role not in world.sessions:
            client.force_login(user)
            world.sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[role]
    return client


def address(door: Door, kwargs: dict[str, object]) -> str:
    """The path of a door; those without a name are filled by hand."""
    if "/" not in door.name:
        return reverse(door.name, kwargs={name: kwargs[name] for name in door.needs})
    path = door.path
    for name in door.needs:
        path = re.sub(rf"<[a-z]+:{name}>|\(\?P<{name}>.*?\)", str(kwargs[name]), path)
    return "/" + path.replace("$", "").replace("^", "")


def body_of(response) -> bytes:
    """The whole answer, of a file too; reading it to its end closes it."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def missing(kwargs: dict[str, object]) -> dict[str, object]:
    """The same arguments, naming what does not exist."""
    return {name: _nobody(value) for name, value in kwargs.items()}


def _nobody(value: object) -> object:
    if isinstance(value, uuid.UUID):
        return uuid.uuid4()
    if isinstance(value, int) and value > 2000:
        return value + 1000  # a year that no page knows
    if isinstance(value, str) and len(value) == 2 and value.isdecimal():
        return "99"  # no board has this code
    return "A" * 26 if len(str(value)) == 26 else value


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def writes() -> Iterator[set[str]]:
    """The tables written inside, besides those that looking may write."""
    found: set[str] = set()

    def watch(execute, sql, params, many, context):
        if (match := _WRITE.match(sql)) and match[1] not in _MAY_WRITE:
            found.add(match[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found
