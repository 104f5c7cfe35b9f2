"""Accessibility: axe-core finds nothing, on every page of every role, at 320 and 1280 pixels, errors included."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from cpsti_portal.demo.leaks.doors import doors
from tests.access.lines import READ
from tests.access.table import ROLES, Line, parse
from tests.access.walking import address, client_of
from tests.accessibility.axe import listen, violations
from tests.emptying import empty
from tests.factories.world import World, build

# The tests read no row; the mark makes the test database exist.
pytestmark = pytest.mark.django_db

DOORS = {door.name: door for door in doors()}
# Not pages: an answer for machines, files. The administration is Django's own.
NOT_PAGES = {
    "pages:health",
    "files:document",
    "files:letter",
    "demo:outmail_attachment",
    "casework:page_image",
    "casework:cleared_image",
    "commission:live",
    "commission:page",
    "commission:minutes_paper",
    "commission:control_package",
    "commission:country_report_pdf",
    "commission:report_pdf",
    "commission:pack_file",
}
# Forms sent with nothing in them, or with what is typed here: the complaint must be as readable as the form.
ERRORS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("anonymous", "account_login -", {}),
    ("anonymous", "account_signup -", {}),
    ("applicant", "applicant:step draft", {}),
    ("applicant", "applicant:papers incomplete", {}),
    ("caseworker", "casework:ask_papers review", {}),
    ("caseworker", "casework:opinion review", {"amount": "beaucoup"}),
    ("caseworker", "casework:redaction told", {"words": "ailleurs"}),
    ("caseworker", "casework:page_confirm page_review", {}),
    ("caseworker", "casework:motivate waiting", {}),
    ("caseworker", "casework:pay granted", {"paid_on": "31/02/2026"}),
    ("secretary", "commission:sitting_new -", {}),
    ("administrator", "commission:allotment envelope", {"rci": "beaucoup"}),
    ("secretary", "commission:agenda sitting_planned", {}),
    ("secretary", "commission:move sitting_planned", {}),
    ("secretary", "commission:member_invite board", {}),
    ("secretary", "commission:member_elect mandate", {}),
    ("anonymous", "pages:invitation invitation", {}),
    ("member", "commission:item item_voting", {}),
    ("secretary", "commission:control sitting_closed", {}),
)
_EMPTY = """document.querySelectorAll("main form[method=post]").forEach(form => {
    form.noValidate = true;
    form.querySelectorAll("input:not([type=hidden]), textarea").forEach(one => {
        if (one.type === "checkbox" || one.type === "radio") one.checked = false; else one.value = "";
    });
})"""


def pages_of(role: str) -> list[Line]:
    return [line for line in parse(READ) if line.codes[role] == "200" and line.door not in NOT_PAGES]


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker) -> Iterator[tuple[World, str]]:
    """A committed world and a server on it, for the whole module; emptied at the end."""
    with django_db_blocker.unblock():
        world = build()
        for role in ROLES:
            client_of(world, role)
        server = LiveServer("localhost")
        server._live_server_modified_settings.enable()
        yield world, server.url
        server.stop()
        server._live_server_modified_settings.disable()
        empty()
        connection.close()


@pytest.fixture(scope="module")
def windows(browser: Browser, standing) -> Iterator[dict[str, BrowserContext]]:
    """One signed-in window a role."""
    world, url = standing
    opened = {}
    for role in ROLES:
        opened[role] = browser.new_context(locale="fr-FR", reduced_motion="reduce")
        if role in world.sessions:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": world.sessions[role], "url": url}
            opened[role].add_cookies([cookie])
    yield opened
    for window in opened.values():
        window.close()


@pytest.fixture(scope="module")
def seen() -> set[str]:
    """Pages already examined, whoever they were drawn for."""
    return set()


def _drawn(page: Page) -> str:
    """What distinguishes one page from another to the eye: two readers often get the same. Of what surrounds it, the
    first page of each reader stands for all."""
    return re.sub(
        r'(name="(?:csrfmiddlewaretoken|form_key)" value=")[\w-]+', "", page.locator("main").inner_html()
    )


@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing_on_any_page(standing, windows, seen, role):
    world, url = standing
    found: list[str] = []
    page = listen(windows[role].new_page(), found)
    surroundings = False
    for line in pages_of(role):
        path = address(DOORS[line.door], {} if line.object == "-" else world.objects[line.object])
        page.goto(url + path)
        if (drawn := _drawn(page)) not in seen or not surroundings:
            surroundings = True
            seen.add(drawn)
            found += violations(page, f"{line} as {role}")
    page.close()
    assert found == []


def _send(page: Page, typed: dict[str, str]) -> None:
    """The form of what was typed; without it the one that counts most."""
    if typed:
        page.locator(
            f"main form[method=post]:has([name={next(iter(typed))}]) .btn[type=submit]"
        ).first.click()
    else:
        page.locator("main form[method=post] .btn--primary[type=submit]").last.click()


@pytest.mark.parametrize(("role", "place", "typed"), ERRORS, ids=lambda value: str(value).partition(" ")[0])
def test_axe_finds_nothing_on_a_page_of_errors(standing, windows, role, place, typed):
    world, url = standing
    door, what = place.split()
    found: list[str] = []
    page = listen(windows[role].new_page(), found)
    page.goto(url + address(DOORS[door], {} if what == "-" else world.objects[what]))
    page.evaluate(_EMPTY)
    for name, value in typed.items():
        page.locator(f"main [name={name}]").fill(value)
    _send(page, typed)
    found += violations(page, place)
    title = page.title()
    page.close()
    assert (found, title.startswith("Erreur")) == ([], True), title


def test_the_pages_of_the_bad_moments_are_readable_too(standing, windows):
    _, url = standing
    page = windows["member"].new_page()
    page.goto(f"{url}/il-n-y-a-rien-ici/")
    found = violations(page, "404")
    page.close()
    assert found == []


def test_a_fault_is_seen(browser):
    page = browser.new_page()
    page.set_content(
        "<title>x</title><main><img src='x'><audio></audio>"
        "<p aria-describedby=nothing style='width: 2000px'>large</p></main>"
    )
    found = violations(page, "planted")
    page.close()
    assert {one.partition(": ")[2] for one in found} >= {
        "the page scrolls sideways",
        "aria-describedby points to nothing: nothing",
        "not exactly one h1",
        "something that plays",
    }
    assert any(one.startswith("planted at 1280: image-alt") for one in found)
