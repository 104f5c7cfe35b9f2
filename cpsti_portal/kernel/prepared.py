"""Querysets whose SQL is written once in the life of a process, for pages that a whole room asks for at once.

Writing the SQL of a question with several nested ones takes longer than its answer. What is kept is the statement,
never a result: only the values change from one reader to the next. A question is still built by its own function, with
the rules of visibility that it calls; it is built once for each number of values.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import ModelIterable, get_related_populators

T = TypeVar("T")
_FIRST_NUMBER = 31_001  # fits every column, and is written in no question of ours
_FIRST_DAY = date(1, 1, 2)

# Where a value goes: its name, and its rank among several (None for one alone).
Place = tuple[str, int | None]


class Misused(TypeError):
    """A value that the question does not pass on as it is would be kept for everybody."""


class Prepared(Generic[T]):
    """``build`` takes values by name (numbers, texts, UUIDs, days, frozen sets of texts) and must hand each over to the
    database unchanged. Called with values, it answers the instances or the tuples that the queryset would.

    Raises ``Misused`` when a value is missing from the statement.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, T]]) -> None:
        self.build = build
        self._written: dict[tuple, _Statement[T] | None] = {}
        self._lock = threading.Lock()

    def __call__(self, **values: Any) -> list[T]:
        shape = tuple((name, type(one), len(one) if _several(one) else 0) for name, one in values.items())
        if shape not in self._written:
            with self._lock:
                self._written[shape] = self._write(values)
        statement = self._written[shape]
        return [] if statement is None else list(statement.answer(values))

    def one(self, **values: Any) -> T | None:
        """The first, or None."""
        found = self(**values)
        return found[0] if found else None

    def _write(self, values: dict[str, Any]) -> "_Statement[T] | None":
        """None when there is nothing to ask: a condition that no row meets."""
        stand_ins, places = _stand_ins(values)
        queryset = self.build(**stand_ins)
        compiler = queryset.query.get_compiler(connection=connection)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
        wanted = [places.get(_key(one)) for one in parameters]
        missing = set(places.values()) - set(wanted)
        if missing:
            raise Misused(f"not in the statement: {sorted(name for name, _ in missing)}")
        return _Statement(sql, list(parameters), wanted, compiler, _reader_of(queryset, compiler))


@dataclass(frozen=True)
class _Statement(Generic[T]):
    sql: str
    parameters: list[Any]
    wanted: list[Place | None]
    compiler: Any
    read: Callable[[Sequence[Any]], T]

    def answer(self, values: dict[str, Any]) -> Iterator[T]:
        ordered = {name: sorted(one) if _several(one) else one for name, one in values.items()}
        given = [
            kept if place is None else _value(ordered, place)
            for kept, place in zip(self.parameters, self.wanted, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            rows = cursor.fetchall()
        return map(self.read, self.compiler.results_iter([rows]))


def _value(ordered: dict[str, Any], place: Place) -> Any:
    name, rank = place
    return ordered[name] if rank is None else ordered[name][rank]


def _several(value: Any) -> bool:
    return isinstance(value, frozenset)


def _stand_ins(values: dict[str, Any]) -> tuple[dict[str, Any], dict[Any, Place]]:
    """Values that nobody has, and which of ours each of them holds the place of."""
    made: dict[str, Any] = {}
    places: dict[Any, Place] = {}
    for name, value in values.items():
        if _several(value):
            each = {_stand_in(one, len(places) + rank): rank for rank, one in enumerate(sorted(value))}
            places |= {_key(one): (name, rank) for one, rank in each.items()}
            made[name] = frozenset(each)
        else:
            made[name] = _stand_in(value, len(places))
            places[_key(made[name])] = (name, None)
    return made, places


def _stand_in(value: Any, number: int) -> Any:
    if isinstance(value, UUID):
        return UUID(int=_FIRST_NUMBER + number)
    if isinstance(value, int):
        return _FIRST_NUMBER + number
    if isinstance(value, date):
        return _FIRST_DAY + timedelta(days=number)
    return f"\ue000{number}\ue000"


def _key(value: Any) -> Any:
    """Two values that are equal and not of the same kind hold different places."""
    return (type(value), value) if isinstance(value, UUID | int | date | str) else None


def _reader_of(queryset: QuerySet[Any, T], compiler: Any) -> Callable[[Sequence[Any]], T]:
    """As ``QuerySet`` makes an instance of a row, its relations and annotations with it."""
    if not issubclass(queryset._iterable_class, ModelIterable):  # ``values_list``
        return tuple
    told, model, using = compiler.klass_info, compiler.klass_info["model"], queryset.db
    fields = told["select_fields"]
    first, last = fields[0], fields[-1] + 1
    names = [one[0].target.attname for one in compiler.select[first:last]]
    relations = get_related_populators(told, compiler.select, using)
    added = list(compiler.annotation_col_map.items())

    def read(row: Sequence[Any]) -> T:
        made = model.from_db(using, names, row[first:last])
        for relation in relations:
            relation.populate(row, made)
        for name, column in added:
            setattr(made, name, row[column])
        return made

    return read
