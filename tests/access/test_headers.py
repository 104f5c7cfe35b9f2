"""T21: the headers every answer carries, whoever asks, errors and files included."""

import pytest
from django.conf import settings
from django.test import override_settings

from tests.access.lines import READ
from tests.access.table import ROLES, parse
from tests.access.walking import client_of
from tests.factories.accounts import PASSWORD

LINES = parse(READ)

pytestmark = pytest.mark.django_db

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "manifest-src": {"'self'"},
    "form-action": {"'self'"},
    "base-uri": {"'none'"},
    "object-src": {"'none'"},
    "frame-ancestors": {"'none'"},
}


def policy_of(response) -> dict[str, set[str]]:
    text = response.headers.get("Content-Security-Policy", "")
    return {
        name: set(values.split())
        for name, _, values in (one.strip().partition(" ") for one in text.split(";"))
        if name
    }


def faults(response, *, signed_in: bool) -> list[str]:
    """What is wrong with the headers of an answer."""
    found = [
        f"{name}: {response.headers.get(name)}"
        for name, value in ALWAYS.items()
        if response.headers.get(name) != value
    ]
    policy = policy_of(response)
    file = response.headers.get("Content-Disposition", "").startswith("attachment")
    file |= response.headers.get("Content-Type") == "image/png"
    if policy != POLICY and not (file and policy.get("default-src") == {"'none'"} and "sandbox" in policy):
        found.append(f"Content-Security-Policy: {policy}")
    if signed_in and "no-store" not in response.headers.get("Cache-Control", ""):
        found.append(f"Cache-Control: {response.headers.get('Cache-Control')}")
    return found + [f"banner {name}" for name in ("Server", "X-Powered-By") if name in response.headers]


@pytest.mark.parametrize("line", LINES, ids=str)
def test_every_answer_carries_the_headers(looked, line):
    found = {role: faults(one, signed_in=role != "anonymous") for role, one in looked.of(line).items()}
    assert {role: what for role, what in found.items() if what} == {}


@pytest.mark.parametrize("role", ROLES)
def test_a_missing_page_carries_them_too(world, role):
    response = client_of(world, role).get("/il-n-y-a-rien-ici/")
    assert (response.status_code, faults(response, signed_in=role != "anonymous")) == (404, [])


def test_a_refused_form_carries_them_too(world):
    response = client_of(world, "applicant", csrf=True).post("/compte/logout/")
    assert (response.status_code, faults(response, signed_in=True)) == (403, [])


def test_every_cookie_is_out_of_reach_of_scripts(world):
    client = client_of(world, "anonymous")
    response = client.get("/compte/login/")
    flags = {name: (bool(one["httponly"]), one["samesite"]) for name, one in response.cookies.items()}
    assert flags
    assert set(flags.values()) == {(True, "Lax")}


def test_production_asks_for_https_for_a_year_and_names_its_cookies_for_one_host():
    """Read where it is written: the settings of production, which tests loosen."""
    from importlib import import_module

    base = import_module("cpsti_portal.settings.base")
    assert base.SECURE_SSL_REDIRECT
    assert base.SECURE_HSTS_SECONDS >= 31_536_000
    assert base.SECURE_HSTS_INCLUDE_SUBDOMAINS
    assert base.SESSION_COOKIE_NAME.startswith("__Host-")
    assert base.CSRF_COOKIE_NAME.startswith("__Host-")
    assert base.SESSION_COOKIE_SECURE
    assert base.CSRF_COOKIE_SECURE
    assert not base.DEBUG


@override_settings(ALLOWED_HOSTS=["portail.example"])
def test_an_unknown_host_is_refused(client):
    assert client.get("/", headers={"host": "ailleurs.example"}).status_code == 400


def test_the_way_back_after_signing_in_never_leaves_the_portal(world, client):
    typed = {
        "login": world.user("applicant").email,
        "password": PASSWORD,
        "next": "https://ailleurs.example/",
    }
    response = client.post("/compte/login/", typed)
    assert (response.status_code, response["Location"]) == (302, "/accueil/")


def test_the_policy_of_the_settings_allows_nothing_inline():
    sources = {
        str(value) for values in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].values() for value in values
    }
    assert sources <= {"'self'", "'none'"}
