"""HTML to PDF/UA-1 by WeasyPrint, from bundled files only: no network, no other file of the machine.

Equal input gives equal bytes. One font configuration and one parsed stylesheet per process.
"""

import mimetypes
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Protocol
from urllib.parse import urlsplit

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC = Path(__file__).resolve().parents[2] / "static"
_BUNDLE_HOST = "bundle.invalid"  # a reserved name: it resolves nowhere, and is never asked for
_BUNDLE_URL = f"https://{_BUNDLE_HOST}/letters/"
_STYLESHEETS = (STATIC / "css" / "tokens.css", STATIC / "letters" / "sheet.css")
_OPEN_FOLDERS = (STATIC / "letters", STATIC / "fonts")


class Renderer(Protocol):
    """The seam: whatever turns a letter's HTML into the bytes of a PDF."""

    def pdf(self, html: str) -> bytes: ...


class BundledFetcher(URLFetcher):
    """Serves ``static/letters`` and ``static/fonts`` under an invented host, and ``data:``. Refuses the rest."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        if (parts.scheme, parts.netloc) != ("https", _BUNDLE_HOST):
            raise ValueError("A letter reads bundled files only.")
        path = (STATIC / parts.path.lstrip("/")).resolve()
        if not any(path.is_relative_to(folder) for folder in _OPEN_FOLDERS):
            raise ValueError("A letter reads bundled files only.")
        content_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": content_type})


class WeasyPrintRenderer:
    """Pango's font map is shared and not thread-safe: one letter at a time per process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._fetcher = BundledFetcher()
        self._fonts = FontConfiguration()
        self._stylesheet = CSS(
            string="".join(sheet.read_text(encoding="utf-8") for sheet in _STYLESHEETS),
            base_url=_BUNDLE_URL,
            url_fetcher=self._fetcher,
            font_config=self._fonts,
        )

    def pdf(self, html: str) -> bytes:
        with self._lock:
            document = HTML(string=html, base_url=_BUNDLE_URL, url_fetcher=self._fetcher)
            return document.write_pdf(
                stylesheets=[self._stylesheet],
                font_config=self._fonts,
                pdf_variant="pdf/ua-1",
            )


@cache
def renderer() -> Renderer:
    """The renderer of this process."""
    return WeasyPrintRenderer()
