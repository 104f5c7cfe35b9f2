"""The role is taken for a view and given back, whatever happens in between."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commission.queries import boards
from cpsti_portal.kernel.accounts.models import User
from cpsti_portal.kernel.audit.models import Event
from cpsti_portal.kernel.wall.switch import behind_the_wall, is_behind_the_wall
from tests.cpsti_portal.kernel import wall_urls
from tests.factories.accounts import UserFactory, member, secretary

ROLE = settings.PORTAL_BOARD_ROLE


def told(question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def current_user() -> str:
    return told("SELECT current_user")


def sent(question: str) -> str:
    """What the server received."""
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.cursor.query.decode()


def by_another_verb() -> str:
    return told("VALUES (current_user)")


def by_several_values() -> str:
    with connection.cursor() as cursor:
        cursor.executemany("SELECT set_config(%s, current_user, false)", [["essai.one"], ["essai.two"]])
    return told("SELECT current_setting('essai.two')")


def by_a_function() -> str:
    with connection.cursor() as cursor:
        cursor.callproc("current_setting", ["role"])
        return cursor.fetchone()[0].replace("none", told("SELECT session_user"))


def by_a_copy() -> str:
    with connection.cursor() as cursor:
        cursor.copy_expert("COPY (SELECT current_user) TO STDOUT", copied := StringIO())
    return copied.getvalue().strip()


def by_a_cursor_of_the_server() -> str:
    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


WAYS = [by_another_verb, by_several_values, by_a_function, by_a_copy, by_a_cursor_of_the_server]


# As a test runs, and as production does.
BOTH = [
    pytest.param(True, marks=pytest.mark.django_db, id="inside a transaction"),
    pytest.param(False, marks=pytest.mark.django_db(transaction=True), id="on its own connection"),
]


@pytest.fixture(params=BOTH)
def application(request, db) -> str:
    """The application's role."""
    assert connection.in_atomic_block is request.param
    return current_user()


class TestSwitch:
    def test_it_is_on_inside_and_off_outside(self, application):
        with behind_the_wall():
            assert (current_user(), is_behind_the_wall()) == (ROLE, True)
        assert (current_user(), is_behind_the_wall()) == (application, False)
        assert application != ROLE

    def test_an_exception_turns_it_off(self, application):
        with pytest.raises(ValueError), behind_the_wall():
            raise ValueError
        assert (current_user(), is_behind_the_wall()) == (application, False)

    def test_a_refused_statement_turns_it_off(self, application):
        with pytest.raises(ProgrammingError, match="accounts_user"), behind_the_wall():
            User.objects.first()
        assert current_user() == application
        assert User.objects.first() is None

    def test_a_hidden_refusal_turns_it_off(self, application):
        with behind_the_wall(), pytest.raises(ProgrammingError):
            User.objects.first()
        assert current_user() == application

    def test_a_transaction_rolled_back_inside_does_not(self, application):
        with behind_the_wall():
            with pytest.raises(ValueError), transaction.atomic():
                raise ValueError
            assert current_user() == ROLE
        assert current_user() == application

    def test_a_second_wall_inside_the_first_changes_nothing(self, application):
        with behind_the_wall():
            with behind_the_wall():
                assert current_user() == ROLE
            assert current_user() == ROLE
        assert current_user() == application

    def test_it_is_no_query_of_the_page(self, application):
        with CaptureQueriesContext(connection) as captured, behind_the_wall():
            pass
        assert list(captured) == []

    def test_without_the_role_nothing_is_asked(self, application, settings):
        settings.PORTAL_BOARD_ROLE = "absent"
        with pytest.raises(ImproperlyConfigured, match="CREATE ROLE absent NOLOGIN"), behind_the_wall():
            current_user()
        assert (current_user(), is_behind_the_wall()) == (application, False)

    @pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
    def test_it_holds_whatever_the_way_of_asking(self, application, way):
        with behind_the_wall():
            assert way() == ROLE
        assert way() == application

    def test_the_reader_of_a_page_is_not_that_of_the_next(self, application):
        seen = []
        for reader in (5, 6, None):
            with behind_the_wall(reader=reader):
                seen.append(told("SELECT current_setting('portal.reader', true)"))
        assert (seen, told("SELECT current_user")) == (["5", "6", ""], application)


