"""Who sits, when the board may decide, and what wins: one case, one rule."""

import pytest

from commission import rules
from commission.enums import Choice, Outcome
from commission.rules import Quorum, Voter

FOR, PARTIAL, AGAINST, ADJOURN, OUT, ABSTAIN, DISCUSS = Choice


def titular(key, *, present=True, recused=False):
    return Voter(key=key, titular=True, present=present, recused=recused, order=key if present else 0)


def substitute(key, *, order, present=True, recused=False):
    return Voter(key=key, titular=False, present=present, recused=recused, order=order)


SEATING = {
    "every titular present: no substitute sits": (
        [titular(1), titular(2), substitute(9, order=1)],
        {1, 2},
    ),
    "one titular absent: the first substitute to arrive sits": (
        [titular(1), titular(2, present=False), substitute(8, order=3), substitute(9, order=2)],
        {1, 9},
    ),
    "two titulars absent: two substitutes sit, not three": (
        [titular(1, present=False), titular(2, present=False)] + [substitute(k, order=k) for k in (7, 8, 9)],
        {7, 8},
    ),
    "an absent substitute replaces nobody": (
        [titular(1), titular(2, present=False), substitute(9, order=0, present=False)],
        {1},
    ),
    "a titular who steps aside is replaced like an absent one": (
        [titular(1), titular(2, recused=True), substitute(9, order=3)],
        {1, 9},
    ),
    "a substitute who steps aside leaves the place to the next": (
        [titular(1), titular(2, present=False), substitute(8, order=2, recused=True), substitute(9, order=3)],
        {1, 9},
    ),
    "nobody there: nobody sits": ([titular(1, present=False)], set()),
    "a board without titular seats has no seat for a substitute": ([substitute(9, order=1)], set()),
}


@pytest.mark.parametrize(("roll", "expected"), SEATING.values(), ids=SEATING.keys())
def test_r231_2_a_substitute_sits_only_for_an_absent_titular(roll, expected):
    assert rules.seated(roll) == expected


@pytest.mark.parametrize(
    ("present", "seats", "met"),
    [
        (0, 0, False),
        (0, 1, False),
        (1, 1, True),
        (1, 2, False),
        (2, 2, True),
        (1, 3, False),
        (2, 3, True),
        (3, 6, False),
        (4, 6, True),
        (6, 6, True),
        (3, 7, False),
        (4, 7, True),
        (7, 15, False),
        (8, 15, True),
        (11, 22, False),
        (12, 22, True),
    ],
)
def test_r221_5_quorum_is_strictly_more_than_half_of_the_seats(present, seats, met):
    assert Quorum(present=present, seats=seats).met is met


@pytest.mark.parametrize(("seats", "required"), [(1, 1), (2, 2), (3, 2), (6, 4), (7, 4), (15, 8), (22, 12)])
def test_the_quorum_says_how_many_it_needs(seats, required):
    assert Quorum(present=0, seats=seats).required == required


def test_a_recusal_lowers_the_presence_and_never_the_number_of_seats():
    roll = (
        [titular(k) for k in (1, 2, 3)]
        + [titular(4, recused=True)]
        + [titular(k, present=False) for k in (5, 6)]
    )
    assert rules.quorum(roll) == Quorum(present=3, seats=6)


def test_a_substitute_restores_the_quorum_that_a_recusal_broke():
    roll = (
        [titular(k) for k in (1, 2, 3)]
        + [titular(4, recused=True)]
        + [titular(k, present=False) for k in (5, 6)]
    )
    assert rules.quorum([*roll, substitute(9, order=9)]) == Quorum(present=4, seats=6)


MAJORITY = {
    "unanimity for": ({FOR: 6}, FOR),
    "one vote is a majority of one": ({FOR: 1}, FOR),
    "more than half for": ({FOR: 4, AGAINST: 2}, FOR),
    "half is not a majority": ({FOR: 3, AGAINST: 3}, None),
    "a plurality is not a majority": ({FOR: 3, AGAINST: 2, ADJOURN: 1}, None),
    "a plurality among four choices is not a majority": ({FOR: 2, AGAINST: 1, ADJOURN: 1, OUT: 1}, None),
    "abstentions are not expressed": ({FOR: 2, AGAINST: 1, ABSTAIN: 5}, FOR),
    "abstentions do not win": ({ABSTAIN: 6}, None),
    "no vote at all": ({}, None),
    "against": ({AGAINST: 4, FOR: 2}, AGAINST),
    "adjourn": ({ADJOURN: 4, FOR: 1, AGAINST: 1}, ADJOURN),
    "out of competence": ({OUT: 3, FOR: 2}, OUT),
    "adjourn counts as expressed against a vote for": ({FOR: 3, ADJOURN: 3}, None),
    "out of competence counts as expressed": ({FOR: 2, OUT: 2}, None),
}


@pytest.mark.parametrize(("counts", "expected"), MAJORITY.values(), ids=MAJORITY.keys())
def test_r221_5_simple_majority_of_the_votes_expressed(counts, expected):
    assert rules.winner(counts) == expected


@pytest.mark.parametrize(
    ("counts", "tie"),
    [
        ({}, False),
        ({ABSTAIN: 4}, False),
        ({FOR: 1}, False),
        ({FOR: 2, AGAINST: 2}, True),
        ({FOR: 2, AGAINST: 2, ADJOURN: 1}, True),
        ({FOR: 3, AGAINST: 2, ADJOURN: 2}, False),
        ({OUT: 1, ADJOURN: 1}, True),
    ],
)
def test_a_tie_is_a_shared_first_place(counts, tie):
    assert rules.is_tie(counts) is tie


@pytest.mark.parametrize(
    ("choice", "outcome"),
    [
        (FOR, Outcome.ADOPTED),
        (AGAINST, Outcome.REJECTED),
        (ADJOURN, Outcome.ADJOURNED),
        (OUT, Outcome.OUT_OF_COMPETENCE),
        (None, Outcome.ADJOURNED),
    ],
)
def test_no_casting_vote_without_a_winner_the_file_is_adjourned(choice, outcome):
    assert rules.outcome_of(choice) is outcome


@pytest.mark.parametrize(
    ("amounts", "ceiling", "expected"),
    [
        ([100], 1_000, 100),
        ([100, 300], 1_000, 100),
        ([300, 100, 200], 1_000, 200),
        ([400, 100, 300, 200], 1_000, 200),
        ([100, 100, 900], 1_000, 100),
        ([900, 900, 100], 500, 500),
        ([500], 500, 500),
    ],
)
def test_the_amount_is_the_low_median_of_the_votes_for_under_the_ceiling(amounts, ceiling, expected):
    assert rules.amount(amounts, ceiling_cents=ceiling) == expected


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([], ()),
        (["b"], ("b",)),
        (["b", "a", "b"], ("b", "a")),
        (["c", "b", "a"], ("a", "b", "c")),
        (["c", "c", "a", "a", "b"], ("a", "c", "b")),
    ],
)
def test_reasons_come_by_frequency_then_in_the_order_of_the_catalogue(codes, expected):
    assert rules.reasons_by_frequency(codes, catalogue=("a", "b", "c")) == expected
