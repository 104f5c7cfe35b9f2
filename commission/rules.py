"""Who sits, whose voice is carried, whether the board may decide, and which choice wins. Pure: facts in, verdict out.

CSS R221-5 (through R612-7): the board deliberates when the majority of its voting members attends, proxies not
counted; a second call, within twenty days, needs no quorum; nobody holds more than one proxy; simple majority, and no
casting vote is written anywhere. CSS R231-2 (same way): a substitute sits only in the place of an absent titular of
the same organisation and college.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median_low

from commission.enums import Choice, Outcome

# For the majority, granting all and granting a part are one side.
GRANT = (Choice.FOR, Choice.PARTIAL)
SIDES: Mapping[Choice, tuple[Choice, ...]] = {
    Choice.FOR: GRANT,
    Choice.AGAINST: (Choice.AGAINST,),
    Choice.ADJOURN: (Choice.ADJOURN,),
    Choice.OUT_OF_COMPETENCE: (Choice.OUT_OF_COMPETENCE,),
}

_OUTCOMES = {
    Choice.FOR: Outcome.ADOPTED,
    Choice.AGAINST: Outcome.REJECTED,
    Choice.ADJOURN: Outcome.ADJOURNED,
    Choice.OUT_OF_COMPETENCE: Outcome.OUT_OF_COMPETENCE,
}


class TieRule(StrEnum):
    """What ends an equal division of the votes. No text gives the chair a casting vote: by default nothing does."""

    ADJOURN = "adjourn"
    CHAIR = "chair"


class AmountRule(StrEnum):
    """The low median of the amounts of those in favour, or the proposal of the chair (else of the caseworker)."""

    MEDIAN = "median"
    PROPOSAL = "proposal"


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """The rules of one board on one day. Delays in days, amounts in euro cents."""

    seats: int = 6
    proxies_per_member: int = 1
    second_call_days: int = 20
    tie: TieRule = TieRule.ADJOURN
    amount: AmountRule = AmountRule.MEDIAN
    nominal: bool = False
    pack_days: int = 7
    urgent_pack_days: int = 1
    delegation_ceiling_cents: int = 0  # 0: no delegation for urgent aid
    hold_days: int = 8  # clear days of the control service before payment
    urgent_hold_days: int = 0
    urgent_before_signature: bool = False  # urgent rulings leave at the closing of the vote
    consult_any_aid: bool = False  # else a consultation decides urgent aid alone


DEFAULT = Rulebook()


@dataclass(frozen=True, kw_only=True)
class Voter:
    """One line of the roll, for one item.

    ``order`` is the order of arrival, ``group`` the nominating organisation and the college, ``recused`` concerns this
    file only, ``proxy_to`` is the key of the member to whom this one gave a proxy.
    """

    key: int
    titular: bool
    present: bool
    recused: bool = False
    order: int = 0
    group: tuple[str, str] = ("", "")
    proxy_to: int | None = None

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
    second_call: bool = False

    @property
    def required(self) -> int:
        return 1 if self.second_call else self.seats // 2 + 1

    @property
    def met(self) -> bool:
        return self.seats > 0 and self.present >= self.required


def substitutions(roll: Roll) -> dict[int, int]:
    """Key of each substitute who sits → key of the absent titular whose place is taken.

    Within one organisation and college, by order of arrival. Titulars whom nobody represents come first: where a
    substitute is there and a proxy was given, both serve, and no seat speaks twice.
    """
    substitutes = sorted((v for v in roll if not v.titular and v.attends), key=lambda v: (v.order, v.key))
    absent = sorted((v for v in roll if v.titular and not v.attends), key=lambda v: (_may_give(v), v.key))
    taken: dict[int, int] = {}
    for titular in absent:
        free = (v for v in substitutes if v.group == titular.group and v.key not in taken)
        if (replacement := next(free, None)) is not None:
            taken[replacement.key] = titular.key
    return taken


def seated(roll: Roll) -> frozenset[int]:
    """Keys of those who vote: attending titulars, and the substitutes of absent ones."""
    return frozenset({v.key for v in roll if v.titular and v.attends} | set(substitutions(roll)))


def proxies(roll: Roll, *, book: Rulebook = DEFAULT) -> dict[int, tuple[int, ...]]:
    """Key of a holder → keys of the titulars for whom the holder casts a ballot too.

    A proxy serves while its giver is absent, did not step aside and has no substitute in the room, and while its
    holder sits for this item.
    """
    sitting, replaced = seated(roll), set(substitutions(roll).values())
    held: dict[int, tuple[int, ...]] = {}
    for voter in sorted(roll, key=lambda v: v.key):
        holder = voter.proxy_to
        if holder is None or holder not in sitting or not _may_give(voter) or voter.key in replaced:
            continue
        if len(held.get(holder, ())) < book.proxies_per_member:
            held[holder] = (*held.get(holder, ()), voter.key)
    return held


def electorate(roll: Roll, *, book: Rulebook = DEFAULT) -> dict[int, int]:
    """Key of each member whose ballot counts for this item → key of the member who casts it. No seat is there twice."""
    own = {key: key for key in seated(roll)}
    return own | {giver: holder for holder, givers in proxies(roll, book=book).items() for giver in givers}


def _may_give(voter: Voter) -> bool:
    return voter.titular and not voter.present and not voter.recused and voter.proxy_to is not None


def quorum(roll: Roll, *, book: Rulebook = DEFAULT, second_call: bool = False) -> Quorum:
    """A vacant seat stays a seat. More titulars than seats: each of them counts, the bar never falls by mistake."""
    seats = max(book.seats, sum(voter.titular for voter in roll))
    return Quorum(present=len(seated(roll)), seats=seats, second_call=second_call)


def voices(counts: Mapping[Choice, int], side: Choice) -> int:
    return sum(counts.get(choice, 0) for choice in SIDES[side])


def expressed(counts: Mapping[Choice, int]) -> int:
    """Votes expressed: abstentions are not."""
    return sum(voices(counts, side) for side in SIDES)


def winner(counts: Mapping[Choice, int]) -> Choice | None:
    """The side with strictly more than half of the votes expressed (``FOR`` stands for both grants), or None."""
    total = expressed(counts)
    return next((side for side in SIDES if voices(counts, side) * 2 > total), None)


def is_tie(counts: Mapping[Choice, int]) -> bool:
    """At least two sides share the first place."""
    ranking = sorted((voices(counts, side) for side in SIDES), reverse=True)
    return ranking[0] > 0 and ranking[0] == ranking[1]


def side_of(choice: Choice | None) -> Choice | None:
    return next((side for side, choices in SIDES.items() if choice in choices), None)


def casting(counts: Mapping[Choice, int], chair: Choice | None, *, book: Rulebook = DEFAULT) -> Choice | None:
    """The side the chair's ballot makes win: by parameter, and when each of two sides has exactly half of the votes."""
    side = side_of(chair)
    if book.tie is not TieRule.CHAIR or side is None or not is_tie(counts):
        return None
    return side if voices(counts, side) * 2 == expressed(counts) else None


def outcome_of(choice: Choice | None) -> Outcome:
    return Outcome.ADJOURNED if choice is None else _OUTCOMES[choice]


def whole_cents(*, asked_cents: int, ceiling_cents: int) -> int:
    """What « Accorder » grants: the whole amount asked, at most the ceiling; the ceiling when none was asked."""
    return min(asked_cents or ceiling_cents, ceiling_cents)


def amount(amounts_cents: Iterable[int], *, ceiling_cents: int) -> int:
    """Low median of the amounts voted by those in favour, never above the ceiling. Cents."""
    return min(median_low(list(amounts_cents)), ceiling_cents)


def reasons_by_frequency(codes: Iterable[str], *, catalogue: Sequence[str]) -> tuple[str, ...]:
    """Each reason once, the most named first; equals follow the catalogue, never the order of the ballots."""
    named = Counter(codes)
    return tuple(sorted(named, key=lambda code: (-named[code], catalogue.index(code))))
