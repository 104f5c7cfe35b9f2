"""A small world that has one of everything: two bodies, two boards, every role, a request in each state.

Built by the real services, in the order of life. What identifies the applicant is a canary.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil
from unittest import mock
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core import mail
from django.core.mail import EmailMessage, get_connection
from django.test import RequestFactory

from commission import reference as board_reference
from commission.convening import last_call_at
from commission.enums import Choice
from commission.models import AgendaItem, BoardRules, ChargeSplit, EnvelopeRule, Sitting
from commission.queries import calendar
from commission.queries.members import member_key
from commission.services import consultations, convening, delegations, last_calls, packs, sittings
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import actor_for
from cpsti_portal.kernel.accounts.models import Membership, OfficeKind, Seat, User
from cpsti_portal.kernel.invitations import services as invitations
from cpsti_portal.kernel.outbox import services as outbox
from cpsti_portal.pages import mailbox
from requests_app.aids import registry
from requests_app.interests import InterestKind
from requests_app.models import AidRequest, ClearedPage, Document, Interest, Letter
from requests_app.services import interests
from tests.factories import applicants, requests
from tests.factories.accounts import UserFactory, administrator, caseworker, member, secretary
from tests.factories.casework import Desk, machine_reads
from tests.factories.commission import Room, SittingFactory
from tests.factories.marked import mark_the_desk
from tests.factories.territory import load_territory

HERE, ELSEWHERE = "urssaf-bretagne", "urssaf-picardie"
BOARD, BOARD_ELSEWHERE = "53", "32"
APPLICANT_EMAIL = "grimoire.canarivoltige@messagerie-essai.example"
_WITH_PAGE = {"planned", "published", "voting", "refused"}
_TOLD = {"published", "voting", "refused"}  # whose board reads the applicant's own words, masked
_ADMIN_APPS = ("accounts", "territory", "audit", "outbox", "requests_app", "commission")


@dataclass
class World:
    """``objects``: what a URL may point at, by name → its arguments. ``sessions``: role → session of a browser."""

    now: datetime
    titulars: list[Membership] = field(default_factory=list)
    people: dict[str, User | Membership] = field(default_factory=dict)
    requests: dict[str, AidRequest] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    objects: dict[str, dict[str, object]] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    mails: list[EmailMessage] = field(default_factory=list)

    def user(self, role: str) -> User | None:
        holder = self.people.get(role)
        return getattr(holder, "user", holder)

    def ago(self, **span) -> datetime:
        return self.now - timedelta(**span)

    @property
    def desk(self) -> Desk:
        return Desk(
            applicant=self.user("applicant"),
            caseworker=self.people["caseworker"],
            colleague=self.people["colleague"],
        )

    def admin_arguments(self, name: str) -> dict[str, object]:
        """Arguments of a page of the administration: the first row it lists of its model."""
        labels = "|".join(_ADMIN_APPS)
        found = re.search(rf"(?:admin:|administration/)({labels})[_/]([a-z]+)(?:_|/)", name)
        model = apps.get_model(found[1], found[2]) if found else None
        shown = admin.site.get_model_admin(model).get_queryset(RequestFactory().get("/")) if model else None
        first = shown.order_by("pk").first() if model else None
        pk = first.pk if first else 0
        return {"object_id": pk, "content_type_id": 1, "app_label": "territory", "url": "rien/"}


class _BlankSheets:
    """Stands for the layout engine where a test reads no letter: a page each. What a board reads is printed."""

    def pdf(self, html: str) -> bytes:
        return applicants.pdf("lettre")


def build(*, real_letters: bool = False) -> World:
    if real_letters:
        return _build()
    with mock.patch("requests_app.letters.pdf.renderer", _BlankSheets):
        return _build()


def _build() -> World:
    load_territory()
    requests.load_parameters()
    world, sent_before = World(now=clock.now()), len(mail.outbox)
    _people(world)
    _early_requests(world)
    mark_the_desk(world)
    _before_the_board(world)
    _settle(world)
    _decided_requests(world)
    _settle(world)
    _name_objects(world)
    world.mails = mail.outbox[sent_before:]
    (invited,) = (one for one in world.mails if one.to == ["soazig.invitee@exemple.fr"])
    world.objects["invitation"] = {"key": re.search(r"/invitation/([^/]+)/", invited.body)[1]}
    _open_objects(world)
    return world


def _settle(world: World) -> None:
    """The worker's part: nothing is owed any more."""
    while outbox.drain():
        pass
    for one in world.requests.values():
        one.refresh_from_db()


