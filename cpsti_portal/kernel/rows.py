"""New rows of several tables, written by one statement that is kept (``kernel.statements``)."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.models import Field, Model

from cpsti_portal.kernel.statements import Statement

# Said of the transaction under way, here the statement itself: it waits for no disk.
SOON = "set_config('synchronous_commit', 'off', true)"


def write_together(*rows: Model) -> None:
    """Write ``rows``, each of another model and none of them saved: all of them or none. No signal is sent; a number
    that the database draws is not read back.

    Raises ``IntegrityError`` and what triggers raise, as ``save`` does.
    """
    _statement(tuple(type(row) for row in rows)).run(_values(rows))


def write_without_waiting(row: Model) -> None:
    """As ``write_together``, of one row that waits for no disk: the database may lose it when the machine fails within
    the second. Inside a transaction it lasts as the rest."""
    lasting = connection.in_atomic_block
    _statement((type(row),), lasting=lasting).run(_values([row]))


def _values(rows: Sequence[Model]) -> list[Any]:
    return [
        field.get_db_prep_save(field.pre_save(row, add=True), connection)
        for row in rows
        for field in _fields(type(row))
    ]


def one_statement() -> AbstractContextManager[Any]:
    """Around a statement that may be refused: it is a transaction by itself, and does not end the one it is part of."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


@cache
def _fields(model: type[Model]) -> list[Field]:
    """Without the number that the database draws."""
    return [field for field in model._meta.concrete_fields if not field.db_returning]


@cache
def _statement(models: tuple[type[Model], ...], *, lasting: bool = True) -> Statement:
    names = connection.ops.quote_name
    inserts, first = [], 1
    for model in models:
        fields = _fields(model)
        columns = ", ".join(names(field.column) for field in fields)
        places = ", ".join(f"${n}" for n in range(first, first + len(fields)))
        into = names(model._meta.db_table)
        inserts.append(f"INSERT INTO {into} ({columns}) VALUES ({places})")  # noqa: S608  names of our own
        first += len(fields)
    *others, last = inserts
    before = ", ".join(f"row_{n} AS ({insert})" for n, insert in enumerate(others, start=1))
    label = "_".join(model._meta.model_name or "" for model in models)
    last = last if lasting else f"{last} RETURNING {SOON}"
    return Statement(label, f"WITH {before} {last}" if before else last)
