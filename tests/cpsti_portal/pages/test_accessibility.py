"""axe finds nothing, on a phone and at a desk, by day and by night, and with text twice as large."""

import pytest
from django.conf import settings
from django.test import Client

from requests_app.aids import registry
from tests.cpsti_portal.pages.audit import CHROMIUM, Screen, faults
from tests.factories import accounts

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="PAS DE NAVIGATEUR : installez le paquet chromium"),
]

VISITOR = [
    "/",
    "/comment-ca-marche/",
    "/accessibilite/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    *(f"/aides/{aid.slug}/" for aid in registry.AIDS.values()),
    "/compte/login/",
    "/compte/signup/",
    "/compte/password/reset/",
    "/compte/password/reset/done/",
    "/compte/confirm-email/",
    "/compte/inactive/",
    "/compte/confirm-email/cassé/",
    "/courriels/",
    "/nulle-part/",
]
SHOWCASE = [
    "/composants/?erreurs=1",
    "/composants/?cadre=demandeur",
    "/composants/?cadre=instruction&erreurs=1",
    "/composants/?cadre=commission",
]
SIGNED_IN = ["/", "/compte/email/", "/compte/password/change/", "/compte/logout/"]

EACH_FRAME = ["/", "/compte/login/", f"/aides/{next(iter(registry.AIDS.values())).slug}/", "/nulle-part/"]

PHONE, DESK = Screen(320), Screen(1280)
NIGHT, LARGE = Screen(1280, scheme="dark"), Screen(640, zoom=200)


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_stands_in_the_way_of_a_visitor(live_server, screen):
    assert faults(live_server.url, VISITOR, screen) == {}


@pytest.mark.parametrize("screen", [NIGHT, LARGE], ids=["night", "large"])
def test_nor_by_night_nor_with_text_twice_as_large(live_server, screen):
    assert faults(live_server.url, EACH_FRAME, screen) == {}


@pytest.mark.parametrize("screen", [PHONE, NIGHT], ids=["phone", "night"])
def test_nothing_stands_in_the_way_in_any_component(live_server, screen):
    assert faults(live_server.url, SHOWCASE, screen) == {}


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_stands_in_the_way_of_an_account(live_server, screen):
    client = Client()
    client.force_login(accounts.UserFactory())
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert faults(live_server.url, SIGNED_IN, screen, session=session) == {}


def test_a_bad_page_is_seen():
    page = "<html lang=fr><title>x</title><main><input><p aria-describedby=nothing>a</p></main>"
    (seen,) = faults("data:text/html,", [page], DESK).values()
    assert [fault.split(":")[0] for fault in seen] == [
        "label",
        "page-has-heading-one",
        "aria-describedby points to nothing",
        "not exactly one h1",
    ]