def _people(world: World) -> None:
    world.people |= {
        "applicant": UserFactory(email=APPLICANT_EMAIL),
        "other_applicant": UserFactory(),
        "caseworker": caseworker(HERE, display_name="Claire Morel"),
        "colleague": caseworker(HERE, display_name="Denis Caradec"),
        "caseworker_elsewhere": caseworker(ELSEWHERE, display_name="Hugo Lemaire"),
        "member_elsewhere": member(BOARD_ELSEWHERE),
        "secretary": secretary(BOARD),
        "secretary_elsewhere": secretary(BOARD_ELSEWHERE),
        "administrator": administrator(display_name="Administration nationale"),
    }
    world.titulars = [member(BOARD, office=None if rank else OfficeKind.PRESIDENT) for rank in range(6)]
    world.people |= {"president": world.titulars[0], "member": world.titulars[1]}
    world.people["substitute"] = member(BOARD, seat=Seat.SUBSTITUTE)


def _early_requests(world: World) -> None:
    """What has not left for a board."""
    desk, made = world.desk, world.requests
    made["lapsed"] = desk.lapsed("afe", at=world.ago(days=80))
    made["draft"] = desk.draft("aced", at=world.ago(days=1))
    made["submitted"] = desk.filed("afe", at=world.ago(days=3), real_papers=True)
    made["review"] = desk.opined("adr", at=world.ago(days=20), with_page=True)
    made["told"] = desk.taken("afe", at=world.ago(days=18))
    machine_reads(made["told"], at=world.ago(days=17))
    made["unread"] = desk.taken("afe", at=world.ago(days=17))
    made["incomplete"] = desk.incomplete("aced", at=world.ago(days=15))
    made["withdrawn"] = desk.withdrawn("afe", at=world.ago(days=30))


def _before_the_board(world: World) -> None:
    """One file ready, one on an agenda in preparation, one published, two at today's sitting, six at a past one.

    One at a sitting whose minutes the chair has not signed, and one that two members decide.
    """
    desk, made = world.desk, world.requests
    made["ready"] = desk.sent("urgence", at=world.ago(days=10))
    made["to_sign"] = desk.frozen("afe", at=world.ago(days=12), with_page=True)
    # A payment waits for nothing: what was signed a week ago is paid.
    BoardRules.objects.create(
        board_code=BOARD, starts_on=date(2020, 1, 1), hold_days=0, delegation_ceiling_cents=150_000
    )
    board_reference.load()
    past, signing, today, coming, later = (
        _sitting(world, name, days)
        for name, days in (("closed", -7), ("signing", -2), ("open", 0), ("published", 9), ("planned", 16))
    )
    for name, aid, place in (
        ("planned", "aced", later),
        ("published", "afe", coming),
        ("pending", "afe", today),
        ("voting", "aced", today),
        ("paid", "aced", past),
        ("granted", "afe", past),
        ("refused", "aced", past),
        ("waiting", "afe", past),
        ("adjourned", "adr", past),
        ("examined", "afe", signing),
        ("annulled", "adr", past),
    ):
        made[name] = desk.sent(
            aid,
            at=world.ago(days=25),
            whole=name in {"paid", "granted"},
            told=name in _TOLD,
            with_page=name in _WITH_PAGE,
        )
        (token,) = place.schedule(made[name].board_links.get().token)
        world.objects[f"item_{name}"] = {"sitting_id": place.sitting.pk, "token": token, "number": 1}
    coming.publish()
    _convene(world, coming, later)
    _invite(world)
    _declare(world)
    coming.sitting.refresh_from_db()
    _carry(world, coming)
    _settle(world)
    _hold(world, past, signing, today)
    _delegate(world, today)


