"""Whatever a connection is asked, it is asked under the role that is wanted at that moment.

The role goes in front of the first statement that needs another one, in the same exchange: a page of the board costs
none of its own. PostgreSQL does both or neither: when the statement is refused the role is not taken, and goes in front
of the next one. A role taken inside a transaction would go with its rollback: it is taken before the transaction
begins.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any
from weakref import WeakKeyDictionary

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2 import extensions
from psycopg2.errors import InsufficientPrivilege, InvalidParameterValue

from cpsti_portal.kernel.wall import wording
from cpsti_portal.kernel.wall.catalogue import role_name


@dataclass(frozen=True)
class Board:
    """The board's role. ``reader``: the number of the account that asks, None for nobody."""

    reader: int | None


# None stands for the application's own role.
wanted: ContextVar[Board | None] = ContextVar("role_wanted", default=None)
_held: WeakKeyDictionary[extensions.connection, Board | None] = WeakKeyDictionary()
# What cannot begin a transaction: the role is sent along with it. With anything else it goes before.
_ALONG = ("SELECT ", "EXECUTE ", "INSERT ", "UPDATE ", "DELETE ", "WITH ")


class RoleCursor(extensions.cursor):
    """``ImproperlyConfigured`` when the role cannot be taken: the statement is not run."""

    def execute(self, query: Any, vars: Any = None) -> None:
        link, role = self.connection, wanted.get()
        if _held.get(link) == role:
            return super().execute(query, vars)
        if not self._goes_along(query):
            settle(link)
            return super().execute(query, vars)
        try:
            super().execute(f"{_statement(role)}; {query}", vars)
        except (InvalidParameterValue, InsufficientPrivilege):
            settle(link)  # raises when it is the role that is refused
            raise
        _held[link] = role
        return None

    def _goes_along(self, query: Any) -> bool:
        plain = self.name is None and isinstance(query, str) and query.startswith(_ALONG)
        return plain and self.connection.autocommit and _idle(self.connection)


def _after_the_role(name: str) -> Callable[..., Any]:
    """The driver's other ways to ask: the role is taken before."""
    plain = getattr(extensions.cursor, name)

    @wraps(plain)
    def asked(self: RoleCursor, *args, **kwargs) -> Any:
        settle(self.connection)
        return plain(self, *args, **kwargs)

    return asked


for _name in ("executemany", "callproc", "copy_expert", "copy_from", "copy_to"):
    setattr(RoleCursor, _name, _after_the_role(_name))


def watch(connection: BaseDatabaseWrapper) -> None:
    """From now on every statement of this connection goes by a ``RoleCursor``."""
    if connection.connection is not None:
        connection.connection.cursor_factory = RoleCursor


def settle(link: extensions.connection) -> None:
    """See ``take``: the role that is wanted now."""
    if _held.get(link) != wanted.get():
        take(link, wanted.get())


def take(link: extensions.connection, role: Board | None) -> None:
    """By an exchange of its own, before a transaction that has not begun yet.

    Raises ``ImproperlyConfigured`` when the role is not there, or not ours to take.
    """
    before = not link.autocommit and _idle(link)
    if before:
        link.autocommit = True
    try:
        run(link, _statement(role))
    except (InvalidParameterValue, InsufficientPrivilege) as error:
        raise ImproperlyConfigured(wording.role_missing(connection)) from error
    finally:
        if before and not link.closed:
            link.autocommit = False
    _held[link] = role


def run(link: extensions.connection, statement: str) -> None:
    """Whatever the role."""
    with link.cursor() as cursor:
        extensions.cursor.execute(cursor, statement)


def _statement(role: Board | None) -> str:
    if role is None:
        return "RESET ROLE; RESET portal.reader"
    reader = "" if role.reader is None else int(role.reader)
    return f"SET portal.reader = '{reader}'; SET ROLE {connection.ops.quote_name(role_name())}"


def _idle(link: extensions.connection) -> bool:
    return link.info.transaction_status == extensions.TRANSACTION_STATUS_IDLE
