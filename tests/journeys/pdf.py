"""The words of a letter, as a reader of files gives them."""

from io import BytesIO

from pypdf import PdfReader

from tests.journeys.visitor import spaced


def words(data: bytes) -> str:
    return spaced(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages))
