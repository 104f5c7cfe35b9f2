"""A connection that works, for a moment, as a role that holds no right on any identity table.

It guards against our own mistakes: a wrong queryset fails instead of leaking. It is no prison for whoever runs SQL
of their own, who could write RESET ROLE.

With the role goes who asks, by number: rows that belong to one reader are shown to nobody else (``rights.READER``).
Here it is only said which role is wanted: each statement is asked under it (``cursors``).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2.extensions import TRANSACTION_STATUS_IDLE, TRANSACTION_STATUS_INERROR

from cpsti_portal.kernel.wall import cursors
from cpsti_portal.kernel.wall.cursors import Board, wanted

_MARK = "board_wall"


def is_behind_the_wall() -> bool:
    return wanted.get() is not None


@contextmanager
def behind_the_wall(*, reader: int | None = None) -> Iterator[None]:
    """``reader``: the number of the account that asks, None for nobody.

    Inside another one it changes nothing. A statement raises ``ImproperlyConfigured`` when the role cannot be taken.
    """
    if is_behind_the_wall():
        yield
        return
    cursors.watch(connection)
    if not connection.get_autocommit():
        with _inside_a_transaction(Board(reader)):
            yield
        return
    before = wanted.set(Board(reader))
    try:
        yield
    finally:
        wanted.reset(before)
        _leave()


def watch(sender, connection: BaseDatabaseWrapper, **kwargs) -> None:
    """A connection that is opened while a board's view runs is the board's as well."""
    cursors.watch(connection)


def _leave() -> None:
    """A transaction left open would bring the role back by its rollback: such a connection is closed."""
    link = connection.connection
    if link is not None and link.info.transaction_status != TRANSACTION_STATUS_IDLE:
        connection.close()


@contextmanager
def _inside_a_transaction(role: Board) -> Iterator[None]:
    """As in tests. A statement refused further on would otherwise prevent the way back."""
    _settle()
    _run(f"SAVEPOINT {_MARK}")
    before = wanted.set(role)
    try:
        _settle()
        yield
    finally:
        wanted.reset(before)
        _leave_the_transaction()


def _leave_the_transaction() -> None:
    """Whatever happened, the connection is the application's again, or is closed."""
    if connection.connection is None:
        return
    try:
        if connection.connection.info.transaction_status == TRANSACTION_STATUS_INERROR:
            _run(f"ROLLBACK TO SAVEPOINT {_MARK}")
        _settle()
        _run(f"RELEASE SAVEPOINT {_MARK}")
    except DatabaseError:
        connection.close()


def _settle() -> None:
    connection.ensure_connection()
    with connection.wrap_database_errors:
        cursors.settle(connection.connection)


def _run(statement: str) -> None:
    with connection.wrap_database_errors:
        cursors.run(connection.connection, statement)
