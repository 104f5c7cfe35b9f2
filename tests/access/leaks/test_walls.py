"""Each wall taken down on purpose: the harness must tell. A harness that sees nothing proves nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import reverse

from commission.queries import sheets
from cpsti_portal.demo.leaks.answers import Leak, leaks
from cpsti_portal.demo.leaks.layers import layers
from cpsti_portal.demo.leaks.net import Net
from cpsti_portal.demo.leaks.robot import Robot
from cpsti_portal.templatetags import kept
from requests_app.anonymisation.facts import board_fields
from requests_app.documents.engine import Rewritten
from requests_app.documents.sniffing import form_of
from requests_app.models import AidRequest, Document
from requests_app.services import opinions
from requests_app.services.board_versions import LeaksFound, TextsUnread
from requests_app.services.opinions import OpinionDraft
from tests.access.leaks import visits
from tests.access.leaks.inside import Insider
from tests.access.walking import client_of, undone
from tests.factories import applicants, requests
from tests.factories.applicants import HIDDEN
from tests.factories.casework import REASONED, SUMMARY, machine_reads
from tests.factories.persona import CANARIES
from tests.factories.world import World

pytestmark = pytest.mark.django_db

NAMED = f"{SUMMARY} Madame {CANARIES['last_name']} attend une réponse."
ROLE = settings.PORTAL_BOARD_ROLE


@pytest.fixture(autouse=True)
def _forgotten():
    with undone():
        yield


def _sent_with(world: World, summary: str) -> AidRequest:
    """From the filing to the board, by the services, with this summary."""
    desk, at = world.desk, world.ago(days=9)
    ready = desk.opined("aced", at=at)
    later = at + timedelta(days=3)
    draft = OpinionDraft(
        kind="partial",
        amount_cents=desk.PART,
        reason_codes=("resources",),
        fact_sentence=ready.opinion.fact_sentence,
        text=REASONED,
        summary=summary,
    )
    opinions.save(aid_request=ready, actor=desk.actor(later), draft=draft, version=1, at=later)
    machine_reads(ready, at=later)
    desk.sign(ready, at=later)
    return ready


def _told_of(world: World, net: Net, sent: AidRequest) -> list[Leak]:
    """Put on an agenda, published, then read by a member as the robot reads."""
    place = world.rooms["planned"]
    (token,) = place.schedule(sent.board_links.get().token)
    place.publish()
    path = reverse("commission:item", args=[place.sitting.pk, token])
    robot = Robot(Insider(client_of(world, "member")), within=(path,), sends=())
    return leaks(net, robot.visit([path]))


def _fields(found: list[Leak]) -> set[str]:
    return {one.find.field.split()[0] for one in found}


def test_with_every_wall_up_the_same_road_tells_nothing(world, page_net):
    assert _told_of(world, page_net, _sent_with(world, f"{SUMMARY} Rien de plus.")) == []


def test_without_the_allow_list_a_name_in_a_label_is_told(world, page_net, monkeypatch):
    def open_hearted(case, **how):
        return board_fields(case, **how) | {"household": f"foyer {CANARIES['last_name'].upper()}"}

    monkeypatch.setattr("requests_app.services.board_versions.board_fields", open_hearted)
    assert "last_name" in _fields(_told_of(world, page_net, _sent_with(world, SUMMARY + " Bien.")))


def test_without_masks_and_without_the_gate_a_name_in_a_summary_is_told(world, page_net, monkeypatch):
    """Masks hold a name back until somebody reads the text, the gate alone refuses it, and so does the reading."""
    with pytest.raises(TextsUnread), undone():
        _sent_with(world, NAMED)
    monkeypatch.setattr("requests_app.queries.redactions.masks_of", lambda source, spots, choices: ())
    with pytest.raises(LeaksFound), undone():
        _sent_with(world, NAMED)
    monkeypatch.setattr("requests_app.services.board_versions.find_leaks", lambda text, known: ())
    with pytest.raises(TextsUnread), undone():
        _sent_with(world, NAMED)
    monkeypatch.setattr("requests_app.services.board_versions.unsettled", lambda texts: ())
    assert "last_name" in _fields(_told_of(world, page_net, _sent_with(world, NAMED)))


def _stray(item, actor, steps=None):
    """A query of the board's page that wanders into the identity side."""
    name = (
        AidRequest.objects.exclude(applicant_name="")
        .order_by("pk")
        .values_list("applicant_name", flat=True)
        .first()
    )
    return replace(sheets_of(item, actor, steps), summary=name)


sheets_of: Callable = sheets.sheet_of


def _stray_page(world: World, net: Net) -> tuple[int, set[str]]:
    place = world.objects["item_voting"]
    path = reverse("commission:item", args=[place["sitting_id"], place["token"]])
    got = Insider(client_of(world, "member")).get(path)
    return got.status, _fields(leaks(net, [got]))


@pytest.fixture
def stray_query(monkeypatch):
    """A sheet that was drawn before is kept by the process: it would be given instead of the stray one."""
    kept.forget()
    monkeypatch.setattr("commission.queries.sheets.sheet_of", _stray)
    yield
    kept.forget()


@pytest.mark.usefixtures("stray_query")
class TestDatabaseRole:
    def test_with_the_role_a_stray_query_is_an_error_that_tells_nothing(self, world, page_net):
        assert _stray_page(world, page_net) == (500, set())

    def test_without_the_role_a_stray_query_is_told(self, world, page_net, monkeypatch):
        monkeypatch.setattr("cpsti_portal.kernel.wall.cursors._statement", lambda role: "SELECT 1")
        status, fields = _stray_page(world, page_net)
        assert (status, fields >= {"name", "last_name"}) == (200, True)

    def test_a_right_too_many_is_told_by_the_page_and_by_the_check(self, world, page_net):
        with connection.cursor() as cursor:
            cursor.execute(f"GRANT SELECT ON requests_app_aidrequest TO {ROLE}")
        status, fields = _stray_page(world, page_net)
        assert (status, fields >= {"name", "last_name"}) == (200, True)
        assert [one.id for one in run_checks(databases=["default"]) if one.id.startswith("wall.")] == [
            "wall.E003"
        ]


def test_without_the_role_of_the_reader_a_paper_is_told(world, page_net, monkeypatch):
    monkeypatch.setattr("requests_app.views.files.documents_visible_to", lambda actor: Document.objects.all())
    found = leaks(page_net, visits.knocks(world, "member"))
    assert {one.answer.channel for one in found} == {"files:document"}
    assert "file" in _fields(found)


def test_without_the_reading_engine_a_paper_keeps_what_it_hides(world, net, monkeypatch):
    monkeypatch.setattr(
        "requests_app.services.documents.rewrite",
        lambda data: Rewritten(data=data, form=form_of(data), pages=1),
    )
    draft = requests.draft("aced", user=world.user("applicant"), at=world.now)
    paper = requests.document(draft, "avis-imposition", data=applicants.photo(90), at=world.now)
    with default_storage.open(paper.file.name) as stored:
        caught = set().union(*(net.caught(content) for _, content in layers(stored.read())))
    assert caught == {name for name in HIDDEN if name in {"artist", "place", "remark"}}
