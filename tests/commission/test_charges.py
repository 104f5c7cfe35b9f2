"""CSS D612-5: who bears what, to the cent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commission.charges import PER_MILLE, Charge, default_shares, fits, largest, parts


@pytest.mark.parametrize(
    ("aid_code", "shares"),
    [
        ("aced", {Charge.MALADIE: 430, Charge.VIEILLESSE: 570}),
        ("afe", {Charge.RCI: 1000}),
        ("urgence", {Charge.RCI: 1000}),
        ("adr", {Charge.RCI: 1000}),
    ],
)
def test_d612_5_charges_each_aid(aid_code, shares):
    assert default_shares(aid_code) == shares


@pytest.mark.parametrize(
    ("cents", "expected"),
    [
        (0, (0, 0)),
        (1, (0, 1)),
        (2, (1, 1)),
        (100, (43, 57)),
        (250_000, (107_500, 142_500)),
        (99_999, (43_000, 56_999)),
    ],
)
def test_43_57_to_the_cent(cents, expected):
    assert tuple(parts(cents, default_shares("aced")).values()) == expected


@st.composite
def shares(draw):
    weights = draw(st.lists(st.integers(0, 100), min_size=4, max_size=4).filter(any))
    cut = [weight * PER_MILLE // sum(weights) for weight in weights]
    cut[weights.index(max(weights))] += PER_MILLE - sum(cut)
    return dict(zip(Charge, cut, strict=True))


AMOUNTS = st.integers(0, 3_000_000)


@given(shares(), AMOUNTS)
def test_parts_add_up_and_stay_within_a_few_cents_of_their_share(split, cents):
    shared = parts(cents, split)
    assert sum(shared.values()) == cents
    assert all(abs(part - cents * split[charge] / PER_MILLE) < len(Charge) for charge, part in shared.items())


@given(shares(), AMOUNTS)
def test_no_part_shrinks_when_the_amount_grows(split, cents):
    less, more = parts(cents, split), parts(cents + 1, split)
    assert all(more[charge] >= part for charge, part in less.items())


@given(shares(), st.lists(st.none() | st.integers(0, 2_000_000), min_size=4, max_size=4), AMOUNTS)
def test_the_largest_amount_fits_and_one_cent_more_does_not(split, left, wanted):
    rooms = dict(zip(Charge, left, strict=True))
    cents = largest(split, rooms, wanted_cents=wanted)
    assert fits(cents, split, rooms)
    assert cents == wanted or not fits(cents + 1, split, rooms)
