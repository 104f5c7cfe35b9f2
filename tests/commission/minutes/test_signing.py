"""Who signs for the chair."""

import pytest

from commission.minutes import signing
from commission.minutes.signing import Candidate, signer, title

CHAIR = Candidate(key=1, order=4, chaired=True)
PRESIDENT = Candidate(key=2, order=3, president=True)
VICE = Candidate(key=3, order=2, vice_president=True)
STAND_IN = Candidate(key=4, order=1, stood_in=True)
MEMBER = Candidate(key=5, order=0)


@pytest.mark.parametrize(
    ("here", "signs", "as_what"),
    [
        ([MEMBER, STAND_IN, VICE, PRESIDENT, CHAIR], 1, signing.CHAIR),
        ([MEMBER, STAND_IN, VICE, PRESIDENT], 2, signing.PRESIDENT),
        ([MEMBER, STAND_IN, VICE], 3, signing.VICE_PRESIDENT),
        ([MEMBER, STAND_IN], 4, signing.STAND_IN),
        ([Candidate(key=6, order=1), MEMBER], 5, signing.MEMBER),
    ],
)
def test_the_chair_then_the_president_the_vice_president_the_stand_in_any_member(here, signs, as_what):
    chosen = signer(here)
    assert (chosen.key, title(chosen)) == (signs, as_what)


def test_a_chair_who_stepped_aside_from_a_file_leaves_the_pen_to_another():
    aside = Candidate(key=1, order=0, chaired=True, stepped_aside=True)
    assert signer([aside, MEMBER]).key == MEMBER.key


def test_when_everybody_stepped_aside_from_some_file_the_chair_signs():
    aside = [Candidate(key=n, order=n, chaired=n == 2, stepped_aside=True) for n in range(3)]
    assert signer(aside).key == 2


def test_nobody_signs_when_nobody_who_attended_has_a_mandate():
    assert signer([]) is None
