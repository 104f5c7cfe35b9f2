"""What a vote may spend: its result, within what is left in the envelope. Pure."""

from dataclasses import replace

from commission import wording
from commission.ballots import Result
from commission.enums import Outcome
from cpsti_portal.kernel.money import euros


def limited(result: Result, *, room_cents: int) -> Result:
    """The same result, its amount at most ``room_cents``. An adopted file for which nothing is left is adjourned.

    The votes stay as they were cast: the money is short, the board did not change its mind.
    """
    if result.outcome is not Outcome.ADOPTED or result.amount_cents <= room_cents:
        return result
    votes = wording.votes(result.counts)
    if room_cents == 0:
        sentence = f"Dossier ajourné, l’enveloppe de l’année étant épuisée\u00a0: {votes}."
        return replace(result, outcome=Outcome.ADJOURNED, amount_cents=0, sentence=sentence)
    sentence = (
        f"Aide accordée pour {euros(room_cents)}\u00a0: {votes}. La commission retenait "
        f"{euros(result.amount_cents)}\u00a0: le montant est ramené à ce qui reste dans l’enveloppe."
    )
    return replace(result, amount_cents=room_cents, sentence=sentence)
