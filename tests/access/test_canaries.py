"""T3: no byte a board can get tells whose file it reads; the caseworker reads all of it."""

import pytest
from django.apps import apps
from django.core import serializers
from django.urls import reverse

from cpsti_portal.kernel.audit.models import Event
from cpsti_portal.kernel.outbox.models import Message
from requests_app.aids import registry
from requests_app.models import AidRequest, Decision, Document, Letter, StepAnswers
from tests.access.canaries import Canary, Net
from tests.access.crawling import answer, crawl
from tests.access.lines import READ
from tests.access.table import parse
from tests.access.test_matrix import DOORS
from tests.access.walking import address, client_of, undone
from tests.factories.applicants import CANARY_AUTHOR, CANARY_FILE
from tests.factories.persona import AMOUNTS
from tests.factories.world import APPLICANT_EMAIL

pytestmark = pytest.mark.django_db

BOARD_READERS = ("member", "secretary")
BOARD_PATHS = ("/commission/", "/accueil/", "/compte/")


def _identity(rows) -> dict[str, object]:
    """Every identifying answer stored, read from the answers themselves, not from what we think we wrote."""
    found = {}
    for row in rows.select_related("aid_request").order_by("pk"):
        step = registry.get(row.aid_request.aid_code).step(row.step)
        for spec in step.fields if step else ():
            if spec.identifying and (value := row.values.get(spec.name)):
                found[f"{spec.name} {value}"] = value
    return found


def _around() -> dict[str, object]:
    """What names the request itself: its number, its keys, its papers, its account, the place, the day of filing."""
    found: dict[str, object] = {"account": APPLICANT_EMAIL, "file": CANARY_FILE, "author": CANARY_AUTHOR}
    found["department"] = "Ille-et-Vilaine"
    for one in AidRequest.objects.order_by("pk"):
        found |= {
            f"key {one.pk}": str(one.pk),
            f"hex {one.pk}": one.pk.hex,
            f"name {one.pk}": one.applicant_name,
        }
        if one.reference:
            found |= {
                f"number {one.reference}": one.reference,
                f"filed {one.reference}": one.submitted_at.date().isoformat(),
            }
    found |= {f"paper {one.pk}": str(one.pk) for one in Document.objects.order_by("pk")}
    return found | {f"letter {one.pk}": str(one.pk) for one in Letter.objects.order_by("pk")}


@pytest.fixture(scope="package")
def net(world) -> Net:
    values = {**_identity(StepAnswers.objects.all()), **_around(), **AMOUNTS}
    return Net(Canary(name, value) for name, value in values.items() if value)


def _told(net: Net, answers) -> list[str]:
    return [
        f"{one.path} ({one.status}): {sorted(caught)}" for one in answers if (caught := net.found(one.said))
    ]


@pytest.mark.parametrize("role", BOARD_READERS)
def test_nothing_a_board_reader_can_reach_names_anybody(world, net, role):
    starts = ["/accueil/", reverse("commission:home")]
    starts += [
        address(DOORS[line.door], world.objects.get(line.object, {}))
        for line in parse(READ)
        if line.door.startswith("commission:")
    ]
    visited = list(crawl(client_of(world, role), list(dict.fromkeys(starts)), within=BOARD_PATHS))
    assert len({one.path for one in visited}) > 15
    assert [one.path for one in visited if one.status >= 500] == []
    assert _told(net, visited) == []


def test_a_name_left_in_a_summary_is_caught(world, net):
    with undone():
        place = world.rooms["planned"]
        token = place.put(summary="La cliente de l’atelier Farfelinette n’a pas payé sa dernière commande.")[
            0
        ]
        place.publish()
        path = reverse("commission:item", args=[place.sitting.pk, token])
        caught = net.found(answer(client_of(world, "member"), path).said)
    assert {name.split()[0] for name in caught} == {"business_name"}


