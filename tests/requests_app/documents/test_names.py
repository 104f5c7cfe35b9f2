"""The shown name of a file: one harmless line that ends as its content asks."""

import pytest

from requests_app.documents.names import LONGEST, shown_name
from requests_app.documents.sniffing import Form


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Avis d’impôt 2025.pdf", "Avis d’impôt 2025.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\moi\\Bureau\\avis.PDF", "avis.pdf"),
        ("fichier\u202efdp.exe", "fichierfdp.exe.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie- x=1.pdf"),
        ("nul\x00caché.pdf", "nulcaché.pdf"),
        ("virus.pdf.exe", "virus.pdf.exe.pdf"),
        ("fin.pdf. .", "fin.pdf"),
        ("CON.pdf", "fichier-CON.pdf"),
        ("lpt1", "fichier-lpt1.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ('<img src=x onerror="a">.pdf', "-img src=x onerror=-a--.pdf"),
        ("", "document.pdf"),
        (" ./. ", "document.pdf"),
        (".pdf", "pdf.pdf"),
        ("zero\u200bwidth.pdf", "zerowidth.pdf"),
    ],
)
def test_a_name_is_made_harmless(sent, shown):
    assert shown_name(sent, Form.PDF) == shown


def test_a_long_name_is_cut_before_its_suffix():
    shown = shown_name("é" * 300 + ".pdf", Form.PDF)
    assert (len(shown), shown[-5:]) == (LONGEST, "é.pdf")


@pytest.mark.parametrize(
    ("sent", "form", "shown"),
    [
        ("photo.jpeg", Form.JPEG, "photo.jpeg"),
        ("photo.png", Form.JPEG, "photo.png.jpg"),
        ("capture", Form.PNG, "capture.png"),
    ],
)
def test_the_suffix_follows_the_content(sent, form, shown):
    assert shown_name(sent, form) == shown
