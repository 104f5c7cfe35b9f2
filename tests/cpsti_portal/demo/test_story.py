"""« make story »: the main job over HTTP, as the four roles, down to the letter."""

import pypdf
import pytest

from commission import reference as board_reference
from cpsti_portal.demo import accounts, organisations
from cpsti_portal.demo.browsing import Refused, Visitor
from cpsti_portal.demo.story import Story, play
from cpsti_portal.kernel import clock
from requests_app import reference
from tests.factories.territory import load_territory


@pytest.mark.django_db(transaction=True, serialized_rollback=False)
def test_a_request_becomes_a_voted_decision_and_a_letter(live_server, worker, tmp_path, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "courriels"
    settings.MEDIA_ROOT = tmp_path / "prive"
    load_territory()
    board_reference.load()
    reference.load()
    accounts.staff_everything()
    organisations.dress_organisations()
    told: list[str] = []
    letter = play(
        Story(base=live_server.url, say=told.append, folder=tmp_path, today=clock.today(), number=123_456)
    )
    text = "".join(page.extract_text() for page in pypdf.PdfReader(letter).pages)
    assert "est acceptée" in text
    assert "Urssaf Bretagne" in text
    assert sum(line.startswith("  ✓") for line in told) == 18


@pytest.mark.django_db(transaction=True)
def test_a_story_that_is_refused_says_what_the_page_says(live_server):
    with pytest.raises(Refused, match="404"):
        Visitor(live_server.url).get("/page-qui-n-existe-pas/")


def test_a_story_never_leaves_the_portal():
    with pytest.raises(Refused):
        Visitor("http://127.0.0.1:1").get("http://ailleurs.example/")
