"""Small counts are hidden, and what would give them back with them. Pure.

A table is published with its totals: a single hidden cell of a line is the total less the others. Hidden cells are the
edges of a graph between rows and columns, totals being one more row and one more column: a cell can be computed exactly
when it is a bridge of that graph, on no cycle of hidden cells. So cells are hidden until no hidden cell is a bridge.
"""

from collections.abc import Sequence
from itertools import pairwise

FEWEST = 5

Grid = Sequence[Sequence[int]]
Cell = tuple[int, int]


def published(counts: Grid) -> list[list[int | None]]:
    """``counts`` with its totals, as a last column and a last row; None where the number is hidden.

    0 is told: it hides nobody. 1 to 4 are not, totals included.
    """
    table = _with_totals(counts)
    hidden = _to_hide(table)
    return [
        [None if (row, column) in hidden else number for column, number in enumerate(numbers)]
        for row, numbers in enumerate(table)
    ]


def payments_told(*, granted: int, notified: int, paid: int) -> tuple[bool, bool]:
    """Whether the sums notified, and paid, of so many granted files may be told beside what was granted.

    ``notified`` counts the paid ones too. Nothing is told of a few granted files: even 0 would tell that they wait. The
    three are sums one inside the other: between two that are told stand enough files, or none.
    """
    for tells_notified, tells_paid in ((True, True), (True, False), (False, True)):
        told = [0, *[paid] * tells_paid, *[notified] * tells_notified, granted]
        gaps = [after - before for before, after in pairwise(told)]
        if _hides_nobody(granted) and all(map(_hides_nobody, gaps)):
            return tells_notified, tells_paid
    return False, False


def _hides_nobody(number: int) -> bool:
    return number == 0 or number >= FEWEST


def _with_totals(counts: Grid) -> list[list[int]]:
    rows = [[*numbers, sum(numbers)] for numbers in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def _to_hide(table: Grid) -> set[Cell]:
    hidden = {
        (row, column)
        for row, numbers in enumerate(table)
        for column, number in enumerate(numbers)
        if not _hides_nobody(number)
    }
    while (bridge := next(filter(lambda cell: _is_bridge(cell, hidden), sorted(hidden)), None)) is not None:
        hidden |= _rectangle(bridge, hidden, table)
    return hidden


def _is_bridge(cell: Cell, hidden: set[Cell]) -> bool:
    row, column = cell
    return column not in _reached(row, hidden - {cell})[1]


def _reached(row: int, hidden: set[Cell]) -> tuple[set[int], set[int]]:
    """Rows and columns that hidden cells join to ``row``."""
    rows, columns, grown = {row}, set(), True
    while grown:
        more_columns = {c for r, c in hidden if r in rows}
        more_rows = {r for r, c in hidden if c in more_columns} | rows
        grown = more_rows != rows or more_columns != columns
        rows, columns = more_rows, more_columns
    return rows, columns


def _rectangle(bridge: Cell, hidden: set[Cell], table: Grid) -> set[Cell]:
    """The corners of the cheapest rectangle on ``bridge``: a cycle. A 0 could not be less: it comes last."""
    row, column = bridge

    def cost(corners: tuple[Cell, ...]) -> tuple[int, int]:
        told = [table[r][c] for r, c in corners if (r, c) not in hidden]
        return told.count(0), sum(told)

    rectangles = [
        ((row, other_column), (other_row, column), (other_row, other_column))
        for other_row in range(len(table))
        for other_column in range(len(table[0]))
        if other_row != row and other_column != column
    ]
    return set(min(rectangles, key=cost))
