"""T3: no byte that a board can get tells whose file it reads. The channels come from the table of URLs."""

from collections import Counter

import pytest

from cpsti_portal.demo.leaks.answers import by_channel, leaks
from tests.access.leaks import visits
from tests.access.leaks.visits import BOARD_READERS, COUNTRY, DOORS, IDENTITY_SIDE, KNOCKING, STRANGERS
from tests.access.lines import WRITE
from tests.access.table import parse

pytestmark = pytest.mark.django_db

# Names a board's answers may carry. ETag and Last-Modified would tell when a file changed.
HEADERS = {
    "Allow",
    "Cache-Control",
    "Content-Disposition",
    "Content-Language",
    "Content-Length",
    "Content-Security-Policy",
    "Content-Type",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Expires",
    "Location",
    "Permissions-Policy",
    "Referrer-Policy",
    "Set-Cookie",
    "Vary",
    "X-Content-Type-Options",
    "X-Frame-Options",
}
COOKIES = {"session", "csrf", "messages", "sessionid"}
GIVEN = {200, 302, 409, 422}


TOLD = (*BOARD_READERS, COUNTRY)


@pytest.mark.parametrize("role", TOLD)
def test_nothing_a_board_reader_can_reach_names_anybody(told_to_board, page_net, role):
    assert list(map(str, leaks(page_net, told_to_board[role]))) == []


@pytest.mark.parametrize("role", BOARD_READERS)
def test_the_robot_stays_signed_in_and_breaks_nothing(told_to_board, role):
    answers = told_to_board[role]
    statuses = Counter(one.status for one in by_channel(answers)["commission:home"])
    assert set(statuses) == {200}
    assert [f"{one.method} {one.path}" for one in answers if one.status >= 500] == []


@pytest.mark.parametrize("role", TOLD)
def test_whatever_is_given_can_be_opened_here(told_to_board, role):
    """A new kind of file is read by ``layers`` before a board is given it."""
    assert [f"{one.path} {one.type}" for one in told_to_board[role] if one.opaque] == []


@pytest.mark.parametrize("role", TOLD)
def test_headers_and_cookies_are_those_of_the_list(told_to_board, role):
    names = {name for one in told_to_board[role] for name, _ in one.headers}
    cookies = {
        value.partition("=")[0]
        for one in told_to_board[role]
        for name, value in one.headers
        if name == "Set-Cookie"
    }
    assert (names - HEADERS, cookies - COOKIES) == (set(), set())


def board_doors() -> list[str]:
    """Every door but those of the identity side and of the demonstration."""
    return sorted(
        name for name, door in DOORS.items() if not _is_identity(name) and not name.startswith("demo:")
    )


def _is_identity(name: str) -> bool:
    return name.startswith(IDENTITY_SIDE) or DOORS[name].path.startswith("administration/")


@pytest.mark.parametrize("door", board_doors())
def test_every_door_of_the_board_was_visited(told_to_board, door):
    """By somebody to whom it opens. A new door without an address in the table of access fails here, by its name."""
    answers = [one for told in told_to_board.values() for one in by_channel(told).get(door, [])]
    assert GIVEN & {one.status for one in answers}, "the robot never got anything from this door"


@pytest.mark.parametrize(
    "door", sorted({line.door for line in parse(WRITE) if line.door.startswith("commission:")})
)
def test_every_act_of_the_board_was_done(told_to_board, door):
    answers = [one for told in told_to_board.values() for one in by_channel(told).get(door, [])]
    assert GIVEN & {one.status for one in answers if one.method == "POST"}


@pytest.mark.parametrize("role", KNOCKING)
def test_the_doors_of_the_identity_side_tell_nothing(world, told_to_caseworker, page_net, role):
    """With their real keys, looked at and acted upon: the page of what does not exist, or the way to sign in."""
    answers = list(visits.knocks(world, role))
    named = {name for name in DOORS if name.startswith(("applicant:", "casework:", "files:"))}
    assert {one.channel for one in answers} >= named
    opened = [f"{one.method} {one.path}" for one in answers if one.status == 200]
    assert opened == [] or role in STRANGERS
    assert list(map(str, leaks(page_net, answers))) == []


def test_the_applicants_own_words_were_read_with_their_names_masked(told_to_board):
    """Otherwise a page without the account would pass for a page without a name."""
    pages = [one.body.decode() for one in told_to_board["member"] if one.channel == "commission:item"]
    assert any("m’a quittée" in page and "[proche]" in page for page in pages)


def test_the_administration_opens_to_nobody_of_a_board(world, page_net):
    answers = list(visits.administration(world, "secretary"))
    assert {one.status for one in answers} <= {302, 404}
    assert list(map(str, leaks(page_net, answers))) == []


def test_the_table_of_channels_names_each_door_once(told_to_board):
    channels = set().union(*(by_channel(told) for told in told_to_board.values()))
    assert len(channels & set(DOORS)) >= 25
