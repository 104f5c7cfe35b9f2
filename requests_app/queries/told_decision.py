"""The decision as its applicant reads it: never before it has been notified."""

from dataclasses import dataclass

from requests_app.applicant_words import DECIDED, Told
from requests_app.models import AidRequest, Decision, Letter
from requests_app.workflow import State


@dataclass(frozen=True)
class ToldDecision:
    """Amounts in cents; ``letter`` has its file."""

    words: Told
    amount_cents: int
    asked_cents: int
    is_partial: bool
    letter: Letter


def told_decision(aid_request: AidRequest) -> ToldDecision | None:
    if aid_request.state not in (State.NOTIFIED, State.PAID):
        return None
    in_force = Decision.objects.filter(aid_request=aid_request, annulled_on__isnull=True)
    decision = in_force.select_related("letter").first()
    if decision is None:  # annulled after it was paid
        return None
    return ToldDecision(
        words=DECIDED[decision.kind],
        amount_cents=decision.amount_cents,
        asked_cents=decision.asked_cents,
        is_partial=decision.amount_cents < decision.asked_cents and decision.amount_cents > 0,
        letter=decision.letter,
    )
