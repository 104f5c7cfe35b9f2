"""The pages of a file: in its sheet, to whoever may read it at that sitting, and under a name that tells nothing."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.middleware.csrf import _does_token_match
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commission.models import BoardPage
from commission.queries import live, sheets
from commission.queries.visible import pages_visible_to
from commission.services import files
from cpsti_portal.kernel import clock, private_files
from cpsti_portal.kernel.accounts.models import Membership
from cpsti_portal.kernel.audit.models import Event
from tests.factories import commission as factories
from tests.factories.accounts import UserFactory, administrator, caseworker, member, secretary
from tests.standing import standing

pytestmark = pytest.mark.django_db

IMAGES = (b"\x89PNG premiere page", b"\x89PNG seconde page")


@pytest.fixture
@standing
def room(territory):
    place = factories.room(held_on=clock.today(), now=clock.now())
    place.put(images=IMAGES)
    return place


def address(room, number: int = 1) -> str:
    return reverse("commission:page", args=[room.sitting.pk, room.tokens[0], number])


def get(client, user, url: str):
    client.force_login(user)
    return client.get(url)


def test_the_sheet_shows_each_page_under_its_title(client, room):
    room.publish()
    sheet = reverse("commission:item", args=[room.sitting.pk, room.tokens[0]])
    text = get(client, room.titulars[0].user, sheet).content.decode()
    for number in (1, 2):
        assert f"<h3>Pièce 3 – avis d’impôt, page {number}</h3>" in text
        assert f'src="{address(room, number)}"' in text


def test_a_file_without_pages_says_nothing_of_them(client, territory, today):
    place = factories.room(held_on=today, now=clock.now())
    place.put()
    place.publish()
    sheet = reverse("commission:item", args=[place.sitting.pk, place.tokens[0]])
    text = get(client, place.titulars[0].user, sheet).content.decode()
    assert "jointe" not in text


def test_a_page_is_an_image_that_is_shown_and_never_kept(client, room):
    room.publish()
    response = get(client, room.titulars[0].user, address(room, 2))
    assert (response.content, response["Content-Type"]) == (IMAGES[1], "image/png")
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"] == 'inline; filename="piece-3-page-2.png"'
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert {"ETag", "Last-Modified"} & set(response.headers) == set()


def test_each_sight_is_written_in_the_journal(client, room):
    room.publish()
    get(client, room.titulars[0].user, address(room, 2))
    event = Event.objects.get(action="board.page_read")
    assert (event.target_id, event.detail) == (str(room.item(room.tokens[0]).pk), {"page": 2})


def test_members_wait_for_the_publication_and_the_secretary_does_not(client, room):
    assert get(client, room.titulars[0].user, address(room)).status_code == 404
    assert get(client, room.secretary.user, address(room)).status_code == 200
    room.publish()
    assert get(client, room.titulars[0].user, address(room)).status_code == 200
    room.take_back()
    assert get(client, room.titulars[0].user, address(room)).status_code == 404


def test_a_member_who_stepped_aside_sees_no_page(client, room):
    room.publish()
    room.step_aside(room.titulars[2], room.tokens[0])
    assert get(client, room.titulars[2].user, address(room)).status_code == 404
    assert get(client, room.titulars[1].user, address(room)).status_code == 200


def test_once_the_right_has_ended_no_page_is_seen(client, room):
    room.publish()
    yesterday = clock.now().date() - timedelta(days=1)
    Membership.objects.filter(pk=room.titulars[0].pk).update(ends_on=yesterday)
    assert get(client, room.titulars[0].user, address(room)).status_code == 404


@pytest.mark.parametrize("who", ["titular", "secretary"])
def test_a_file_that_was_taken_back_shows_no_page_to_anybody(client, room, who):
    room.publish()
    files.retract_file(token=room.file_of(room.tokens[0]), at=clock.now())
    user = (room.titulars[0] if who == "titular" else room.secretary).user
    assert get(client, user, address(room)).status_code == 404
    sheet = get(client, user, reverse("commission:item", args=[room.sitting.pk, room.tokens[0]]))
    assert b"<img" not in sheet.content


def test_the_query_itself_asks_who_reads(room):
    """Below the view, which loads the sheet's own item too."""
    here = {"sitting_id": room.sitting.pk, "token": room.tokens[0]}

    def seen(who: Membership) -> int:
        return pages_visible_to(room.actor(who), **here).count()

    reader, aside, elsewhere = room.titulars[0], room.titulars[1], member("11")
    assert [seen(reader), seen(room.secretary), seen(elsewhere)] == [0, 2, 0]
    room.publish()
    room.step_aside(aside, room.tokens[0])
    assert [seen(reader), seen(aside), seen(room.secretary), seen(elsewhere)] == [2, 0, 2, 0]
    files.retract_file(token=room.file_of(room.tokens[0]), at=clock.now())
    assert [seen(reader), seen(room.secretary)] == [0, 0]


