"""What the secretary reads before publishing: which files could be recognised, why, and what would be shown instead."""

from dataclasses import dataclass

from commission import ladders, wording
from commission.meter import Change, Finding
from commission.models import Sitting
from commission.queries import crowd


@dataclass(frozen=True)
class Step:
    """One attribute: what is shown now, what would be shown instead."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Caution:
    """``levels`` is what a button sends back: « age_band=1,sector_group=1 »; empty when nothing helps."""

    token: str
    reference: str
    sentences: list[str]
    steps: list[Step]
    levels: str


@dataclass(frozen=True)
class Cautions:
    """``red`` blocks the publication, ``amber`` is to be read, ``grey`` is a number of files.

    ``widened``: (reference, what is shown wider than it came). ``helped``: something can be done about a red one.
    ``alike``: sentences on groups whose files all tell the same situation.
    """

    open_files: int
    few: bool
    red: list[Caution]
    amber: list[Caution]
    grey: int
    widened: list[tuple[str, str]]
    alike: list[str]

    @property
    def helped(self) -> bool:
        return any(one.levels for one in self.red)


def cautions_of(sitting: Sitting) -> Cautions:
    """Three queries, whatever the length."""
    k = crowd.threshold_of(board_code=sitting.board_code)
    reading = crowd.reading_of(sitting, k=k)
    return Cautions(
        open_files=reading.open_files,
        few=reading.few,
        red=[_caution(one, k) for one in reading.red],
        amber=[_caution(one, k) for one in reading.amber],
        grey=reading.grey,
        widened=[(wording.reference(key), wording.widened(changes)) for key, changes in reading.widened],
        alike=[wording.all_alike(*one) for one in reading.alike],
    )


def _caution(finding: Finding, k: int) -> Caution:
    return Caution(
        token=finding.key,
        reference=wording.reference(finding.key),
        sentences=[wording.recognisable(reason, k) for reason in finding.reasons],
        steps=[_step(change) for change in finding.changes],
        levels=",".join(f"{change.attribute}={change.level}" for change in finding.changes),
    )


def _step(change: Change) -> Step:
    return Step(name=ladders.NAMES[change.attribute], before=change.before, after=change.after)
