"""The pages that came with a file, as images in its sheet."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from commission.queries import sheets
from commission.queries.visible import pages_visible_to
from commission.services import readings
from cpsti_portal.kernel import private_files
from cpsti_portal.kernel.accounts.gates import board_required
from cpsti_portal.kernel.inline_image import inline_png


@board_required
@require_safe
def page(request: HttpRequest, sitting_id: UUID, token: str, number: int) -> HttpResponse:
    """To whoever reads the sheet, at that sitting; 404 when the bytes are gone."""
    pages = pages_visible_to(request.actor, sitting_id=sitting_id, token=token).select_related("board_file")
    kept = get_object_or_404(pages, number=number)
    try:
        content = private_files.content(kept.path)
    except FileNotFoundError:
        raise Http404 from None
    item = get_object_or_404(sheets.items_of_sheets(request.actor, sitting_id), token=token)
    readings.note_page(actor=request.actor, item=item, number=number)
    _, name, _ = kept.board_file.pages[number - 1]
    return inline_png(content, name=name)
