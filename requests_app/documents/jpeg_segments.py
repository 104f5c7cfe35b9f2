"""Photos inside a PDF keep their camera's notes, place of the shot included: this takes them out, pixels untouched."""

_START_OF_SCAN = 0xDA
_DROPPED = {0xE1, 0xED, 0xFE}  # EXIF and XMP, IPTC, comment
_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}


def without_metadata(jpeg: bytes) -> bytes:
    """The same JPEG stream without APP1, APP13 and comments; unchanged when it cannot be followed."""
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    kept = [b"\xff\xd8"]
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker == _START_OF_SCAN:
            return b"".join([*kept, jpeg[at:]])
        length = 2 if marker in _WITHOUT_LENGTH else 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker not in _DROPPED:
            kept.append(jpeg[at : at + length])
        at += length
    return jpeg
