"""Knocking at doors as somebody, and watching what the knock writes."""

import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from cpsti_portal.demo.leaks.doors import Door, doors
from tests.access.table import ROLES, Line, code_of
from tests.factories.world import World
from tests.said import said

DOORS = {door.name: door for door in doors()}

# Signing in, limits, and the journal of who saw what: what looking at a page may write.
_MAY_WRITE = {"django_session", "portal_cache", "audit_event"}
_WRITE = re.compile(r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?([a-z_0-9]+)"?', re.IGNORECASE)


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


def _written(sql: str) -> set[str]:
    """The tables that a statement writes; one that is kept may write several."""
    text = said(sql)
    if text != sql:
        return set(_WRITE.findall(text))
    return {match[1]} if (match := _WRITE.match(sql)) else set()


@contextmanager
def writes() -> Iterator[set[str]]:
    """The tables written inside, besides those that looking may write."""
    found: set[str] = set()

    def watch(execute, sql, params, many, context):
        found.update(_written(sql) - _MAY_WRITE)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


def arguments(world: World, line: Line) -> dict[str, object]:
    """What the address of this line names."""
    return {} if line.object == "-" else world.objects[line.object]


def knock(world: World, line: Line, role: str, method: str = "get", kwargs=None, **data):
    """The answer to this role, its ``body`` read to the end; ``kwargs`` name another object than that of the line."""
    path = address(DOORS[line.door], arguments(world, line) if kwargs is None else kwargs)
    response = getattr(client_of(world, role), method)(path, **data)
    response.body = body_of(response)
    return response


@dataclass(frozen=True)
class Knock:
    """What was answered, and which tables were written meanwhile."""

    code: str
    headers: Mapping[str, str]
    written: set[str]


class Knocks:
    """Line → role → what this role is answered, each as if the others had never come.

    Several tests judge the same answers: whoever asks first knocks for all.
    """

    def __init__(self, world: World, method: str, **data: object) -> None:
        self._world, self._method, self._data = world, method, data
        self._kept: dict[str, dict[str, Knock]] = {}

    def of(self, line: Line) -> dict[str, Knock]:
        if str(line) not in self._kept:
            self._kept[str(line)] = {role: self._knock(line, role) for role in ROLES}
        return self._kept[str(line)]

    def _knock(self, line: Line, role: str) -> Knock:
        with undone(), writes() as written:
            response = knock(self._world, line, role, self._method, **self._data)
        return Knock(code_of(response), response.headers, written)
