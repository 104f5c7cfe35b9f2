"""The legal receipt of a filed request (CRPA L112-11 and R112-11-1)."""

from collections import Counter
from datetime import datetime

from requests_app.aids import registry
from requests_app.letters.catalogue import Kind
from requests_app.letters.mentions import Receipt, ReceivedFile
from requests_app.models import AidRequest, Letter
from requests_app.services import letter_facts as facts
from requests_app.services import letters


def issue(*, aid_request: AidRequest, at: datetime) -> Letter:
    """Owe the receipt, in the transaction of the submission. The page can show it at once (``letters.as_page``)."""
    filed_on = facts.legal_day(aid_request, aid_request.submitted_at)
    mentions = Receipt(
        **facts.common(aid_request, dated_on=filed_on),
        amount_asked_cents=facts.asked_cents(aid_request=aid_request),
        refused_on=aid_request.due_on,
        files=received_files(aid_request),
        remedies=facts.remedies(facts.remedies_row(aid_request, kind=Kind.RECEIPT, on=filed_on)),
    )
    return letters.owe(
        aid_request=aid_request,
        kind=Kind.RECEIPT,
        event=str(aid_request.pk),
        mentions=mentions,
        at=at,
    )


def received_files(aid_request: AidRequest) -> tuple[ReceivedFile, ...]:
    """Named by what they are, not by their file name; the digest is that of the bytes the applicant sent."""
    aid = registry.get(aid_request.aid_code)
    documents = list(
        aid_request.documents.order_by("uploaded_at", "pk").values_list("kind", "received_sha256")
    )
    totals, seen = Counter(kind for kind, _ in documents), Counter()
    files = []
    for kind, sha256 in documents:
        seen[kind] += 1
        known = aid.document(kind)
        label = known.label if known else "Autre pièce"
        number = f" ({seen[kind]} sur {totals[kind]})" if totals[kind] > 1 else ""
        files.append(ReceivedFile(label=f"{label}{number}", sha256=sha256))
    return tuple(files)
