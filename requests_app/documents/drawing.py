"""One page of a paper, drawn as a reader would see it, then nothing but its points in a new image.

What is visible is drawn, notes and filled forms included, so that it is seen and covered. What a reader hides (layers
turned off, attachments, text under a picture) is not drawn, and nothing but what is drawn comes out.
"""

import io
from collections.abc import Iterable

import pypdfium2
from PIL import Image, ImageOps

from requests_app.documents.boxes import WHOLE, Box
from requests_app.documents.limits import MAX_PIXELS
from requests_app.documents.sniffing import Form, Unreadable

_DOTS_PER_POINT = 150 / 72  # 150 points an inch: a printed page can be read, a signature is not reproduced
LONGEST_SIDE = 2400  # points of the image
_FORMATS = {Form.JPEG: ("JPEG", "MPO"), Form.PNG: ("PNG",)}
# Sixteen shades: enough to read, and what a scanner or a printer hides in faint shades is lost.
_SHADES = [round(shade / 17) * 17 for shade in range(256)]


def draw(data: bytes, form: Form, number: int, boxes: tuple[Box, ...]) -> bytes:
    """Page ``number``, from 1, as a grey PNG with ``boxes`` burnt in: the same page and boxes give the same bytes.

    Unreadable ``no_such_page``, ``too_many_pixels`` or ``unreadable``.
    """
    seen = _pdf_page(data, number) if form is Form.PDF else _photo(data, form, number)
    points = Image.frombytes("L", seen.size, seen.point(_SHADES).tobytes())
    _burn(points, boxes)
    out = io.BytesIO()
    points.save(out, "PNG", compress_level=6)
    return out.getvalue()


def open_page(pdf: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    """Unreadable ``no_such_page``."""
    if not 1 <= number <= len(pdf):
        raise Unreadable("no_such_page")
    return pdf[number - 1]


def _pdf_page(data: bytes, number: int) -> Image.Image:
    try:
        pdf = pypdfium2.PdfDocument(data)
        pdf.init_forms()
        page = open_page(pdf, number)
        scale = min(_DOTS_PER_POINT, LONGEST_SIDE / max(1.0, *page.get_size()))
        return page.render(scale=scale, may_draw_forms=True, draw_annots=True).to_pil().convert("L")
    except pypdfium2.PdfiumError as error:
        raise Unreadable("unreadable") from error


def _photo(data: bytes, form: Form, number: int) -> Image.Image:
    if number != 1:
        raise Unreadable("no_such_page")
    Image.MAX_IMAGE_PIXELS = None  # counted below, on the declared size
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS[form])
        if image.width * image.height > MAX_PIXELS:
            raise Unreadable("too_many_pixels")
        image.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(image)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unreadable("unreadable") from error
    grey = _on_white(upright)
    grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return grey


def _on_white(image: Image.Image) -> Image.Image:
    """Grey; what is transparent shows the paper."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        paper.alpha_composite(clear)
        return paper.convert("L")
    return image.convert("L")


def _burn(image: Image.Image, boxes: Iterable[Box]) -> None:
    """Black, to the last point of each box: what was there is in the image no more."""
    width, height = image.size
    for left, top, right, bottom in boxes:
        area = (
            left * width // WHOLE,
            top * height // WHOLE,
            -(-right * width // WHOLE),
            -(-bottom * height // WHOLE),
        )
        image.paste(0, area)
