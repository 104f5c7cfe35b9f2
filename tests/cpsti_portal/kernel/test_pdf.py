"""A document reads bundled files only: no address is called and no file of the machine enters the PDF."""

import http.server
import io
import threading

import pypdf
import pytest
from weasyprint import HTML

from cpsti_portal.kernel import pdf

SECRET = b"root:x:0:0: un fichier de la machine"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"

CHANNELS = (
    '<link rel="stylesheet" href="{url}">',
    '<link rel="attachment" href="{url}">',
    "<style>@import url({url});</style>",
    "<style>@font-face {{ font-family: x; src: url({url}) }} p {{ font-family: x }}</style>",
    "<style>p {{ background: url({url}) }}</style>",
    "<style>p::before {{ content: url({url}) }}</style>",
    "<style>@page {{ background: url({url}) }}</style>",
    '<img src="{url}" alt="">',
    '<object data="{url}"></object>',
    '<embed src="{url}">',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="{url}#a"/></svg>',
    '<base href="{url}"><img src="x.png" alt="">',
    '<input type="image" src="{url}">',
    '<ul><li style="list-style-image: url({url})">a</li></ul>',
)


@pytest.fixture
def canary():
    """A server on loopback that only remembers who came."""
    visits = []

    class Remember(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            visits.append(self.path)
            self.send_response(302)
            self.send_header("Location", "/again")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Remember)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", visits
    server.shutdown()
    server.server_close()


def page(markup: str) -> str:
    return f'<html lang="fr"><title>Essai</title><body><p>Bonjour</p>{markup}</body></html>'


def rendered(markup: str) -> bytes:
    return pdf.Renderer("letters").pdf(page(markup))


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_channel_calls_an_address(canary, channel):
    address, visits = canary
    rendered(channel.format(url=f"{address}/x"))
    assert visits == []


def test_the_same_channels_are_open_without_our_fetcher(canary):
    address, visits = canary
    for number, channel in enumerate(CHANNELS):
        HTML(string=page(channel.format(url=f"{address}/{number}"))).write_pdf(pdf_variant="pdf/ua-1")
    assert len({path for path in visits if path != "/again"}) >= 10


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_channel_reads_a_file_of_the_machine(tmp_path, channel):
    secret = tmp_path / "passwd"
    secret.write_bytes(SECRET)
    document = pypdf.PdfReader(io.BytesIO(rendered(channel.format(url=secret.as_uri()))))
    assert document.attachments == {}
    assert all(SECRET not in _bytes(document, number) for number in range(1, document.trailer["/Size"]))


def _bytes(document: pypdf.PdfReader, number: int) -> bytes:
    found = document.get_object(number)
    return found.get_data() if hasattr(found, "get_data") else str(found).encode()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "https://bundle.invalid.example/fonts/x",
        "https://bundle.invalid@127.0.0.1/fonts/x",
        "http://bundle.invalid/fonts/x",
        "file:///etc/passwd",
        "ftp://bundle.invalid/x",
        "https://bundle.invalid/../cpsti_portal/kernel/pdf.py",
        "https://bundle.invalid/letters/../../manage.py",
        "https://bundle.invalid/letters/%2e%2e/%2e%2e/manage.py",
        "https://bundle.invalid//etc/passwd",
        "https://bundle.invalid/css/tokens.css",
        "https://bundle.invalid/minutes/sheet.css",
        "gopher://x/",
    ],
)
def test_the_fetcher_refuses_whatever_is_not_bundled(url):
    with pytest.raises((ValueError, FileNotFoundError)):
        pdf.BundledFetcher("letters").fetch(url)


def test_the_fetcher_serves_bundled_files_and_data():
    fetcher = pdf.BundledFetcher("letters")
    font = fetcher.fetch("https://bundle.invalid/fonts/source-sans-3-latin-400-normal.woff2")
    assert font.read()[:4] == b"wOF2"
    assert fetcher.fetch(PIXEL).read()[:3] == b"GIF"


def test_a_link_out_of_the_open_folders_is_not_followed(tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "secret").write_bytes(SECRET)
    (tmp_path / "letters" / "link").symlink_to(tmp_path / "secret")
    fetcher = pdf.BundledFetcher("letters", static=tmp_path)
    with pytest.raises(ValueError):
        fetcher.fetch("https://bundle.invalid/letters/link")


KINDS = sorted(path.parent.name for path in pdf.STATIC.glob("*/sheet.css"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_document_is_a4_in_the_type_of_the_portal_whatever_the_language_of_a_name(kind):
    printed = pypdf.PdfReader(io.BytesIO(pdf.Renderer(kind).pdf(page("<p>Łukasz Šimić</p>"))))
    (first,) = printed.pages
    fonts = {
        font.get_object()["/BaseFont"].partition("+")[2].rstrip(",")
        for font in first["/Resources"]["/Font"].values()
    }
    assert [round(float(side)) for side in first.mediabox[2:]] == [595, 842]
    assert fonts == {"Source-Sans-3", "Source-Sans-3-Extended"}


def test_what_every_document_shares_is_written_once():
    sheets = {kind: (pdf.STATIC / kind / "sheet.css").read_text(encoding="utf-8") for kind in KINDS}
    assert KINDS == ["letters", "minutes", "packs", "report"]
    assert [kind for kind, sheet in sheets.items() if "@font-face" in sheet or "size: A4" in sheet] == []
