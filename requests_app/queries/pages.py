"""The pages of a file that the board may read, and the page a caseworker is covering."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from cpsti_portal.kernel.errors import DomainError
from requests_app.aids import registry
from requests_app.aids.base import Aid
from requests_app.anonymisation import covering
from requests_app.anonymisation.leaks import Leak
from requests_app.documents import engine
from requests_app.documents.boxes import Box, Sign
from requests_app.documents.refusals import Refused
from requests_app.models import AidRequest, BoardVersion, ClearedPage, Document
from requests_app.queries.casefile import known_to_file
from requests_app.workflow import State

UNREADABLE = "Cette page ne peut pas être affichée : elle est trop complexe, ou le fichier est abîmé."
_OTHER = "autre pièce"
_MOST_SIGNS = 12_000  # the densest sheet of small print holds some eight thousand


@dataclass(frozen=True)
class ShownPage:
    """``title`` and ``name`` (of a download) say the number of the paper, its kind and the page; nothing typed."""

    pk: int
    document_id: object
    number: int
    title: str
    name: str
    sha256: str

    @property
    def fact(self) -> list[str]:
        """As a frozen version keeps it."""
        return [self.title, self.name, self.sha256]


def papers_of(aid_request: AidRequest) -> QuerySet[Document]:
    """In the order in which the file numbers them."""
    return Document.objects.filter(aid_request=aid_request).order_by("uploaded_at", "pk")


def standing_pages(aid_request: AidRequest) -> QuerySet[ClearedPage]:
    """Those the next version takes."""
    return ClearedPage.objects.filter(document__aid_request=aid_request, withdrawn_at__isnull=True)


def pages_visible_in(aid_request: AidRequest) -> QuerySet[ClearedPage]:
    """Every page of the request, those of earlier versions included."""
    return ClearedPage.objects.filter(document__aid_request=aid_request)


def shown_pages(aid_request: AidRequest) -> list[ShownPage]:
    """In the order of the papers, then of their pages. Two queries, one when there is none."""
    pages = {
        (page.document_id, page.number): page for page in standing_pages(aid_request).order_by("number", "pk")
    }
    if not pages:
        return []
    aid = registry.get(aid_request.aid_code)
    return [
        _shown(page, rank, document.kind, aid)
        for rank, document in enumerate(papers_of(aid_request), start=1)
        for (document_id, _), page in pages.items()
        if document_id == document.pk
    ]


def frozen_pages(version: BoardVersion) -> list[ShownPage]:
    """The very images of a version, by their digests: two rows with one digest are one image."""
    facts = version.facts.get("pages", [])
    if not facts:
        return []
    kept = pages_visible_in(version.aid_request).filter(sha256__in=[digest for _, _, digest in facts])
    rows = {page.sha256: page for page in kept.order_by("pk")}
    return [
        ShownPage(rows[digest].pk, rows[digest].document_id, rows[digest].number, title, name, digest)
        for title, name, digest in facts
    ]


def pages_as_read(aid_request: AidRequest) -> list[ShownPage]:
    """Those the board would read if the file were frozen now; once it is frozen, those that were."""
    if aid_request.state == State.IN_REVIEW:
        return shown_pages(aid_request)
    versions = BoardVersion.objects.filter(aid_request=aid_request, returned_at__isnull=True)
    frozen = versions.select_related("aid_request").order_by("-number").first()
    return frozen_pages(frozen) if frozen else []


def title_of(aid_request: AidRequest, document: Document, number: int) -> str:
    rank = list(papers_of(aid_request).values_list("pk", flat=True)).index(document.pk) + 1
    return _title(rank, document.kind, registry.get(aid_request.aid_code), number)


def is_medical(aid_request: AidRequest, document: Document) -> bool:
    kind = registry.get(aid_request.aid_code).document(document.kind)
    return bool(kind and kind.medical)


def _shown(page: ClearedPage, rank: int, kind: str, aid: Aid) -> ShownPage:
    return ShownPage(
        pk=page.pk,
        document_id=page.document_id,
        number=page.number,
        title=_title(rank, kind, aid, page.number),
        name=f"piece-{rank}-page-{page.number}",
        sha256=page.sha256,
    )


def _title(rank: int, kind: str, aid: Aid, number: int) -> str:
    """From the closed list of kinds: what a caseworker typed to ask for a paper is not said to a board."""
    known = aid.document(kind)
    return f"Pièce {rank} – {known.neutral_label if known else _OTHER}, page {number}"


def signs_of(document: Document, number: int) -> list[Sign]:
    """Raises DomainError ``page.unreadable``, also for more text than a page holds: names are looked for in it."""
    try:
        signs = engine.read(_bytes_of(document), page=number)
    except Refused as refusal:
        raise _unreadable(refusal) from refusal
    if len(signs) > _MOST_SIGNS:
        raise DomainError("page.unreadable", UNREADABLE)
    return signs


def drawn(document: Document, number: int, boxes: tuple[Box, ...] = ()) -> bytes:
    """The page as a PNG, ``boxes`` burnt in. Raises DomainError ``page.unreadable``."""
    try:
        return engine.draw(_bytes_of(document), page=number, boxes=boxes)
    except Refused as refusal:
        raise _unreadable(refusal) from refusal


def boxes_in_advance(aid_request: AidRequest, signs: list[Sign]) -> tuple[Box, ...]:
    return covering.in_advance(signs, known_to_file(aid_request))


def still_legible(aid_request: AidRequest, signs: list[Sign], boxes: Iterable[Box]) -> tuple[Leak, ...]:
    return covering.still_legible(signs, known_to_file(aid_request), boxes)


def _bytes_of(document: Document) -> bytes:
    try:
        with default_storage.open(document.file.name) as kept:
            return kept.read()
    except FileNotFoundError as error:
        raise DomainError("page.unreadable", UNREADABLE) from error


def _unreadable(refusal: Refused) -> DomainError:
    """The sentences of the engine speak to the applicant."""
    message = refusal.message if refusal.code == "document.busy" else UNREADABLE
    return DomainError("page.unreadable", message)
