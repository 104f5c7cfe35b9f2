"""A board of fifteen, a consultation of as many files as wanted, built by the services as the portal does."""

import secrets
import string
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from commission.contract import BoardFacts
from commission.enums import SittingKind
from commission.ladders import AGE, SECTOR, narrowest
from commission.models import AgendaItem, PublicCount, Sitting
from commission.services import agenda, consultations, files, publication, sittings
from cpsti_portal.kernel.accounts.actors import Actor, actor_for
from cpsti_portal.kernel.accounts.models import Membership, Role, Seat, User
from cpsti_portal.kernel.territory.models import Board

BOARD = "53"
_ALPHABET = string.ascii_uppercase + "234567"


@dataclass(frozen=True)
class Room:
    sitting: Sitting
    members: list[Membership]
    secretary: Membership
    tokens: list[str]  # of the files on the agenda, in its order


def build(*, people: int, count: int, hour: int, at: datetime, known: Room | None = None) -> Room:
    """``count`` files before ``people`` titulars, or before those of a room that exists; every vote is open."""
    members = known.members if known else [_member(n) for n in range(people)]
    secretary = known.secretary if known else _holder("secretaire", Role.SECRETARY)
    if known is None:
        _count_people(at.date())
    actor = actor_for(secretary.user, at.date())
    sitting = sittings.plan(
        actor=actor,
        board_code=BOARD,
        held_on=at.date(),
        starts_at=time(hour),
        kind=SittingKind.CONSULTATION,
        at=at,
    )
    _put(actor, sitting, count)
    publication.publish(actor=actor, sitting_id=sitting.pk)
    consultations.open_consultation(actor=actor, sitting_id=sitting.pk, hours=24, at=at)
    items = AgendaItem.objects.filter(sitting=sitting).order_by("token")
    return Room(sitting, members, secretary, list(items.values_list("token", flat=True)))


def _put(actor: Actor, sitting: Sitting, count: int) -> None:
    tokens = ["".join(secrets.choice(_ALPHABET) for _ in range(26)) for _ in range(count)]
    for token in tokens:
        files.receive_file(facts=_facts(token))
    agenda.add(actor=actor, sitting_id=sitting.pk, tokens=tokens)


def _member(number: int) -> Membership:
    seat = {"seat": Seat.TITULAR, "nominated_by": "U2P", "college": "active"}
    return _holder(f"membre{number:02d}", Role.MEMBER, **seat)


def _holder(name: str, role: Role, **fields) -> Membership:
    user = User.objects.create_user(f"{name}@exemple.fr", None)
    return Membership.objects.create(
        user=user,
        role=role,
        board=Board.objects.get(code=BOARD),
        display_name=name.capitalize(),
        job_title="Membre de la commission",
        starts_on=date(2020, 1, 1),
        **fields,
    )


def _count_people(on: date) -> None:
    PublicCount.objects.filter(board_code=BOARD).delete()
    PublicCount.objects.bulk_create(
        PublicCount(
            board_code=BOARD, sector_group=sector, age_band=age, count=1_000, source="mesure", as_of=on
        )
        for sector in narrowest(SECTOR)
        for age in narrowest(AGE)
    )


def cookie_of(member: Membership) -> str:
    """A web session, as signing in leaves it: argon2 is no part of what is measured."""
    session = SessionStore()
    session[SESSION_KEY] = str(member.user_id)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = member.user.get_session_auth_hash()
    session.set_expiry(timedelta(hours=4))
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _facts(token: str) -> BoardFacts:
    return BoardFacts(
        token=token,
        board_code=BOARD,
        aid_code="urgence",
        aid_label="Aide d’urgence",
        area_label="Bretagne",
        filed_quarter="2e trimestre 2026",
        age_band="40 à 49 ans",
        sector_group="Bâtiment et travaux publics",
        category="artisan",
        regime="réel",
        seniority_band="de 5 à 9 ans",
        household="couple avec enfants ou personnes à charge",
        cause="perte d’un client important",
        income_band="de 1\u202f500 à 2\u202f000\u202f€ par mois",
        charges_band="de 1\u202f000 à 1\u202f500\u202f€ par mois",
        remaining_band="de 250 à 500\u202f€ par mois",
        turnover_band="de 35\u202f000 à 50\u202f000\u202f€",
        savings_band="moins de 1\u202f000\u202f€",
        contributions_due_band="de 2\u202f000 à 4\u202f000\u202f€",
        amount_asked_cents=300_000,
        amount_proposed_cents=250_000,
        amount_ceiling_cents=500_000,
        earlier_aids="aucune",
        account="",
        replaces="",
        follows="",
        summary="L’activité a perdu un client qui faisait la moitié des ventes. " * 8,
        opinion="favorable",
        opinion_text="La difficulté est récente et passagère. " * 4,
        criteria=(("Activité principale", "rempli"), ("Ancienneté d’un an", "rempli")),
    )
