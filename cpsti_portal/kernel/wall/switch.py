"""A connection that works, for a moment, as a role that holds no right on any identity table.

It guards against our own mistakes: a wrong queryset fails instead of leaking. It is no prison for whoever runs SQL
of their own, who could write RESET ROLE.

With the role goes who asks, by number: rows that belong to one reader are shown to nobody else (``rights.READER``).
The statements go by the driver's own cursor: they are no query of the page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2.errors import InsufficientPrivilege, InvalidParameterValue
from psycopg2.extensions import TRANSACTION_STATUS_IDLE, TRANSACTION_STATUS_INERROR

from cpsti_portal.kernel.wall import wording
from cpsti_portal.kernel.wall.catalogue import role_name

_behind: ContextVar[bool] = ContextVar("behind_the_wall", default=False)
_reader: ContextVar[int | None] = ContextVar("reader_behind_the_wall", default=None)
_MARK = "board_wall"


def is_behind_the_wall() -> bool:
    return _behind.get()


@contextmanager
def behind_the_wall(*, reader: int | None = None) -> Iterator[None]:
    """``reader``: the number of the account that asks, None for nobody.

    Inside another one it changes nothing. Raises ``ImproperlyConfigured`` when the role cannot be taken.
    """
    if is_behind_the_wall():
        yield
        return
    nested = not connection.get_autocommit()
    entered, named = _behind.set(True), _reader.set(reader)
    try:
        _enter(nested=nested)
        yield
    finally:
        _behind.reset(entered)
        _reader.reset(named)
        _leave(nested=nested)


def take_role_again(sender, connection: BaseDatabaseWrapper, **kwargs) -> None:
    """A connection that is opened while a board's view runs is the board's as well."""
    if not is_behind_the_wall():
        return
    try:
        _take_role(connection)
    except Exception:  # whatever it is, nobody works on a connection that is not the board's
        connection.close()
        raise


def _enter(*, nested: bool) -> None:
    connection.cursor().close()  # alive, or opened again
    if nested:  # a statement refused further on would otherwise prevent the way back
        _run(connection, f"SAVEPOINT {_MARK}")
    _take_role(connection)


def _take_role(connection: BaseDatabaseWrapper) -> None:
    try:
        reader = "" if _reader.get() is None else int(_reader.get())
        _run(connection, f"SET portal.reader = '{reader}'; SET ROLE {connection.ops.quote_name(role_name())}")
    except DatabaseError as error:
        if isinstance(error.__cause__, InvalidParameterValue | InsufficientPrivilege):
            raise ImproperlyConfigured(wording.role_missing(connection)) from error
        raise


def _leave(*, nested: bool) -> None:
    """Whatever happened, the connection is the application's again, or is closed."""
    if connection.connection is None:
        return
    try:
        status = connection.connection.info.transaction_status
        if not nested and status != TRANSACTION_STATUS_IDLE:
            connection.close()  # a transaction left open would bring the role back by its rollback
            return
        if nested and status == TRANSACTION_STATUS_INERROR:
            _run(connection, f"ROLLBACK TO SAVEPOINT {_MARK}")
        _run(connection, "RESET ROLE; RESET portal.reader")
        if nested:
            _run(connection, f"RELEASE SAVEPOINT {_MARK}")
    except DatabaseError:
        connection.close()


def _run(connection: BaseDatabaseWrapper, statement: str) -> None:
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute(statement)
