"""How easily a file of an agenda could be put a name to. Pure: open files and public counts in, a reading out.

*Red* blocks the publication: a value that this open file alone has among those of its board, or fewer than ``k``
self-employed with this activity and this age on the territory. *Amber* is to be read: two values that together
belong to this file alone. *Grey* is a number only: files that stand alone by three values or more.

A wider value is compared with what the other files came with: it belongs to every file it may describe.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from commission import ladders
from commission.ladders import AGE, ATTRIBUTES, COARSE, SECTOR

FEW_FILES = 12
DEFAULT_K = 20

Counts = Mapping[tuple[str, str], int]  # (sector group, age band) → self-employed of the territory
Values = Mapping[str, str]  # attribute → label


class Level(StrEnum):
    RED = "red"
    AMBER = "amber"


class Cause(StrEnum):
    ALONE = "alone"  # one value, or a pair, that no other open file has
    RARE = "rare"  # fewer than k people
    UNCOUNTED = "uncounted"  # no table of counts: nobody can tell
    COARSE = "coarse"  # few open files: a wider line is due


@dataclass(frozen=True)
class OpenFile:
    """``facts``: what it came with. ``shown``: what its sitting shows, None when it is on another list.

    ``situation``: the cause of the difficulty, which nobody outside knows.
    """

    key: str
    facts: Values
    shown: Values | None = None
    situation: str = ""


@dataclass(frozen=True)
class Reason:
    """``values``: (attribute, label) of what gives the file away. ``people`` is known for ``RARE`` only."""

    cause: Cause
    values: tuple[tuple[str, str], ...] = ()
    people: int = 0

    @property
    def attributes(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.values)


@dataclass(frozen=True)
class Change:
    attribute: str
    before: str
    after: str
    level: int


@dataclass(frozen=True)
class Finding:
    """One file. ``changes``: what would clear a red one; the next step of an amber one. Empty: nothing helps."""

    key: str
    level: Level
    reasons: tuple[Reason, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Reading:
    """``grey``: number of files. ``widened``: what each file shows wider than it came. In the order of the files.

    ``alike``: groups of activities whose files all tell one situation, (group, situation, number of files).
    """

    open_files: int
    findings: tuple[Finding, ...]
    grey: int
    widened: tuple[tuple[str, tuple[Change, ...]], ...]
    alike: tuple[tuple[str, str, int], ...] = ()

    @property
    def few(self) -> bool:
        return is_few(self.open_files)

    @property
    def red(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.level is Level.RED)

    @property
    def amber(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.level is Level.AMBER)


def is_few(open_files: int) -> bool:
    return open_files < FEW_FILES


def starting_values(facts: Values, *, open_files: int) -> dict[str, str]:
    """What a file shows when it comes on an agenda, before anybody widens anything."""
    line = COARSE if is_few(open_files) else {}
    return {name: ladders.at(name, facts[name], line.get(name, 0)) for name in ATTRIBUTES}


def read(files: Sequence[OpenFile], *, counts: Counts, k: int) -> Reading:
    """The reading of the files that have ``shown`` values, among all the open ``files`` of the board."""
    crowd = _Crowd(files, counts, k)
    found, widened, grey = [], [], 0
    for one in files:
        if one.shown is None:
            continue
        if changes := changes_between(one.facts, one.facts, one.shown):
            widened.append((one.key, changes))
        finding = crowd.finding(one.key, one.facts, one.shown)
        if finding:
            found.append(finding)
        elif crowd.is_alone(one.shown, _said(one.shown)):
            grey += 1
    return Reading(
        open_files=len(files),
        findings=tuple(found),
        grey=grey,
        widened=tuple(widened),
        alike=_alike((one.shown[SECTOR], one.situation) for one in files if one.shown is not None),
    )


def _alike(shown: Iterable[tuple[str, str]]) -> tuple[tuple[str, str, int], ...]:
    """Inference: who knows somebody of such a group learns what happened to them, without knowing which file it is."""
    told: dict[str, list[str]] = {}
    for group, situation in shown:
        if ladders.told(group) and situation:
            told.setdefault(group, []).append(situation)
    return tuple(
        (group, causes[0], len(causes))
        for group, causes in sorted(told.items())
        if len(causes) > 1 and len(set(causes)) == 1
    )


def _values(shown: Values, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, shown[name]) for name in names)


def _said(shown: Values) -> tuple[str, ...]:
    return tuple(name for name in ATTRIBUTES if ladders.told(shown[name]))


class _Crowd:
    """The open files of a board and the people around them, as one file is looked at among them."""

    def __init__(self, files: Sequence[OpenFile], counts: Counts, k: int) -> None:
        self._few = is_few(len(files))
        self._counts, self._k = counts, k
        self._could_be = [
            {name: frozenset(ladders.path(name, one.facts[name])) for name in ATTRIBUTES} for one in files
        ]

    def finding(self, key: str, facts: Values, shown: Values) -> Finding | None:
        reasons = self._red(facts, shown)
        if reasons:
            return Finding(key, Level.RED, reasons, self._clearing(facts, shown))
        attributes = self._amber(shown)
        if not attributes:
            return None
        step = _next_step(facts, shown, attributes)
        return Finding(key, Level.AMBER, (Reason(Cause.ALONE, _values(shown, attributes)),), step)

    def is_alone(self, shown: Values, names: Iterable[str]) -> bool:
        """No other open file could be described by these values; the file itself always is."""
        wanted = tuple(names)
        described = (all(shown[name] in one[name] for name in wanted) for one in self._could_be)
        return bool(wanted) and sum(described) <= 1

    def _red(self, facts: Values, shown: Values) -> tuple[Reason, ...]:
        reasons = []
        if self._few and (late := _under_the_line(facts, shown)):
            reasons.append(Reason(Cause.COARSE, _values(shown, late)))
        if not self._few:
            alone = [name for name in _said(shown) if self.is_alone(shown, (name,))]
            reasons += [Reason(Cause.ALONE, _values(shown, [name])) for name in alone]
        people = self._people(shown)
        if not self._counts:
            reasons.append(Reason(Cause.UNCOUNTED))
        elif people < self._k:
            reasons.append(Reason(Cause.RARE, _values(shown, (AGE, SECTOR)), people))
        return tuple(reasons)

    def _amber(self, shown: Values) -> tuple[str, ...]:
        """The fewest values, one or two, by which the file stands alone; the first found in the order."""
        said = _said(shown)
        single = next(((name,) for name in said if self.is_alone(shown, (name,))), ())
        return single or next((pair for pair in combinations(said, 2) if self.is_alone(shown, pair)), ())

    def _people(self, shown: Values) -> int:
        return sum(
            number
            for (sector, age), number in self._counts.items()
            if shown[SECTOR] in ("", *ladders.path(SECTOR, sector))
            and shown[AGE] in ("", *ladders.path(AGE, age))
        )

    def _clearing(self, facts: Values, shown: Values) -> tuple[Change, ...]:
        """The widenings after which nothing blocks, one attribute after the other; none when nothing would help."""
        wider = dict(shown)
        while reasons := self._red(facts, wider):
            step = next(filter(None, (_next_step(facts, wider, one.attributes) for one in reasons)), ())
            if not step:
                return ()
            wider[step[0].attribute] = step[0].after
        return changes_between(facts, shown, wider)


def _under_the_line(facts: Values, shown: Values) -> tuple[str, ...]:
    return tuple(
        name
        for name in ATTRIBUTES
        if name in COARSE
        and ladders.told(shown[name])
        and ladders.level_of(name, facts[name], shown[name]) < COARSE[name]
    )


def _next_step(facts: Values, shown: Values, names: Iterable[str]) -> tuple[Change, ...]:
    """One step of the first attribute, in the order, that can still be widened."""
    for name in ATTRIBUTES:
        if name in names and ladders.told(shown[name]):
            level = ladders.level_of(name, facts[name], shown[name]) + 1
            return (Change(name, shown[name], ladders.at(name, facts[name], level), level),)
    return ()


def changes_between(facts: Values, before: Values, after: Values) -> tuple[Change, ...]:
    return tuple(
        Change(name, before[name], after[name], ladders.level_of(name, facts[name], after[name]))
        for name in ATTRIBUTES
        if before[name] != after[name]
    )
