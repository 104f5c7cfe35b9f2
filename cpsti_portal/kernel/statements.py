"""A statement that PostgreSQL reads and plans once for each connection (``PREPARE``), then runs with other values.

It holds no right: those of the current role are checked each time it runs (``kernel.wall``).
"""

import itertools
from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

_numbers = itertools.count(1)
# Which statements each connection of the driver holds already; they go with it.
_held: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class Statement:
    """``text`` has $1, $2… for its values. ``label`` is for who reads the journal of the database."""

    def __init__(self, label: str, text: str) -> None:
        self.name = f'"{next(_numbers)}_{label.strip("_")}"'
        self.text = text

    def rows(self, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            self._run(cursor, values)
            return cursor.fetchall()

    def run(self, values: Sequence[Any]) -> None:
        with connection.cursor() as cursor:
            self._run(cursor, values)

    def _run(self, cursor: Any, values: Sequence[Any]) -> None:
        self._hold()
        given = f" ({', '.join(['%s'] * len(values))})" if values else ""
        cursor.execute(f"EXECUTE {self.name}{given}", values)

    def _hold(self) -> None:
        """By the driver's own cursor, as the wall does: once for each connection, it is no query of the page."""
        held = _held.setdefault(connection.connection, set())
        if self.name in held:
            return
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            cursor.execute(f"PREPARE {self.name} AS {self.text}")
        held.add(self.name)
