"""The whole vocabulary that crosses the guarded door between the identity side and the board side.

``BoardFacts`` goes in, ``RulingFacts`` comes out. Nothing else does. Every field of ``BoardFacts`` is either
a label of a closed list, a band, or a text a caseworker wrote for the board: adding a field is a decision
about anonymity and makes ``tests/architecture`` ask for it.
"""

from dataclasses import asdict, dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class BoardFacts:
    """An anonymised file, ready to be read by a board. Money in euro cents, rounded unless said otherwise."""

    token: str  # random, 26 characters, computed from nothing
    board_code: str
    aid_code: str
    aid_label: str
    area_label: str  # the area of the board, never finer
    filed_quarter: str  # "4e trimestre 2026"
    age_band: str  # "40 à 49 ans"
    sector_group: str  # one of eight groups
    category: str  # artisan, commerçant, profession libérale
    regime: str  # réel, micro-entrepreneur
    seniority_band: str  # "de 5 à 9 ans"
    household: str  # "couple avec enfants"
    cause: str  # closed list
    income_band: str  # monthly household income
    charges_band: str  # monthly charges
    remaining_band: str  # what is left each month
    turnover_band: str
    savings_band: str
    contributions_due_band: str
    amount_asked_cents: int  # rounded to 50 €
    amount_proposed_cents: int  # exact: the caseworker's own proposal
    amount_ceiling_cents: int  # what the board may not exceed
    earlier_aids: str  # "aucune", "une aide dans les trois dernières années"
    account: str  # the applicant's own words, masked and read; empty unless a caseworker let them through
    summary: str  # written by the caseworker, masked and read, checked for leaks
    opinion: str  # favorable, favorable en partie, défavorable, réservé
    opinion_text: str
    replaces: str  # the token of the file this one corrects, empty for a first one
    follows: str  # the token of the last file of the same request, corrected or ruled; who stepped aside stays aside
    criteria: tuple[tuple[str, str], ...]  # (neutral label, "rempli" | "non rempli" | "à apprécier")
    pages: tuple[
        tuple[str, str, str], ...
    ] = ()  # (title, name, digest) of each page that comes with the file
    # The first day of the half-month in which silence would become a refusal: for the order in which a secretary
    # draws the agenda, shown to no member.
    decide_by: date | None = None


@dataclass(frozen=True, kw_only=True)
class BoardPage:
    """A page of a paper as a caseworker covered it: a PNG of pixels alone, and what it is called."""

    title: str  # "Pièce 3 – avis d’impôt, page 1": from a closed list
    name: str  # "piece-3-page-1", of a download
    digest: str  # SHA-256 of the content, signed with the facts
    content: bytes


@dataclass(frozen=True, kw_only=True)
class RulingFacts:
    """What the board decided on one file. ``amount_cents`` is 0 unless the outcome is ``adopted``.

    ``payable_from``: the first day of a payment, None as long as nobody knows when the State control ends.
    """

    token: str
    board_code: str
    outcome: str  # adopted, rejected, adjourned, out_of_competence
    amount_cents: int
    reason_codes: tuple[str, ...]  # closed list of reasons; at least one when rejected
    question: str  # what the board asks when it adjourns, may be empty
    held_on: date
    signatory_name: str  # the chair of the sitting
    signatory_title: str
    payable_from: date | None = None

    def as_payload(self) -> dict:
        """Plain JSON values, for the outbox."""
        return asdict(self) | {
            "reason_codes": list(self.reason_codes),
            "held_on": self.held_on.isoformat(),
            "payable_from": self.payable_from.isoformat() if self.payable_from else None,
        }

    @classmethod
    def from_payload(cls, payload: dict) -> "RulingFacts":
        payable_from = payload.get("payable_from")
        facts = {
            "reason_codes": tuple(payload["reason_codes"]),
            "held_on": date.fromisoformat(payload["held_on"]),
            "payable_from": date.fromisoformat(payable_from) if payable_from else None,
        }
        return cls(**(payload | facts))
