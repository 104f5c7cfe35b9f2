"""Who sees what: every page × every reader, the cost of the lists, and what no page ever prints."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commission.enums import Choice
from commission.models import AgendaItem, Attendance, Ballot, BoardFile, Ruling, Turnout
from commission.queries.visible import (
    files_visible_to,
    items_of_member,
    items_visible_to,
    sittings_kept_by,
    sittings_visible_to,
)
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import ANONYMOUS
from cpsti_portal.kernel.accounts.models import Membership
from tests.factories import commission as factories
from tests.factories.accounts import UserFactory, administrator, caseworker, member, secretary
from tests.factories.commission import BoardFileFactory
from tests.standing import standing

pytestmark = pytest.mark.django_db


@pytest.fixture
@standing
def room(territory):
    return factories.room(held_on=clock.today(), now=clock.now())


class TestQueries:
    def seen(self, actor):
        return {
            "sittings": sittings_visible_to(actor).count(),
            "kept": sittings_kept_by(actor).count(),
            "items": items_visible_to(actor).count(),
            "votes": items_of_member(actor).count(),
            "files": files_visible_to(actor).count(),
        }

    NOTHING = dict.fromkeys(["sittings", "kept", "items", "votes", "files"], 0)

    @pytest.fixture
    def three_files(self, room):
        """Two on the published agenda, one waiting."""
        room.put(2)
        room.publish()
        BoardFileFactory()

    def test_a_member_sees_the_agenda_and_no_waiting_file(self, room, three_files):
        actor = room.actor(room.titulars[0])
        assert self.seen(actor) == {"sittings": 1, "kept": 0, "items": 2, "votes": 2, "files": 2}

    def test_a_substitute_prepares_like_a_titular(self, room, three_files):
        actor = room.actor(room.substitutes[0])
        assert self.seen(actor) == {"sittings": 1, "kept": 0, "items": 2, "votes": 2, "files": 2}

    def test_the_secretary_sees_the_waiting_files_too(self, room, three_files):
        actor = room.actor(room.secretary)
        assert self.seen(actor) == {"sittings": 1, "kept": 1, "items": 2, "votes": 0, "files": 3}

    def test_nobody_else_sees_anything(self, room, three_files, actor_of):
        strangers = [member("11"), secretary("11"), caseworker(), administrator(), UserFactory()]
        assert [self.seen(actor_of(one)) for one in strangers] == [self.NOTHING] * 5
        assert self.seen(ANONYMOUS) == self.NOTHING

    def test_an_ended_mandate_sees_nothing(self, room, three_files, today):
        ended = room.titulars[0]
        Membership.objects.filter(pk=ended.pk).update(ends_on=today - timedelta(days=1))
        assert self.seen(room.actor(ended)) == self.NOTHING

    def test_a_member_who_stepped_aside_sees_one_file_less(self, room, three_files):
        room.step_aside(room.titulars[0], room.tokens[0])
        actor = room.actor(room.titulars[0])
        assert self.seen(actor) == {"sittings": 1, "kept": 0, "items": 1, "votes": 1, "files": 1}

    def test_a_renewed_mandate_does_not_open_the_file_again(self, room, three_files, today):
        first = room.titulars[0]
        room.step_aside(first, room.tokens[0])
        Membership.objects.filter(pk=first.pk).update(ends_on=today - timedelta(days=1))
        member(user=first.user, starts_on=today)
        assert self.seen(room.actor(first))["files"] == 1

    def test_a_file_left_aside_is_no_longer_the_members_business(self, room, three_files):
        room.open().close()
        assert self.seen(room.actor(room.titulars[0]))["files"] == 0


PAGES = ["home", "sitting_new"]
SITTING_PAGES = ["sitting", "agenda", "publish", "take_back", "attendance", "open", "close", "cancel"]
ITEM_PAGES = ["item", "vote", "recuse", "open_item", "close_item"]
SECRETARY_ONLY = {"sitting_new", *SITTING_PAGES, "open_item", "close_item"} - {"sitting"}
MEMBER_ONLY = {"vote", "recuse"}


def address(name, room):
    arguments = [] if name in PAGES else [room.sitting.pk]
    return reverse(f"commission:{name}", args=arguments + ([room.tokens[0]] if name in ITEM_PAGES else []))


class TestDoors:
    """Every page by GET and by POST."""

    @pytest.fixture
    def answers(self, room, client):
        """(page, method) → status, for one reader."""
        room.put()
        room.publish()

        def visit(who=None, names=(*PAGES, *SITTING_PAGES, *ITEM_PAGES)):
            if who is not None:
                client.force_login(getattr(who, "user", who))
            return {
                (name, method): getattr(client, method)(address(name, room)).status_code
                for name in names
                for method in ("get", "post")
            }

        return visit

    def test_anonymous_visitors_sign_in_first(self, answers):
        assert set(answers().values()) == {302}

    def test_other_roles_find_nothing(self, answers):
        for stranger in (UserFactory(), caseworker(), administrator()):
            assert set(answers(stranger).values()) == {404}

    def test_another_board_finds_nothing(self, answers):
        """405: a page that only reads, or only acts, says so before it looks for anything."""
        acting = {"open", "open_item", "publish", "take_back"}
        one_way = {("sitting", "post"), ("item", "post"), *((name, "get") for name in acting)}
        for stranger in (member("11"), secretary("11")):
            found = answers(stranger, [*SITTING_PAGES, *ITEM_PAGES])
            assert set(found.values()) == {404, 405}
            assert {key for key, status in found.items() if status == 405} <= one_way

    def test_a_member_does_not_act_as_the_secretary(self, room, answers):
        found = answers(room.titulars[0])
        assert {name for (name, _), status in found.items() if status == 404} == SECRETARY_ONLY

    def test_the_secretary_does_not_act_as_a_member(self, room, answers):
        found = answers(room.secretary)
        assert {name for (name, _), status in found.items() if status == 404} == MEMBER_ONLY


def test_a_file_is_not_found_through_the_sitting_of_another_agenda(room, client):
    """A right sitting and a right reference that do not go together are a missing page."""
    room.put()
    other = factories.SittingFactory(held_on=room.sitting.held_on)
    client.force_login(room.titulars[0].user)
    answer = client.get(reverse("commission:item", args=[other.pk, room.tokens[0]]))
    assert answer.status_code == 404


class TestCosts:
    """The same number of queries at 3 rows and at 30."""

    PINNED = {
        ("home", "member"): 9,
        ("home", "secretary"): 11,
        ("sitting", "member"): 14,
        ("sitting", "secretary"): 14,
        ("agenda", "secretary"): 11,
        ("attendance", "secretary"): 9,
        ("item", "member"): 5,
        ("item", "secretary"): 5,
    }

    def queries(self, client, room, name, who) -> int:
        client.force_login(who.user)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(name, room)).status_code == 200
        return len(captured)

    @pytest.mark.parametrize(("name", "reader"), PINNED.keys())
    def test_lists_cost_the_same_at_3_and_30(self, client, room, name, reader):
        who = room.titulars[0] if reader == "member" else room.secretary
        counts = []
        for more in (3, 27):
            room.put(more)
            for _ in range(more):
                BoardFileFactory()
                factories.SittingFactory(held_on=room.sitting.held_on + timedelta(days=40))
                factories.SittingFactory(held_on=room.sitting.held_on - timedelta(days=40), state="cancelled")
            if reader == "member":
                room.publish()
            counts.append(self.queries(client, room, name, who))
            room.take_back()
        assert counts == [self.PINNED[name, reader]] * 2

    def test_an_open_vote_costs_six_queries_to_its_reader(self, client, room):
        room.put(3)
        room.open().open_vote(room.tokens[0])
        assert self.queries(client, room, "item", room.titulars[0]) == 6

    def test_a_closed_sitting_costs_the_same_whatever_its_length(self, client, room):
        counts = []
        for length in (3, 12):
            room.sitting = factories.SittingFactory(held_on=room.sitting.held_on)
            room.put(length)
            room.open()
            for token in room.tokens[-length:]:
                room.decide(token, [Choice.FOR] * 4)
            room.close()
            counts.append(self.queries(client, room, "sitting", room.titulars[0]))
        assert counts[0] == counts[1]


class TestSilence:
    """No page tells a row number, nor the instant at which a file, a ballot or a member came."""

    @pytest.fixture
    def pages(self, room, client):
        """Every page of a sitting with a decided file, an open vote and a waiting file, for each reader."""
        room.put(3)
        room.open()
        room.decide(room.tokens[1], [Choice.FOR] * 6)
        room.open_vote(room.tokens[0])
        room.vote(room.titulars[0], room.tokens[0])
        BoardFileFactory()
        bodies = []
        for who in (room.titulars[0], room.titulars[1], room.secretary):
            client.force_login(who.user)
            for name in [*PAGES, *SITTING_PAGES, *ITEM_PAGES]:
                answer = client.get(address(name, room), follow=True)
                if answer.status_code == 200:
                    bodies.append(
                        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
                    )
        assert len(bodies) > 15
        return bodies

    def test_no_row_number(self, pages):
        """Row numbers are set far away from any number a page may hold, then looked for everywhere."""
        tables = (AgendaItem, Attendance, Ballot, Turnout, Ruling, Membership)
        numbers = {str(pk) for table in tables for pk in table.objects.values_list("pk", flat=True)}
        far = {number for number in numbers if len(number) > 6}
        assert far
        for body in pages:
            assert not {number for number in far if number in body}

    @pytest.fixture(autouse=True)
    def far_numbers(self, db):
        with connection.cursor() as cursor:
            for table in ("agendaitem", "attendance", "ruling"):
                cursor.execute(f"ALTER SEQUENCE commission_{table}_id_seq RESTART WITH 918273601")
            cursor.execute("ALTER SEQUENCE accounts_membership_id_seq RESTART WITH 918273701")

    def test_every_link_leads_somewhere(self, pages):
        for body in pages:
            assert not re.search(r'(?:href|action)=""', body)

    def test_no_instant(self, pages):
        instants = [
            *BoardFile.objects.values_list("received_at", flat=True),
            *Turnout.objects.values_list("cast_at", flat=True),
            *Ruling.objects.values_list("ruled_at", flat=True),
        ]
        shapes = {one.strftime(shape) for one in instants for shape in ("%H:%M:%S", "%H:%M:", "%Y-%m-%dT%H")}
        for body in pages:
            assert not {shape for shape in shapes if shape in body}
