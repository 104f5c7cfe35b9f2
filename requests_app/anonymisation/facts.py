"""The file a board reads, built by allow-list from the facts of a case: what is not named here does not leave. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from requests_app.anonymisation.bands import (
    UNKNOWN,
    age_band,
    money_band,
    quarter,
    seniority_band,
    shown_asked_cents,
    shown_ceiling_cents,
    turnover_band,
)
from requests_app.enums import FindingOutcome, OpinionKind
from requests_app.facts import CaseFacts, EarlierAid
from requests_app.legal_clock import add_months

_EARLIER_MONTHS = 36


@dataclass(frozen=True, kw_only=True)
class OpinionFacts:
    """What the caseworker wrote, and let through of the applicant's ``account``, for the board: texts as it reads them.

    The sentence of fact is for the letter: it is not here. ``kind`` is None while it is not chosen: a preview shows
    what there is.
    """

    kind: OpinionKind | None
    amount_cents: int
    account: str
    summary: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Destination:
    board_code: str
    area_label: str
    aid_code: str
    aid_label: str
    ceiling_cents: int


def board_fields(
    case: CaseFacts, *, to: Destination, opinion: OpinionFacts, findings: Iterable[Mapping[str, object]]
) -> dict[str, object]:
    """Every field of the anonymised file but its token and the one it replaces.

    ``findings`` as a stored verdict keeps them.
    """
    return {
        "board_code": to.board_code,
        "aid_code": to.aid_code,
        "aid_label": to.aid_label,
        "area_label": to.area_label,
        "filed_quarter": quarter(case.filed_on),
        **_person(case),
        **_money(case),
        "amount_asked_cents": shown_asked_cents(case.amount_asked_cents or 0, opinion.amount_cents),
        "amount_proposed_cents": opinion.amount_cents,
        "amount_ceiling_cents": shown_ceiling_cents(to.ceiling_cents, opinion.amount_cents),
        "earlier_aids": earlier_phrase(case.earlier, case.filed_on),
        "account": opinion.account,
        "summary": opinion.summary,
        "opinion": _label(opinion.kind),
        "opinion_text": opinion.text,
        "criteria": tuple((str(found["neutral_label"]), _outcome(found["outcome"])) for found in findings),
    }


def _person(case: CaseFacts) -> dict[str, object]:
    return {
        "age_band": age_band(case.age),
        "sector_group": _label(case.sector_group),
        "category": _label(case.category),
        "regime": _label(case.regime),
        "seniority_band": seniority_band(case.months_affiliated),
        "household": _label(case.household),
        "cause": _cause(case),
    }


def _money(case: CaseFacts) -> dict[str, object]:
    due = case.contributions_due_cents
    return {
        "income_band": money_band(case.income_cents),
        "charges_band": money_band(case.charges_cents),
        "remaining_band": money_band(case.remaining_cents),
        "turnover_band": turnover_band(case.turnover_cents),
        "savings_band": money_band(case.savings_cents),
        "contributions_due_band": money_band(case.declared_debt_cents if due is None else due),
    }


def _label(choice: object) -> str:
    return UNKNOWN if choice is None else str(getattr(choice, "label", choice))


def _cause(case: CaseFacts) -> str:
    if case.cause is not None:
        return str(case.cause.label)
    if case.event_on is not None:
        return "Catastrophe ou intempéries"
    return "Départ à la retraite" if case.departure_on is not None else UNKNOWN


def _outcome(value: object) -> str:
    return str(FindingOutcome(str(value)).label)


def earlier_phrase(earlier: Iterable[EarlierAid], on: date) -> str:
    """How many aids in the last three years; neither their amounts nor their dates, which would tie two files."""
    recent = [aid for aid in earlier if add_months(aid.granted_on, _EARLIER_MONTHS) > on]
    if not recent:
        return "aucune aide dans les trois dernières années"
    return f"{'une aide' if len(recent) == 1 else 'plusieurs aides'} dans les trois dernières années"
