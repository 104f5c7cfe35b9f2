"""The name a file is shown and downloaded under. Never a path, never the name it is stored under."""

import re
import unicodedata

from requests_app.documents.sniffing import Form

LONGEST = 160
_SUFFIXES = {Form.PDF: (".pdf",), Form.JPEG: (".jpg", ".jpeg"), Form.PNG: (".png",)}
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def shown_name(sent: str, form: Form) -> str:
    """The last part of the name the browser sent, in one line, harmless on any system, ending as its content asks."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", sent))[-1]
    name = "".join(" " if char.isspace() else char for char in name if char.isspace() or _is_visible(char))
    name = _FORBIDDEN.sub("-", " ".join(name.split())).strip(". ")
    if _DEVICES.fullmatch(name):
        name = f"fichier-{name}"
    return _with_suffix(name or "document", form)


def _is_visible(char: str) -> bool:
    """Neither a control, nor a mark that turns the direction of the text, nor an unassigned character."""
    return not unicodedata.category(char).startswith("C")


def _with_suffix(name: str, form: Form) -> str:
    known = next((suffix for suffix in _SUFFIXES[form] if name.lower().endswith(suffix)), "")
    stem = name.removesuffix(name[-len(known) :]) if known else name
    suffix = known or _SUFFIXES[form][0]
    return (stem[: LONGEST - len(suffix)].rstrip(". ") or "document") + suffix
