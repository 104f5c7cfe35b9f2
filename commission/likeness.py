"""Files decided alike: how close two of them are, and which ruling stands apart from those on close files. Pure.

The board hears of it once its vote is closed, never before. What is compared is what is told: wide bands, the cause in
the words of the closed list. Two files of two aids are not compared at all.
"""

import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from statistics import median
from typing import NamedTuple

from commission.enums import Outcome
from commission.wording import grouped

# Up to which distance two files are close.
NEAR = 2
# A ruling is compared with so many close files, or not at all.
ENOUGH = 5
# How far back, and how many files of one aid at most: the last ones.
YEARS = 3
MOST = 500
# How many close files are shown.
SHOWN = 5
# Another outcome than so many close files in a hundred stands apart.
OTHERWISE = 80
# So does a share of what could be granted, so far from the median: points, and median absolute deviations.
POINTS = 25
DEVIATIONS = 3

# The next band counts for one, a further one for four; another cause for two, and so does a value only one of them has.
_FAR = 4
_OTHER = 2
_UNKNOWN = 2
# In euros: what is left a month, then what is due or asked.
_REMAINING = (0, 300, 600, 1_000, 1_500, 2_500)
_AMOUNTS = (1_000, 2_500, 5_000, 10_000, 20_000)
_NUMBER = re.compile(r"−?\d+")
_SPACES = re.compile(r"[\u00a0\u202f]")
_PERCENT = 100