@pytest.mark.parametrize("role", [*BOARD_READERS, "member_elsewhere", "anonymous", "other_applicant"])
def test_no_other_door_tells_anything_either(world, net, role):
    """The doors of the applicant, of the caseworker, of the files and of the administration, with their real keys."""
    client = client_of(world, role)
    answers = []
    for line in parse(READ):
        if line.codes[role] in {"404", "login"}:
            path = address(DOORS[line.door], {} if line.object == "-" else world.objects[line.object])
            one = answer(client, path)
            # The way to the sign-in page repeats the address that was asked for.
            answers.append(
                type(one)(
                    one.path, one.status, one.said.replace(path.encode(), b"").replace(_quoted(path), b"")
                )
            )
    assert answers
    assert _told(net, answers) == []


def _quoted(path: str) -> bytes:
    from urllib.parse import quote

    return quote(path, safe="").encode()


@pytest.mark.parametrize("role", BOARD_READERS)
def test_the_pages_of_the_bad_moments_tell_nothing(world, net, role, monkeypatch):
    client = client_of(world, role)
    missing = answer(client, "/commission/rien/")
    refused = answer(client_of(world, role, csrf=True), reverse("commission:sitting_new"), "post")

    def broken(*args, **kwargs):
        raise RuntimeError(f"{APPLICANT_EMAIL} {CANARY_FILE}")

    monkeypatch.setattr("commission.queries.boards.past_sittings", broken)
    failed = answer(client, reverse("commission:home"))
    assert [missing.status, refused.status, failed.status] == [404, 403, 500]
    assert _told(net, [missing, refused, failed]) == []


def test_the_tables_of_the_board_hold_nothing(world, net):
    """Below the pages: what a dump of the board's own tables would show."""
    dumped = {
        model._meta.label: serializers.serialize("json", model._default_manager.order_by("pk")).encode()
        for model in apps.get_app_config("commission").get_models()
    }
    assert {label: sorted(net.found(rows)) for label, rows in dumped.items() if net.found(rows)} == {}
    assert len(dumped["commission.BoardFile"]) > 1_000


def test_what_the_board_publishes_names_nobody(world, net):
    told = Message.objects.filter(topic__startswith="commission.").order_by("pk")
    assert told.count() > 5
    assert net.found(serializers.serialize("json", told).encode()) == set()


def test_the_journal_of_the_board_names_nobody(world, net):
    events = Event.objects.filter(target_type__startswith="commission.").order_by("pk")
    assert events.exists()
    assert (
        net.found(serializers.serialize("json", events, fields=["action", "target_id", "detail"]).encode())
        == set()
    )


def test_a_ruling_comes_back_without_the_votes(world):
    """The other direction: the identity side learns what was decided, not who voted what."""
    members = {one.display_name for one in world.titulars}
    back = serializers.serialize("json", Decision.objects.order_by("pk"))
    chair = next(one.display_name for one in world.titulars if one.is_president)
    assert {name for name in members if f'"{name}"' in back} <= {chair}


# Shown by their last figures only: enough to tell one number from another, on a page anybody may pass behind.
_MASKED = ("nir", "iban")


def test_the_caseworker_reads_all_of_it(world, net):
    """To test that nothing leaks, make sure that something could."""
    client = client_of(world, "caseworker")
    filed = [one for name, one in world.requests.items() if name != "draft"]
    pages = [answer(client, reverse("casework:detail", args=[one.pk])).said for one in filed]
    read = set().union(*(net.found(page) for page in pages))
    answers = _identity(StepAnswers.objects.filter(aid_request__in=filed))
    assert {name for name in set(answers) - read if not name.startswith(_MASKED)} == set()
    shown = b"".join(pages)
    assert {
        name for name, value in answers.items() if name.startswith(_MASKED) and not _ends_shown(value, shown)
    } == set()


def _ends_shown(value: object, pages: bytes) -> bool:
    return str(value)[-2:].encode() in pages and str(value).encode() not in pages


def test_a_paper_keeps_its_name_for_the_caseworker_and_loses_its_author(world, net):
    got = answer(
        client_of(world, "caseworker"), reverse("files:document", kwargs=world.objects["paper_submitted"])
    )
    caught = net.found(got.said)
    assert (got.status, "file" in caught, "author" in caught) == (200, True, False)
