"""Pages of papers cleared for the board: covered, drawn, kept; taken back before they are frozen.

Nothing of a paper is shown to a board unless somebody who holds the request clears it, page by page.
"""

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from cpsti_portal.kernel import private_files
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError
from requests_app.documents.boxes import Box
from requests_app.models import AidRequest, BoardVersion, ClearedPage, Document
from requests_app.models.cleared_page import FOLDER
from requests_app.queries.pages import (
    drawn,
    frozen_pages,
    is_medical,
    signs_of,
    standing_pages,
    still_legible,
)
from requests_app.services.casework import lock_held, membership_of
from requests_app.workflow import State

MOST = 10  # of one request: a board reads a sheet, not a file
# What whoever covers a page says to have looked for: a machine finds none of it on an image.
CHECKS = ("names", "addresses", "numbers", "signatures", "stamps", "codes")
UNCHECKED = "Cochez chaque ligne : elle dit ce que vous avez couvert."


def clear(
    *,
    actor: Actor,
    aid_request: AidRequest,
    document: Document,
    number: int,
    boxes: tuple[Box, ...],
    checked: Collection[str],
    replaces: int | None,
    at: datetime,
) -> ClearedPage:
    """Keep page ``number`` with ``boxes`` burnt in; ``replaces``: the key of the page that stood when this was shown.

    The same boxes sent twice are kept once. Raises DomainError ``page.unchecked``, ``page.medical``, ``page.legible``,
    ``page.too_many``, ``page.unreadable``, ``page.not_stored``; Conflict ``page.closed``, ``page.moved``; NotAllowed
    ``casework.not_held``.
    """
    if set(checked) != set(CHECKS):
        raise DomainError("page.unchecked", UNCHECKED)
    if is_medical(aid_request, document):
        raise DomainError("page.medical", "Une pièce médicale n’est jamais montrée à la commission.")
    _check_covered(aid_request, document, number, boxes)
    image = drawn(document, number, boxes)
    path = _store(image)
    try:
        with transaction.atomic():
            kept = _kept(actor, aid_request, document, number, boxes, replaces, at, image, path)
    except BaseException:
        default_storage.delete(path)
        raise
    if kept.path != path:
        default_storage.delete(path)
    return kept


@transaction.atomic
def withdraw(*, actor: Actor, aid_request: AidRequest, page_id: int, at: datetime) -> None:
    """The next version goes without this page. Withdrawn twice, it is withdrawn once.

    Raises Conflict ``page.closed``, NotAllowed ``casework.not_held``.
    """
    locked = _lock(aid_request, actor)
    page = standing_pages(locked).filter(pk=page_id).first()
    if page is not None:
        _take_away(page, locked, actor, at)


def freeze_all(*, aid_request: AidRequest, at: datetime) -> None:
    """The pages that stand are part of a frozen version from now on. Inside its transaction."""
    standing_pages(aid_request).filter(frozen_at__isnull=True).update(frozen_at=at)


def contents_of(*, version: BoardVersion) -> list[tuple[str, str, str, bytes]]:
    """(title, name, digest, bytes) of each page of a version. Raises Conflict ``version.altered``."""
    pages = frozen_pages(version)
    paths = dict(ClearedPage.objects.filter(pk__in=[page.pk for page in pages]).values_list("pk", "path"))
    found = [(page, _content(paths[page.pk])) for page in pages]
    if any(hashlib.sha256(data).hexdigest() != page.sha256 for page, data in found):
        raise Conflict("version.altered", "Une page n’est plus celle qui a été figée : rendez cette version.")
    return [(page.title, page.name, page.sha256, data) for page, data in found]


def sweep(*, older_than: datetime) -> int:
    """Take away the images that no row knows and that are older than ``older_than``; returns how many."""
    known = set(ClearedPage.objects.values_list("path", flat=True))
    return private_files.sweep(FOLDER, known, older_than=older_than)


def _check_covered(aid_request: AidRequest, document: Document, number: int, boxes: Iterable[Box]) -> None:
    left = still_legible(aid_request, signs_of(document, number), boxes)
    if left:
        words = ", ".join(dict.fromkeys(f"« {leak.excerpt.found} »" for leak in left[:3]))
        raise DomainError(
            "page.legible", f"On peut encore lire sur cette page : {words}. Remettez une zone dessus."
        )


def _lock(aid_request: AidRequest, actor: Actor) -> AidRequest:
    locked = lock_held(aid_request=aid_request, actor=actor)
    if locked.state != State.IN_REVIEW:
        raise Conflict("page.closed", "La demande n’est plus en cours d’étude : ses pages ne changent plus.")
    return locked


def _kept(
    actor: Actor,
    aid_request: AidRequest,
    document: Document,
    number: int,
    boxes: tuple[Box, ...],
    replaces: int | None,
    at: datetime,
    image: bytes,
    path: str,
) -> ClearedPage:
    locked = _lock(aid_request, actor)
    digest = hashlib.sha256(image).hexdigest()
    pages = standing_pages(locked)
    standing = pages.filter(document=document, number=number).first()
    if standing is not None and standing.sha256 == digest:
        return standing
    if (standing.pk if standing else None) != replaces:
        raise Conflict(
            "page.moved", "Cette page a été couverte autrement dans une autre fenêtre : regardez-la d’abord."
        )
    if standing is not None:
        _take_away(standing, locked, actor, at)
    elif pages.count() >= MOST:
        raise DomainError(
            "page.too_many",
            f"La commission lit {MOST} pages au plus par demande. Retirez-en une, ou écrivez ce que dit celle-ci "
            "dans l’exposé.",
        )
    page = ClearedPage.objects.create(
        document=document,
        number=number,
        boxes=[list(box) for box in boxes],
        path=path,
        sha256=digest,
        cleared_by=membership_of(aid_request=locked, actor=actor),
        cleared_at=at,
    )
    _record("page.cleared", page, locked, actor)
    return page


def _take_away(page: ClearedPage, aid_request: AidRequest, actor: Actor, at: datetime) -> None:
    """A page no version was frozen with leaves no image behind."""
    _record("page.withdrawn", page, aid_request, actor)
    if page.frozen_at is not None:
        page.withdrawn_at, page.withdrawn_by = at, membership_of(aid_request=aid_request, actor=actor)
        page.save(update_fields=["withdrawn_at", "withdrawn_by"])
        return
    path = page.path
    page.delete()
    transaction.on_commit(lambda: default_storage.delete(path), robust=True)


def _record(action: str, page: ClearedPage, aid_request: AidRequest, actor: Actor) -> None:
    detail = {"document": str(page.document_id), "page": page.number, "digest": page.sha256}
    record(action=action, actor=actor, target=aid_request, detail=detail)


def _store(image: bytes) -> str:
    try:
        return private_files.keep(FOLDER, image)
    except OSError as error:
        raise DomainError(
            "page.not_stored", "La page n’a pas pu être enregistrée. Réessayez dans quelques minutes."
        ) from error


def _content(path: str) -> bytes:
    try:
        return private_files.content(path)
    except FileNotFoundError:
        return b""