class Traits(NamedTuple):
    """What makes files alike. ``remaining``, ``due``, ``asked``: ranks of bands; None: not told, or nothing due."""

    aid: str
    cause: str
    remaining: int | None
    due: int | None
    asked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One file that was granted or refused. ``whole_cents``: the most it could be granted.

    ``line``: the first file of its request; two files of one line are never compared.
    """

    key: str
    line: str
    traits: Traits
    outcome: Outcome
    granted_cents: int
    whole_cents: int
    held_on: date

    @property
    def granted(self) -> bool:
        return self.outcome is Outcome.ADOPTED

    @property
    def share(self) -> int:
        """What was granted of what could be, in whole percents."""
        return (
            min(round(self.granted_cents * _PERCENT / self.whole_cents), _PERCENT) if self.whole_cents else 0
        )


class Way(StrEnum):
    """Where a ruling stands, seen from those on close files."""

    KINDER = "kinder"
    HARSHER = "harsher"


@dataclass(frozen=True)
class Outlier:
    """A ruling to discuss. ``sentence``: said to the board."""

    way: Way
    sentence: str


@dataclass(frozen=True)
class Comparison:
    """``near``: how many close files there are. ``sentence``: how they ended; "" when they are too few to compare."""

    near: int
    sentence: str = ""
    outlier: Outlier | None = None

    @property
    def enough(self) -> bool:
        return self.near >= ENOUGH

    @property
    def way(self) -> Way | None:
        return self.outlier.way if self.outlier else None


def traits(*, aid: str, cause: str, remaining_band: str, due_band: str, asked_cents: int) -> Traits:
    """From the facts of an anonymised file, as its readers see them."""
    due = _euros_in(due_band)
    return Traits(
        aid=aid,
        cause=cause,
        remaining=_rank(_euros_in(remaining_band), _REMAINING),
        due=_rank(due, _AMOUNTS) if due else None,
        asked=_rank(asked_cents // _PERCENT, _AMOUNTS) or 0,
    )


@lru_cache(maxsize=1_024)
def _euros_in(label: str) -> int | None:
    """« environ −1 050 € » → −1050; the middle of a label that has two amounts; None when nothing is told."""
    numbers = [int(one.replace("−", "-")) for one in _NUMBER.findall(_SPACES.sub("", label))]
    return sum(numbers) // len(numbers) if numbers else None


def _rank(euros: int | None, limits: Sequence[int]) -> int | None:
    return None if euros is None else sum(euros >= limit for limit in limits)


def distance(one: Traits, other: Traits) -> int | None:
    """0: alike in all that is compared. None: of two aids. What is asked counts where neither owes anything."""
    if one.aid != other.aid:
        return None
    nothing_due = one.due is None and other.due is None
    amount = _steps(one.asked, other.asked) if nothing_due else _steps(one.due, other.due)
    return amount + _steps(one.remaining, other.remaining) + (_OTHER if one.cause != other.cause else 0)


def _steps(one: int | None, other: int | None) -> int:
    if one is None or other is None:
        return 0 if one is other else _UNKNOWN
    return min((one - other) ** 2, _FAR)


def is_near(one: Traits, other: Traits) -> bool:
    apart = distance(one, other)
    return apart is not None and apart <= NEAR


def near(one: Decided, past: Iterable[Decided]) -> list[Decided]:
    """The close files among ``past``, the closest first; at the same distance the one nearest in time."""
    found = [other for other in past if other.line != one.line and is_near(one.traits, other.traits)]
    return sorted(found, key=lambda other: _order(one, other))


def _order(one: Decided, other: Decided) -> tuple[int, int, str]:
    return distance(one.traits, other.traits) or 0, abs((one.held_on - other.held_on).days), other.key


def compare(one: Decided, close: Collection[Decided]) -> Comparison:
    """``close``: what ``near`` found, in any order."""
    if len(close) < ENOUGH:
        return Comparison(near=len(close))
    helped = [other.share for other in close if other.granted]
    outlier = _otherwise(one, len(close), len(helped)) or _share_apart(one, helped)
    return Comparison(near=len(close), sentence=f"{_ended(len(close), len(helped))}.", outlier=outlier)


def _otherwise(one: Decided, number: int, helped: int) -> Outlier | None:
    """Nearly all the close files ended otherwise."""
    others = number - helped if one.granted else helped
    if others * _PERCENT < OTHERWISE * number:
        return None
    if one.granted:
        said = f"{_ended(number, helped)}\u00a0; ce dossier en a reçu une."
        return Outlier(Way.KINDER, said)
    return Outlier(Way.HARSHER, f"{_ended(number, helped)}\u00a0; ce dossier n’en a pas reçu.")


def _share_apart(one: Decided, shares: Sequence[int]) -> Outlier | None:
    """A part far from the parts that close files were granted."""
    if not one.granted or len(shares) < ENOUGH:
        return None
    middle = median(shares)
    deviation = median(abs(share - middle) for share in shares)
    if abs(one.share - middle) <= max(POINTS, DEVIATIONS * deviation):
        return None
    said = (
        f"Ce dossier reçoit environ {_rounded(one.share)}\u00a0% de ce qui pouvait être accordé\u00a0; "
        f"parmi {len(shares)} dossiers proches qui ont reçu une aide, la part médiane est d’environ "
        f"{_rounded(middle)}\u00a0%."
    )
    return Outlier(Way.KINDER if one.share > middle else Way.HARSHER, said)


def _rounded(share: float) -> int:
    """To five points, half steps upwards: an exact part of an exact amount would give the amount back."""
    return int(share / 5 + 0.5) * 5


def _ended(number: int, helped: int) -> str:
    """« Parmi 8 dossiers proches, 7 ont reçu une aide »."""
    told = {0: "aucun n’a reçu d’aide", 1: "1 a reçu une aide", number: "tous ont reçu une aide"}
    return f"Parmi {number} dossiers proches, {told.get(helped, f'{helped} ont reçu une aide')}"


def since(day: date) -> date:
    """The first day of the past of a sitting held on ``day``."""
    last_of_february = day.month == 2 and day.day == 29
    return day.replace(year=day.year - YEARS, day=28 if last_of_february else day.day)


def compared(history: Iterable[Decided], *, first: date) -> Iterator[tuple[Decided, Comparison]]:
    """Each file decided from ``first`` on, beside its past: sittings of earlier days, as far back as ``since``.

    ``history`` comes day after day, from ``since(first)`` on. ``MOST`` files of an aid are kept in mind.
    """
    pasts: dict[str, _Past] = {}
    for day, held in groupby(history, key=lambda one: one.held_on):
        together = list(held)
        for one in together if day >= first else ():
            past = pasts.get(one.traits.aid)
            yield one, compare(one, past.near(one) if past else [])
        for one in together:
            pasts.setdefault(one.traits.aid, _Past()).add(one)


class _Past:
    """The last files of one aid, gathered by their traits: one is compared with each kind, not with each file."""

    def __init__(self) -> None:
        self._files: deque[Decided] = deque()
        self._alike: dict[Traits, deque[Decided]] = {}
        self._close: dict[Traits, list[deque[Decided]]] = {}

    def add(self, one: Decided) -> None:
        if len(self._files) == MOST:
            self._forget()
        self._files.append(one)
        self._alike_to(one.traits).append(one)

    def _alike_to(self, kind: Traits) -> deque[Decided]:
        if kind not in self._alike:
            files: deque[Decided] = deque()
            self._alike[kind] = files
            for other in filter(lambda other: is_near(kind, other), self._close):
                self._close[other].append(files)
        return self._alike[kind]

    def near(self, one: Decided) -> list[Decided]:
        start = since(one.held_on)
        while self._files and self._files[0].held_on < start:
            self._forget()
        return [other for files in self._kinds(one.traits) for other in files if other.line != one.line]

    def _kinds(self, kind: Traits) -> list[deque[Decided]]:
        """The close kinds, looked for once: a new one joins those it is close to."""
        if kind not in self._close:
            self._close[kind] = [files for other, files in self._alike.items() if is_near(kind, other)]
        return self._close[kind]

    def _forget(self) -> None:
        """The oldest of all is the oldest of its kind."""
        self._alike[self._files.popleft().traits].popleft()


def remaining_told(rank: int | None) -> str:
    """« de 300 à 600 € », "" when it is not told."""
    return "négatif" if rank == 0 else _told(rank, _REMAINING)


def amount_told(rank: int) -> str:
    """« de 1 000 à 2 500 € »."""
    return _told(rank, _AMOUNTS)


def granted_told(one: Decided) -> str:
    return _told(_rank(one.granted_cents // _PERCENT, _AMOUNTS), _AMOUNTS) if one.granted else ""


def share_told(one: Decided) -> str:
    """What was granted of what could be, in words as wide as the bands."""
    if not one.granted:
        return ""
    steps = ((95, "en entier ou presque"), (75, "plus des trois quarts"), (50, "plus de la moitié"))
    return next((words for least, words in steps if one.share >= least), "moins de la moitié")


def _told(rank: int | None, limits: Sequence[int]) -> str:
    if rank is None:
        return ""
    if rank == 0:
        return f"moins de {grouped(limits[0])}\u00a0€"
    if rank == len(limits):
        return f"{grouped(limits[-1])}\u00a0€ et plus"
    return f"de {grouped(limits[rank - 1])} à {grouped(limits[rank])}\u00a0€"
