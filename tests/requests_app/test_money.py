"""An amount is read one way only, or refused with what to write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpsti_portal.kernel.money import euros
from requests_app.money import LARGEST_CENTS, parse
from requests_app.validators import InvalidValue


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("0", 0),
        ("1234", 1_234_00),
        ("1234,5", 1_234_50),
        ("1234.5", 1_234_50),
        ("1234,50", 1_234_50),
        ("1234,", 1_234_00),
        ("1\x20234,50\x20€", 1_234_50),
        ("1\u00a0234,50\u00a0€", 1_234_50),
        ("1\u202f234\u202f567,89\u202f€", 1_234_567_89),
        ("\t1234 euros ", 1_234_00),
        ("850 EUR", 850_00),
        ("0,05", 5),
        ("007", 7_00),
        ("10000000", LARGEST_CENTS),
    ],
)
def test_an_amount_is_read_as_a_french_person_writes_it(typed, cents):
    assert parse(typed) == cents


@pytest.mark.parametrize("typed", ["-3200", "\u22123200", "\u20133200", "- 3\x20200,00 €"])
def test_a_loss_is_read_where_one_may_lose(typed):
    assert parse(typed, signed=True) == -3_200_00
    with pytest.raises(InvalidValue, match="ne peut pas être négatif"):
        parse(typed)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1.234,50", "une virgule et un point"),
        ("1,234.50", "une virgule et un point"),
        ("1.234", "de deux façons"),
        ("1,234", "de deux façons"),
        ("850.000", "de deux façons"),
        ("1234,505", "deux décimales au plus"),
        ("1.234.567", "deux décimales au plus"),
        ("12\x2034", "trois chiffres par trois"),
        ("1\x20234\x2056", "trois chiffres par trois"),
        ("1234\x20567", "trois chiffres par trois"),
        ("", "en chiffres"),
        ("€", "en chiffres"),
        (",50", "en chiffres"),
        ("mille", "en chiffres"),
        ("1e5", "en chiffres"),
        ("٣٤٥", "en chiffres"),
        ("10000000,01", "dépasse"),
        ("9" * 40, "dépasse"),
    ],
)
def test_an_amount_with_two_readings_or_none_is_refused(typed, words):
    with pytest.raises(InvalidValue, match=words):
        parse(typed)


@given(st.integers(-LARGEST_CENTS, LARGEST_CENTS))
def test_what_we_write_we_read(cents):
    assert parse(euros(cents).removesuffix("\u202f€"), signed=True) == cents
    assert parse(euros(cents), signed=True) == cents


@given(st.text(alphabet="0123456789 ,.-€e\u202f", max_size=14))
def test_whatever_is_typed_is_an_amount_or_refused(typed):
    try:
        cents = parse(typed, signed=True)
    except InvalidValue:
        return
    assert abs(cents) <= LARGEST_CENTS
