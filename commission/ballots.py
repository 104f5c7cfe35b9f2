"""From the ballots of one item to its result. Pure: the same function judges a live sitting and its replay."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from commission import rules, wording
from commission.enums import Choice, Outcome
from commission.rules import Quorum, Roll
from cpsti_portal.kernel.reasons import REASONS


@dataclass(frozen=True, kw_only=True)
class Vote:
    """``amount_cents`` goes with ``for``, ``reason_code`` with ``against``, ``question`` with ``adjourn``."""

    voter: int
    choice: Choice
    amount_cents: int = 0
    reason_code: str = ""
    question: str = ""


@dataclass(frozen=True, kw_only=True)
class Result:
    """``sentence`` and ``quorum_sentence`` go into the minutes as they are."""

    outcome: Outcome
    amount_cents: int
    reason_codes: tuple[str, ...]
    question: str
    counts: dict[Choice, int] = field(hash=False)
    quorum: Quorum
    quorum_sentence: str
    sentence: str


def tally(votes: Sequence[Vote], roll: Roll, *, ceiling_cents: int) -> Result:
    """The result of one item. Votes of people who do not sit for this item are left out.

    Raises ``ValueError`` when a voter appears twice: the database forbids it, a result must not hide it.
    """
    if len({vote.voter for vote in votes}) != len(votes):
        raise ValueError("two ballots of one voter")
    seats = rules.seated(roll)
    counted = [vote for vote in votes if vote.voter in seats]
    counts = _count(counted)
    quorum = rules.quorum(roll)
    choice = rules.winner(counts) if quorum.met else None
    outcome = rules.outcome_of(choice)
    amount = _amount(counted, ceiling_cents) if outcome is Outcome.ADOPTED else 0
    reasons = _reasons(counted) if outcome is Outcome.REJECTED else ()
    return Result(
        outcome=outcome,
        amount_cents=amount,
        reason_codes=reasons,
        question=_question(counted) if outcome is Outcome.ADJOURNED else "",
        counts=counts,
        quorum=quorum,
        quorum_sentence=wording.quorum(quorum),
        sentence=wording.result(outcome, choice, counts, quorum, amount, reasons),
    )


def _count(votes: Sequence[Vote]) -> dict[Choice, int]:
    counted = Counter(vote.choice for vote in votes)
    return {choice: counted[choice] for choice in Choice}


def _amount(votes: Sequence[Vote], ceiling_cents: int) -> int:
    return rules.amount(
        (v.amount_cents for v in votes if v.choice is Choice.FOR), ceiling_cents=ceiling_cents
    )


def _reasons(votes: Sequence[Vote]) -> tuple[str, ...]:
    codes = (vote.reason_code for vote in votes if vote.choice is Choice.AGAINST)
    return rules.reasons_by_frequency(codes, catalogue=tuple(REASONS))


def _question(votes: Sequence[Vote]) -> str:
    """Every question asked, each once, in alphabetical order: the order of the ballots stays sealed."""
    asked = {vote.question.strip() for vote in votes if vote.choice is Choice.ADJOURN}
    return "\n".join(sorted(asked - {""}))
