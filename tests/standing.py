"""What many tests begin with is built once and left standing: each of them works in a savepoint upon it.

A fixture marked ``@standing`` writes its rows in a transaction that is never committed. As long as the next test wants
it too, it stays; the first one that does not rolls it back. A test gets a copy of the objects, and its savepoint takes
away what it did to the rows: nothing reaches the next one. What such a fixture asks for stands too (``db`` aside).
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import wraps
from inspect import signature

import pytest
from django.db import transaction

_GIVEN = {"db": None}  # asked for so that it comes first; here the transaction is there already


def standing(build: Callable) -> Callable:
    """The function of a fixture, below ``@pytest.fixture``."""

    @wraps(build)
    def fixture(**asked):
        return STAGE.copy_of(build) if STAGE.holds(build) else build(**asked)

    fixture.stands = build
    return fixture


@dataclass
class _Floor:
    """``made``: what this floor and those below it made, related as they were when it was done."""

    build: Callable
    made: dict[Callable, object]
    block: transaction.Atomic


class Stage:
    """Floors upon floors: each one a savepoint, the first a transaction."""

    def __init__(self) -> None:
        self._floors: list[_Floor] = []
        self._copies: dict[Callable, object] = {}

    def holds(self, build: Callable) -> bool:
        return build in self._copies

    def copy_of(self, build: Callable) -> object:
        return self._copies[build]

    def raise_for(self, item: pytest.Item) -> None:
        """Everything that this test wants to stand, and nothing else."""
        wanted = list(_wanted(item))
        self._keep(wanted)
        for build in wanted[len(self._floors) :]:
            self._build(build)
        self._copies = self._made()

    def lower_for(self, following: pytest.Item | None) -> None:
        """Keep what the following test wants too. After the last one the database is gone already, with what stood."""
        self._copies = {}
        if following is None:
            self._floors.clear()
        else:
            self._keep(list(_wanted(following)))

    def _made(self) -> dict[Callable, object]:
        return deepcopy(self._floors[-1].made) if self._floors else {}

    def _keep(self, wanted: list[Callable]) -> None:
        same = 0
        while same < min(len(self._floors), len(wanted)) and self._floors[same].build is wanted[same]:
            same += 1
        while len(self._floors) > same:
            _undo(self._floors.pop().block)

    def _build(self, build: Callable) -> None:
        made = self._made()
        by_name = {one.__name__: value for one, value in made.items()} | _GIVEN
        block = transaction.atomic()
        block.__enter__()
        try:
            made[build] = build(**{name: by_name[name] for name in signature(build).parameters})
        except BaseException:
            _undo(block)
            raise
        self._floors.append(_Floor(build, made, block))


def _undo(block: transaction.Atomic) -> None:
    transaction.set_rollback(True)
    block.__exit__(None, None, None)


STAGE = Stage()


def _wanted(item: pytest.Item) -> Iterator[Callable]:
    """What a test wants to stand, each after what it asks for. Nothing for a test that commits."""
    if not _rolls_back(item):
        return
    done: dict[Callable, None] = {}
    for name in sorted(set(item.fixturenames)):
        _add(item, name, -1, done)
    yield from done


def _add(item: pytest.Item, name: str, rank: int, done: dict[Callable, None]) -> None:
    """``rank``: which of the fixtures of this name, when one takes the place of another and asks for it."""
    definitions = item._fixtureinfo.name2fixturedefs.get(name, ())
    if len(definitions) < -rank or not hasattr(definitions[rank].func, "stands"):
        return
    for asked in definitions[rank].argnames:
        _add(item, asked, rank - 1 if asked == name else -1, done)
    done[definitions[rank].func.stands] = None


def _rolls_back(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server", "django_db_reset_sequences"} & set(item.fixturenames)
    return not commits and not (mark and (mark.kwargs.get("transaction") or mark.args[:1] == (True,)))
