"""What a member does not see leaves no trace: the same pages, byte for byte, as if the file did not exist."""

import re
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commission.enums import Choice
from commission.models import AgendaItem
from commission.queries import boards
from commission.services import agenda, files, recusals, sittings
from cpsti_portal.kernel import clock
from tests.access.walking import undone
from tests.factories import commission as factories
from tests.factories.commission import BoardFileFactory, Room, SittingFactory

pytestmark = pytest.mark.django_db

STAGES = ("published", "open", "voting", "decided", "closed", "cancelled")
NOBODY = "A" * 26
DOORS = ("item", "recuse", "vote", "receipt", "check")


@dataclass(frozen=True)
class Story:
    """``why``: what hides the file. ``first``: it was put first. ``reader``: rank of the titular who looks."""

    visible: int
    stage: str
    why: str
    first: bool
    reader: int
    called: bool  # a vote is open on a file the reader sees


STORIES = st.builds(
    Story,
    visible=st.integers(1, 3),
    stage=st.sampled_from(STAGES),
    why=st.sampled_from(
        ["stepped aside", "stepped aside before", "withdrawn", "not convened", "not convened later"]
    ),
    first=st.booleans(),
    reader=st.integers(0, 5),
    called=st.booleans(),
)


@pytest.fixture
def room(territory, today):
    """Its clock stands still: the hours of a page depend on nothing that happened."""
    place = factories.room(held_on=today, now=clock.now())
    place.tick = lambda: place.now
    return place


def _body(response) -> tuple[int, str]:
    page = re.sub(r'name="(csrfmiddlewaretoken|form_key)" value="[\w-]+"', "", response.content.decode())
    return response.status_code, page.replace(response.request["PATH_INFO"], "PATH")


def _pages(client: Client, room: Room, visible: list[str]) -> dict[str, tuple[int, str]]:
    """All that the member can open without knowing more than they were shown."""
    addresses = [
        "/accueil/",
        reverse("commission:home"),
        reverse("commission:sitting", args=[room.sitting.pk]),
        reverse("commission:live", args=[room.sitting.pk]),
    ]
    addresses += [
        reverse(f"commission:{name}", args=[room.sitting.pk, token])
        for token in visible
        for name in ("item", "recuse", "vote", "check")
    ]
    return {address: _body(client.get(address, follow=True)) for address in addresses}


def _doors(client: Client, room: Room, token: str) -> list[tuple[int, str]]:
    """What answers to whoever knocks with this reference."""
    addresses = [reverse(f"commission:{name}", args=[room.sitting.pk, token]) for name in DOORS]
    answers = [_body(client.get(address)) for address in addresses]
    return [(status, page.replace(token, "TOKEN")) for status, page in answers]


def _hide(room: Room, story: Story, hidden: str) -> None:
    if story.why == "withdrawn":
        files.retract_file(token=room.file_of(hidden), at=clock.now())
    elif story.why == "not convened later":
        _not_convened(room, story, room.file_of(hidden))
    elif story.why == "stepped aside":
        room.step_aside(room.titulars[story.reader], hidden)


def _not_convened(room: Room, story: Story, file_token: str) -> None:
    """The other house says it, by the key of the file."""
    recusals.set_aside(token=file_token, member_ids=[room.titulars[story.reader].pk], at=room.now)


def _advance(room: Room, story: Story, visible: list[str], examined: str | None) -> None:
    """On to the stage of the story; what happens to the ``examined`` file happens to it alone."""
    if story.stage == "cancelled":
        sittings.cancel(actor=room.actor(room.secretary), sitting_id=room.sitting.pk, at=room.now)
    if story.stage in ("published", "cancelled"):
        return
    room.open()
    if story.stage == "open":
        return
    if examined:
        room.open_vote(examined)
        for who in room.titulars:
            if who is not room.titulars[story.reader]:
                room.vote(who, examined, Choice.FOR)
    if examined and story.stage != "voting":
        room.close_vote(examined)
    if story.called or story.stage == "closed":
        room.open_vote(visible[0])
    if story.stage == "closed":
        room.close_vote(visible[0])
        room.close()


