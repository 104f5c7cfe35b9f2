"""The papers of a request, and those a caseworker is waiting for."""

from collections.abc import Iterable

from requests_app.models import AidRequest, Document, PaperRequest


def papers_of(aid_request: AidRequest) -> list[Document]:
    return list(Document.objects.filter(aid_request=aid_request).order_by("uploaded_at", "pk"))


def open_paper_request(aid_request: AidRequest) -> PaperRequest | None:
    return PaperRequest.objects.filter(aid_request=aid_request, closed_at__isnull=True).first()


def lacking_items(asked: PaperRequest, documents: Iterable[Document]) -> list[dict]:
    """The asked items for which nothing was joined."""
    joined = {document.kind for document in documents}
    return [item for item in asked.items if item["kind"] not in joined]
