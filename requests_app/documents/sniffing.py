"""First look at the bytes: which parser shall read them. The parser, not this look, decides what they are."""

from enum import StrEnum


class Form(StrEnum):
    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"


class Unreadable(Exception):
    """``reason`` is a key of ``refusals.MESSAGES``."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")


def form_of(data: bytes) -> Form:
    """Unreadable ``empty``, ``heic``, ``office`` or ``unknown_type`` when no parser may read it."""
    if not data:
        raise Unreadable("empty")
    if data.startswith(_PNG):
        return Form.PNG
    if data.startswith(_JPEG):
        return Form.JPEG
    if b"%PDF-" in data[:1024]:
        return Form.PDF
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        raise Unreadable("heic")
    raise Unreadable("office" if data.startswith(_OFFICE) else "unknown_type")
