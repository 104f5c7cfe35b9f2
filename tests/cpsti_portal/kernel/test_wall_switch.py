"""The role is taken for a view and given back, whatever happens in between."""

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commission.queries import boards
from cpsti_portal.kernel.accounts.models import User
from cpsti_portal.kernel.wall.switch import behind_the_wall, is_behind_the_wall
from tests.cpsti_portal.kernel import wall_urls
from tests.factories.accounts import UserFactory, member, secretary

ROLE = settings.PORTAL_BOARD_ROLE


def current_user() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


@pytest.fixture(params=["inside a transaction", "on its own connection"])
def application(request) -> str:
    """The application's role; each test runs as a test does, and as production does."""
    fixture = "db" if request.param == "inside a transaction" else "transactional_db"
    request.getfixturevalue(fixture)
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

    def test_without_the_role_nothing_is_done_at_all(self, application, settings):
        settings.PORTAL_BOARD_ROLE = "absent"
        with pytest.raises(ImproperlyConfigured, match="CREATE ROLE absent NOLOGIN"), behind_the_wall():
            pytest.fail("the view ran")
        assert (current_user(), is_behind_the_wall()) == (application, False)


@pytest.mark.django_db(transaction=True)
class TestConnection:
    @pytest.fixture(autouse=True)
    def application(self, transactional_db) -> str:
        return current_user()

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
    @pytest.fixture(params=["inside a transaction", "on its own connection"])
    def visitor(self, request, client):
        """A member, signed in."""
        whole = request.param == "on its own connection"
        request.getfixturevalue("transactional_db" if whole else "db")
        request.getfixturevalue("territory")
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
