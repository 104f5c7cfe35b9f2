"""A draft: begun once, kept at each step whatever was typed, never overwritten behind somebody's back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import User
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, NotAllowed
from requests_app.aids import registry
from requests_app.intake.reading import StepReading, read_request
from requests_app.intake.typing import Raw
from requests_app.models import AidRequest, Document, StepAnswers
from requests_app.queries.drafts import intake_context, stored_steps
from requests_app.workflow import State

# Two clicks on the same button, or a page sent again, begin one draft.
_SAME_BEGINNING = timedelta(minutes=10)


@dataclass(frozen=True)
class SavedStep:
    reading: StepReading
    version: int
    saved_at: datetime


class StaleStep(Conflict):
    """The page was older than what is stored; ``saved`` is what is stored now."""

    def __init__(self, saved: StepAnswers):
        super().__init__(
            "draft.stale", "Cette étape a été modifiée depuis une autre fenêtre ou un autre appareil."
        )
        self.saved = saved


@transaction.atomic
def start(*, actor: Actor, aid_code: str, at: datetime) -> AidRequest:
    """A new draft, or the untouched one begun a moment ago for the same aid. KeyError for an unknown aid."""
    aid = registry.get(aid_code)
    User.objects.select_for_update().get(pk=actor.user_id)
    untouched = AidRequest.objects.filter(
        applicant_id=actor.user_id,
        aid_code=aid.code.value,
        state=State.DRAFT.value,
        created_at__gt=at - _SAME_BEGINNING,
        answers__isnull=True,
        documents__isnull=True,
    ).order_by("-created_at")
    return untouched.first() or AidRequest.objects.create(
        applicant_id=actor.user_id, aid_code=aid.code.value, created_at=at
    )


@transaction.atomic
def save_step(
    *, actor: Actor, aid_request: AidRequest, slug: str, raw: Raw, version: int, at: datetime
) -> SavedStep:
    """Keep what was typed, right or wrong. ``version``: the one the page was made from, 0 for a step never saved.

    Raises StaleStep when another page saved in between, unless it saved the very same answers.
    """
    draft = lock_draft(actor=actor, aid_request=aid_request)
    rows = stored_steps(draft)
    row = rows.get(slug)
    if row is not None and row.version != version and row.raw != raw:
        raise StaleStep(row)
    aid = registry.get(draft.aid_code)
    raws = {**{name: other.raw for name, other in rows.items()}, slug: raw}
    reading = read_request(aid, raws, intake_context(aid=aid, at=at))[slug]
    row = _write(draft, row, reading, raw, at)
    return SavedStep(reading=reading, version=row.version, saved_at=row.updated_at)


def lock_draft(*, actor: Actor, aid_request: AidRequest) -> AidRequest:
    """The draft, locked to the end of the transaction.

    Raises NotAllowed for somebody else's, Conflict ``draft.sent`` once it has been sent or thrown away.
    """
    if actor.user_id != aid_request.applicant_id:
        raise NotAllowed("request.not_yours", "Cette demande n’est pas la vôtre.")
    locked = AidRequest.objects.select_for_update().filter(pk=aid_request.pk).first()
    if locked is None or locked.state != State.DRAFT:
        raise Conflict(
            "draft.sent", "Cette demande a déjà été envoyée ou supprimée : elle ne peut plus être modifiée."
        )
    return locked


def _write(
    draft: AidRequest, row: StepAnswers | None, reading: StepReading, raw: Raw, at: datetime
) -> StepAnswers:
    """The saved row; untouched when it already says all this."""
    understood = reading.values if reading.is_complete else {}
    if row is None:
        row = StepAnswers(aid_request=draft, step=reading.step.slug, version=0)
    elif (row.raw, row.values) == (raw, understood):
        return row
    row.raw, row.values, row.is_complete = raw, understood, reading.is_complete
    row.version += 1
    row.updated_at = at
    row.save()
    return row


@transaction.atomic
def discard(*, actor: Actor, aid_request: AidRequest) -> None:
    """Throw a draft away with its papers. Raises Conflict once it has been sent."""
    draft = lock_draft(actor=actor, aid_request=aid_request)
    record(action="draft.discarded", target=draft, actor=actor)
    files = [document.file for document in Document.objects.filter(aid_request=draft).order_by("pk")]
    draft.delete()
    for file in files:
        transaction.on_commit(lambda file=file: file.storage.delete(file.name), robust=True)