def _convene(world: World, coming: Room, later: Room) -> None:
    """Every kind of mail to a board: to this one, and elsewhere to a mandate that ends before the new day, and to those
    who have still to vote.
    """
    for place in (coming, later):
        _call(place, world)
    moved = _sitting(world, "moved", 23)
    _call(moved, world)
    _move(moved, world, days=33)
    cancelled = _sitting(world, "cancelled", 37)
    _call(cancelled, world)
    sittings.cancel(**_secretary_of(cancelled, world))
    convening.remind(**_secretary_of(later, world))
    leaving = member(
        BOARD_ELSEWHERE, ends_on=clock.local_date(world.now + timedelta(days=12), "Europe/Paris")
    )
    elsewhere = Room(
        secretary=world.people["secretary_elsewhere"],
        titulars=[world.people["member_elsewhere"], leaving],
        substitutes=[],
        sitting=SittingFactory(board_code=BOARD_ELSEWHERE, held_on=coming.sitting.held_on),
        now=world.now,
    )
    _call(elsewhere, world)
    _move(elsewhere, world, days=20)
    _consult(elsewhere, world)


def _delegate(world: World, place: Room) -> None:
    """An urgent file that waits for the agreements of two members."""
    world.requests["delegated"] = world.desk.sent("urgence", at=world.ago(days=9))
    token = world.requests["delegated"].board_links.get().token
    key = delegations.entrust(
        actor=place.actor(place.secretary), board_code=BOARD, token=token, sitting_id=uuid4(), at=world.now
    )
    item = AgendaItem.objects.get(sitting=key)
    _remind(item.sitting)
    world.objects["sitting_delegated"] = {"sitting_id": key}
    world.objects["item_delegated"] = {"sitting_id": key, "token": item.token, "number": 1}


def _consult(place: Room, world: World) -> None:
    """An urgent file, a vote open for a day (less on the last of a year), and nobody who votes."""
    place.sitting = SittingFactory(
        board_code=BOARD_ELSEWHERE, kind="consultation", held_on=clock.local_date(world.now, "Europe/Paris")
    )
    place.put(aid_code="urgence")
    place.publish()
    year_ends_at = calendar.year_ends_at(board_code=BOARD_ELSEWHERE, year=place.sitting.held_on.year)
    hours = min(24, ceil((year_ends_at - world.now) / timedelta(hours=1)) - 1)
    consultations.open_consultation(**_secretary_of(place, world), hours=hours)
    place.sitting.refresh_from_db()
    _remind(place.sitting)


def _remind(sitting: Sitting) -> None:
    last_calls.remind_due(at=last_call_at(opened_at=sitting.opened_at, ends_at=sitting.window_ends_at))


def _invite(world: World) -> None:
    """Somebody who has not opened the link yet; a mandate that its secretariat may end."""
    chair = world.people["secretary"]
    invited = invitations.invite(
        actor=actor_for(chair.user, world.now.date()),
        board_code=BOARD,
        invitee=invitations.Invitee(
            email="soazig.invitee@exemple.fr",
            display_name="Soazig Invitée",
            seat=Seat.TITULAR,
            nominated_by="U2P",
            college="active",
            starts_on=world.now.date() + timedelta(days=200),
            ends_on=world.now.date() + timedelta(days=1_600),
        ),
        at=world.now,
    )
    world.objects |= {
        "invitation_id": {"invitation_id": invited.pk},
        "board": {"board_code": BOARD},
        "mandate": {"key": member_key(world.titulars[1])},
    }


def _declare(world: World) -> None:
    """What a member keeps in the register of interests; it names nobody of this world."""
    member = actor_for(world.people["member"].user, world.now.date())
    for kind, typed in ((InterestKind.COMMUNE, "Plougastel"), (InterestKind.OWN_SIREN, "732829320")):
        interests.declare(actor=member, kind=kind, typed=typed, at=world.now)
    first = Interest.objects.order_by("pk").first()
    world.objects["interest"] = {"interest_id": first.pk}


def _carry(world: World, coming: Room) -> None:
    """The files of a published sitting, printed for one member."""
    reader = actor_for(world.people["member"].user, world.now.date())
    pack = packs.ask(actor=reader, sitting=coming.sitting, large=False, at=world.now)
    world.objects["pack"] = {"sitting_id": coming.sitting.pk, "pack_id": pack.pk}


def _secretary_of(place: Room, world: World) -> dict:
    return {"actor": place.actor(place.secretary), "sitting_id": place.sitting.pk, "at": world.now}


