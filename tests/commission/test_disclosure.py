"""Small counts cannot be found again: neither read, nor computed from what is told beside them."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commission.disclosure import FEWEST, payments_told, published

TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 12) | st.integers(0, 300), min_size=width, max_size=width),
        min_size=1,
        max_size=5,
    )
)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([[10, 20], [30, 40]], [[10, 20, 30], [30, 40, 70], [40, 60, 100]]),
        ([[0, 20]], [[0, 20, 20], [0, 20, 20]]),
        (
            [[3, 20, 30], [10, 40, 50]],
            [[None, None, 30, 53], [None, None, 50, 100], [13, 60, 80, 153]],
        ),
    ],
)
def test_a_small_count_takes_others_with_it(counts, told):
    assert published(counts) == told


def test_a_table_of_small_counts_tells_nothing():
    assert all(number in (None, 0) for row in published([[1, 2], [0, 1]]) for number in row)


@given(TABLES)
def test_no_small_number_is_told(counts):
    assert all(number is None or number == 0 or number >= 5 for row in published(counts) for number in row)


@given(TABLES)
def test_what_is_told_is_true(counts):
    rows = [[*row, sum(row)] for row in counts]
    table = [*rows, [sum(column) for column in zip(*rows, strict=True)]]
    told = published(counts)
    assert [
        [a if b is not None else None for a, b in zip(*pair, strict=True)]
        for pair in zip(table, told, strict=True)
    ] == told


@given(TABLES)
def test_no_hidden_number_is_given_back_by_the_totals(counts):
    """By linear algebra, which knows nothing of graphs: no hidden cell is fixed by the sums of the lines."""
    told = published(counts)
    hidden = [(r, c) for r, row in enumerate(told) for c, number in enumerate(row) if number is None]
    if not hidden:
        return
    height, width = len(told), len(told[0])
    equations = [[_sign(c, width) if r == line else 0 for r, c in hidden] for line in range(height)]
    equations += [[_sign(r, height) if c == line else 0 for r, c in hidden] for line in range(width)]
    assert _fixed(equations, len(hidden)) == []


def _sign(place: int, length: int) -> int:
    """A total is the sum of the others."""
    return -1 if place == length - 1 else 1


def _fixed(equations: list[list[int]], unknowns: int) -> list[int]:
    """The unknowns that the equations leave no choice for: alone in their row of the reduced echelon form."""
    rows = [[Fraction(value) for value in row] for row in equations]
    done = 0
    for column in range(unknowns):
        pivot = next((i for i in range(done, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][column] for value in rows[done]]
        for i, row in enumerate(rows):
            if i != done and row[column]:
                rows[i] = [a - row[column] * b for a, b in zip(row, rows[done], strict=True)]
        done += 1
    return [row.index(1) for row in rows if sum(bool(value) for value in row) == 1]


def test_the_algebra_sees_a_number_that_is_given_back():
    assert _fixed([[1, 1], [1, 0]], 2) == [0, 1]


STEPS = st.tuples(*[st.integers(0, 12)] * 3)


@given(STEPS)
def test_between_two_sums_that_are_told_stand_enough_files_or_none(steps):
    """What was paid, then notified, then granted, which is always told: each contains the one before."""
    paid, waits, left = steps
    notified, granted = paid + waits, paid + waits + left
    tells_notified, tells_paid = payments_told(granted=granted, notified=notified, paid=paid)
    told = [0, *([paid] if tells_paid else []), *([notified] if tells_notified else []), granted]
    if tells_notified or tells_paid:
        assert granted == 0 or granted >= FEWEST
        gaps = [after - before for before, after in pairwise(told)]
        assert all(gap == 0 or gap >= FEWEST for gap in gaps)
    if all(step == 0 or step >= FEWEST for step in steps):
        assert tells_notified and tells_paid
