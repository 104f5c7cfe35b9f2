"""The papers of a page: what is there, what may be added, what was refused and why."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from cpsti_portal.kernel.errors import Conflict, DomainError
from requests_app.aids.documents import DocumentKind
from requests_app.forms.applicant import PapersForm, Slot
from requests_app.models import AidRequest, Document, PaperRequest
from requests_app.services import documents

LIMITS = "PDF, JPEG ou PNG, 10 Mo au plus par fichier."
_TYPES = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}


def slot_of(kind: DocumentKind, *, required: bool) -> Slot:
    return Slot(kind=kind.slug, label=kind.label, help=f"{kind.why} {kind.hint}", required=required)


def slots_of(asked: PaperRequest) -> list[Slot]:
    return [
        Slot(kind=item["kind"], label=item["label"], help=item.get("comment", ""), required=True)
        for item in asked.items
    ]


def file_line(document: Document, *, deletable: bool = False) -> dict:
    """As the component ``file_list`` reads it."""
    facts = [_TYPES[document.content_type], weight(document.size)]
    if document.pages > 1:
        facts.append(f"{document.pages} pages")
    facts.append(f"ajouté le {date_format(localtime(document.uploaded_at), 'd/m/Y')}")
    place = [document.aid_request_id, document.pk]
    return {
        "name": document.title,
        "url": reverse("files:document", args=[document.pk]),
        "meta": ", ".join(facts),
        "delete_url": reverse("applicant:document_delete", args=place) if deletable else "",
    }


def weight(size: int) -> str:
    """Bytes as a phone shows them: « 23 ko », « 1,2 Mo »."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}\u00a0ko"
    return f"{size / 1_000_000:.1f}\u00a0Mo".replace(".", ",")


def places(form: PapersForm, held: Iterable[Document], *, deletable: bool) -> list[dict]:
    """One place by kind of paper: its question and the files already there."""
    by_kind: dict[str, list[dict]] = {}
    for document in held:
        by_kind.setdefault(document.kind, []).append(file_line(document, deletable=deletable))
    return [{"field": form[kind], "files": by_kind.get(kind, [])} for kind in form.fields]


def receive(
    request: HttpRequest,
    form: PapersForm,
    aid_request: AidRequest,
    at: datetime,
    asked: PaperRequest | None = None,
) -> int:
    """Keep every file that can be kept; each refusal is told next to its place. Returns how many were kept."""
    kept = 0
    for kind, upload in form.chosen():
        try:
            documents.add(
                actor=request.actor,
                aid_request=aid_request,
                kind=kind,
                name=upload.name,
                data=upload.read(settings.PORTAL_UPLOAD_MAX_BYTES + 1),
                at=at,
                paper_request=asked,
            )
        except Conflict:
            raise
        except DomainError as error:
            form.add_error(kind, f"{upload.name}\u00a0: {error.message}")
        else:
            kept += 1
    return kept


def kept_sentence(kept: int) -> str:
    return "1 fichier est ajouté." if kept == 1 else f"{kept} fichiers sont ajoutés."
