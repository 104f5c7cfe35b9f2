"""A photo or a scan, decoded to its pixels and encoded anew: nothing but the pixels survives."""

import io

from PIL import Image, ImageOps

from requests_app.documents.limits import MAX_PIXELS
from requests_app.documents.sniffing import Form, Unreadable

# Phones write a photo and its preview in one JPEG, which Pillow calls MPO.
_FORMATS = {Form.JPEG: ("JPEG", "MPO"), Form.PNG: ("PNG",)}
_JPEG_MODES = {"L", "RGB"}
_PNG_MODES = {"1", "L", "P", "RGB", "RGBA"}


def rewrite(data: bytes, form: Form) -> bytes:
    """The upright image in the same format, without EXIF, profile, comment, text or trailing bytes.

    Unreadable ``too_many_pixels`` before anything is decoded, ``unreadable`` when the pixels do not all decode.
    """
    Image.MAX_IMAGE_PIXELS = None  # counted below, on the declared size
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS[form])
        if image.width * image.height > MAX_PIXELS:
            raise Unreadable("too_many_pixels")
        image.load()
        upright = ImageOps.exif_transpose(image)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unreadable("unreadable") from error
    return _encode(upright, form)


def _encode(image: Image.Image, form: Form) -> bytes:
    pixels = _for_jpeg(image) if form is Form.JPEG else _for_png(image)
    pixels.info = {}  # the encoders would copy profile and comment from here
    out = io.BytesIO()
    if form is Form.JPEG:
        pixels.save(out, "JPEG", quality=88)
    else:
        pixels.save(out, "PNG", compress_level=4)
    return out.getvalue()


def _for_jpeg(image: Image.Image) -> Image.Image:
    return image if image.mode in _JPEG_MODES else image.convert("RGB")


def _for_png(image: Image.Image) -> Image.Image:
    if "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image if image.mode in _PNG_MODES else image.convert("RGBA")
