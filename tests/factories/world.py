"""A small world that has one of everything: two bodies, two boards, every role, a request in each state.

Built by the real services, in the order of life. What identifies the applicant is a canary.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from commission.enums import Choice
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.models import Membership, User
from cpsti_portal.pages import mailbox
from requests_app.aids import registry
from requests_app.models import AidRequest
from tests.factories import requests
from tests.factories.accounts import UserFactory, administrator, caseworker, member, secretary
from tests.factories.commission import Room, SittingFactory
from tests.factories.territory import load_territory

HERE, ELSEWHERE = "urssaf-bretagne", "urssaf-picardie"
BOARD, BOARD_ELSEWHERE = "53", "32"
_ADMIN_APPS = ("accounts", "territory", "audit", "outbox", "requests_app", "commission")
APPLICANT_EMAIL = "grimoire.canarivoltige@messagerie-essai.example"


@dataclass
class World:
    now: datetime
    titulars: list[Membership] = field(default_factory=list)
    people: dict[str, User | Membership] = field(default_factory=dict)
    requests: dict[str, AidRequest] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    objects: dict[str, dict[str, object]] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)  # role → session, for browsers of the tests

    def user(self, role: str) -> User | None:
        holder = self.people.get(role)
        return getattr(holder, "user", holder)

    def ago(self, **span) -> datetime:
        return self.now - timedelta(**span)

    def admin_arguments(self, name: str) -> dict[str, object]:
        """Arguments of a page of the administration: the first row of its model."""
        found = re.search(r"(?:admin:|administration/)([a-z_]+?)[_/]([a-z]+)(?:_|/)", name)
        model = apps.get_model(found[1], found[2]) if found and found[1] in _ADMIN_APPS else None
        first = model._default_manager.order_by("pk").first() if model else None
        return {
            "object_id": first.pk if first else 0,
            "content_type_id": 1,
            "app_label": "territory",
            "url": "rien/",
        }


def build() -> World:
    load_territory()
    requests.load_parameters()
    world = World(now=clock.now())
    _people(world)
    _boards(world)
    _open_objects(world)
    return world


def _people(world: World) -> None:
    world.people |= {
        "applicant": UserFactory(email=APPLICANT_EMAIL),
        "other_applicant": UserFactory(),
        "caseworker": caseworker(HERE, display_name="Claire Morel"),
        "caseworker_elsewhere": caseworker(ELSEWHERE, display_name="Hugo Lemaire"),
        "member_elsewhere": member(BOARD_ELSEWHERE),
        "secretary": secretary(BOARD),
        "administrator": administrator(display_name="Administration nationale"),
    }
    world.titulars = [member(BOARD, is_president=rank == 0) for rank in range(6)]
    world.people["member"] = world.titulars[1]


def sitting(world: World, name: str, *, days: int) -> Room:
    """A planned sitting of the board, ``days`` from today, with the members every sitting shares."""
    now = world.now + timedelta(days=days) - timedelta(minutes=30)
    world.rooms[name] = Room(
        secretary=world.people["secretary"],
        titulars=world.titulars,
        substitutes=[],
        sitting=SittingFactory(board_code=BOARD, held_on=clock.local_date(now, "Europe/Paris")),
        now=now,
    )
    world.objects[f"sitting_{name}"] = {"sitting_id": world.rooms[name].sitting.pk}
    return world.rooms[name]


def item(world: World, name: str, place: Room, token: str) -> None:
    world.objects[f"item_{name}"] = {"sitting_id": place.sitting.pk, "token": token}


def _boards(world: World) -> None:
    past, today, coming = (
        sitting(world, name, days=days) for name, days in (("closed", -7), ("open", 0), ("planned", 9))
    )
    closed, pending, opened, waiting = (place.put()[0] for place in (past, today, today, coming))
    past.open()
    past.decide(closed, [Choice.FOR] * 4 + [Choice.AGAINST])
    past.close()
    today.open()
    today.open_vote(opened)
    today.vote(world.titulars[2], opened)
    for name, place, token in (
        ("closed", past, closed),
        ("pending", today, pending),
        ("open", today, opened),
        ("planned", coming, waiting),
    ):
        item(world, name, place, token)


def _open_objects(world: World) -> None:
    """What anybody may be pointed at: the page of an aid, keys nobody gave, a mail of the demonstration."""
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend")
    mail = EmailMessage("Bonjour", "Un message d’essai.", to=["essai@exemple.fr"], connection=connection)
    mail.attach("piece.txt", "rien", "text/plain")
    mail.send()
    world.objects |= {
        "aid": {"slug": registry.AIDS["aced"].slug},
        "mail": {"name": mailbox.newest(settings.EMAIL_FILE_PATH, limit=1)[0].name, "index": 0},
        "reset_key": {"uidb36": "0", "key": "rien"},
        "email_key": {"key": "rien"},
    }
