"""The text of one page and where each of its signs stands: what a machine can find on it."""

import ctypes
import math

import pypdfium2
import pypdfium2.raw as pdfium

from requests_app.documents.boxes import WHOLE, Box, Sign, box_of
from requests_app.documents.drawing import open_page
from requests_app.documents.sniffing import Form, Unreadable

MAX_SIGNS = 20_000  # a page holds a few thousand
_FINE = 1_000_000  # device units a side: finer than any box


def signs_of(data: bytes, form: Form, number: int) -> list[Sign]:
    """(sign, box) in the order of the file, ends of lines included, without a box; empty when there is no text.

    Unreadable ``no_such_page``, ``unreadable``, and ``too_heavy`` over ``MAX_SIGNS`` signs.
    """
    if form is not Form.PDF:
        return []
    try:
        page = open_page(pypdfium2.PdfDocument(data), number)
        text = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise Unreadable("unreadable") from error
    count = text.count_chars()
    if count > MAX_SIGNS:
        raise Unreadable("too_heavy")
    return [(_sign(text, at), _box(page, text, at)) for at in range(count)]


def _sign(text: pypdfium2.PdfTextPage, at: int) -> str:
    code = pdfium.FPDFText_GetUnicode(text, at)
    # Zero: the font does not say which letter it draws. A half of a pair says nothing alone.
    return "\ufffd" if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)


def _box(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, at: int) -> Box | None:
    """Loose: as high as the line, so that no accent and no leg of a letter stays out."""
    left, bottom, right, top = text.get_charbox(at, loose=True)
    corners = [_on_page(page, left, top), _on_page(page, right, bottom)]
    across, down = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    edges = (
        math.floor(across[0]),
        math.floor(down[0]),
        math.ceil(across[1]),
        math.ceil(down[1]),
    )
    return box_of([min(max(edge, 0), WHOLE) for edge in edges])


def _on_page(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    """From the space of the file to thousandths of the page as it is drawn: cropped, turned, top first."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, _FINE, _FINE, 0, x, y, across, down)
    return across.value * WHOLE / _FINE, down.value * WHOLE / _FINE
