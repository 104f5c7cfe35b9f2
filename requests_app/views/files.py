"""Private files: always as an attachment, to those who may see them, each sight written in the journal."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cpsti_portal.kernel.accounts.gates import signed_in_required
from cpsti_portal.kernel.audit.services import record
from requests_app.queries.letters import files_visible_to
from requests_app.queries.requests import documents_visible_to


@require_safe
@signed_in_required
def document(request: HttpRequest, pk: UUID) -> FileResponse:
    paper = get_object_or_404(documents_visible_to(request.actor), pk=pk)
    response = attachment(paper.file.name, name=paper.title, content_type=paper.content_type)
    record(action="document.read", target=paper, actor=request.actor)
    return response


@require_safe
@signed_in_required
def letter(request: HttpRequest, pk: UUID) -> FileResponse:
    sent = get_object_or_404(files_visible_to(request.actor).select_related("aid_request"), pk=pk)
    # The name tells nothing to whom sees the folder of downloads.
    response = attachment(
        sent.path, name=f"courrier-{sent.aid_request.reference}.pdf", content_type="application/pdf"
    )
    record(action="letter.read", target=sent, actor=request.actor)
    return response


def attachment(path: str, *, name: str, content_type: str) -> FileResponse:
    """Nothing in it can run, be framed, be cached or be taken for another type. 404 when the bytes are gone."""
    try:
        stored = default_storage.open(path)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(stored, as_attachment=True, filename=name, content_type=content_type)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
