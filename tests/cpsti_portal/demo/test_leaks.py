"""« make leaks »: the hunt over HTTP tells a mark when a wall is down, and tells nothing else."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from commission import reference as board_reference
from cpsti_portal.demo import accounts, organisations
from cpsti_portal.demo.leaks import hunt
from cpsti_portal.demo.leaks.answers import Answer
from cpsti_portal.demo.leaks.hunt import Catch
from cpsti_portal.demo.leaks.marked_story import MarkedStory
from cpsti_portal.demo.leaks.net import Net
from cpsti_portal.kernel import clock
from requests_app import reference
from requests_app.anonymisation.facts import board_fields
from tests.factories.territory import load_territory

LEAKY = "Bovirafuleka"


@pytest.fixture
def portal(live_server, worker, tmp_path, settings) -> str:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "courriels"
    settings.MEDIA_ROOT = tmp_path / "prive"
    settings.VAR_DIR = tmp_path
    load_territory()
    board_reference.load()
    reference.load()
    accounts.staff_everything()
    organisations.dress_organisations()
    return live_server.url


@pytest.mark.django_db(transaction=True)
def test_a_name_that_passes_the_allow_list_is_told_where_it_shows(portal, monkeypatch):
    two = {who: hunt.READERS[who] for who in ("secrétaire", "membre")}
    monkeypatch.setattr(hunt, "READERS", two)
    monkeypatch.setattr(hunt, "_ADDRESSES_A_DOOR", 2)  # those of the story come first
    monkeypatch.setattr("cpsti_portal.demo.leaks.marked_story.rare_word", _words())
    monkeypatch.setattr(
        "requests_app.services.board_versions.board_fields",
        lambda case, **how: board_fields(case, **how) | {"household": f"foyer {LEAKY}"},
    )
    said = StringIO()
    with pytest.raises(CommandError) as told:
        call_command("hunt_leaks", base=portal, stdout=said)
    assert {line.split(" : ")[0] for line in str(told.value).splitlines()} == {"Marque"}
    assert "nom (texte)" in str(told.value)
    counts = {line.split()[0]: line.split()[1:] for line in said.getvalue().splitlines() if ":" in line}
    assert int(counts["commission:item"][1]) > 0
    assert {
        name: marks for name, (*_, marks) in counts.items() if name.startswith("casework:") and marks != "0"
    } == {}


def _words():
    """The first word drawn is the surname."""
    drawn = iter([LEAKY])
    true_word = MarkedStory.__init__.__globals__["rare_word"]
    return lambda dice: next(drawn, None) or true_word(dice)


def test_each_word_is_drawn_once_and_again_for_another_person():
    def marks(number: int) -> set[object]:
        story = MarkedStory(base="", say=print, folder=None, today=clock.today(), number=number)
        story.case()
        return {mark for name, mark in story.marks.items() if name != "naissance"}

    assert marks(111_111) == marks(111_111)
    assert marks(111_111) & marks(222_222) == set()


@pytest.mark.parametrize("fault", ["found", "unvisited", "opened", "opaque"])
def test_any_fault_is_a_failure(fault):
    assert Catch().clean
    assert not Catch(**{fault: ["quelque chose"]}).clean


def test_a_file_that_nobody_can_open_is_told():
    got = Answer("GET", "/commission/", 200, (("Content-Type", "application/octet-stream"),), b"\x00\x01")
    assert got.opaque
    assert not Answer("GET", "/", 200, (("Content-Type", "text/html; charset=utf-8"),), b"<p>").opaque
    assert Net([]).found(got.body) == []
