import json
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from requests_app.aids import registry
from tests.factories import accounts

PUBLIC = ["/", "/comment-ca-marche/", "/accessibilite/", "/mentions-legales/", "/donnees-personnelles/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PUBLIC)
def test_a_visitor_reads_every_page_of_explanation(client, path):
    assert client.get(path).status_code == 200


def test_the_home_page_names_each_aid_and_leads_to_its_page(client, db):
    html = client.get("/").content.decode()
    for aid in registry.AIDS.values():
        assert reverse("pages:aid", args=[aid.slug]) in html
        assert aid.name in html


@pytest.mark.parametrize("aid", registry.AIDS.values(), ids=lambda aid: aid.slug)
def test_the_page_of_an_aid_says_for_whom_what_it_pays_and_which_papers(client, db, aid):
    html = client.get(reverse("pages:aid", args=[aid.slug])).content.decode()
    for line in (*aid.who, *aid.what_it_pays, *(paper.label for paper in aid.documents)):
        assert line in html
    assert f"?aide={aid.code}" in html


def test_an_aid_that_does_not_exist_is_a_missing_page(client, db):
    assert client.get("/aides/inconnue/").status_code == 404


@pytest.mark.django_db
def test_public_pages_cost_no_query_to_a_visitor(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/")


@pytest.mark.django_db
class TestLanding:
    @pytest.fixture
    def land(self, territory):
        def land(holder=None) -> str:
            browser = Client()
            if holder is not None:
                browser.force_login(getattr(holder, "user", holder))
            return browser.get("/accueil/").url

        return land

    def test_a_visitor_signs_in_first(self, land):
        assert land() == "/compte/login/?next=/accueil/"

    def test_each_one_lands_where_the_work_is(self, land):
        assert {
            "applicant": land(accounts.UserFactory()),
            "caseworker": land(accounts.caseworker()),
            "member": land(accounts.member()),
            "secretary": land(accounts.secretary()),
            "administrator": land(accounts.administrator()),
        } == {
            "applicant": "/demandes/",
            "caseworker": "/instruction/",
            "member": "/commission/",
            "secretary": "/commission/",
            "administrator": "/administration/",
        }


@pytest.mark.django_db
class TestHealth:
    def test_all_is_well(self, client):
        with patch("cpsti_portal.pages.health._broker", return_value=True):
            answer = client.get("/sante/")
        assert answer.status_code == 200
        assert answer.json() == {"status": "ok", "database": True, "redis": True, "oldest_outbox_seconds": 0}

    def test_without_redis_the_portal_still_serves(self, client, settings):
        with patch("cpsti_portal.pages.health.app.connection_for_read", side_effect=ConnectionError):
            answer = client.get("/sante/")
        assert (answer.status_code, answer.json()["status"], answer.json()["redis"]) == (
            200,
            "degraded",
            False,
        )

    def test_without_database_it_says_so(self, client):
        with patch(
            "cpsti_portal.pages.health.outbox.oldest_owed", side_effect=OperationalError("mot de passe")
        ):
            answer = client.get("/sante/")
        assert (answer.status_code, answer.json()["status"]) == (503, "down")
        assert "mot de passe" not in json.dumps(answer.json())


@pytest.mark.django_db
class TestBadMoments:
    def test_a_missing_page_helps(self, client):
        answer = client.get("/nulle-part/")
        assert answer.status_code == 404
        assert "3698" in answer.content.decode()

    def test_a_form_left_open_too_long_explains_itself(self):
        answer = Client(enforce_csrf_checks=True).post("/compte/login/", {"login": "a@exemple.fr"})
        assert answer.status_code == 403
        assert "restée ouverte trop longtemps" in answer.content.decode()

    def test_our_own_failure_is_told_without_touching_the_database(self, rf, django_assert_num_queries):
        from cpsti_portal.pages import errors

        with django_assert_num_queries(0):
            answer = errors.server_error(rf.get("/"))
        assert answer.status_code == 500
        assert "Ce n’est pas votre faute" in answer.content.decode()

    def test_a_page_refused_or_garbled_has_its_words(self, rf, client):
        from cpsti_portal.pages import errors

        request = client.get("/").wsgi_request
        assert "Vous n’avez pas accès" in errors.forbidden(request).content.decode()
        assert "Nous n’avons pas compris" in errors.bad_request(request).content.decode()


@pytest.mark.django_db
class TestHeader:
    def test_the_board_frame_names_nobody_but_the_reader_s_own_address(self, client, territory):
        membership = accounts.member(display_name="Nom Àtaire")
        client.force_login(membership.user)
        html = client.get("/composants/?cadre=commission").content.decode()
        assert membership.user.email in html
        assert "Nom Àtaire" not in html

    def test_the_account_menu_offers_only_the_places_one_may_enter(self, client, territory):
        client.force_login(accounts.caseworker().user)
        html = client.get("/").content.decode()
        assert "Instruction des demandes" in html
        assert not any(
            word in html for word in ("Séances de la commission", "Administration", "Mes demandes")
        )

    def test_signing_out_is_a_form_never_a_link(self, client, territory):
        client.force_login(accounts.UserFactory())
        html = client.get("/").content.decode()
        assert '<form method="post" action="/compte/logout/">' in html
        assert 'href="/compte/logout/"' not in html


@pytest.mark.django_db
def test_the_page_title_says_first_that_something_is_wrong(client):
    html = client.post("/compte/login/", {"login": "", "password": ""}).content.decode()
    assert "<title>Erreur : Connexion" in html.replace("\u00a0", " ")


def test_demonstration_pages_exist_only_in_the_demonstration():
    assert settings.PORTAL_DEMO, "the tests run with the demonstration's pages"
    from cpsti_portal.pages import urls

    names = {pattern.name for pattern in urls.urlpatterns}
    assert names.isdisjoint({"components", "outmail", "outmail_detail"})
