"""The report of a year, as it may be printed and given away: small counts hidden, amounts with them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commission.disclosure import FEWEST, published
from commission.enums import OUTCOME_LABELS, Outcome
from commission.likeness import ENOUGH, OTHERWISE, POINTS, Way
from commission.wording import plural

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
    """``hides``: some number is not told. ``delegated``: what was granted by delegation, in a sentence."""

    year: int
    outcomes: Sequence[str]
    lines: Sequence[Line]
    total: Line
    hides: bool
    delegated: str = ""

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


def build(*, year: int, aids: Sequence[AidYear], delegated: tuple[int, int] = (0, 0)) -> Report:
    """``delegated``: the grants made by delegation, and the other grants of the same aid."""
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
        delegated=_delegated(*delegated),
    )


def _delegated(number: int, others: int) -> str:
    """Like any number: not told when it is small, nor when the rest of its aid would be."""
    if number == 0:
        return ""
    if published([[number, others]])[0][0] is None:
        return "Des aides d’urgence ont été accordées par délégation\u00a0; leur nombre n’est pas communiqué."
    return f"{number} aides d’urgence ont été accordées par délégation, entre deux séances."


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


# The columns of the equality of treatment: like their close files, then those that stand apart.
_WAYS = (None, Way.KINDER, Way.HARSHER)
_RULE = (
    "Des dossiers sont proches quand l’aide est la même et que la cause, le reste à vivre et le montant dû diffèrent "
    f"peu. Une décision s’écarte quand {OTHERWISE}\u00a0% d’au moins {ENOUGH} dossiers proches ont fini autrement, ou "
    f"quand la part accordée est à plus de {POINTS} points de la médiane et sort de la dispersion habituelle."
)


@dataclass(frozen=True)
class EqualityLine:
    """One aid, or all of them. ``compared``: ``alike``, ``kinder`` and ``harsher`` together. None: hidden."""

    label: str
    alike: int | None
    kinder: int | None
    harsher: int | None
    compared: int | None

    @property
    def numbers(self) -> tuple[int | None, ...]:
        return self.alike, self.kinder, self.harsher, self.compared


@dataclass(frozen=True)
class Equality:
    """How the rulings of a year stand beside those on close files. ``hides``: some number is not told."""

    lines: Sequence[EqualityLine]
    sentences: Sequence[str]
    total: EqualityLine | None = None

    @property
    def hides(self) -> bool:
        lines = [*self.lines, self.total] if self.total else []
        return any(None in one.numbers for one in lines)

    @property
    def rule(self) -> str:
        return _RULE


def equality(*, aids: Sequence[tuple[str, Mapping[Way | None, int]]]) -> Equality:
    """``aids``: label, how many of its rulings stand which way; None: like their close files."""
    if not aids:
        return Equality(lines=[], sentences=["Pas encore assez de dossiers proches pour comparer."])
    *told, whole = published([[ways.get(way, 0) for way in _WAYS] for _, ways in aids])
    lines = [EqualityLine(label, *row) for (label, _), row in zip(aids, told, strict=True)]
    total = EqualityLine("Ensemble", *whole)
    return Equality(lines=lines, total=total, sentences=_said(total))


def _said(total: EqualityLine) -> list[str]:
    """How many were compared, then each way. A hidden number is said to be hidden."""
    if total.compared is None:
        return ["Trop peu de décisions sont comparées pour en donner le nombre."]
    number = plural(total.compared, "décision est comparée", "décisions sont comparées")
    said = [f"{number} aux dossiers proches des trois années précédentes."]
    if total.kinder == total.harsher == 0:
        return [*said, "Aucune ne s’en écarte."]
    return [
        *said,
        _one_way(total.kinder, "plus favorable", "plus favorables"),
        _one_way(total.harsher, "moins favorable", "moins favorables"),
    ]


def _one_way(number: int | None, one: str, many: str) -> str:
    if number is None:
        return f"Le nombre de décisions {many} n’est pas communiqué."
    if number == 0:
        return f"Aucune n’est {one}."
    return f"{number} sont {many} et à discuter."
