"""Querysets whose SQL is written once in the life of a process, for pages that a whole room asks for at once.

Writing the SQL of a question with several nested ones takes longer than its answer, and so does planning it. What is
kept is the statement, in the process and on each of its connections (``PREPARE``), never a result: only the values
change from one reader to the next. A question is still built by its own function, with the rules of visibility that it
calls; it is built once for each number of values.

A statement holds no right: PostgreSQL checks those of the current role each time it runs (``kernel.wall``).
"""

import itertools
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
from psycopg2.extensions import AsIs

from cpsti_portal.kernel.statements import Statement

T = TypeVar("T")
_FIRST_NUMBER = 31_001  # fits every column, and is written in no question of ours
_FIRST_DAY = date(1, 1, 2)

# Where a value goes: its name, and its rank among several (None for one alone).
Place = tuple[str, int | None]
# The text of a question, how many columns it has, the number of the first value that is still free: the text to keep.
Around = Callable[[str, int, int], str]


class Misused(TypeError):
    """A value that the question does not pass on as it is would be kept for everybody."""


class Prepared(Generic[T]):
    """``build`` takes values by name (numbers, texts, UUIDs, days, frozen sets of texts) and must hand each over to the
    database unchanged. Called with values, it answers the instances or the tuples that the queryset would.

    ``around`` writes more about the question, answered by the same columns; its values come first, without a name.

    Raises ``Misused`` when a value is missing from the statement.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, T]], *, around: Around | None = None) -> None:
        self.build = build
        self.around = around
        self._written: dict[tuple, _Question[T] | None] = {}
        self._lock = threading.Lock()

    def __call__(self, *more: Any, **values: Any) -> list[T]:
        shape = tuple((name, type(one), len(one) if _several(one) else 0) for name, one in values.items())
        if shape not in self._written:
            with self._lock:
                self._written[shape] = self._write(values)
        question = self._written[shape]
        return [] if question is None else list(question.answer(values, more))

    def one(self, *more: Any, **values: Any) -> T | None:
        """The first, or None."""
        found = self(*more, **values)
        return found[0] if found else None

    def _write(self, values: dict[str, Any]) -> "_Question[T] | None":
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
        text = _text(sql, parameters, wanted)
        places = [place for place in wanted if place is not None]
        if self.around is not None:
            text = self.around(text, len(compiler.select), len(places) + 1)
        return _Question(Statement(self.build.__name__, text), places, _reading(queryset, compiler))


@dataclass(frozen=True)
class _Question(Generic[T]):
    """``places``: which value goes to $1, $2…"""

    statement: Statement
    places: list[Place]
    read: Callable[[Sequence[Sequence[Any]]], Iterator[T]]

    def answer(self, values: dict[str, Any], more: Sequence[Any]) -> Iterator[T]:
        ordered = {name: sorted(one) if _several(one) else one for name, one in values.items()}
        return self.read(self.statement.rows([*(_value(ordered, place) for place in self.places), *more]))


def _text(sql: str, parameters: Sequence[Any], wanted: Sequence[Place | None]) -> str:
    """What does not change is written in the text, where the planner sees it."""
    numbers = itertools.count(1)
    written = [
        one if place is None else AsIs(f"${next(numbers)}")
        for one, place in zip(parameters, wanted, strict=True)
    ]
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        return cursor.mogrify(sql, written).decode()


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


def _reading(queryset: QuerySet[Any, T], compiler: Any) -> Callable[[Sequence[Sequence[Any]]], Iterator[T]]:
    """What the rows of this question are turned into: how is found out once."""
    converters = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])
    read = _reader_of(queryset, compiler)

    def answer(rows: Sequence[Sequence[Any]]) -> Iterator[T]:
        return map(read, compiler.apply_converters(rows, converters) if converters else rows)

    return answer


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
