"""Who may knock at which door. Every URL of the portal has a line in ``lines.py``; a URL without one fails here.

Codes: a status, or "login" for the way to the sign-in page. Somebody else's object answers as a missing one.
"""

import re

import pytest

from tests.access.lines import ADMIN_ANONYMOUS, ADMIN_OPEN, READ, WRITE, admin_codes
from tests.access.table import LOGIN, ROLES, code_of, parse
from tests.access.walking import DOORS, address, arguments, client_of, knock, missing, undone, writes

ADMIN = sorted(name for name, door in DOORS.items() if door.path.startswith("administration/"))
LINES = parse(READ)
POSTS = parse(WRITE)

pytestmark = pytest.mark.django_db


def test_every_door_has_a_line():
    named = {line.door for line in LINES}
    assert sorted(set(DOORS) - named - set(ADMIN)) == []
    assert sorted(named - set(DOORS)) == [], "a line for a door that is gone"


@pytest.mark.parametrize("line", LINES, ids=str)
def test_who_may_look(looked, line):
    assert {role: one.code for role, one in looked.of(line).items()} == line.codes


@pytest.mark.parametrize("line", LINES, ids=str)
def test_head_answers_as_get_without_a_body(world, line):
    with undone():
        for role in ROLES:
            response = knock(world, line, role, "head")
            assert (code_of(response), response.body) == (line.codes[role], b""), role


# Objects of nobody: a public page, a key that opens nothing.
_OPEN_OBJECTS = {"-", "aid", "mail", "reset_key", "email_key", "invitation"}


@pytest.mark.parametrize("line", [line for line in LINES if line.object not in _OPEN_OBJECTS], ids=str)
def test_somebody_elses_object_is_a_missing_one(world, line):
    """The same 404, to the byte, for what is another's and for what does not exist."""
    nothing = missing(arguments(world, line))
    with undone():
        for role in ROLES:
            absent = knock(world, line, role, kwargs=nothing)
            expected = {LOGIN: {LOGIN}, "405": {"404", "405"}}.get(line.codes[role], {"404"})
            assert code_of(absent) in expected, role
            if line.codes[role] == "404":
                there = knock(world, line, role)
                assert _same_for_all(there) == _same_for_all(absent), role


def _same_for_all(response) -> tuple[str, dict]:
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.body.decode())
    headers = {name: value for name, value in response.headers.items() if name not in {"Content-Length"}}
    return body.replace(response.request["PATH_INFO"], "PATH"), headers


@pytest.mark.parametrize("line", LINES, ids=str)
def test_looking_writes_nothing(looked, line):
    assert {role: one.written for role, one in looked.of(line).items() if one.written} == {}


@pytest.mark.parametrize("line", POSTS, ids=str)
def test_who_may_act(acted, line):
    assert {role: one.code for role, one in acted.of(line).items()} == line.codes


@pytest.mark.parametrize("line", POSTS, ids=str)
def test_who_may_not_act_changes_nothing(acted, line):
    refused = {
        role: one.written for role, one in acted.of(line).items() if line.codes[role] in {LOGIN, "404"}
    }
    assert {role: written for role, written in refused.items() if written} == {}


@pytest.mark.parametrize("line", POSTS, ids=str)
def test_an_act_needs_the_token_of_its_page(world, line):
    """T20: without the CSRF token nobody acts, and the page that says so keeps the way back."""
    for role in ROLES:
        client = client_of(world, role, csrf=True)
        with undone(), writes() as written:
            response = client.post(address(DOORS[line.door], arguments(world, line)))
        assert (response.status_code, written) == (403, set()), role


_ACTING = {line.door for line in POSTS}


@pytest.mark.parametrize("line", [line for line in LINES if line.door not in _ACTING], ids=str)
def test_a_door_that_only_shows_does_not_act(world, line):
    for role in ROLES:
        with undone(), writes() as written:
            response = knock(world, line, role, "post")
        assert written == set(), role
        assert code_of(response) in {LOGIN, "302", "404", "405"}, (role, response.status_code)


@pytest.mark.parametrize("name", ADMIN)
def test_the_administration_is_the_administrators(world, name):
    path = address(DOORS[name], world.admin_arguments(name))
    seen = {}
    for role in ROLES:
        with undone(), writes() as written:
            seen[role] = code_of(client_of(world, role).get(path))
        assert written == set(), role
    assert seen == admin_codes(name)
    assert {role: seen[role] for role in ("anonymous",)} == {"anonymous": ADMIN_ANONYMOUS.get(name, LOGIN)}


def test_the_administration_opens_these_pages_and_no_other():
    """What an administrator may open, by kind of page: nothing is deleted, nothing legal is added."""
    assert {
        name for name in ADMIN if name.endswith("_add") and admin_codes(name)["administrator"] == "200"
    } == {f"admin:{label}_add" for label in ADMIN_OPEN}