def _call(place: Room, world: World) -> None:
    convening.convene(**_secretary_of(place, world))


def _move(place: Room, world: World, *, days: int) -> None:
    day = clock.local_date(world.now + timedelta(days=days), "Europe/Paris")
    sitting = place.sitting
    convening.move(
        **_secretary_of(place, world), held_on=day, starts_at=sitting.starts_at, place=sitting.place
    )


def _sitting(world: World, name: str, days: int) -> Room:
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


def _hold(world: World, past: Room, signing: Room, today: Room) -> None:
    """The past sitting decided everything, another waits for the signature of its chair.

    In today's one vote is open and one ballot is in.
    """
    token = {name: made["token"] for name, made in world.objects.items() if name.startswith("item_")}
    past.open()
    for name in ("paid", "granted", "annulled"):
        _decide(past, token[f"item_{name}"], Choice.FOR)
    for name in ("refused", "waiting"):
        _decide(past, token[f"item_{name}"], Choice.AGAINST)
    _decide(past, token["item_adjourned"], Choice.ADJOURN)
    past.close()
    past.sign()
    past.send()
    _settle(world)
    past.annul(token["item_annulled"])
    signing.open()
    _decide(signing, token["item_examined"], Choice.FOR)
    signing.close()
    signing.sign_first()
    today.open()
    today.open_vote(token["item_voting"])
    today.vote(world.titulars[2], token["item_voting"], Choice.PARTIAL, amount_cents=Desk.PART)


def _decide(place: Room, token: str, choice: Choice, **content) -> None:
    place.open_vote(token)
    for who in place.titulars:
        place.vote(who, token, choice, **content)
    place.close_vote(token)


def _decided_requests(world: World) -> None:
    """The caseworker gives reasons for one refusal, leaves the other waiting, and pays one grant."""
    world.desk.motivate(world.requests["refused"], at=world.ago(days=5))
    _settle(world)
    world.desk.pay(world.requests["paid"], at=world.now)


def _name_objects(world: World) -> None:
    for name, one in world.requests.items():
        step = registry.get(one.aid_code).steps[0].slug
        text = "recit" if name in {"told", "unread"} else "resume"
        world.objects[name] = {"pk": one.pk, "slug": step, "text": text}
    for name in ("closed", "signing"):
        world.objects[f"paper_{name}"] = world.objects[f"sitting_{name}"] | {"paper": "proces-verbal"}
    for name in ("draft", "submitted"):
        paper = Document.objects.filter(aid_request=world.requests[name]).order_by("pk").first()
        world.objects[f"paper_{name}"] = {"pk": paper.pk}
        world.objects[f"paper_of_{name}"] = {"pk": world.requests[name].pk, "document_id": paper.pk}
    for name in ("review", "to_sign"):
        cleared = ClearedPage.objects.filter(document__aid_request=world.requests[name]).get()
        here = {"pk": world.requests[name].pk}
        world.objects[f"page_{name}"] = here | {"document_id": cleared.document_id, "number": 1}
        world.objects[f"cleared_{name}"] = here | {"page_id": cleared.pk}
    for name in ("submitted", "refused"):
        letter = Letter.objects.filter(aid_request=world.requests[name]).order_by("-pk").first()
        world.objects[f"letter_{name}"] = {"pk": letter.pk}


def _open_objects(world: World) -> None:
    """What anybody may be pointed at: the page of an aid, keys nobody gave, a mail of the demonstration."""
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend")
    sample = EmailMessage("Bonjour", "Un message d’essai.", to=["essai@exemple.fr"], connection=connection)
    sample.attach("piece.txt", "rien", "text/plain")
    sample.send()
    EnvelopeRule.objects.create(board_code="53")
    ChargeSplit.objects.create(aid_code="afe", starts_on=world.now.date(), rci=1000, source="CSS D612-5")
    world.objects |= {
        "aid": {"slug": registry.AIDS["aced"].slug},
        "mail": {"name": mailbox.newest(settings.EMAIL_FILE_PATH, limit=1)[0].name, "index": 0},
        "reset_key": {"uidb36": "0", "key": "rien"},
        "email_key": {"key": "rien"},
        "year": {"year": world.now.year},
        "envelope": {"year": world.now.year, "board_code": "53"},
    }
