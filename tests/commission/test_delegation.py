"""The delegation for urgent aid: a parameter, off by default, one case a rule."""

import pytest

from commission import delegation
from commission.ballots import Caps, Vote
from commission.delegation import Delegation
from commission.enums import Choice
from commission.rules import Rulebook

NB, THIN = "\u00a0", "\u202f"
ON = Rulebook(delegation_ceiling_cents=200_000)
PRESIDENT, VICE, ONE, TWO = 1, 2, 3, 4


def grant(who, cents):
    return Vote(voter=who, choice=Choice.PARTIAL, amount_cents=cents)


def granted(words):
    return f"Aide accordée par délégation pour {words}{THIN}€, à rapporter à la prochaine séance."


AGAINST = Vote(voter=ONE, choice=Choice.AGAINST, reason_code="resources")
CASES = {
    "off by default": ([grant(PRESIDENT, 100_000), grant(ONE, 100_000)], Rulebook(), True, (0, delegation.OFF)),
    "urgent aid only": ([grant(PRESIDENT, 100_000), grant(ONE, 100_000)], ON, False, (0, delegation.NOT_URGENT)),
    "the president and one member": (
        [grant(PRESIDENT, 100_000), grant(ONE, 100_000)], ON, True, (100_000, granted(f"1{THIN}000,00")),
    ),
    "the vice-president and one member": (
        [grant(VICE, 90_000), grant(ONE, 90_000)], ON, True, (90_000, granted("900,00")),
    ),
    "the lower of their amounts": (
        [grant(PRESIDENT, 150_000), grant(ONE, 80_000)], ON, True, (80_000, granted("800,00")),
    ),
    "up to the delegation, included": (
        [grant(PRESIDENT, 200_000), grant(ONE, 200_000)], ON, True, (200_000, granted(f"2{THIN}000,00")),
    ),
    "above it the board decides": (
        [grant(PRESIDENT, 200_001), grant(ONE, 200_001)], ON, True,
        (0, f"Le montant dépasse la délégation (2{THIN}000,00{THIN}€){NB}: la commission décide."),
    ),
    "never above the file's own ceiling": (
        [grant(PRESIDENT, 900_000), grant(ONE, 900_000)],
        Rulebook(delegation_ceiling_cents=900_000), True, (500_000, granted(f"5{THIN}000,00")),
    ),
    "two members without an office do not": ([grant(ONE, 1_000), grant(TWO, 1_000)], ON, True, (0, delegation.TWO)),
    "the president alone does not": ([grant(PRESIDENT, 1_000)], ON, True, (0, delegation.TWO)),
    "nor twice the same hand": (
        [grant(PRESIDENT, 1_000), grant(PRESIDENT, 1_000)], ON, True, (0, delegation.TWO),
    ),
    "one against and the board decides": ([grant(PRESIDENT, 1_000), AGAINST], ON, True, (0, delegation.TWO)),
    "nobody": ([], ON, True, (0, delegation.TWO)),
}  # fmt: skip


@pytest.mark.parametrize(("votes", "book", "urgent", "expected"), CASES.values(), ids=CASES.keys())
def test_parameter_delegation(votes, book, urgent, expected):
    found = delegation.decide(
        votes, officers={PRESIDENT, VICE}, urgent=urgent, caps=Caps(ceiling_cents=500_000), book=book
    )
    assert (found, found.grants) == (Delegation(*expected), expected[0] > 0)


@pytest.mark.parametrize(
    ("left", "expected"), [(0, (0, delegation.EMPTY)), (40_000, (40_000, granted("400,00")))]
)
def test_never_more_than_what_is_left_in_the_envelope(left, expected):
    votes = [grant(PRESIDENT, 90_000), grant(ONE, 80_000)]
    found = delegation.decide(
        votes, officers={PRESIDENT}, urgent=True, caps=Caps(ceiling_cents=left), book=ON
    )
    assert found == Delegation(*expected)
