"""Specimen papers: one page a kind, re-written once by the real engine, then stored again for each request."""

import hashlib
from datetime import datetime
from functools import cache

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from weasyprint import CSS, HTML

from cpsti_portal.kernel.accounts.actors import Actor
from requests_app.aids.documents import DocumentKind
from requests_app.documents.engine import Rewritten, rewrite
from requests_app.models import AidRequest, Document, PaperRequest
from requests_app.models.document import stored_path
from requests_app.queries.pages import boxes_in_advance, is_medical, papers_of, signs_of
from requests_app.services import pages

_STYLE = """
    @page { size: A4; margin: 30mm }
    body { font: 14pt sans-serif; color: #14213d }
    h1 { font-size: 20pt; border-bottom: 1px solid #d9d6cf; padding-bottom: 6mm }
    .mark { color: #b3312a }
    .hand { position: absolute; bottom: 10mm; font-style: italic }
"""

_BANK, _EVENT = "rib", "justificatif-difficulte"
_SIGNATURE = (80, 800, 700, 900)  # where every specimen is signed


@cache
def specimen(kind: DocumentKind) -> Rewritten:
    page = HTML(
        string=f"<p class=mark>SPÉCIMEN</p><h1>{kind.label}</h1>"
        f"<p>Document fictif de la démonstration.</p><p>{kind.why}</p>"
        "<p class=hand>Fait à Exempleville, Camille Exemple</p>"
    )
    return rewrite(page.write_pdf(stylesheets=[CSS(string=_STYLE)]))


def attach(aid_request: AidRequest, kind: DocumentKind, at: datetime) -> None:
    """Join the specimen of ``kind`` to a draft."""
    _store(aid_request, specimen(kind), kind, at, None, "")


def attach_again(aid_request: AidRequest, kind: DocumentKind, at: datetime, asked: PaperRequest) -> None:
    """Join it once more, in answer to ``asked``."""
    _store(aid_request, specimen(kind), kind, at, asked, "-complet")


def show_one(aid_request: AidRequest, caseworker: Actor, at: datetime) -> None:
    """The board reads the first page of the paper that says most, the signature covered with what is known."""
    shown = [one for one in papers_of(aid_request) if not is_medical(aid_request, one)]
    paper = min(shown, key=lambda one: (one.kind == _BANK, one.kind != _EVENT))
    known = boxes_in_advance(aid_request, signs_of(paper, 1))
    pages.clear(
        actor=caseworker,
        aid_request=aid_request,
        document=paper,
        number=1,
        boxes=(*known, _SIGNATURE),
        checked=pages.CHECKS,
        replaces=None,
        at=at,
    )


def _store(
    aid_request: AidRequest,
    paper: Rewritten,
    kind: DocumentKind,
    at: datetime,
    paper_request: PaperRequest | None,
    suffix: str,
) -> None:
    digest = hashlib.sha256(paper.data).hexdigest()
    Document.objects.create(
        aid_request=aid_request,
        paper_request=paper_request,
        kind=kind.slug,
        title=f"{kind.slug}{suffix}.pdf",
        content_type=paper.form.value,
        file=default_storage.save(stored_path(None, ""), ContentFile(paper.data)),
        size=len(paper.data),
        pages=paper.pages,
        sha256=digest,
        received_sha256=hashlib.sha256(paper.data + suffix.encode()).hexdigest(),
        uploaded_at=at,
    )
