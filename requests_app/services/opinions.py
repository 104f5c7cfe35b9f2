"""The caseworker's opinion: kept as a draft, never overwritten behind somebody's back, complete before it is sent."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError
from cpsti_portal.kernel.reasons import REASONS
from requests_app.anonymisation.cleaning import clean
from requests_app.enums import OpinionKind
from requests_app.models import AidRequest, Opinion
from requests_app.queries.casefile import ceiling_of
from requests_app.services import proposals
from requests_app.services.casework import lock_held, membership_of
from requests_app.workflow import LABELS, State


@dataclass(frozen=True, kw_only=True)
class OpinionDraft:
    """What the page sent. ``amount_cents`` in euro cents; texts as typed, cleaned when they are kept."""

    kind: str = ""
    amount_cents: int = 0
    reason_codes: tuple[str, ...] = ()
    fact_sentence: str = ""
    text: str = ""
    summary: str = ""


class StaleOpinion(Conflict):
    """The page was older than what is stored; ``saved`` is what is stored now."""

    def __init__(self, saved: Opinion):
        super().__init__(
            "opinion.stale", "Cet avis a été modifié depuis une autre fenêtre ou un autre poste."
        )
        self.saved = saved


@transaction.atomic
def save(
    *, aid_request: AidRequest, actor: Actor, draft: OpinionDraft, version: int, at: datetime
) -> Opinion:
    """Keep the draft. ``version``: the one the page was made from, 0 for an opinion never saved.

    Raises StaleOpinion unless the very same words were saved in between, NotAllowed ``casework.not_held``,
    Conflict ``opinion.closed``, DomainError ``opinion.ceiling``, ``opinion.kind`` or ``opinion.reasons``.
    """
    locked = lock_held(aid_request=aid_request, actor=actor)
    _check_open(locked)
    _check_amount(locked, draft)
    words = _words(draft)
    saved = Opinion.objects.select_for_update().filter(aid_request=locked).first()
    if saved is not None and all(getattr(saved, name) == value for name, value in words.items()):
        return saved
    if (saved.version if saved else 0) != version:
        raise StaleOpinion(saved)
    kept = saved or Opinion(aid_request=locked, version=0)
    for name, value in words.items():
        setattr(kept, name, value)
    kept.author = membership_of(aid_request=locked, actor=actor)
    kept.updated_at, kept.version = at, kept.version + 1
    kept.save()
    proposals.follow(aid_request=locked, opinion=kept)
    record(action="opinion.saved", actor=actor, target=locked, detail={"version": kept.version})
    return kept


def _words(draft: OpinionDraft) -> dict[str, object]:
    """As they are stored and, for the two texts of the board, as they are sent."""
    return {
        "kind": draft.kind,
        "amount_cents": draft.amount_cents,
        "reason_codes": [code for code in REASONS if code in draft.reason_codes],
        "fact_sentence": " ".join(draft.fact_sentence.split()),
        "text": clean(draft.text),
        "summary": clean(draft.summary),
    }


def _check_open(aid_request: AidRequest) -> None:
    if aid_request.state != State.IN_REVIEW:
        label = LABELS[State(aid_request.state)].staff
        raise Conflict("opinion.closed", f"L’avis ne peut plus changer : la demande est « {label} ».")


def _check_amount(aid_request: AidRequest, draft: OpinionDraft) -> None:
    if draft.kind and draft.kind not in OpinionKind.values:
        raise DomainError("opinion.kind", "Choisissez un avis de la liste.")
    if not set(draft.reason_codes) <= set(REASONS):
        raise DomainError("opinion.reasons", "Choisissez des motifs de la liste.")
    ceiling = ceiling_of(aid_request)
    if draft.amount_cents > ceiling.cents:
        raise DomainError("opinion.ceiling", ceiling.sentence)
