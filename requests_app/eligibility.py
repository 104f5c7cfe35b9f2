"""The verdict of the rules: which criterion, which fact, which text, and how much at most. Pure.

It advises, with its reasons; a person decides (CRPA L311-3-1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpsti_portal.kernel.money import euros
from requests_app.enums import FindingOutcome, VerdictOutcome
from requests_app.facts import CaseFacts
from requests_app.parameters import Parameters

if TYPE_CHECKING:
    from requests_app.aids.base import Aid


@dataclass(frozen=True)
class Judgement:
    """The answer of one rule, for the caseworker. ``fact`` is what was looked at."""

    outcome: FindingOutcome
    fact: str
    sentence: str


def met(fact: str, sentence: str) -> Judgement:
    return Judgement(FindingOutcome.MET, fact, sentence)


def not_met(fact: str, sentence: str) -> Judgement:
    return Judgement(FindingOutcome.NOT_MET, fact, sentence)


def unknown(fact: str, sentence: str) -> Judgement:
    return Judgement(FindingOutcome.UNKNOWN, fact, sentence)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """``neutral_label`` may be shown to a board; ``fact`` and ``sentence`` may not."""

    code: str
    label: str
    neutral_label: str
    outcome: FindingOutcome
    fact: str
    sentence: str
    blocking: bool
    reason_code: str | None
    source: str


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """A criterion judged by a small function. ``reason_code``: the reason of the closed list when not met."""

    code: str
    label: str
    neutral_label: str
    source: str
    blocking: bool
    reason_code: str | None
    judge: Callable[[CaseFacts, Parameters], Judgement]

    def find(self, facts: CaseFacts, parameters: Parameters) -> Finding:
        judgement = self.judge(facts, parameters)
        return Finding(
            code=self.code,
            label=self.label,
            neutral_label=self.neutral_label,
            outcome=judgement.outcome,
            fact=judgement.fact,
            sentence=judgement.sentence,
            blocking=self.blocking,
            reason_code=self.reason_code,
            source=self.source,
        )


def rule(
    *,
    code: str,
    label: str,
    source: str,
    reason_code: str | None = None,
    blocking: bool = True,
    neutral_label: str = "",
) -> Callable[[Callable[[CaseFacts, Parameters], Judgement]], Criterion]:
    """Makes a criterion of the function. Without ``neutral_label`` the label is shown to the board."""

    def decorate(judge: Callable[[CaseFacts, Parameters], Judgement]) -> Criterion:
        return Criterion(
            code=code,
            label=label,
            neutral_label=neutral_label or label,
            source=source,
            blocking=blocking,
            reason_code=reason_code,
            judge=judge,
        )

    return decorate


@dataclass(frozen=True, kw_only=True)
class Verdict:
    findings: tuple[Finding, ...]
    outcome: VerdictOutcome
    parameter_versions: dict[str, dict[str, int | None]]  # {key: {"value": …, "version": …}}

    @property
    def obstacles(self) -> tuple[Finding, ...]:
        """The blocking criteria that are not met."""
        return tuple(f for f in self.findings if f.blocking and f.outcome is FindingOutcome.NOT_MET)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What a caseworker should look at, without being stopped by it."""
        return tuple(f for f in self.findings if not f.blocking and f.outcome is not FindingOutcome.MET)

    @property
    def reason_codes(self) -> tuple[str, ...]:
        """The reasons of the closed list that the obstacles point to, each once."""
        return tuple(dict.fromkeys(f.reason_code for f in self.obstacles if f.reason_code))


def assess(aid: Aid, facts: CaseFacts, parameters: Parameters) -> Verdict:
    findings = tuple(criterion.find(facts, parameters) for criterion in aid.criteria)
    return Verdict(
        findings=findings,
        outcome=_overall(findings),
        parameter_versions=parameters.as_record(),
    )


def _overall(findings: tuple[Finding, ...]) -> VerdictOutcome:
    decisive = {finding.outcome for finding in findings if finding.blocking}
    if FindingOutcome.NOT_MET in decisive:
        return VerdictOutcome.NOT_ELIGIBLE
    if FindingOutcome.UNKNOWN in decisive:
        return VerdictOutcome.TO_EXAMINE
    return VerdictOutcome.ELIGIBLE


@dataclass(frozen=True)
class Limit:
    """What the amount may not exceed. ``cents`` None: the limit exists, its value is still to be checked."""

    cents: int | None
    reason: str


Bound = Callable[[CaseFacts, Parameters], "Limit | None"]


@dataclass(frozen=True, kw_only=True)
class Ceiling:
    """``usual_cents``: above it the opinion is warned, not stopped. ``to_check``: limits without a value."""

    cents: int
    reason: str
    usual_cents: int | None = None
    to_check: tuple[str, ...] = ()


def amount_ceiling(
    aid: Aid, facts: CaseFacts, parameters: Parameters, campaign_cap_cents: int | None = None
) -> Ceiling:
    """The most that may be proposed and voted: the lowest limit. The cap of an event replaces the aid's."""
    limits = [_cap(facts, parameters, campaign_cap_cents)]
    limits += [limit for bound in aid.bounds if (limit := bound(facts, parameters))]
    known = [(limit.cents, limit.reason) for limit in limits if limit.cents is not None]
    cents, reason = min(known, key=lambda pair: pair[0])
    return Ceiling(
        cents=max(cents, 0),
        reason=reason,
        usual_cents=parameters["ceiling_warning_cents"] or None,
        to_check=tuple(limit.reason for limit in limits if limit.cents is None),
    )


def _cap(facts: CaseFacts, parameters: Parameters, campaign_cap_cents: int | None) -> Limit:
    if campaign_cap_cents is None and facts.campaign:
        campaign_cap_cents = facts.campaign.cap_cents
    if campaign_cap_cents is not None:
        return Limit(campaign_cap_cents, f"Plafond fixé pour cet événement : {euros(campaign_cap_cents)}.")
    cap = parameters["cap_cents"]
    return Limit(cap, f"Plafond de l’aide : {euros(cap)}.")
