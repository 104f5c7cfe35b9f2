"""What a file holds under its surface: text and metadata of a PDF, of an image, of a mail, members of an archive."""

import base64
import email.policy
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from email.parser import BytesParser

import pikepdf
import pypdf
from PIL import ExifTags, Image

_DEEPEST = 4
_DATA_ADDRESS = re.compile(rb"data:[\w/+.-]*;base64,([A-Za-z0-9+/=%]{16,})")
# Where such a file keeps its own table: one time in a thousand, a number that looks like a postcode or an amount.
_OFFSET = re.compile(rb"(startxref)\s+\d+(?=\s+%%EOF)")
_PLACES = re.compile(rb"[\d\s]*")
_FOLDED_LINE = re.compile(rb"\r?\n[ \t]")
# What can be opened here. A board that is given anything else is given what nobody has read.
READ_TYPES = frozenset(
    {
        *("text/html", "text/plain", "text/css", "text/csv", "text/calendar", "application/json"),
        *("text/javascript", "application/xml", "image/svg+xml", "message/rfc822", "application/pdf"),
        *("image/jpeg", "image/png", "image/webp", "application/zip", "application/gzip"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.text",
    }
)

Layer = tuple[str, bytes]


def layers(data: bytes, name: str = "corps", deep: int = 0) -> Iterator[Layer]:
    """(where, bytes), the file itself first, down to the files it holds. What does not open is read as it stands."""
    yield name, _OFFSET.sub(rb"\1", data)
    opened = next((opener for start, opener in _OPENERS if re.match(start, data, re.DOTALL)), _text)
    if deep == _DEEPEST:
        return
    try:
        for inner, content in opened(data):
            yield from layers(content, f"{name} > {inner}", deep + 1)
    except _UNREADABLE:
        return


_UNREADABLE = (
    *(pikepdf.PdfError, pypdf.errors.PyPdfError, OSError, EOFError, zipfile.BadZipFile, zlib.error),
    *(ValueError, RuntimeError, NotImplementedError),
)


def _text(data: bytes) -> Iterator[Layer]:
    if b"BEGIN:VCALENDAR" in data:
        yield "agenda déplié", _FOLDED_LINE.sub(b"", data).replace(b"\\,", b",")
    for match in _DATA_ADDRESS.finditer(data):
        yield "image dans la page", base64.b64decode(match[1] + b"===", validate=False)


def _pdf(data: bytes) -> Iterator[Layer]:
    with pikepdf.open(io.BytesIO(data)) as document:
        for number, item in enumerate(document.objects):
            yield from ((f"objet {number}", one) for one in _inside(item))
        for name, spec in document.attachments.items():
            yield f"nom joint {name}", name.encode()
            yield f"joint {name}", spec.get_file().read_bytes()
    for number, page in enumerate(pypdf.PdfReader(io.BytesIO(data)).pages, 1):
        yield f"texte de la page {number}", page.extract_text().encode()


def _content(stream: pikepdf.Stream) -> bytes:
    """Without the places of the objects that it packs: numbers that say nothing, and may look like an amount."""
    content = stream.read_bytes()
    places = content[: int(stream.get("/First", 0))] if stream.get("/Type") == "/ObjStm" else b""
    return content[len(places) :] if _PLACES.fullmatch(places) else content


def _inside(item: pikepdf.Object, deep: int = 0) -> Iterator[bytes]:
    """Strings, names and unpacked streams: informations, XMP, notes, bookmarks, form fields, actions."""
    if isinstance(item, pikepdf.Stream):
        try:
            yield _content(item)
        except pikepdf.PdfError:  # a picture: its raw bytes may hold text
            yield item.read_raw_bytes()
    if isinstance(item, pikepdf.String):
        yield str(item).encode()
    elif deep < _DEEPEST and isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for key in item.keys():  # noqa: SIM118  not a mapping
            yield from _inside(item.get(key), deep + 1)
    elif deep < _DEEPEST and isinstance(item, pikepdf.Array):
        for one in item:
            yield from _inside(one, deep + 1)


def _image(data: bytes) -> Iterator[Layer]:
    with Image.open(io.BytesIO(data)) as picture:
        exif = picture.getexif()
        tables = [exif, *(exif.get_ifd(table) for table in ExifTags.IFD)]
        yield from (("EXIF", _bytes(value)) for table in tables for value in table.values())
        yield from ((f"champ {key}", _bytes(value)) for key, value in picture.info.items())


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _archive(data: bytes) -> Iterator[Layer]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield "commentaire", archive.comment
        for member in archive.infolist():
            yield f"nom du membre {member.filename}", member.filename.encode() + b"\n" + member.comment
            yield f"membre {member.filename}", archive.read(member)


def _gzip(data: bytes) -> Iterator[Layer]:
    yield "contenu", gzip.decompress(data)


def _mail(data: bytes) -> Iterator[Layer]:
    message = BytesParser(policy=email.policy.default).parsebytes(data)
    for part in message.walk():
        yield "en-têtes", "\n".join(f"{name}: {value}" for name, value in part.items()).encode()
        if not part.is_multipart():
            yield f"partie {part.get_content_type()}", part.get_payload(decode=True) or b""


_OPENERS: tuple[tuple[bytes, Callable[[bytes], Iterator[Layer]]], ...] = (
    (rb".{0,1024}%PDF-", _pdf),
    (rb"\xff\xd8\xff|\x89PNG|RIFF....WEBP|GIF8", _image),
    (rb"PK\x03\x04", _archive),
    (rb"\x1f\x8b", _gzip),
    (rb"(?:[A-Z][\w-]+: [^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)+\r?\n", _mail),
)
