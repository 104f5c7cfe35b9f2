"""What comes out of the reading process: a paper that shows the same and does nothing, or a refusal in plain words."""

import concurrent.futures
import io
import os
import signal
import time

import pikepdf
import pytest
from PIL import Image

from requests_app.documents import engine
from requests_app.documents.limits import Bounds
from requests_app.documents.refusals import MESSAGES, Refused
from requests_app.documents.sniffing import Form
from tests.requests_app.documents import zoo
from tests.requests_app.documents.zoo import CANARY


def refusal(data: bytes, reader: engine.Reader = engine._reader) -> str:
    with pytest.raises(Refused) as caught:
        engine.rewrite(data, reader)
    assert caught.value.message == MESSAGES[caught.value.code.removeprefix("document.")]
    return caught.value.code


def in_clear(pdf: bytes) -> bytes:
    """Every object and every drawing of a PDF, unpacked."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(
            out,
            qdf=True,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()


def test_an_ordinary_pdf_keeps_its_pages_and_its_text():
    done = engine.rewrite(zoo.pdf(pages=3))
    assert (done.form, done.pages) == (Form.PDF, 3)
    assert b"(Bonjour 2) Tj" in in_clear(done.data)


def test_the_same_paper_gives_the_same_bytes():
    data = zoo.pdf(pages=2)
    assert engine.rewrite(data).data == engine.rewrite(data).data


def test_nothing_active_survives_in_a_pdf():
    data = zoo.pdf(dress=zoo.active)
    assert CANARY.encode() in in_clear(data)
    clean = in_clear(engine.rewrite(data).data)
    for word in (
        CANARY,
        "JavaScript",
        "OpenAction",
        "/AA",
        "Launch",
        "EmbeddedFile",
        "XFA",
        "/URI",
        "Annots",
        "Metadata",
    ):
        assert word.encode() not in clean, word


def test_what_was_typed_in_a_form_is_drawn_and_the_form_is_gone():
    clean = in_clear(engine.rewrite(zoo.pdf(dress=zoo.filled_form)).data)
    assert b"(Zorro)" in clean
    assert b"AcroForm" not in clean
    assert b"/Widget" not in clean


def test_a_photo_inside_a_pdf_loses_its_place_and_keeps_its_pixels():
    data = zoo.pdf(dress=zoo.photo_inside)
    assert CANARY.encode() in data
    done = engine.rewrite(data).data
    assert CANARY.encode() not in in_clear(done)
    with pikepdf.open(io.BytesIO(done)) as opened:
        shot = pikepdf.PdfImage(opened.pages[0].Resources.XObject.Im0).as_pil_image()
        assert shot.convert("RGB").getpixel((2, 8))[0] > 200


@pytest.mark.parametrize(
    "data",
    [
        zoo.pdf() + zoo.archive(),
        zoo.archive() + zoo.pdf(),
        b"%PDF-1.7\n<html><script>alert(1)</script></html>\n" + zoo.pdf(),
        b"<html><script>alert(1)</script></html>\n" + zoo.pdf(),
    ],
    ids=["zip behind", "zip before", "html inside", "html before"],
)
def test_a_polyglot_pdf_keeps_only_its_pages(data):
    done = engine.rewrite(data).data
    assert done.startswith(b"%PDF-")
    assert b"PK\x03\x04" not in done
    assert b"<script" not in in_clear(done)


def test_a_pdf_with_much_behind_it_is_refused():
    assert refusal(zoo.pdf() + zoo.archive() + bytes(5000)) == "document.unreadable"


def test_a_pdf_with_a_password_is_refused_and_says_what_to_do():
    assert refusal(zoo.encrypted_pdf("secret")) == "document.encrypted"
    assert "Enlevez le mot de passe" in MESSAGES["encrypted"]


def test_a_pdf_anyone_can_open_is_kept_without_its_restrictions():
    done = engine.rewrite(zoo.encrypted_pdf("")).data
    with pikepdf.open(io.BytesIO(done)) as opened:
        assert not opened.is_encrypted


def test_a_dynamic_form_is_refused():
    def dress(new):
        new.Root.NeedsRendering = True

    assert refusal(zoo.pdf(dress=dress)) == "document.dynamic_form"


@pytest.mark.parametrize("part", [0.3, 0.6, 0.97])
def test_a_truncated_pdf_is_refused(part):
    data = zoo.pdf(pages=5)
    assert refusal(data[: int(len(data) * part)]) == "document.unreadable"


def test_a_truncated_fast_web_view_pdf_is_refused():
    data = zoo.pdf(pages=12, linearize=True)
    assert refusal(data[: int(len(data) * 0.7)]) == "document.unreadable"


def test_a_drawing_that_does_not_unpack_is_refused():
    data = zoo.pdf(text="x" * 500, compress_streams=True)
    at = data.index(b"stream\n") + 12
    assert refusal(data[:at] + b"\xff" * 20 + data[at + 20 :]) == "document.unreadable"


def test_two_hundred_pages_are_kept_and_one_more_is_refused():
    assert engine.rewrite(zoo.pdf(pages=200)).pages == 200
    assert refusal(zoo.pdf(pages=201)) == "document.too_many_pages"


def test_a_pdf_without_pages_is_refused():
    with pikepdf.new() as new:
        out = io.BytesIO()
        new.save(out)
    assert refusal(out.getvalue()) == "document.no_page"


def test_a_photo_is_turned_upright_and_loses_everything_but_its_pixels():
    data = zoo.photo(orientation=6)
    assert CANARY.encode() in data
    done = engine.rewrite(data)
    assert done.form is Form.JPEG
    assert CANARY.encode() not in done.data
    with Image.open(io.BytesIO(done.data)) as upright:
        assert (upright.size, dict(upright.getexif())) == ((16, 32), {})
        assert upright.getpixel((8, 2))[0] > 200


def test_bytes_behind_a_photo_are_lost():
    assert b"PK\x03\x04" not in engine.rewrite(zoo.photo() + zoo.archive()).data


def test_a_phone_photo_with_its_preview_is_one_photo():
    first, second = Image.new("RGB", (30, 20), "red"), Image.new("RGB", (30, 20), "blue")
    out = io.BytesIO()
    first.save(out, "MPO", save_all=True, append_images=[second])
    done = engine.rewrite(out.getvalue())
    with Image.open(io.BytesIO(done.data)) as kept:
        assert (kept.format, kept.size) == ("JPEG", (30, 20))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_pixel_is_kept(mode):
    fmt = "JPEG" if mode == "CMYK" else "PNG"
    out = io.BytesIO()
    Image.new(mode, (12, 8)).save(out, fmt)
    done = engine.rewrite(out.getvalue())
    with Image.open(io.BytesIO(done.data)) as kept:
        kept.load()
        assert (kept.format, kept.size) == (fmt, (12, 8))


def test_texts_of_a_png_are_lost():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", CANARY)
    out = io.BytesIO()
    Image.new("RGB", (5, 5)).save(out, "PNG", pnginfo=info, icc_profile=b"x" * 200)
    done = engine.rewrite(out.getvalue()).data
    assert CANARY.encode() not in done
    assert b"iCCP" not in done


def test_an_image_of_four_hundred_megapixels_is_refused_before_it_is_unpacked():
    started = time.monotonic()
    assert refusal(zoo.png_declaring(20_000, 20_000)) == "document.too_many_pixels"
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    "data",
    [
        zoo.photo()[:300],
        zoo.photo(fmt="PNG")[:-40],
        zoo.png_declaring(100, 100),
        b"\xff\xd8\xff" + b"a" * 500,
    ],
    ids=["jpeg cut", "png cut", "png too short", "jpeg of nothing"],
)
def test_a_damaged_image_is_refused(data):
    assert refusal(data) == "document.unreadable"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "unknown_type"),
        (b"<!doctype html><script>alert(1)</script>", "unknown_type"),
        (b"GIF89a" + bytes(50), "unknown_type"),
        (b"II*\x00" + bytes(50), "unknown_type"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(50), "heic"),
        (zoo.archive(), "office"),
    ],
)
def test_what_is_neither_pdf_nor_photo_is_refused_by_its_content(data, code):
    assert refusal(data) == f"document.{code}"


@pytest.fixture
def hasty():
    """A reader that gives a paper one second of work."""
    reader = engine.Reader(Bounds(cpu_seconds=1, wall_seconds=3))
    yield reader
    reader.stop()


def test_a_paper_that_takes_too_long_kills_only_its_own_child_and_the_next_one_is_read(hasty):
    started = time.monotonic()
    with pytest.raises(Refused) as caught:
        engine.rewrite(zoo.slow_image(), hasty)
    assert caught.value.code == "document.too_heavy"
    assert time.monotonic() - started < 6
    assert engine.rewrite(zoo.pdf(), hasty).pages == 1


@pytest.mark.parametrize("place", ["drawing", "image"])
def test_a_bomb_is_refused_and_the_next_paper_is_read(hasty, place):
    """Whichever gives up first, the parser or the limits."""
    started = time.monotonic()
    assert refusal(zoo.flate_bomb(place), hasty) in {"document.too_heavy", "document.unreadable"}
    assert time.monotonic() - started < 6
    assert engine.rewrite(zoo.pdf(), hasty).pages == 1


def test_a_bomb_of_memory_is_refused():
    reader = engine.Reader(Bounds(memory_bytes=200 * 1024 * 1024))
    with pytest.raises(Refused):
        engine.rewrite(zoo.flate_bomb("drawing", mebibytes=1_000), reader)
    assert engine.rewrite(zoo.pdf(), reader).pages == 1
    reader.stop()


def test_a_paper_may_take_ten_seconds_and_half_a_gigabyte():
    assert Bounds() == Bounds(wall_seconds=10, cpu_seconds=9, memory_bytes=2**29, output_bytes=2**25)


def test_papers_are_read_side_by_side():
    data = [zoo.pdf(pages=number % 7 + 1) for number in range(24)]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert [done.pages for done in pool.map(engine.rewrite, data)] == [
            number % 7 + 1 for number in range(24)
        ]


def test_a_killed_reading_process_is_started_again():
    engine.rewrite(zoo.pdf())
    process = engine._reader._link.process
    os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=5)
    assert engine.rewrite(zoo.pdf()).pages == 1


def test_the_reading_process_knows_no_secret():
    engine.rewrite(zoo.pdf())
    with open(f"/proc/{engine._reader._link.process.pid}/environ", "rb") as environ:
        assert environ.read() == b""


def test_an_ordinary_paper_takes_less_than_400_ms():
    data = zoo.pdf(pages=10)
    engine.rewrite(data)
    started = time.monotonic()
    engine.rewrite(data)
    assert time.monotonic() - started < 0.4
