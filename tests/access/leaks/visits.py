"""Where the robot begins: at every address the table of access knows, and at those it finds."""

from collections.abc import Iterator

from cpsti_portal.demo.leaks.answers import Answer
from cpsti_portal.demo.leaks.doors import doors
from cpsti_portal.demo.leaks.robot import Robot
from tests.access.leaks.inside import Insider
from tests.access.lines import READ, WRITE
from tests.access.table import parse
from tests.access.walking import address, client_of
from tests.factories.world import World

BOARD_READERS = ("member", "president", "substitute", "secretary", "member_elsewhere", "secretary_elsewhere")
# Who reads of every board what its year cost, and no file.
COUNTRY = "administrator"
# Who reads no board file, and must learn nothing either of somebody else's request.
STRANGERS = ("anonymous", "other_applicant")
KNOCKING = ("member", "secretary", "member_elsewhere", *STRANGERS)
IDENTITY_SIDE = ("applicant:", "casework:", "files:", "admin:")
SHARED = ("/commission/", "/compte/", "/interets/")
# More objects of one kind than this world has; the pages of the years have no end.
PATIENCE = 24
_FORGOTTEN = "/compte/password/reset/"
_WAY_OUT = "/compte/logout/"
DOORS = {door.name: door for door in doors()}


def known_addresses(world: World) -> dict[str, str]:
    """Address → door, for every line of the table of access."""
    return {
        address(DOORS[line.door], {} if line.object == "-" else world.objects[line.object]): line.door
        for line in parse(READ)
    }


def board_visit(world: World, role: str) -> Iterator[Answer]:
    """All this reader gets, from every address but those of the identity side."""
    starts = [
        path
        for path, door in known_addresses(world).items()
        if not door.startswith((*IDENTITY_SIDE, "demo:"))
    ]
    reader = Insider(client_of(world, role))
    yield from Robot(reader, within=("/",), sends=SHARED, patience=PATIENCE).visit(starts)
    yield from _acts(world, reader)
    yield from reader.post(_FORGOTTEN, {"email": world.user(role).email})
    yield from (reader.get(_WAY_OUT), *reader.post(_WAY_OUT, {}))


def country_visit(world: World) -> Iterator[Answer]:
    """What the administrator of the country is given by the pages of the boards."""
    starts = [path for path, door in known_addresses(world).items() if door.startswith("commission:")]
    reader = Insider(client_of(world, COUNTRY))
    robot = Robot(reader, within=("/commission/",), sends=("/commission/",), patience=PATIENCE)
    yield from robot.visit(starts)
    yield from _acts(world, reader)


def _acts(world: World, reader: Insider) -> Iterator[Answer]:
    """Every act of the board, tried by whoever visits, in case no page offered it to them."""
    for line in parse(WRITE):
        if line.door.startswith("commission:"):
            arguments = {} if line.object == "-" else world.objects[line.object]
            yield from reader.post(address(DOORS[line.door], arguments), {"essai": "1"})


def knocks(world: World, role: str) -> Iterator[Answer]:
    """The doors of the applicant, of the caseworker and of the files, with their real keys."""
    reader = Insider(client_of(world, role))
    known = [path for path, door in known_addresses(world).items() if door.startswith(IDENTITY_SIDE)]
    for path in known:
        for got in (reader.get(path), *reader.post(path, {"essai": "1"})):
            yield got.without(path)


def administration(world: World, role: str) -> Iterator[Answer]:
    """Every page of it; the matrix of access tries them as everybody."""
    reader = Insider(client_of(world, role))
    for name, door in DOORS.items():
        if door.path.startswith("administration/"):
            path = address(door, world.admin_arguments(name))
            yield reader.get(path).without(path)
