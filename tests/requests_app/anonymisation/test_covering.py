"""The words of the file are covered before anybody looks; none of them may stay in sight."""

from datetime import date

import pytest
import weasyprint

from requests_app.anonymisation import covering
from requests_app.anonymisation.known import Known, LeakKind
from requests_app.documents import engine
from requests_app.documents.boxes import MOST, PAGE, covers

KNOWN = Known(
    values=(
        (LeakKind.PERSON, "Canarivoltige"),
        (LeakKind.PERSON, "Zéphirine"),
        (LeakKind.BUSINESS, "Atelier Farfelinette"),
        (LeakKind.STREET, "12 rue des Hippogriffes"),
        (LeakKind.PLACE, "Rennes"),
        (LeakKind.POSTCODE, "35000"),
        (LeakKind.NIR, "284053523800167"),
        (LeakKind.PHONE, "0612345678"),
        (LeakKind.EMAIL, "zephirine@exemple.fr"),
    ),
    birth_date=date(1984, 5, 3),
)
PAGE_OF = """<html lang="fr"><style>@page {{ size: A4 }} p {{ hyphens: auto; width: {width}; }}</style>{body}</html>"""
BODY = """
<p>Madame Zéphirine Canarivoltige, 12 rue des Hippogriffes, 35000 Rennes</p>
<p>Sécurité sociale&nbsp;: 2 84 05 35 238 001 67. Téléphone&nbsp;: 06.12.34.56.78, zephirine@exemple.fr</p>
<p>CANARIVOLTIGE ZEPHIRINE exploite l’ATELIER FARFELINETTE depuis longtemps.</p>
<p>Revenu fiscal de référence&nbsp;: 12 345 euros.</p>
"""


def signs_of(body: str = BODY, width: str = "16cm"):
    return engine.read(weasyprint.HTML(string=PAGE_OF.format(width=width, body=body)).write_pdf(), page=1)


def legible(signs, boxes) -> str:
    """What can still be read beside the boxes."""
    return "".join(sign for sign, box in signs if box is None or not covers(boxes, box))


@pytest.mark.parametrize("width", ["16cm", "5cm", "3cm"], ids=lambda width: f"lines of {width}")
def test_every_word_of_the_file_is_covered_and_the_rest_is_left(width):
    signs = signs_of(width=width)
    left = legible(signs, covering.in_advance(signs, KNOWN)).lower()
    for word in (
        "canari",
        "zéphirine",
        "zephirine",
        "farfelinette",
        "hippogriffes",
        "35000",
        "rennes",
        "238",
        "34.56",
        "exemple",
    ):
        assert word not in left.replace("\r\n", ""), word
    assert "revenu fiscal" in " ".join(left.split())
    assert "345" in left
    assert covering.still_legible(signs, KNOWN, covering.in_advance(signs, KNOWN)) == ()


def test_one_box_a_line_and_no_box_for_a_page_that_tells_nothing():
    signs = signs_of("<p>Zéphirine Canarivoltige</p>")
    assert len(covering.in_advance(signs, KNOWN)) == 1
    assert covering.in_advance(signs_of("<p>Revenu fiscal : 12 345 euros</p>"), KNOWN) == ()


def test_a_word_whose_box_is_taken_away_or_too_small_is_named():
    signs = signs_of("<p>Le client est Canarivoltige, de longue date.</p>")
    (box,) = covering.in_advance(signs, KNOWN)
    left, top, right, bottom = box
    for boxes in ((), ((left, top, right - 40, bottom),), ((left, top + 12, right, bottom),)):
        assert [leak.kind for leak in covering.still_legible(signs, KNOWN, boxes)] == [LeakKind.PERSON]


def test_a_day_is_covered_in_advance_and_may_be_shown_again():
    signs = signs_of("<p>Facture du 12 mars 2026.</p>")
    assert covering.in_advance(signs, KNOWN)
    assert covering.still_legible(signs, KNOWN, ()) == ()


def test_too_many_passages_cover_the_whole_page():
    lines = "".join(f"<p>{number} Canarivoltige</p>" for number in range(MOST + 10))
    body = f"<style>@page {{ size: 200mm 5000mm }} p {{ margin: 0 }}</style>{lines}"
    assert covering.in_advance(signs_of(body), KNOWN) == (PAGE,)


@pytest.mark.parametrize(("body", "found"), [("<p>Bonjour</p>", True), ("<p>…</p>", False), ("", False)])
def test_a_page_says_whether_a_machine_reads_it(body, found):
    assert covering.has_text(signs_of(body)) is found


def test_a_long_number_is_covered_in_advance_and_amounts_in_columns_are_not():
    signs = signs_of(
        "<p>Numéro fiscal : 30 12 345 678 901</p>"
        "<style>td { padding-right: 1cm }</style>"
        "<table><tr><td>14 210</td><td>12 845</td><td>9 800</td></tr></table>"
    )
    left = legible(signs, covering.in_advance(signs, KNOWN))
    assert "678" not in left
    assert all(part in left for part in ("210", "845", "800"))
    assert covering.still_legible(signs, KNOWN, ()) == ()


@pytest.mark.parametrize(
    "written", ["&lt;zephirine@exemple.fr&gt;", "&lt;p Canarivoltige&gt;", "&lt;b-canarivoltige&gt;"]
)
def test_words_between_angle_brackets_are_words(written):
    signs = signs_of(f"<p>De\u00a0: Comptabilité {written}</p>")
    assert covering.still_legible(signs, KNOWN, ())
    assert covering.still_legible(signs, KNOWN, covering.in_advance(signs, KNOWN)) == ()


def test_words_without_a_place_are_not_covered():
    signs = [(sign, None) for sign in "Canarivoltige"]
    assert [leak.kind for leak in covering.still_legible(signs, KNOWN, (PAGE,))] == [LeakKind.PERSON]
