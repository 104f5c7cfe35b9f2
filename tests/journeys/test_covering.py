"""Covering a page before a board reads it: with the mouse, and on a phone without any script, with numbers."""

import io

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from requests_app.documents import boxes
from requests_app.models import ClearedPage
from tests.journeys.visitor import PHONE, TABLET
from tests.requests_app.casework.case import held_with_scan


@pytest.fixture
def scan(portal):
    """A request in the hands of its caseworker, and the first page of its last paper."""
    aid_request, paper = held_with_scan()
    return aid_request.caseworker.user, reverse("casework:page", args=[aid_request.pk, paper.pk, 1])


def _confirm(person) -> None:
    person.press("Voir le résultat")
    person.tick_all("input[type=checkbox]")
    person.press("Montrer cette page à la commission")
    person.reads("La page est prête")


def _black_in(page: ClearedPage) -> float:
    with default_storage.open(page.path) as kept:
        image = Image.open(io.BytesIO(kept.read()))
        return image.histogram()[0] / (image.width * image.height)


def test_a_zone_drawn_with_the_mouse_is_black_in_what_is_kept(visit, scan):
    user, address = scan
    person = visit(user, by_form=False)
    person.open(address)
    place = person.page.locator("[data-covering]")
    expect(place.locator("img")).to_be_visible()
    before = place.locator("rect").count()
    area = place.bounding_box()
    mouse = person.page.mouse
    mouse.move(area["x"] + area["width"] * 0.1, area["y"] + area["height"] * 0.1)
    mouse.down()
    mouse.move(area["x"] + area["width"] * 0.6, area["y"] + area["height"] * 0.5)
    mouse.up()
    expect(place.locator("rect")).to_have_count(before + 1)
    _confirm(person)
    kept = ClearedPage.objects.get()
    left, top, right, bottom = kept.boxes[-1]
    assert [abs(left - 100) < 5, abs(top - 100) < 5, abs(right - 600) < 5, abs(bottom - 500) < 5] == [
        True
    ] * 4
    assert 0.18 < _black_in(kept) < 0.25


def test_a_zone_taken_away_is_gone_from_the_page_and_from_what_is_sent(visit, scan):
    user, address = scan
    person = visit(user, by_form=False)
    person.open(f"{address}?cadres={boxes.written(((0, 0, 500, 500), (0, 600, 1000, 700)))}")
    person.page.get_by_role("button", name="Enlever la zone 1").click()
    expect(person.page.locator("[data-covering] rect")).to_have_count(1)
    _confirm(person)
    assert ClearedPage.objects.get().boxes == [[0, 600, 1000, 700]]


def test_without_script_a_band_is_covered_with_two_numbers(visit, scan):
    user, address = scan
    person = visit(user, by_form=False, size=PHONE, script=False)
    person.open(address)
    person.fill(haut="10", bas="62,5")
    person.press("Couvrir")
    person.reads("Toute la largeur, hauteur de 10 à 62,5 %")
    _confirm(person)
    kept = ClearedPage.objects.get()
    assert [0, 100, 1000, 625] in kept.boxes
    assert 0.5 < _black_in(kept) < 0.56


def _drag_finger(person, start: tuple[float, float], end: tuple[float, float]) -> None:
    """What a screen reports of one finger that goes from one point of the window to another."""
    screen = person.context.new_cdp_session(person.page)
    steps = [
        (start[0] + (end[0] - start[0]) * n / 4, start[1] + (end[1] - start[1]) * n / 4) for n in range(5)
    ]
    for number, (x, y) in enumerate(steps):
        kind = "touchMove" if number else "touchStart"
        screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    screen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_finger_scrolls_the_page_until_it_is_asked_to_draw(visit, scan):
    user, address = scan
    person = visit(user, by_form=False, size=TABLET, touch=True)
    person.open(f"{address}?cadres=")
    place = person.page.locator("[data-covering]")
    expect(place.locator("img")).to_be_visible()
    before = place.locator("rect").count()
    area = place.bounding_box()
    middle = area["x"] + area["width"] / 2
    _drag_finger(person, (middle, area["y"] + 300), (middle, area["y"] + 60))
    expect(place.locator("rect")).to_have_count(before)
    person.page.get_by_role("button", name="Tracer avec le doigt").click()
    person.page.evaluate("window.scrollTo(0, 0)")
    _drag_finger(person, (middle - 100, area["y"] + 60), (middle + 100, area["y"] + 300))
    expect(place.locator("rect")).to_have_count(before + 1)
