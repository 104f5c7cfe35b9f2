"""What the engine proposes for the free texts of a request: asked for when they move, read in the worker.

``Redaction.proposal``: ``findings`` as {start, end, label, layer, suggestion}, ``cues`` as {start, end, why},
``unusable_capitals`` and ``with_model``.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.outbox.registry import subscriber
from cpsti_portal.kernel.outbox.services import publish
from requests_app.anonymisation.redaction.findings import Label, Layer
from requests_app.models import AidRequest, Opinion, Redaction
from requests_app.queries.casefile import known_to_file
from requests_app.queries.redactions import sources_of
from requests_app.workflow import State

_UNREAD: dict[str, Any] = {
    "proposal": {}, "proposed_at": None, "by_hand": False, "read_digest": "", "read_by": None, "read_at": None,
}  # fmt: skip


@transaction.atomic
def follow(*, aid_request: AidRequest, opinion: Opinion | None) -> int:
    """Take note of the texts as they are now and have the engine read those that moved. The choices stay.

    Inside the transaction of the act that wrote them. Returns how many texts moved.
    """
    moved = 0
    rows = {row.name: row for row in Redaction.objects.select_for_update().filter(aid_request=aid_request)}
    for name, source in sources_of(aid_request, opinion).items():
        row = rows.get(name)
        if row is None and source:
            moved += 1
            _ask(Redaction.objects.create(aid_request=aid_request, name=name, source=source))
        elif row is not None and row.source != source:
            Redaction.objects.filter(pk=row.pk).update(source=source, revision=row.revision + 1, **_UNREAD)
            row.refresh_from_db()
            moved += 1
            _ask(row)
    return moved


def follow_forgotten(*, limit: int = 200) -> int:
    """Take note of the texts of requests in review that nobody took note of. Returns how many requests."""
    unseen = AidRequest.objects.filter(state=State.IN_REVIEW, redactions__isnull=True).order_by("pk")
    found = list(unseen.select_related("opinion")[:limit])
    for aid_request in found:
        follow(aid_request=aid_request, opinion=getattr(aid_request, "opinion", None))
    return len(found)


def follow_all() -> int:
    """Take note of every text in review, once the portal cleans them better. Returns how many moved."""
    found = AidRequest.objects.filter(state=State.IN_REVIEW).order_by("pk").select_related("opinion")
    return sum(follow(aid_request=one, opinion=getattr(one, "opinion", None)) for one in found.iterator())


def _ask(row: Redaction) -> None:
    if row.source:
        publish(
            topic="redactions.propose",
            key=f"{row.pk}:{row.revision}",
            payload={"redaction": row.pk},
        )


@subscriber("redactions.propose")
def _propose(payload: dict) -> None:
    propose(redaction=payload["redaction"], at=clock.now())


def propose(*, redaction: int, at: datetime) -> None:
    """Have the engine read the text as it is now, out of any lock; a text that moved meanwhile is asked for again.

    Read already, it is not read again; what was chosen stays.
    """
    row = Redaction.objects.get(pk=redaction)
    if row.proposed_at is not None or not row.source:
        return
    # Here and not above: a web process asks for a reading and never reads.
    from requests_app.anonymisation.redaction import engine

    aid_request = _whole(row.aid_request_id)
    found = engine.propose(row.source, known_to_file(aid_request), model=settings.PORTAL_REDACTION_MODEL)
    if found.text != row.source:  # kept by a version that cleaned less: its places would be wrong
        follow(aid_request=aid_request, opinion=getattr(aid_request, "opinion", None))
        return
    proposal = {
        "findings": [
            finding_of(one.start, one.end, one.label, one.layer, one.suggestion) for one in found.findings
        ],
        "cues": [asdict(cue) for cue in found.cues],
        "unusable_capitals": found.unusable_capitals,
        "with_model": found.with_model,
    }
    unread = Redaction.objects.filter(pk=row.pk, revision=row.revision, proposed_at__isnull=True)
    unread.update(proposal=proposal, proposed_at=at, by_hand=False)


def _whole(pk: object) -> AidRequest:
    rows = AidRequest.objects.select_related("organisation", "board", "department", "applicant", "caseworker")
    return rows.select_related("opinion").get(pk=pk)


def finding_of(start: int, end: int, label: Label, layer: Layer, suggestion: str = "") -> dict[str, object]:
    return {"start": start, "end": end, "label": label, "layer": layer, "suggestion": suggestion}
