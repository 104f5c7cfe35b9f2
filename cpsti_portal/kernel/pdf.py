"""HTML to PDF/UA-1 by WeasyPrint, from bundled files only: no network, no other file of the machine.

Equal input gives equal bytes. A renderer keeps its font configuration and its parsed stylesheet: one per kind of
document and per process. Importing this module loads the layout engine: import it where a PDF is made, not above.
"""

import mimetypes
from pathlib import Path
from threading import Lock
from urllib.parse import urlsplit

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC = Path(__file__).resolve().parents[2] / "static"
_BUNDLE_HOST = "bundle.invalid"  # a reserved name: it resolves nowhere, and is never asked for
_FONTS = "fonts"
# Pango's font map is shared and not thread-safe: one document at a time per process, whatever its kind.
_LOCK = Lock()


class BundledFetcher(URLFetcher):
    """Serves ``static/<folder>`` and ``static/fonts`` under an invented host, and ``data:``. Refuses the rest."""

    def __init__(self, folder: str, *, static: Path = STATIC) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._static = static
        self._open_folders = (static / folder, static / _FONTS)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        if (parts.scheme, parts.netloc) != ("https", _BUNDLE_HOST):
            raise ValueError("A document reads bundled files only.")
        path = (self._static / parts.path.lstrip("/")).resolve()
        if not any(path.is_relative_to(folder) for folder in self._open_folders):
            raise ValueError("A document reads bundled files only.")
        content_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": content_type})


class Renderer:
    """Prints the documents of one kind: the tokens of the portal, what all share (``static/print/base.css``), then
    ``static/<folder>/sheet.css``.
    """

    def __init__(self, folder: str) -> None:
        self._base_url = f"https://{_BUNDLE_HOST}/{folder}/"
        self._fetcher = BundledFetcher(folder)
        self._fonts = FontConfiguration()
        names = ("css/tokens.css", "print/base.css", f"{folder}/sheet.css")
        self._stylesheet = CSS(
            string="".join((STATIC / name).read_text(encoding="utf-8") for name in names),
            base_url=self._base_url,
            url_fetcher=self._fetcher,
            font_config=self._fonts,
        )

    def pdf(self, html: str) -> bytes:
        """The bytes of the tagged PDF of a whole HTML document."""
        with _LOCK:
            document = HTML(string=html, base_url=self._base_url, url_fetcher=self._fetcher)
            return document.write_pdf(
                stylesheets=[self._stylesheet],
                font_config=self._fonts,
                pdf_variant="pdf/ua-1",
            )
