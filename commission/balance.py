"""The envelopes of a board as a reader is told of them: what is left, and what would be if every opinion were followed.

Pure; money in euro cents.
"""

from dataclasses import dataclass

from commission.charges import CHARGE_LABELS, Charge


@dataclass(frozen=True, kw_only=True)
class Balance:
    """Of one charge. ``allotted`` None: not allotted. ``elsewhere``: set aside, ``asked`` not included.

    ``asked``: what the files of the sitting at hand propose, whole even when the envelope could not set it aside.
    """

    charge: Charge
    allotted: int | None
    granted: int
    notified: int
    paid: int
    elsewhere: int = 0
    asked: int = 0

    @property
    def label(self) -> str:
        return CHARGE_LABELS[self.charge]

    @property
    def after(self) -> int | None:
        """What would be left if every opinion were followed, negative when it is not enough; None: not limited."""
        if self.allotted is None:
            return None
        return self.allotted - self.granted - self.elsewhere - self.asked

    @property
    def missing(self) -> int:
        """How far the envelope is from following every opinion."""
        return max(-(self.after or 0), 0)

    @property
    def moved(self) -> bool:
        return bool(self.allotted is not None or self.granted or self.elsewhere or self.asked)


@dataclass(frozen=True, kw_only=True)
class Funds:
    """``required``: without an allotment nothing is granted. ``lines``: the charges there is a word to say of."""

    year: int
    required: bool
    lines: tuple[Balance, ...]

    @property
    def limited(self) -> list[Balance]:
        return [line for line in self.lines if line.allotted is not None]

    @property
    def unlimited(self) -> list[Balance]:
        return [line for line in self.lines if line.allotted is None]

    @property
    def total(self) -> Balance | None:
        """Every allotted charge together; None when there is none."""
        if not self.limited:
            return None
        names = ("allotted", "granted", "notified", "paid", "elsewhere", "asked")
        sums = {name: sum(getattr(line, name) for line in self.limited) for name in names}
        return Balance(charge=self.limited[0].charge, **sums)

    @property
    def asking(self) -> bool:
        """A file of the sitting at hand still proposes something."""
        return any(line.asked for line in self.lines)

    @property
    def short(self) -> list[tuple[str, int]]:
        """(charge, cents missing) of those that could not follow every opinion."""
        return [(line.label, line.missing) for line in self.limited if line.missing]
