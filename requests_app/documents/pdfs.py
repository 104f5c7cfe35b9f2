"""A PDF taken apart and built anew: only its pages, and of a page only what draws it.

Scripts, actions, links, attachments, forms, metadata and whatever surrounds the PDF stay behind. What a person
typed in a form or wrote in the margin is drawn on the page first.
"""

import io

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf, Stream

from requests_app.documents.jpeg_segments import without_metadata
from requests_app.documents.limits import MAX_PAGES
from requests_app.documents.sniffing import Unreadable

_KEPT_PAGE_KEYS = {
    "/Type",
    "/Parent",
    "/Contents",
    "/Resources",
    "/MediaBox",
    "/CropBox",
    "/Rotate",
    "/UserUnit",
    "/Group",
}
# What the parser says when it had to look for the objects itself.
_REPAIRABLE = ("file is damaged", "xref", "cross-reference")
_TAIL = 1024  # bytes in which the mark of the end must be (ISO 32000-1, annex H)
# Keys of a drawn object that carry or fetch something else than the drawing.
_STRIPPED_KEYS = (
    "/A",
    "/AA",
    "/AF",
    "/Alternates",
    "/F",
    "/FDecodeParms",
    "/FFilter",
    "/Metadata",
    "/OPI",
    "/PieceInfo",
    "/PS",
    "/Ref",
)


def rewrite(data: bytes) -> tuple[bytes, int]:
    """The new PDF and its number of pages.

    Unreadable ``encrypted``, ``dynamic_form``, ``no_page``, ``too_many_pages`` or ``unreadable``.
    """
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as source:
            _check(source, data)
            _draw_annotations(source)
            return _rebuild(source), len(source.pages)
    except pikepdf.PasswordError as error:
        raise Unreadable("encrypted") from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError) as error:
        raise Unreadable("unreadable") from error


def _check(source: Pdf, data: bytes) -> None:
    if len(source.pages) > MAX_PAGES:
        raise Unreadable("too_many_pages")
    if not source.pages:
        raise Unreadable("no_page")
    if source.Root.get("/NeedsRendering"):
        raise Unreadable("dynamic_form")
    if not _is_sound(source.check_pdf_syntax(), data):
        raise Unreadable("unreadable")


def _is_sound(problems: list[str], data: bytes) -> bool:
    """A file whose table of contents alone is wrong, as old scanners write it, but which was received to its end."""
    repaired = all(any(word in problem for word in _REPAIRABLE) for problem in problems)
    return not problems or (repaired and b"%%EOF" in data[-_TAIL:])


def _draw_annotations(source: Pdf) -> None:
    """Put what a reader sees over the page (typed answers, stamps, notes) into the page itself."""
    if "/AcroForm" in source.Root:
        source.generate_appearance_streams()
    source.flatten_annotations("screen")


def _rebuild(source: Pdf) -> bytes:
    with pikepdf.new() as target:
        target.pages.extend(source.pages)
        for page in target.pages:
            for key in set(page.obj.keys()) - _KEPT_PAGE_KEYS:
                del page.obj[key]
        if "/OCProperties" in source.Root:  # which layers are shown
            target.Root.OCProperties = target.copy_foreign(_copyable(source.Root.OCProperties, source))
        for item in target.objects:
            _strip(item)
        out = io.BytesIO()
        target.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _copyable(item: Object, source: Pdf) -> Object:
    """Only an indirect object can be copied from one PDF to another."""
    return item if item.is_indirect else source.make_indirect(item)


def _strip(item: Object) -> None:
    if not isinstance(item, (Dictionary, Stream)):
        return
    if not isinstance(item, Stream) and "/Type" not in item:
        return  # a table of resource names: a key there is a name somebody chose
    for key in _STRIPPED_KEYS:
        if key in item:
            del item[key]
    if isinstance(item, Stream) and item.get("/Filter") == Name.DCTDecode and "/DecodeParms" not in item:
        item.write(without_metadata(item.read_raw_bytes()), filter=Name.DCTDecode)