def test_nobody_else_sees_a_page(client, room):
    room.publish()
    others = [member("11"), secretary("11"), caseworker("urssaf-bretagne"), administrator()]
    for user in [*(one.user for one in others), UserFactory()]:
        assert get(client, user, address(room)).status_code == 404


@pytest.mark.parametrize("number", [0, 3])
def test_a_page_that_does_not_exist_is_missing(client, room, number):
    room.publish()
    assert get(client, room.titulars[0].user, address(room, number)).status_code == 404


def test_a_page_is_not_found_under_another_file_of_the_agenda(client, room):
    room.put()
    room.publish()
    other = next(token for token in room.tokens if not room.item(token).board_file.pages)
    url = reverse("commission:page", args=[room.sitting.pk, other, 1])
    assert get(client, room.titulars[0].user, url).status_code == 404


def test_bytes_that_are_gone_are_a_missing_page(client, room, monkeypatch):
    room.publish()

    def gone(path):
        raise FileNotFoundError(path)

    monkeypatch.setattr(private_files, "content", gone)
    assert get(client, room.titulars[0].user, address(room)).status_code == 404


def test_the_sheet_costs_the_same_with_and_without_pages(client, territory, today):
    costs = []
    for images in ((), IMAGES):
        place = factories.room(held_on=today, now=clock.now())
        place.put(images=images)
        place.publish()
        client.force_login(place.titulars[0].user)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("commission:item", args=[place.sitting.pk, place.tokens[0]]))
        costs.append(len(asked))
    assert costs[0] == costs[1]
    assert BoardPage.objects.count() == 2


class TestFrame:
    """What is around the sheet is kept by the process for all who read it."""

    def read(self, client, room, who: Membership) -> str:
        sheet = reverse("commission:item", args=[room.sitting.pk, room.tokens[0]])
        return get(client, who.user, sheet).content.decode()

    def test_each_reader_finds_their_own_address_and_a_token_of_their_own(self, client, room):
        room.publish()
        one, two = room.titulars[:2]
        for reader, other in ((one, two), (two, one), (one, two)):
            text = self.read(client, room, reader)
            assert (text.count(reader.user.email), other.user.email in text) == (1, False)
            token = client.cookies["csrf"].value
            sent = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w{64})"', text))
            assert sent
            assert all(_does_token_match(one, token) for one in sent)

    def test_a_page_that_follows_no_sitting_has_not_its_script(self, client, room):
        room.publish()
        script = re.compile(r'<script src="[^"]*/live[^"]*\.js"')
        before = self.read(client, room, room.titulars[0])
        room.open()
        meanwhile = self.read(client, room, room.titulars[0])
        assert (bool(script.search(before)), bool(script.search(meanwhile))) == (False, True)

    def test_a_reader_of_other_places_has_their_menu(self, client, room):
        room.publish()
        both = caseworker(user=room.titulars[1].user).user
        texts = [self.read(client, room, who) for who in room.titulars[:2]]
        assert both == room.titulars[1].user
        assert ["Instruction des demandes" in text for text in texts] == [False, True]


