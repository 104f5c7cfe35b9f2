"""Urgent aid granted by two members between sittings, where the rules of the board delegate it. Pure.

No text provides for it: a parameter of the board, off by default; what is granted so is reported at the next sitting.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from commission.ballots import Caps, Result, Vote
from commission.enums import Choice, Outcome
from commission.rules import GRANT, Quorum, Rulebook
from cpsti_portal.kernel.money import euros

OFF = "Les règles de cette commission ne délèguent pas l’aide d’urgence."
NOT_URGENT = "La délégation ne vaut que pour l’aide d’urgence."
TWO = (
    "La présidence ou la vice-présidence et un autre membre accordent ensemble, et eux seuls\u00a0: "
    "sinon la commission décide."
)
EMPTY = "L’enveloppe de l’année est épuisée\u00a0: la commission décide."
HANDS = 2
_NO_QUORUM = "Décision à deux, par délégation de la commission\u00a0: il n’y a pas de quorum à réunir."


def above(book: Rulebook) -> str:
    """Why an amount is for the board: it is not cut down to fit."""
    return f"Le montant dépasse la délégation ({euros(book.delegation_ceiling_cents)})\u00a0: la commission décide."


@dataclass(frozen=True)
class Delegation:
    """``amount_cents``: what is granted, 0 when the board must decide. ``sentence``: for the report, or why not."""

    amount_cents: int
    sentence: str

    @property
    def grants(self) -> bool:
        return self.amount_cents > 0


def decide(
    votes: Sequence[Vote], *, officers: Collection[int], urgent: bool, caps: Caps, book: Rulebook
) -> Delegation:
    """``votes``: of members called to vote on this file; ``officers``: keys of president and vice-president."""
    if not book.delegation_ceiling_cents:
        return Delegation(0, OFF)
    if not urgent:
        return Delegation(0, NOT_URGENT)
    hands = {vote.voter for vote in votes}
    agreed = all(vote.choice in GRANT for vote in votes)
    if len(votes) != 2 or len(hands) != 2 or not agreed or not hands & set(officers):
        return Delegation(0, TWO)
    if not caps.ceiling_cents:
        return Delegation(0, EMPTY)
    amount = min(caps.ceiling_cents, *(vote.amount_cents for vote in votes))
    if amount > book.delegation_ceiling_cents:
        return Delegation(0, above(book))
    return Delegation(
        amount, f"Aide accordée par délégation pour {euros(amount)}, à rapporter à la prochaine séance."
    )


def result(found: Delegation, votes: Sequence[Vote]) -> Result:
    """What a delegation that grants writes in the ruling. Two hands are all it takes, and it took both."""
    return Result(
        outcome=Outcome.ADOPTED,
        amount_cents=found.amount_cents,
        reason_codes=(),
        question="",
        counts={choice: sum(vote.choice is choice for vote in votes) for choice in Choice},
        quorum=Quorum(present=len(votes), seats=HANDS),
        quorum_sentence=_NO_QUORUM,
        sentence=found.sentence,
    )
