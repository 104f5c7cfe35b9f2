"""« make leaks »: somebody marked everywhere asks for an aid, a board reads all it can, no mark shows."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import reverse

from cpsti_portal.demo.accounts import DOMAIN
from cpsti_portal.demo.browsing import Refused
from cpsti_portal.demo.leaks.answers import Answer, Leak, by_channel, leaks
from cpsti_portal.demo.leaks.doors import doors
from cpsti_portal.demo.leaks.listening import Listener, RobotReader
from cpsti_portal.demo.leaks.marked_story import MarkedStory
from cpsti_portal.demo.leaks.net import Net
from cpsti_portal.demo.leaks.pages import read
from cpsti_portal.demo.leaks.robot import Robot
from cpsti_portal.demo.story import play

READERS = {
    "secrétaire": f"secretaire@bretagne.{DOMAIN}",
    "présidence": f"membre1@bretagne.{DOMAIN}",
    "membre": f"membre2@bretagne.{DOMAIN}",
    "suppléance": f"membre7@bretagne.{DOMAIN}",
    "secrétaire d’ailleurs": f"secretaire@normandie.{DOMAIN}",
    "membre d’ailleurs": f"membre2@normandie.{DOMAIN}",
}
COUNTRY = f"admin@{DOMAIN}"  # reads what the year of each board cost, and no file
BOARD = "53"
CASEWORKER = f"gestionnaire1@urssaf-bretagne.{DOMAIN}"
IDENTITY_PATHS = ("/demandes/", "/instruction/", "/fichiers/", "/administration/")
BOARD_PATHS = ("/commission/", "/compte/", "/accueil/")
# The story sends the forms of the board, and the tests all of them; the robot would undo the story. One is sent empty.
_REFUSED_FORM = "/commission/seances/nouvelle/"
# Marks that the caseworker's pages do not show, and why.
MASKED = dict.fromkeys(("NIR", "IBAN"), "montré par ses derniers chiffres")
OFF_THE_PAGES = {
    "compte": "l’adresse du compte, montrée à son titulaire",
    "auteur du PDF": "retiré à la réception",
}
_MAILBOX = "/courriels/"
_MISSING = 404
_ADDRESSES_A_DOOR = 8  # a board has hundreds of old files: a few stand for all


@dataclass
class Catch:
    """``answers``: all that board readers were given. ``found``: the marks in it. ``unvisited``: doors never asked."""

    markers: int = 0
    seen_by_caseworker: int = 0
    answers: list[Answer] = field(default_factory=list)
    found: list[Leak] = field(default_factory=list)
    unvisited: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)  # identity pages that opened to a board reader
    opaque: list[str] = field(default_factory=list)  # files that nobody here can open

    @property
    def clean(self) -> bool:
        return not (self.found or self.unvisited or self.opened or self.opaque)


def hunt(story: MarkedStory) -> Catch:
    """Play the story and read on the way. Raises Refused when the portal or the proof by the caseworker fails."""
    catch = Catch()
    story.watch = lambda moment: _read_all(story, catch, moment)
    play(story)
    with story.step("Ils essaient les adresses du demandeur et du gestionnaire"):
        catch.opened = _knock(story)
    with story.step("Les courriels reçus par la commission sont ouverts"):
        mails = _mails(story)
    with story.step("Toutes les réponses sont relues, fichiers et métadonnées compris"):
        heard = [one for who in (*READERS.values(), COUNTRY) for one in story.visitor(who).heard]
        catch.answers = [*map(_without_its_own_address, heard), *mails]
        _judge(story, catch)
    return catch


def _without_its_own_address(got: Answer) -> Answer:
    """Who asks for an address by its key learns nothing when it is repeated."""
    return got.without(got.path) if got.path.startswith(IDENTITY_PATHS) else got


def _read_all(story: MarkedStory, catch: Catch, moment: str) -> None:
    if moment == "published":
        with story.step("Le gestionnaire voit chaque marque"):
            _prove(story, catch)
    if moment == "signed":
        with story.step("L’administration nationale lit les comptes et les rapports"):
            _visit(story, story.visitor(COUNTRY), within=("/commission/",))
    told = {
        "published": "ordre du jour publié",
        "voting": "vote ouvert",
        "closed": "séance close",
        "signed": "procès-verbal signé",
    }[moment]
    with story.step(f"{len(READERS)} lecteurs de la commission suivent chaque lien ({told})"):
        for who in READERS.values():
            _visit(story, story.visitor(who))


def _prove(story: MarkedStory, catch: Catch) -> None:
    """To show that nothing leaks, show first that something could."""
    net = Net(story.markers())
    file = _path(story.address).replace("/demandes/", "/instruction/")
    robot = Robot(RobotReader(story.visitor(CASEWORKER)), within=(file, "/fichiers/"), sends=())
    seen = {find.find.field for find in leaks(net, robot.visit([file]))}
    unseen = {one.field for one in net.markers} - seen - set(MASKED) - set(OFF_THE_PAGES)
    if unseen:
        raise Refused(
            f"Le gestionnaire ne voit pas : {', '.join(sorted(unseen))}. La chasse ne prouverait rien."
        )
    catch.markers, catch.seen_by_caseworker = len(net.markers), len(seen)


def _path(address: str) -> str:
    return "/" + address.split("/", 3)[3].partition("?")[0]


def _visit(story: MarkedStory, who: Listener, within: tuple[str, ...] = BOARD_PATHS) -> None:
    """What is answered stays with the listener."""
    reader = RobotReader(who)
    robot = Robot(reader, within=within, sends=(), patience=_ADDRESSES_A_DOOR)
    starts = [story.sitting, story.file, "/accueil/", *_board_addresses(story)]
    deque(robot.visit(starts), maxlen=0)
    deque(reader.post(_REFUSED_FORM, {}), maxlen=0)


def _board_addresses(story: MarkedStory) -> Iterator[str]:
    """The address of every door of the board, for this sitting and this file; links lead to what has another key."""
    known = {
        "number": "1",
        "paper": "proces-verbal",
        "board_code": BOARD,
        "year": str(story.today.year),
        "key": story.mandate,
        "sitting_id": story.sitting.strip("/").split("/")[-1],
        "token": story.file.strip("/").split("/")[-1],
    }
    for door in doors():
        if door.name.startswith("commission:") and door.needs <= set(known):
            yield reverse(door.name, kwargs={name: known[name] for name in door.needs})


def _knock(story: MarkedStory) -> list[str]:
    """The pages that open to a reader of the board among those of the applicant and of the caseworkers."""
    readers = set(READERS.values())
    known = {
        one.path for who, listener in story.listeners.items() if who not in readers for one in listener.heard
    }
    paths = sorted(path for path in {*known, "/administration/"} if path.startswith(IDENTITY_PATHS))
    answers = [RobotReader(story.visitor(who)).get(path) for path in paths for who in READERS.values()]
    return sorted({f"{one.path} ({one.status})" for one in answers if one.status != _MISSING})


def _mails(story: MarkedStory) -> list[Answer]:
    """Those that the mailbox of the demonstration holds for the readers of the board."""
    reader = RobotReader(Listener(story.base))
    found = []
    for who in READERS.values():
        page = reader.get(f"{_MAILBOX}?a={who}")
        links, _ = read(page.body.decode(errors="replace"), page.path)
        mails = {link for link in links if link.startswith(_MAILBOX) and link != _MAILBOX and "?" not in link}
        found += [page, *map(reader.get, sorted(mails))]
    return found


def _judge(story: MarkedStory, catch: Catch) -> None:
    catch.found = leaks(Net(story.markers()), catch.answers)
    visited = by_channel(catch.answers)
    catch.unvisited = sorted(
        door.name for door in doors() if door.name.startswith("commission:") and door.name not in visited
    )
    if not any(one.channel == "commission:page" and one.type == "image/png" for one in catch.answers):
        catch.unvisited.append("commission:page (aucune image)")
    catch.opaque = sorted({f"{one.path} ({one.type})" for one in catch.answers if one.opaque})


def table(catch: Catch) -> Iterator[str]:
    """One line a channel: how many answers, how many marks."""
    marks: dict[str, int] = {}
    for one in catch.found:
        marks[one.answer.channel] = marks.get(one.answer.channel, 0) + 1
    yield f"  {'canal':<38}{'réponses':>9}{'marques':>9}"
    for channel, answers in sorted(by_channel(catch.answers).items()):
        yield f"  {channel:<38}{len(answers):>9}{marks.get(channel, 0):>9}"