class TestWhole:
    """The page of a member who has their own ballot to cast is kept by the process for all of them."""

    @pytest.fixture
    def open_room(self, room):
        room.put(2)
        room.open()
        for token in room.tokens:
            room.open_vote(token)
        return room

    def read(self, client, room, who: Membership, token: str) -> str:
        return get(
            client, who.user, reverse("commission:item", args=[room.sitting.pk, token])
        ).content.decode()

    def hidden(self, text: str) -> dict[str, str]:
        form = text[text.index("data-ballot") :]
        return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]))

    def test_each_reader_finds_what_is_their_own(self, client, open_room):
        room = open_room
        here, *others = room.tokens
        one, two = room.titulars[:2]
        for token in others:
            room.vote(two, token)
        told = []
        for reader in (one, two, one):
            text = self.read(client, room, reader, here)
            left = re.search(r"Il vous reste (\d+) dossier", text)
            version = re.search(r'data-live-version="(\w+)"', text)[1]
            assert version == live.pulse_of(room.sitting.pk, room.actor(reader)).version
            told.append((int(left[1]), self.hidden(text)["then"], self.hidden(text)["form_key"]))
        waiting = {token for _, token, _ in told}
        assert [number for number, _, _ in told] == [len(room.tokens), 1, len(room.tokens)]
        assert (told[1][1], told[0][1] in others, waiting <= {"", *others}) == ("", True, True)
        assert len({key for _, _, key in told}) == 3

    def test_who_has_voted_keeps_the_sitting_or_holds_a_proxy_finds_another_page(self, client, room):
        room.open(*room.titulars[:3], *room.titulars[4:])
        room.give(room.titulars[3], room.titulars[1])
        here = room.tokens[0]
        room.open_vote(here)
        plain = self.read(client, room, room.titulars[0], here)
        room.vote(room.titulars[2], here)
        forms = [
            self.read(client, room, who, here).count("data-ballot>")
            for who in (room.titulars[0], room.titulars[1], room.titulars[2], room.secretary)
        ]
        assert (plain.count("data-ballot>"), forms) == (1, [1, 2, 0, 0])

    def test_a_refused_ballot_is_shown_as_it_was_filled_and_kept_for_nobody(self, client, open_room):
        room, here = open_room, open_room.tokens[0]
        blank = self.read(client, room, room.titulars[0], here)
        sent = {"choice": "partial", "amount": "abc", "form_key": self.hidden(blank)["form_key"]}
        answer = client.post(reverse("commission:vote", args=[room.sitting.pk, here]), sent)
        text = answer.content.decode()
        assert (answer.status_code, 'value="abc"' in text) == (422, True)
        assert self.hidden(text)["form_key"] == sent["form_key"]
        assert 'value="abc"' not in self.read(client, room, room.titulars[1], here)


class TestShown:
    """What a file shows is read again as long as its agenda may change, and once a process afterwards."""

    def read(self, client, room) -> tuple[str, int]:
        sheet = reverse("commission:item", args=[room.sitting.pk, room.tokens[0]])
        with CaptureQueriesContext(connection) as asked:
            text = client.get(sheet).content.decode()
        return text, len([one for one in asked if '"commission_agendaitem"."shown"' in one["sql"]])

    def test_a_sheet_that_is_taken_back_and_made_wider_is_shown_so(self, client, room):
        room.publish()
        client.force_login(room.titulars[0].user)
        before, asked = self.read(client, room)
        room.take_back()
        item = room.item(room.tokens[0])
        item.shown |= {"income_band": "revenus changés"}
        item.save(update_fields=["shown"])
        room.publish()
        after, again = self.read(client, room)
        assert ["revenus changés" in text for text in (before, after)] == [False, True]
        assert (asked, again) == (1, 1)

    def test_once_the_sitting_has_begun_it_is_read_once(self, client, room):
        sheets._settled.cache_clear()
        room.open()
        client.force_login(room.titulars[0].user)
        (one, first), (two, second) = self.read(client, room), self.read(client, room)
        assert (first, second) == (1, 0)
        article = re.compile(r'<article class="sheet">.*?</article>', re.DOTALL)
        assert article.search(one)[0] == article.search(two)[0]
