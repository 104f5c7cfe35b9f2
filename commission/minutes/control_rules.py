"""What the State control service may do about a ruling, and until when (CSS L151-1, R151-1). Pure."""

from dataclasses import dataclass
from datetime import date

from commission import wording
from commission.enums import SUSPENSIONS, ControlKind
from commission.minutes.control_clock import minister_until


@dataclass(frozen=True, kw_only=True)
class Controlled:
    """``last_day``: the eighth-day rule. ``suspension``: the one that holds, None when there is none."""

    last_day: date
    adjourned: bool = False
    annulled: bool = False
    suspension: ControlKind | None = None
    suspended_on: date | None = None


@dataclass(frozen=True)
class Refusal:
    code: str
    message: str


def refusal_of(kind: ControlKind, decided_on: date, ruling: Controlled) -> Refusal | None:
    """Why this act has no effect, None when it may be recorded."""
    if ruling.annulled:
        return Refusal("oversight.annulled", "Cette décision est déjà annulée.")
    if ruling.adjourned:
        return Refusal(
            "oversight.adjourned", "Un ajournement ne se suspend ni ne s’annule\u00a0: rien n’est décidé."
        )
    if kind is ControlKind.LIFTED:
        return _lifting(decided_on, ruling)
    if kind in SUSPENSIONS and ruling.suspension is not None:
        return Refusal("oversight.suspended", "Cette décision est déjà suspendue.")
    if kind is ControlKind.ANNULLED and ruling.suspension is not None:
        return _annulment_of_suspended(decided_on, ruling)
    return _late(decided_on, ruling.last_day, "oversight.too_late")


def _lifting(decided_on: date, ruling: Controlled) -> Refusal | None:
    if ruling.suspension is None:
        return Refusal("oversight.not_suspended", "Cette décision n’est pas suspendue.")
    return _early(decided_on, ruling)


def _annulment_of_suspended(decided_on: date, ruling: Controlled) -> Refusal | None:
    """Forty days for the minister; the assembly, which decides of the financial balance, has no delay."""
    early = _early(decided_on, ruling)
    if early is not None or ruling.suspension is ControlKind.FINANCIAL:
        return early
    return _late(decided_on, minister_until(ruling.suspended_on), "oversight.minister_too_late")


def _early(decided_on: date, ruling: Controlled) -> Refusal | None:
    if decided_on < ruling.suspended_on:
        return Refusal(
            "oversight.too_early",
            f"La suspension date du {wording.day(ruling.suspended_on)}\u00a0: vérifiez la date.",
        )
    return None


def _late(decided_on: date, last_day: date, code: str) -> Refusal | None:
    if decided_on > last_day:
        return Refusal(
            code,
            f"Le délai de contrôle a pris fin le {wording.day(last_day)}\u00a0: cet acte est sans effet.",
        )
    return None