@pytest.mark.django_db(transaction=True)
class TestConnection:
    @pytest.fixture(autouse=True)
    def application(self) -> str:
        return current_user()

    def test_the_role_goes_with_the_first_question_and_back_with_the_next_one(self, application):
        with behind_the_wall(reader=7):
            asked = [sent("SELECT 1"), sent("SELECT 2")]
        asked += [sent("SELECT 3"), sent("SELECT 4")]
        assert asked == [
            f"SET portal.reader = '7'; SET ROLE \"{ROLE}\"; SELECT 1",
            "SELECT 2",
            "RESET ROLE; RESET portal.reader; SELECT 3",
            "SELECT 4",
        ]

    def test_a_first_question_that_is_refused_leaves_the_next_ones_behind_the_wall(self, application):
        with behind_the_wall():
            for _ in range(2):
                with pytest.raises(ProgrammingError, match="accounts_user"):
                    User.objects.first()
            assert current_user() == ROLE
        assert current_user() == application

    def test_a_first_question_that_fails_leaves_nothing_half_written(self, application):
        with behind_the_wall(), pytest.raises(DatabaseError, match="division by zero"):
            told("WITH one AS (INSERT INTO audit_event (at, action, target_type, target_id, detail) "
                 "VALUES (now(), 'essai', '', '', '{}')) SELECT 1 / 0")  # fmt: skip
        assert (current_user(), Event.objects.filter(action="essai").exists()) == (application, False)

    @pytest.mark.parametrize("asks_first", [True, False])
    def test_a_transaction_that_is_the_first_thing_cannot_take_the_role_back(self, application, asks_first):
        with behind_the_wall():
            if asks_first:
                assert current_user() == ROLE
            with pytest.raises(ValueError), transaction.atomic():
                assert current_user() == ROLE
                raise ValueError
            assert current_user() == ROLE
        assert current_user() == application

    def test_a_transaction_that_follows_a_page_is_the_applications_even_rolled_back(self, application):
        for inside in (True, False):
            with behind_the_wall():
                assert current_user() == ROLE
            with pytest.raises(ValueError), transaction.atomic():
                if inside:
                    with behind_the_wall():
                        assert current_user() == ROLE
                assert current_user() == application
                raise ValueError
            assert current_user() == application

    def test_a_transaction_begun_by_hand_is_the_boards_to_its_end(self, application):
        with behind_the_wall():
            for statement in ("BEGIN", "SELECT 1", "ROLLBACK"):
                with connection.cursor() as cursor:
                    cursor.execute(statement)
            assert current_user() == ROLE
        assert current_user() == application

    def test_one_opened_meanwhile_is_the_boards_then_the_applications(self, application):
        with behind_the_wall():
            connection.close()
            assert current_user() == ROLE
        assert current_user() == application

    def test_one_opened_meanwhile_without_the_role_is_closed(self, settings):
        with behind_the_wall():
            connection.close()
            settings.PORTAL_BOARD_ROLE = "absent"
            for _ in range(2):
                with pytest.raises(ImproperlyConfigured, match="absent"):
                    current_user()

    def test_one_lost_meanwhile_is_opened_again_as_the_applications(self, application):
        with behind_the_wall():
            connection.close()
        assert connection.connection is None
        assert current_user() == application

    def test_one_that_the_server_has_ended_is_opened_again(self, application):
        with pytest.raises(DatabaseError), behind_the_wall(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        connection.close_if_unusable_or_obsolete()
        assert current_user() == application

    def test_a_transaction_left_open_cannot_bring_the_role_back(self, application):
        """What is set inside a transaction comes back with its rollback: such a connection is not kept."""
        with behind_the_wall(), connection.cursor() as cursor:
            cursor.execute("BEGIN")
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
        assert current_user() == application


@pytest.mark.urls(wall_urls)
class TestViews:
    @pytest.fixture(params=BOTH)
    def visitor(self, request, territory, client):
        """A member, signed in."""
        assert connection.in_atomic_block is request.param
        client.raise_request_exception = False
        self.applicant = UserFactory(email="camille@exemple.fr")
        client.force_login(member(display_name="Membre Un").user)
        return client

    def applicant_still_works(self, client) -> bool:
        client.force_login(self.applicant)
        return client.get(reverse("pages:landing"), follow=True).status_code == 200

    def test_a_view_runs_under_the_role(self, visitor):
        assert visitor.get("/essai/role/").content.decode() == ROLE
        assert current_user() != ROLE

    def test_who_asks_is_known_before_the_wall_and_not_looked_for_behind_it(self, visitor):
        assert visitor.get("/essai/actor/").content.decode() == "Actor"

    @pytest.mark.parametrize("view", wall_urls.WRONG, ids=lambda view: view.__name__)
    def test_a_view_that_reads_the_other_side_fails_and_shows_nothing(self, visitor, view):
        answer = visitor.get(f"/essai/{view.__name__}/")
        assert answer.status_code == 500
        assert "Quelque chose a cassé" in answer.content.decode()
        assert "camille" not in answer.content.decode()
        assert current_user() != ROLE
        assert self.applicant_still_works(visitor)

    def test_what_is_read_while_it_is_sent_is_read_under_the_role(self, visitor):
        with pytest.raises(ProgrammingError, match="accounts_user"):
            visitor.get("/essai/sent_late/").getvalue()
        assert self.applicant_still_works(visitor)

    def test_between_two_pieces_the_connection_is_the_applications(self, visitor):
        member(display_name="Membre Deux")
        pieces = iter(visitor.get("/essai/sent_in_pieces/").streaming_content)
        seen = [(piece.decode(), current_user() == ROLE) for piece in pieces]
        assert sorted(seen) == [("Membre Deux", False), ("Membre Un", False)]

    def test_a_refusal_that_the_view_hides_leaves_the_connection_sound(self, visitor):
        assert visitor.get("/essai/swallowed/").content == b"rien"
        assert self.applicant_still_works(visitor)

    @pytest.mark.parametrize(
        ("view", "status", "sentence"),
        [
            ("missing", 404, "Cette page n’existe pas"),
            ("refused", 409, "La règle dit non."),
            ("broken", 500, "Quelque chose a cassé"),
        ],
    )
    def test_the_pages_of_the_bad_moments_are_drawn(self, visitor, view, status, sentence):
        answer = visitor.get(f"/essai/{view}/")
        assert (answer.status_code, sentence in answer.content.decode()) == (status, True)
        assert self.applicant_still_works(visitor)

    def test_a_visitor_nobody_knows_is_answered(self, visitor):
        visitor.logout()
        assert visitor.get("/essai/role/").content.decode() == ROLE


@pytest.mark.parametrize("reader", [member, secretary])
def test_a_page_of_the_board_that_begins_to_read_accounts_fails(territory, client, monkeypatch, reader):
    """What it reads would not even be shown: without the wall the page answers 200, and nobody sees the mistake."""

    def reading_accounts(actor):
        return list(User.objects.filter(email="absent@exemple.fr"))

    client.raise_request_exception = False
    client.force_login(reader().user)
    assert client.get(reverse("commission:home")).status_code == 200
    monkeypatch.setattr(boards, "coming_sittings", reading_accounts)
    assert client.get(reverse("commission:home")).status_code == 500
