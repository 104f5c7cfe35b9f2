"""What is told of close files, to whom and when: after the vote, to who may read them, in bands, at a fixed cost."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commission.enums import Choice, ControlKind, ItemState
from commission.models import AgendaItem, ControlAct
from commission.queries import likeness
from commission.services import files, recusals
from cpsti_portal.kernel import clock
from tests.commission.test_funds import text
from tests.factories import commission as factories
from tests.factories.accounts import member
from tests.factories.commission import BoardFileFactory, Room, SittingFactory
from tests.journeys.pdf import words
from tests.said import said
from tests.standing import standing

pytestmark = pytest.mark.django_db

FOR, AGAINST, ADJOURN, OUT = Choice.FOR, Choice.AGAINST, Choice.ADJOURN, Choice.OUT_OF_COMPETENCE
TITLE = "Dossiers proches déjà décidés"
APART = "À discuter"
HEADING = "Égalité de traitement : décisions à discuter"
TOO_FEW = "Pas encore assez de dossiers proches pour comparer."


@pytest.fixture
@standing
def room(territory):
    return factories.room(held_on=clock.today(), now=clock.now())


def sit(
    room: Room, *choices: Choice, days_ago: int = 30, keys: list[str] | None = None, **facts
) -> list[str]:
    """A closed sitting of the past, one file a choice; the room goes back to its own sitting. Keys of the files."""
    board_code = room.sitting.board_code
    keys = keys or [BoardFileFactory(board_code=board_code, **facts).token for _ in choices]
    with before(room, days_ago):
        room.schedule(*keys)
        room.open()
        for key, choice in zip(keys, choices, strict=True):
            room.decide(key, [choice])
        room.close()
    return keys


@contextmanager
def before(room: Room, days: int):
    """The room in an earlier sitting, so many days before its own."""
    here = room.sitting, list(room.tokens), room.now
    held_on = room.sitting.held_on - timedelta(days=days)
    room.sitting, room.now = (
        SittingFactory(board_code=here[0].board_code, held_on=held_on),
        here[2] - timedelta(days=days),
    )
    yield
    room.sitting, room.tokens, room.now = here


def ruled(room: Room, *choices: Choice, **facts) -> list[str]:
    """Files of the sitting of the room, which is left open. Their references."""
    keys = [BoardFileFactory(**facts).token for _ in choices]
    room.schedule(*keys)
    room.open()
    for key, choice in zip(keys, choices, strict=True):
        room.decide(key, [choice])
    return [room.name(key) for key in keys]


def page(client, room: Room, who, token: str) -> str:
    client.force_login(who.user)
    return text(client.get(reverse("commission:item", args=[room.sitting.pk, token])))


def sitting_page(client, room: Room, who) -> str:
    client.force_login(who.user)
    return text(client.get(reverse("commission:sitting", args=[room.sitting.pk])))


def told(room: Room, token: str, who=None) -> likeness.Beside | None:
    item = AgendaItem.objects.select_related("sitting", "ruling").get(token=token)
    return likeness.beside(item, room.actor(who or room.secretary))


class TestItem:
    def test_after_the_vote_the_board_reads_how_close_files_ended(self, room, client):
        sit(room, *[FOR] * 6)
        (token,) = ruled(room, AGAINST)
        for who in (room.titulars[1], room.titulars[0], room.secretary):
            seen = page(client, room, who, token)
            assert TITLE in seen
            assert "6 dossiers proches, tous ont reçu une aide ; ce dossier n’en a pas reçu." in seen
            assert "5 sur 6" in seen
            assert seen.count("en entier ou presque") == seen.count("La même") == 5

    def test_nothing_is_told_nor_read_before_the_vote_is_closed(self, room, client):
        sit(room, *[FOR] * 6)
        (token,) = room.put()
        room.open()
        for stage in ("pending", "open"):
            if stage == "open":
                room.open_vote(token)
            for who in (room.titulars[1], room.titulars[0], room.secretary):
                client.force_login(who.user)
                with CaptureQueriesContext(connection) as asked:
                    answer = client.get(reverse("commission:item", args=[room.sitting.pk, token]))
                assert TITLE not in text(answer)
                assert answer.context["beside"] is None
                assert [one["sql"] for one in asked if "controlact" in said(one["sql"])] == []
                assert HEADING not in sitting_page(client, room, who)

    def test_a_ruling_like_the_others_is_said_to_be(self, room, client):
        sit(room, *[FOR] * 5)
        (token,) = ruled(room, FOR)
        seen = page(client, room, room.titulars[1], token)
        assert "Parmi 5 dossiers proches, tous ont reçu une aide. La décision ne s’en écarte pas." in seen
        assert APART not in seen

    def test_without_a_past(self, room, client):
        (token,) = ruled(room, AGAINST)
        seen = page(client, room, room.titulars[1], token)
        assert TITLE in seen
        assert TOO_FEW in seen
        assert "<table" not in seen

    def test_a_past_of_four_is_shown_and_judges_nothing(self, room, client):
        sit(room, *[FOR] * 4)
        (token,) = ruled(room, AGAINST)
        seen = page(client, room, room.titulars[1], token)
        assert TOO_FEW in seen
        assert seen.count("en entier ou presque") == 4
        assert APART not in seen

    def test_no_name_no_link_no_exact_amount_of_a_past_file(self, room, client):
        keys = sit(room, *[FOR] * 5, amount_asked_cents=283_450, amount_ceiling_cents=283_450)
        (token,) = ruled(room, FOR)
        client.force_login(room.titulars[1].user)
        raw = client.get(reverse("commission:item", args=[room.sitting.pk, token])).content.decode()
        block = raw[raw.index('id="proches"') : raw.index("</section>", raw.index('id="proches"'))]
        references = AgendaItem.objects.filter(board_file__in=keys).values_list("token", flat=True)
        assert not [one for one in [*keys, *references] if one[:8] in block or one[:4] in block]
        assert "href" not in block
        assert "834" not in block
        assert "De 2\u202f500 à 5\u202f000\u00a0€" in block

    @pytest.mark.parametrize("choice", [ADJOURN, OUT])
    def test_what_was_not_decided_is_not_compared(self, room, client, choice):
        sit(room, *[FOR] * 5)
        (token,) = ruled(room, choice)
        assert TITLE not in page(client, room, room.titulars[1], token)

    def test_what_is_not_the_past(self, room):
        """Adjourned, out of competence, another aid, another board, older than three years, of the same day."""
        sit(room, ADJOURN, OUT, days_ago=10)
        sit(room, FOR, days_ago=20, aid_code="afe", aid_label="Autre aide")
        sit(room, FOR, days_ago=3 * 366)
        sit(room, FOR, days_ago=0)
        elsewhere = factories.room(board_code="11", held_on=room.sitting.held_on, now=room.now)
        sit(elsewhere, FOR)
        sit(room, FOR, days_ago=40)
        (token,) = ruled(room, FOR)
        assert told(room, token).comparison.near == 1

    def test_a_file_without_what_is_left_is_compared_by_the_rest(self, room):
        sit(room, *[FOR] * 3, remaining_band="")
        sit(room, *[FOR] * 3, days_ago=20, remaining_band="", cause="incendie")
        sit(room, *[FOR] * 2, days_ago=10)
        (token,) = ruled(room, AGAINST, remaining_band="")
        found = told(room, token)
        assert found.comparison.near == 8
        assert [one.remaining for one in found.files[:3]] == ["", "", ""]

    def test_an_annulled_ruling_is_neither_compared_nor_told(self, room):
        keys = sit(room, *[FOR] * 5)
        annul(room, keys[0])
        (token,) = ruled(room, AGAINST)
        assert told(room, token).comparison.near == 4
        annul(room, room.file_of(token))
        assert told(room, token) is None

    def test_an_earlier_file_of_the_same_request_is_not_its_own_past(self, room):
        """Refused, corrected, adjourned, then granted: one request, which is compared with the others only."""
        (refused,) = sit(room, AGAINST, days_ago=60)
        (adjourned,) = sit(room, ADJOURN, days_ago=50, follows=refused)
        sit(room, FOR, days_ago=40)
        (token,) = ruled(room, FOR, follows=adjourned)
        assert told(room, token).comparison.near == 1

    def test_a_corrected_file_counts_once(self, room):
        wrong = BoardFileFactory().token
        files.retract_file(token=wrong, at=clock.now())
        right = BoardFileFactory(replaces=wrong, follows=wrong).token
        sit(room, FOR, keys=[right])
        (token,) = ruled(room, FOR)
        assert told(room, token).comparison.near == 1


def annul(room: Room, file: str) -> None:
    ControlAct.objects.create(
        item=AgendaItem.objects.get(board_file=file, state=ItemState.CLOSED),
        kind=ControlKind.ANNULLED,
        decided_on=room.now.date(),
        reason="Illégale",
        recorded_by=room.secretary,
        recorded_at=room.now,
    )


class TestInference:
    """A file the reader has nothing to do with is in no list and in no number."""

    @pytest.mark.parametrize("why", ["stepped aside", "not convened"])
    def test_a_hidden_past_file_changes_nothing(self, room, client, why):
        reader = room.titulars[5]
        sit(room, *[FOR] * 4)
        hidden = BoardFileFactory().token
        if why == "not convened":
            recusals.set_aside(token=hidden, member_ids=[reader.pk], at=room.now)
        self._sit_without(room, reader, hidden, steps_aside=why == "stepped aside")
        (token,) = ruled(room, AGAINST)
        assert told(room, token).comparison.near == 5
        assert told(room, token, reader).comparison.near == 4
        assert TOO_FEW in page(client, room, reader, token)
        assert "5 dossiers proches" in page(client, room, room.titulars[1], token)

    def _sit_without(self, room, reader, hidden, *, steps_aside):
        with before(room, 20):
            room.schedule(hidden)
            room.publish()
            if steps_aside:
                room.step_aside(reader, hidden)
            room.open()
            room.decide(hidden, [FOR])
            room.close()

    def test_nor_does_the_report_count_it(self, room):
        reader = room.titulars[5]
        sit(room, *[FOR] * 5, days_ago=30)
        hidden = BoardFileFactory().token
        self._sit_without(room, reader, hidden, steps_aside=True)
        sit(room, *[FOR] * 6, days_ago=10)
        day = room.sitting.held_on - timedelta(days=10)
        numbers = [
            likeness.equality_of(room.actor(who), board_code="53", year=day.year).total.compared
            for who in (room.secretary, reader)
        ]
        assert numbers == [7, 6]

    def test_a_member_who_steps_aside_reads_nothing_of_the_file(self, room, client):
        sit(room, *[FOR] * 5)
        (token,) = room.put()
        room.publish().step_aside(room.titulars[5], token)
        room.open()
        room.decide(token, [AGAINST])
        client.force_login(room.titulars[5].user)
        assert client.get(reverse("commission:item", args=[room.sitting.pk, token])).status_code == 404
        assert likeness.to_discuss(room.sitting, room.actor(room.titulars[5])) == []

    def test_a_member_of_another_board_is_told_nothing(self, room):
        sit(room, *[FOR] * 5)
        (token,) = ruled(room, AGAINST)
        assert told(room, token, member("11")) is None


class TestSitting:
    def test_who_keeps_and_who_chairs_the_sitting_read_what_to_discuss(self, room, client):
        sit(room, *[FOR] * 6)
        harsh, kind = ruled(room, AGAINST, FOR)
        for state in ("open", "closed"):
            if state == "closed":
                room.close()
            for who in (room.secretary, room.titulars[0]):
                seen = sitting_page(client, room, who)
                assert HEADING in seen
                assert "Une décision s’écarte" in seen
            assert HEADING not in sitting_page(client, room, room.titulars[1])
        assert [one.token for one in likeness.to_discuss(room.sitting, room.actor(room.secretary))] == [harsh]
        assert kind != harsh

    def test_not_while_a_file_is_left_to_vote(self, room, client):
        sit(room, *[FOR] * 6)
        room.put(2)
        room.open()
        room.decide(room.tokens[0], [AGAINST])
        assert HEADING not in sitting_page(client, room, room.secretary)
        room.decide(room.tokens[1], [FOR])
        assert HEADING in sitting_page(client, room, room.secretary)

    def test_nothing_to_discuss_leaves_no_title(self, room, client):
        ruled(room, FOR)
        assert HEADING not in sitting_page(client, room, room.secretary)

    def test_several_aids_are_compared_each_with_its_own(self, room):
        sit(room, *[FOR] * 5)
        sit(room, *[AGAINST] * 5, days_ago=20, aid_code="afe", aid_label="Autre aide")
        keys = [BoardFileFactory().token, BoardFileFactory(aid_code="afe", aid_label="Autre aide").token]
        room.schedule(*keys)
        room.open()
        for key in keys:
            room.decide(key, [AGAINST])
        found = likeness.to_discuss(room.sitting, room.actor(room.secretary))
        assert [one.token for one in found] == [room.name(keys[0])]


class TestReport:
    @pytest.fixture
    def year(self, room) -> int:
        """Six granted in January of last year, then five granted and one refused in February."""
        last = room.sitting.held_on.year - 1
        first_day = room.sitting.held_on.replace(year=last, month=1, day=15)
        back = (room.sitting.held_on - first_day).days
        sit(room, *[FOR] * 6, days_ago=back)
        sit(room, *[FOR] * 5, AGAINST, days_ago=back - 30)
        return last

    def test_the_page_and_the_paper_tell_numbers_and_no_file(self, room, client, year):
        client.force_login(room.secretary.user)
        seen = text(client.get(reverse("commission:report", args=[year, "53"])))
        assert "Égalité de traitement" in seen
        assert "6 décisions sont comparées aux dossiers proches" in seen
        assert "Le nombre de décisions moins favorables n’est pas communiqué." in seen
        printed = words(client.get(reverse("commission:report_pdf", args=[year, "53"])).content)
        assert "Égalité de traitement" in printed
        assert "6 décisions sont comparées" in printed
        for token in AgendaItem.objects.values_list("token", flat=True):
            assert token[:4] not in seen
            assert token[:4] not in printed

    def test_a_year_without_a_past_compares_nothing(self, room, client):
        sit(room, FOR, days_ago=1)
        client.force_login(room.secretary.user)
        day = room.sitting.held_on - timedelta(days=1)
        assert TOO_FEW in text(client.get(reverse("commission:report", args=[day.year, "53"])))

    def test_the_year_finds_what_the_pages_find(self, room, year):
        found = likeness.equality_of(room.actor(room.secretary), board_code="53", year=year)
        told_by_page = [
            told(room, item.token).comparison
            for item in AgendaItem.objects.filter(ruling__isnull=False, sitting__held_on__year=year)
        ]
        assert found.total.compared == sum(one.enough for one in told_by_page) == 6
        assert sum(one.outlier is not None for one in told_by_page) == 1


class TestCost:
    def cost(self, client, room, name, *args) -> int:
        """The second time: what a file shows is read once a process."""
        client.force_login(room.secretary.user)
        address = reverse(f"commission:{name}", args=args)
        assert client.get(address).status_code == 200
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    def test_pages_cost_the_same_whatever_the_past(self, room, client):
        sit(room, *[FOR] * 2)
        (token,) = ruled(room, AGAINST)
        room.close()
        asked = (
            ("item", room.sitting.pk, token),
            ("sitting", room.sitting.pk),
            ("report", room.sitting.held_on.year, "53"),
        )
        few = [self.cost(client, room, *one) for one in asked]
        sit(room, *[FOR] * 12, days_ago=15)
        many = [self.cost(client, room, *one) for one in asked]
        assert few == many

    def test_the_past_costs_two_queries_a_file_and_two_a_sitting(self, room, django_assert_num_queries):
        sit(room, *[FOR] * 3)
        (token,) = ruled(room, AGAINST)
        item = AgendaItem.objects.select_related("sitting", "ruling").get(token=token)
        actor = room.actor(room.secretary)
        with django_assert_num_queries(2):
            likeness.beside(item, actor)
        with django_assert_num_queries(2):
            likeness.to_discuss(room.sitting, actor)
        with django_assert_num_queries(2):
            likeness.equality_of(actor, board_code="53", year=room.sitting.held_on.year)
