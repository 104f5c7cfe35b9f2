"""Who sits, whether the board may decide, and which choice wins. Pure: facts in, verdict out.

CSS R221-5 (through R612-7): the board deliberates when the majority of its voting members attends, and decides
by simple majority; no casting vote is written anywhere, so a tie adjourns. CSS R231-2: a substitute sits only
in the place of an absent titular.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low

from commission.enums import Choice, Outcome

EXPRESSED = (Choice.FOR, Choice.AGAINST, Choice.ADJOURN, Choice.OUT_OF_COMPETENCE)

_OUTCOMES = {
    Choice.FOR: Outcome.ADOPTED,
    Choice.AGAINST: Outcome.REJECTED,
    Choice.ADJOURN: Outcome.ADJOURNED,
    Choice.OUT_OF_COMPETENCE: Outcome.OUT_OF_COMPETENCE,
}


@dataclass(frozen=True, kw_only=True)
class Voter:
    """One line of the roll, for one item: ``order`` is the order of arrival, ``recused`` concerns this file only."""

    key: int
    titular: bool
    present: bool
    recused: bool = False
    order: int = 0

    @property
    def attends(self) -> bool:
        """A member who stepped aside counts as absent for that file."""
        return self.present and not self.recused


Roll = Sequence[Voter]


@dataclass(frozen=True)
class Quorum:
    """``present``: seats held by their titular or a substitute; ``required``: strictly more than half of ``seats``."""

    present: int
    seats: int

    @property
    def required(self) -> int:
        return self.seats // 2 + 1

    @property
    def met(self) -> bool:
        return self.seats > 0 and self.present >= self.required


def seated(roll: Roll) -> frozenset[int]:
    """Keys of those who vote: attending titulars, then substitutes by arrival, one for each absent titular."""
    seats = sum(voter.titular for voter in roll)
    titulars = [voter.key for voter in roll if voter.titular and voter.attends]
    substitutes = sorted((v for v in roll if not v.titular and v.attends), key=lambda v: (v.order, v.key))
    return frozenset(titulars + [voter.key for voter in substitutes[: seats - len(titulars)]])


def quorum(roll: Roll) -> Quorum:
    return Quorum(present=len(seated(roll)), seats=sum(voter.titular for voter in roll))


def winner(counts: Mapping[Choice, int]) -> Choice | None:
    """The choice with strictly more than half of the votes expressed, or None. Abstentions are not expressed."""
    expressed = sum(counts.get(choice, 0) for choice in EXPRESSED)
    return next((choice for choice in EXPRESSED if counts.get(choice, 0) * 2 > expressed), None)


def is_tie(counts: Mapping[Choice, int]) -> bool:
    """At least two choices share the first place."""
    ranking = sorted((counts.get(choice, 0) for choice in EXPRESSED), reverse=True)
    return ranking[0] > 0 and ranking[0] == ranking[1]


def outcome_of(choice: Choice | None) -> Outcome:
    return Outcome.ADJOURNED if choice is None else _OUTCOMES[choice]


def amount(amounts_cents: Iterable[int], *, ceiling_cents: int) -> int:
    """Low median of the amounts voted by those in favour, never above the ceiling. Cents."""
    return min(median_low(list(amounts_cents)), ceiling_cents)


def reasons_by_frequency(codes: Iterable[str], *, catalogue: Sequence[str]) -> tuple[str, ...]:
    """Each reason once, the most named first; equals follow the catalogue, never the order of the ballots."""
    named = Counter(codes)
    return tuple(sorted(named, key=lambda code: (-named[code], catalogue.index(code))))
