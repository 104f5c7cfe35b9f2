"""The report of a year, as it may be printed and given away: small counts hidden, amounts with them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commission.disclosure import FEWEST, published
from commission.enums import OUTCOME_LABELS, Outcome

# A consultation that sends a file to a sitting decides nothing.
DECISIONS = tuple(outcome for outcome in Outcome if outcome is not Outcome.TO_SITTING)


@dataclass(frozen=True, kw_only=True)
class AidYear:
    """What became of the files of one aid. ``granted`` in cents, ``days`` before the board: median and ninth decile."""

    label: str
    counts: Mapping[Outcome, int]
    granted: int = 0
    days: tuple[int, int] | None = None

    @property
    def files(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, kw_only=True)
class Line:
    """One aid, or all of them. None: hidden."""

    label: str
    counts: Sequence[int | None]
    files: int | None
    granted: int | None
    mean: int | None
    days: tuple[int, int] | None


@dataclass(frozen=True, kw_only=True)
class Report:
    """``hides``: some number is not told."""

    year: int
    outcomes: Sequence[str]
    lines: Sequence[Line]
    total: Line
    hides: bool

    @property
    def empty(self) -> bool:
        return not self.lines

    @property
    def largest(self) -> int:
        """The longest bar of the counts."""
        return max((line.files or 0 for line in self.lines), default=0)

    @property
    def largest_granted(self) -> int:
        return max((line.granted or 0 for line in self.lines), default=0)


def build(*, year: int, aids: Sequence[AidYear]) -> Report:
    told = published([[aid.counts.get(outcome, 0) for outcome in DECISIONS] for aid in aids]) if aids else []
    granted = _amounts([aid.granted for aid in aids], [row[0] for row in told[:-1]]) if aids else [0]
    lines = [
        _line(aid.label, row, cents, aid.days) for aid, row, cents in zip(aids, told, granted, strict=False)
    ]
    whole = told[-1] if told else [0] * (len(DECISIONS) + 1)
    total = _line("Ensemble", whole, granted[-1], None)
    return Report(
        year=year,
        outcomes=[OUTCOME_LABELS[outcome] for outcome in DECISIONS],
        lines=lines,
        total=total,
        hides=any(number is None for row in told for number in row),
    )


def _line(label: str, row: Sequence[int | None], granted: int | None, days: tuple[int, int] | None) -> Line:
    """A delay is told of files that are enough not to be recognised by it."""
    *counts, files = row
    adopted = counts[0]
    return Line(
        label=label,
        counts=counts,
        files=files,
        granted=granted,
        mean=granted // adopted if granted and adopted else None,
        days=days if files is not None and files >= FEWEST else None,
    )


def _amounts(granted: Sequence[int], adopted: Sequence[int | None]) -> list[int | None]:
    """Each amount, then their total. Of a hidden number of grants none; the total goes too when it would tell it."""
    told = [cents if number is not None else None for cents, number in zip(granted, adopted, strict=True)]
    return [*told, None if told.count(None) == 1 else sum(granted)]
