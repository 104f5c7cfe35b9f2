"""What is stored and compared: one form a letter, nothing invisible, no look-alike."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.anonymisation.cleaning import clean, fold, folded

CLEANED = [
    ("Ｄｕｐｏｎｔ", "Dupont"),
    ("𝐃𝐮𝐩𝐨𝐧𝐭", "Dupont"),
    ("Du\u200bpo\u00adnt", "Dupont"),
    ("Du\u2060p\ufeffo\u200dnt\u202e", "Dupont"),
    ("Du\ufe0fpo\u034fnt", "Dupont"),
    ("D\u1160upont\u3164", "Dupont"),
    ("\U000e0044Dupont", "Dupont"),
    ("Dupоnt", "Dupont"),  # Cyrillic о
    ("Ρaul", "Paul"),  # Greek Ρ
    ("1\u202f250\u00a0€", "1 250 €"),
    ("a\r\nb\rc", "a\nb\nc"),
    ("  bord  ", "bord"),
    ("Gail-\nlard", "Gaillard"),
    ("porte-monnaie", "porte-monnaie"),
    ("- une ligne\n- une autre", "- une ligne\n- une autre"),
    ("l’été dernier – après", "l’été dernier – après"),
    ("ﬁn", "fin"),
    ("e\u0301te\u0301", "été"),
]


@pytest.mark.parametrize(("typed", "stored"), CLEANED)
def test_the_stored_text_has_one_form(typed, stored):
    assert clean(typed) == stored


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’Été", "l'ete"),
        ("Œillet ÆGIR", "oeillet aegir"),
        ("Jean–Paul", "jean-paul"),
        ("Straße", "strasse"),
        ("Łukasz", "lukasz"),
        ("D\u0336u\u0336", "du"),
    ],
)
def test_the_folded_text_has_neither_case_nor_accent(text, expected):
    assert folded(text) == expected


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing_more(text):
    once = clean(text)
    assert clean(once) == once
    assert not any(unicodedata.category(sign) == "Cf" for sign in once)


@given(st.text(alphabet="<>/&;bpalt＜＞＆\u200b\u00ad- \n", max_size=40))
def test_cleaning_twice_changes_nothing_more_of_tags_and_entities_in_disguise(text):
    once = clean(text)
    assert clean(once) == once


@pytest.mark.parametrize(
    "text", ["＜b＞fort＜/b＞", "<\u200bb>fort</b>", "＆lt;b＆gt;fort", "&\u200blt;b>fort"]
)
def test_a_tag_in_disguise_is_a_tag(text):
    assert clean(text) == "fort"


@pytest.mark.parametrize(
    "text", ["<a.martin@orange.example>", "<b-martin@free.example>", "<p Martin>", "<a href=x>"]
)
def test_what_stands_inside_brackets_is_words(text):
    assert clean(text) == text


@given(st.text(max_size=60))
def test_every_folded_sign_leads_back_to_the_sign_it_came_from(text):
    page = fold(text)
    assert len(page.text) == len(page.origin)
    for index, position in enumerate(page.origin):
        assert page.text[index] in fold(text[position]).text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ker&shy;guelen &amp; fils", "Kerguelen & fils"),
        ("K&eacute;rguelen", "Kérguelen"),
        ("&#75;erguelen", "Kerguelen"),
        ("&amp;amp;eacute;", "é"),
        ("<b>Ker</b>guelen<br/>", "Kerguelen"),
        ("3 < 5 et 7 > 2", "3 < 5 et 7 > 2"),
        ("0⃣6⃣", "06"),
    ],
)
def test_entities_and_simple_tags_are_read(written, read):
    assert clean(written) == read
    assert clean(clean(written)) == read


def test_a_text_that_was_misread_is_read_again():
    misread = "PayÃ©s en retard, mÃªme l’Ã©tÃ© coÃ»te 300 â‚¬."
    assert clean(misread) == "Payés en retard, même l’été coûte 300 €."
    assert clean("Le CAFÉ» de la gare, Ã©") == "Le CAFÉ» de la gare, Ã©"


def test_a_run_of_blanks_is_one_and_an_indent_stays():
    assert clean("Emma,  13   ans\n  dort") == "Emma, 13 ans\n  dort"
