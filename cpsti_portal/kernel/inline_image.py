"""A private image in a page: shown, never cached, never run."""

from django.http import HttpResponse


def inline_png(content: bytes, *, name: str) -> HttpResponse:
    """``name``: of the file when it is saved, without its ending; it tells nothing of anybody."""
    response = HttpResponse(content, content_type="image/png")
    response["Content-Disposition"] = f'inline; filename="{name}.png"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
