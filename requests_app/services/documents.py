"""Papers: received, written anew, stored under a random name, thrown away while the request is a draft.

The bytes reach the storage before the row exists, and leave it when the row could not be written: a row always
has its file. A file that a killed process left without a row is taken away by ``sweep``.
"""

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum

from cpsti_portal.kernel import private_files
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from requests_app.aids import registry
from requests_app.documents.engine import Rewritten, rewrite
from requests_app.documents.names import shown_name
from requests_app.models import AidRequest, ClearedPage, Document, PaperRequest
from requests_app.models.document import FOLDER
from requests_app.workflow import State

MAX_FILES = 60
_MEBIBYTE = 1024 * 1024


def add(
    *,
    actor: Actor,
    aid_request: AidRequest,
    kind: str,
    name: str,
    data: bytes,
    at: datetime,
    paper_request: PaperRequest | None = None,
) -> Document:
    """Keep one paper of a draft, or one that answers ``paper_request``.

    Raises DomainError: ``document.too_big``, ``document.quota``, ``document.too_many``, ``document.twice``,
    ``document.kind``, ``document.not_stored`` or a refusal of the reading engine; Conflict ``document.closed``.
    """
    received = hashlib.sha256(data).hexdigest()
    _check_size(data)
    _check_place(actor, aid_request, kind, paper_request)
    _check_room(aid_request, kind, received, len(data))
    rewritten = rewrite(data)
    path = _store(rewritten.data)
    try:
        with transaction.atomic():
            locked = AidRequest.objects.select_for_update().filter(pk=aid_request.pk).first()
            _check_place(actor, locked, kind, paper_request)
            _check_room(locked, kind, received, len(data))
            return _row(locked, kind, name, rewritten, path, received, at, actor, paper_request)
    except BaseException:
        default_storage.delete(path)
        raise


@transaction.atomic
def remove(*, actor: Actor, document: Document) -> None:
    """Take a paper back while the request, or the answer it belongs to, has not been sent."""
    locked = AidRequest.objects.select_for_update().get(pk=document.aid_request_id)
    _check_place(actor, locked, document.kind, document.paper_request)
    if ClearedPage.objects.filter(document=document).exists():
        raise Conflict(
            "document.closed", "Le service a déjà utilisé cette pièce : elle ne peut plus être retirée."
        )
    record(action="document.removed", target=document, actor=actor, detail={"kind": document.kind})
    path = document.file.name
    Document.objects.filter(pk=document.pk).delete()
    transaction.on_commit(lambda: default_storage.delete(path), robust=True)


def sweep(*, older_than: datetime) -> int:
    """Take away the stored files that no row knows and that are older than ``older_than``; returns how many."""
    known = set(Document.objects.values_list("file", flat=True))
    return private_files.sweep(FOLDER, known, older_than=older_than)


def _check_size(data: bytes) -> None:
    limit = settings.PORTAL_UPLOAD_MAX_BYTES
    if len(data) > limit:
        raise DomainError(
            "document.too_big",
            f"Ce fichier dépasse {limit // _MEBIBYTE} Mo. Réduisez-le, ou prenez le document en photo.",
        )


def _check_place(actor: Actor, aid_request: AidRequest | None, kind: str, asked: PaperRequest | None) -> None:
    if aid_request is None:
        raise Conflict(
            "document.closed", "Ce brouillon a été supprimé : vous ne pouvez plus y joindre de pièce."
        )
    if actor.user_id != aid_request.applicant_id:
        raise NotAllowed("request.not_yours", "Cette demande n’est pas la vôtre.")
    if asked is None:
        expected = State.DRAFT
        kinds = {known.slug for known in registry.get(aid_request.aid_code).documents}
    else:
        expected = State.INCOMPLETE
        kinds = {item["kind"] for item in asked.items}
    if aid_request.state != expected:
        raise Conflict(
            "document.closed", "La demande a été envoyée : vous ne pouvez plus changer ses pièces ici."
        )
    if kind not in kinds:
        raise DomainError("document.kind", "Cette pièce n’est pas demandée ici.")


def _check_room(aid_request: AidRequest, kind: str, received: str, size: int) -> None:
    papers = Document.objects.filter(aid_request=aid_request)
    if papers.filter(kind=kind, received_sha256=received).exists():
        raise DomainError("document.twice", "Vous avez déjà joint ce fichier à cet endroit.")
    if papers.count() >= MAX_FILES:
        raise DomainError(
            "document.too_many",
            f"Une demande contient {MAX_FILES} fichiers au plus. Réunissez-en plusieurs en un PDF.",
        )
    limit = settings.PORTAL_UPLOAD_MAX_BYTES_PER_REQUEST
    if (papers.aggregate(total=Sum("size"))["total"] or 0) + size > limit:
        raise DomainError(
            "document.quota",
            f"Vos fichiers dépassent {limit // _MEBIBYTE} Mo en tout. Enlevez-en un, ou réduisez celui-ci.",
        )


def _store(data: bytes) -> str:
    try:
        return private_files.keep(FOLDER, data)
    except OSError as error:
        raise DomainError(
            "document.not_stored",
            "Votre fichier n’a pas pu être enregistré. Réessayez dans quelques minutes.",
        ) from error


def _row(
    aid_request: AidRequest,
    kind: str,
    name: str,
    rewritten: Rewritten,
    path: str,
    received: str,
    at: datetime,
    actor: Actor,
    paper_request: PaperRequest | None,
) -> Document:
    document = Document.objects.create(
        aid_request=aid_request,
        paper_request=paper_request,
        kind=kind,
        title=shown_name(name, rewritten.form),
        content_type=rewritten.form.value,
        file=path,
        size=len(rewritten.data),
        pages=rewritten.pages,
        sha256=hashlib.sha256(rewritten.data).hexdigest(),
        received_sha256=received,
        uploaded_at=at,
    )
    record(action="document.added", target=document, actor=actor, detail={"kind": kind})
    return document
