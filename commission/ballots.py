"""From the ballots of one item to its result. Pure: the same function judges a live sitting and its replay."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from commission import rules, wording
from commission.enums import Choice, Outcome
from commission.rules import AmountRule, Quorum, Roll, Rulebook
from cpsti_portal.kernel.reasons import REASONS


@dataclass(frozen=True, kw_only=True)
class Vote:
    """``amount_cents`` goes with the two grants, ``reason_code`` with ``against``, ``question`` with ``adjourn``."""

    voter: int
    choice: Choice
    amount_cents: int = 0
    reason_code: str = ""
    question: str = ""


@dataclass(frozen=True, kw_only=True)
class Caps:
    """Of one file, in cents: above ``ceiling_cents`` no amount goes; ``proposed_cents`` is the caseworker's own."""

    ceiling_cents: int
    proposed_cents: int = 0


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How the board decides this item: its rules, who presides over it, and in which form.

    ``names``: key → displayed name of every member, for sentences that name somebody (proxies, nominal counts).
    """

    book: Rulebook = rules.DEFAULT
    chair: int | None = None
    second_call: bool = False
    consultation: bool = False
    names: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Result:
    """The sentences go into the minutes as they are; an empty one says nothing. ``counts``: voices, with proxies."""

    outcome: Outcome
    amount_cents: int
    reason_codes: tuple[str, ...]
    question: str
    counts: dict[Choice, int] = field(hash=False)
    quorum: Quorum
    quorum_sentence: str
    sentence: str
    proxies_sentence: str = ""
    nominal_sentence: str = ""


@dataclass(frozen=True)
class _Count:
    """The ballots that count and what wins. ``casters``: whose ballot → who cast it."""

    votes: tuple[Vote, ...]
    casters: Mapping[int, int]
    counts: dict[Choice, int]
    winner: Choice | None
    cast_by_chair: bool


def tally(votes: Sequence[Vote], roll: Roll, *, caps: Caps, terms: Terms = Terms()) -> Result:
    """The result of one item. Ballots of people who neither sit nor are represented for it are left out.

    Raises ``ValueError`` when a voter appears twice: the database forbids it, a result must not hide it.
    """
    if len({vote.voter for vote in votes}) != len(votes):
        raise ValueError("two ballots of one voter")
    count = _count(votes, rules.electorate(roll, book=terms.book), terms)
    quorum = rules.quorum(roll, book=terms.book, second_call=terms.second_call)
    outcome = _outcome(count, quorum, terms)
    amount = _amount(count, caps, terms) if outcome is Outcome.ADOPTED else 0
    reasons = _reasons(count) if outcome is Outcome.REJECTED else ()
    return Result(
        outcome=outcome,
        amount_cents=amount,
        reason_codes=reasons,
        question=_question(count) if outcome in (Outcome.ADJOURNED, Outcome.TO_SITTING) else "",
        counts=count.counts,
        quorum=quorum,
        quorum_sentence=wording.quorum(quorum),
        sentence=wording.result(
            outcome,
            count.winner,
            count.counts,
            quorum,
            amount,
            reasons,
            cast_by_chair=count.cast_by_chair and quorum.met and outcome is not Outcome.TO_SITTING,
        ),
        proxies_sentence=wording.proxies(_used(count), terms.names),
        nominal_sentence=_nominal(count, terms) if terms.book.nominal else "",
    )


def _count(votes: Sequence[Vote], casters: Mapping[int, int], terms: Terms) -> _Count:
    counted = tuple(vote for vote in votes if vote.voter in casters)
    totals = Counter(vote.choice for vote in counted)
    counts = {choice: totals[choice] for choice in Choice}
    own = next((vote.choice for vote in counted if vote.voter == terms.chair), None)
    won, cast = rules.winner(counts), rules.casting(counts, own, book=terms.book)
    return _Count(counted, casters, counts, won or cast, cast_by_chair=won is None and cast is not None)


def _outcome(count: _Count, quorum: Quorum, terms: Terms) -> Outcome:
    if terms.consultation and count.counts[Choice.DISCUSS]:
        return Outcome.TO_SITTING
    return rules.outcome_of(count.winner if quorum.met else None)


def _amount(count: _Count, caps: Caps, terms: Terms) -> int:
    amounts = [vote.amount_cents for vote in count.votes if vote.choice in rules.GRANT]
    if terms.book.amount is AmountRule.PROPOSAL:
        of_chair = next((vote.amount_cents for vote in count.votes if vote.voter == terms.chair), 0)
        amounts = [of_chair or caps.proposed_cents] if of_chair or caps.proposed_cents else amounts
    return rules.amount(amounts, ceiling_cents=caps.ceiling_cents)


def _reasons(count: _Count) -> tuple[str, ...]:
    codes = (vote.reason_code for vote in count.votes if vote.choice is Choice.AGAINST)
    return rules.reasons_by_frequency(codes, catalogue=tuple(REASONS))


def _question(count: _Count) -> str:
    """Every question asked, each once, in alphabetical order: the order of the ballots stays sealed."""
    asked = {vote.question.strip() for vote in count.votes if vote.choice in (Choice.ADJOURN, Choice.DISCUSS)}
    return "\n".join(sorted(asked - {""}))


def _used(count: _Count) -> list[tuple[int, int]]:
    """(giver, holder) of the proxies by which somebody voted, by giver."""
    casts = ((vote.voter, count.casters[vote.voter]) for vote in count.votes)
    return sorted((giver, holder) for giver, holder in casts if giver != holder)


def _nominal(count: _Count, terms: Terms) -> str:
    by_choice: dict[Choice, list[str]] = {}
    for vote in count.votes:
        by_choice.setdefault(vote.choice, []).append(terms.names.get(vote.voter, str(vote.voter)))
    return wording.nominal({choice: sorted(names) for choice, names in by_choice.items()})