def _stepped_aside_before(room: Room, story: Story) -> str:
    """A file that an earlier sitting did not examine, and that the reader wanted no part in."""
    today, file_token = room.sitting, BoardFileFactory().token
    room.sitting = SittingFactory(held_on=today.held_on)
    room.schedule(file_token)
    room.publish().step_aside(room.titulars[story.reader], file_token)
    room.open().close()
    room.sitting = today
    return file_token


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=STORIES)
def test_a_hidden_file_changes_nothing_a_member_can_open(room, story):
    without, beside = _told(room, story)
    assert beside == without


def test_a_count_of_all_the_files_would_be_seen(room, monkeypatch):
    monkeypatch.setattr(boards, "items_visible_to", lambda actor: AgendaItem.objects.all())
    without, beside = _told(room, Story(1, "published", "stepped aside", first=False, reader=0, called=False))
    assert beside != without


def _told(room: Room, story: Story) -> tuple[object, object]:
    """What the reader gets without the file, then with the file they do not see."""
    with undone():
        client = Client()
        client.force_login(room.titulars[story.reader].user)
        before = story.why == "stepped aside before"
        file_token = _stepped_aside_before(room, story) if before else BoardFileFactory().token
        if story.why == "not convened":
            _not_convened(room, story, file_token)
        visible = room.put(story.visible)
        with undone():
            room.publish()
            _advance(room, story, visible, None)
            without = _pages(client, room, visible), _doors(client, room, NOBODY)
        (hidden,) = room.schedule(file_token)
        if story.first:
            act = {"actor": room.actor(room.secretary), "sitting_id": room.sitting.pk}
            agenda.reorder(**act, token=hidden, place=1)
            _keep_order(room, visible)
        room.publish()
        _hide(room, story, hidden)
        _advance(room, story, visible, None if story.why == "withdrawn" else hidden)
        return without, (_pages(client, room, visible), _doors(client, room, hidden))


def _keep_order(room: Room, visible: list[str]) -> None:
    """Chosen by hand, the order of the files that are seen is the one chance gave them."""
    ranks = dict(AgendaItem.objects.filter(token__in=visible).values_list("rank", "token"))
    assert [ranks[rank] for rank in sorted(ranks)] == visible


def test_the_reference_of_another_sitting_does_not_tell_that_the_file_is_the_same(room, client):
    """Somebody else's screen shows a reference; it answers as any reference, though the reader stepped aside before."""
    story = Story(1, "published", "stepped aside before", first=False, reader=0, called=False)
    file_token = _stepped_aside_before(room, story)
    room.put()
    (hidden,) = room.schedule(file_token)
    room.publish()
    client.force_login(room.titulars[0].user)
    for name, sent in (("recuse", {}), ("vote", {"choice": "abstain"})):
        answers = [
            client.post(reverse(f"commission:{name}", args=[room.sitting.pk, token]), sent).status_code
            for token in (hidden, NOBODY)
        ]
        assert answers == [404, 404]


def test_before_the_publication_a_member_cannot_tell_an_agenda_from_an_empty_one(room, client):
    client.force_login(room.titulars[0].user)
    addresses = [reverse("commission:home"), reverse("commission:sitting", args=[room.sitting.pk])]
    empty = [_body(client.get(address)) for address in addresses]
    (token,) = room.put()
    assert [_body(client.get(address)) for address in addresses] == empty
    assert _doors(client, room, token) == _doors(client, room, NOBODY)


def test_the_meter_and_the_counts_are_the_secretarys_alone(room, client):
    room.put(3)
    told = ("Avant de publier", "plus largement")
    client.force_login(room.secretary.user)
    page = client.get(reverse("commission:agenda", args=[room.sitting.pk])).content.decode()
    assert [word for word in told if word in page] == list(told)
    room.publish()
    client.force_login(room.titulars[0].user)
    for status, seen in _pages(client, room, room.tokens).values():
        assert status == 200
        assert [word for word in told if word in seen] == []
