"""What comes out of a page that was drawn: points, and nothing else; black and only black under a box."""

import io
import time

import pikepdf
import pytest
from PIL import Image

from requests_app.documents import boxes, engine
from requests_app.documents.drawing import LONGEST_SIDE
from requests_app.documents.limits import Bounds
from requests_app.documents.refusals import Refused
from tests.requests_app.documents import zoo
from tests.requests_app.documents.zoo import CANARY

POINTS_ONLY = {"IHDR", "IDAT", "IEND"}
TELLING = {
    "pdf": zoo.pdf(dress=zoo.secretive),
    "form": zoo.pdf(dress=zoo.filled_form),
    "photo in a pdf": zoo.pdf(dress=zoo.photo_inside),
    "photo": zoo.photo(orientation=6, size=(64, 32)),
    "picture": zoo.noted_png(),
}


def opened(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    image.load()
    return image


def ink(png: bytes) -> int:
    """How many points are not paper."""
    return sum(opened(png).histogram()[:200])


@pytest.mark.parametrize("kind", TELLING)
@pytest.mark.parametrize("stored", [False, True], ids=["as sent", "as stored"])
def test_nothing_is_left_but_points(kind, stored):
    data = TELLING[kind]
    if kind != "form":
        assert CANARY.encode() in data
    png = engine.draw(engine.rewrite(data).data if stored else data, page=1)
    assert set(zoo.chunks(png)) == POINTS_ONLY
    assert CANARY.encode() not in png
    image = opened(png)
    assert (image.mode, image.info, dict(image.getexif())) == ("L", {}, {})


def test_the_parts_of_a_picture_that_tells_are_seen():
    assert not set(zoo.chunks(zoo.noted_png())) <= POINTS_ONLY
    assert zoo.chunks(engine.draw(zoo.pdf(), page=1) + b"x")[-1] == "more"


@pytest.mark.parametrize("stored", [False, True], ids=["as sent", "as stored"])
def test_a_layer_that_is_turned_off_is_not_drawn(stored):
    plain, layered = zoo.pdf(), zoo.pdf(dress=zoo.secretive)
    if stored:
        plain, layered = engine.rewrite(plain).data, engine.rewrite(layered).data
    low = (0, 800, 1000, 1000)  # where the hidden layer writes
    assert ink(engine.draw(layered, page=1)) >= ink(engine.draw(plain, page=1))
    hidden = opened(engine.draw(layered, page=1))
    width, height = hidden.size
    assert hidden.crop((0, height * low[1] // 1000, width, height)).getextrema() == (255, 255)


def test_what_a_reader_sees_is_drawn_to_be_covered():
    """A filled form shows on the page of a reader: left out, it would be covered by nobody."""
    assert ink(engine.draw(zoo.pdf(dress=zoo.filled_form), page=1)) > ink(engine.draw(zoo.pdf(), page=1))


@pytest.mark.parametrize("kind", TELLING)
def test_under_a_box_every_point_is_the_same(kind):
    png = engine.draw(TELLING[kind], page=1, boxes=((100, 100, 900, 901),))
    image = opened(png)
    width, height = image.size
    inside = image.crop((width // 10, height // 10, width * 9 // 10, height * 9 // 10))
    assert inside.getextrema() == (0, 0)
    corner = image.crop((0, 0, max(width // 20, 1), max(height // 20, 1)))
    assert corner.getextrema() != (0, 0)


def test_a_box_covers_to_the_last_point_it_touches():
    image = opened(engine.draw(zoo.photo(size=(30, 30)), page=1, boxes=((501, 0, 502, 1000),)))
    assert image.crop((15, 0, 16, 30)).getextrema() == (0, 0)


def test_the_same_page_and_boxes_give_the_same_bytes():
    data = zoo.pdf(pages=2)
    first, second = (engine.draw(data, page=2, boxes=((1, 2, 300, 400),)) for _ in range(2))
    assert first == second
    assert first != engine.draw(data, page=1, boxes=((1, 2, 300, 400),))


def test_a_photo_is_drawn_upright():
    image = opened(engine.draw(zoo.photo(orientation=6, size=(64, 32)), page=1))
    assert image.size == (32, 64)
    assert image.getpixel((16, 4)) > image.getpixel((16, 60))  # red above, blue below


def test_what_is_transparent_is_paper():
    assert opened(engine.draw(zoo.noted_png(), page=1)).getextrema() == (255, 255)


@pytest.mark.parametrize("size", [(5_000, 100), (6_000, 6_000)])
def test_a_huge_page_gives_a_bounded_image(size):
    with pikepdf.new() as new:
        new.add_blank_page(page_size=size)
        out = io.BytesIO()
        new.save(out)
    assert max(opened(engine.draw(out.getvalue(), page=1)).size) <= LONGEST_SIDE


def test_a_large_photo_gives_a_bounded_image():
    assert max(opened(engine.draw(zoo.photo(size=(7_000, 5_000)), page=1)).size) == LONGEST_SIDE


@pytest.mark.parametrize("page", [0, 3])
@pytest.mark.parametrize("act", [engine.draw, engine.read])
def test_a_page_that_does_not_exist_is_refused(act, page):
    with pytest.raises(Refused) as refusal:
        act(zoo.pdf(pages=2), page=page)
    assert refusal.value.code == "document.no_such_page"


def test_the_last_of_two_hundred_pages_costs_what_the_first_costs():
    data = engine.rewrite(zoo.pdf(pages=200)).data
    engine.draw(data, page=1)
    begun = time.process_time()
    assert ink(engine.draw(data, page=200)) > 0
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("data", [b"%PDF-1.7\n% rien", zoo.pdf()[:200], zoo.encrypted_pdf("secret")])
def test_a_broken_paper_is_refused_in_plain_words(data):
    with pytest.raises(Refused) as refusal:
        engine.draw(data, page=1)
    assert refusal.value.code == "document.unreadable"


def test_a_page_that_takes_too_much_is_refused_and_the_next_one_is_drawn():
    small = engine.Reader(Bounds(memory_bytes=120 * 1024 * 1024))
    try:
        with pytest.raises(Refused):
            engine.draw(zoo.slow_image(), page=1, reader=small)
        assert engine.draw(zoo.photo(), page=1, reader=small)
    finally:
        small.stop()


def test_signs_are_read_with_their_places():
    signs = engine.read(zoo.pdf(), page=1)
    assert "".join(sign for sign, _ in signs) == "Bonjour 0"
    first = signs[0][1]
    # The letter stands at (10, 100) of a page of 200 by 200 points, counted from below.
    assert 30 < first[0] < 70
    assert 400 < first[1] < first[3] < 530


def test_signs_of_a_turned_and_cropped_page_are_where_they_are_drawn():
    with pikepdf.open(io.BytesIO(zoo.pdf())) as pdf:
        page = pdf.pages[0]
        page.CropBox = pikepdf.Array([0, 50, 150, 200])
        page.Rotate = 90
        out = io.BytesIO()
        pdf.save(out)
    data = out.getvalue()
    covered = tuple(box for _, box in engine.read(data, page=1) if box)
    assert ink(engine.draw(data, page=1)) > 0
    left = opened(engine.draw(data, page=1, boxes=covered)).histogram()
    assert {shade for shade, count in enumerate(left) if count} == {0, 255}


@pytest.mark.parametrize("data", [zoo.photo(), zoo.noted_png(), engine.draw(zoo.pdf(), page=1)])
def test_an_image_has_no_text(data):
    assert engine.read(data, page=1) == []


def test_boxes_travel_in_an_address_and_come_back():
    placed = ((0, 0, 1000, 1000), (12, 345, 678, 999))
    assert boxes.read(boxes.written(placed)) == placed
    assert boxes.read("") == ()


@pytest.mark.parametrize(
    "text", ["0", "zzzzzzzz", "00000000", "0000rs0", "é0000000", "0a000500", "00000101" * (boxes.MOST + 1)]
)
def test_anything_else_in_the_address_is_no_box(text):
    assert boxes.read(text) is None


@pytest.mark.parametrize("values", [[0, 0, 0, 1], [5, 0, 4, 1], [0, 0, 1, 1001], [0, 0, 1], [0, -1, 1, 1]])
def test_an_empty_or_outside_area_is_no_box(values):
    assert boxes.box_of(values) is None
