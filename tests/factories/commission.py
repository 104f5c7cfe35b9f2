"""Files, sittings and a whole board room for tests. What a service can build is built by the service."""

import hashlib
import secrets
import string
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from commission.contract import BoardFacts, BoardPage
from commission.enums import Choice, ControlKind, SendingMeans, SittingState
from commission.ladders import AGE, SECTOR, narrowest
from commission.models import AgendaItem, BoardFile, Minutes, Proxy, PublicCount, Ruling, Sitting
from commission.queries import minutes_page
from commission.queries.signers import signer_of
from commission.services import (
    agenda,
    attendance,
    ballots,
    files,
    items,
    minutes,
    minutes_files,
    oversight,
    proxies,
    publication,
    recusals,
    second_call,
    sittings,
)
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import Actor, actor_for
from cpsti_portal.kernel.accounts.models import Membership, Office, OfficeKind, Seat
from tests.factories.accounts import member, secretary

HELD_ON = date(2026, 6, 3)
OPENING = datetime(2026, 6, 3, 14, 0, tzinfo=ZoneInfo("Europe/Paris"))
_ALPHABET = string.ascii_uppercase + "234567"


def token() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(26))


class BoardFactsFactory(factory.Factory):
    """A believable file: a craftswoman whose customer failed, asking for 3 000 €, capped at 5 000 €."""

    class Meta:
        model = BoardFacts

    token = factory.LazyFunction(token)
    board_code = "53"
    aid_code = "aced"
    aid_label = "Aide aux cotisants en difficulté"
    area_label = "Bretagne"
    filed_quarter = "2e trimestre 2026"
    age_band = "40 à 49 ans"
    sector_group = "Bâtiment et travaux publics"
    category = "artisan"
    regime = "réel"
    seniority_band = "de 5 à 9 ans"
    household = "couple avec enfants ou personnes à charge"
    cause = "perte d’un client important"
    income_band = "de 1\u202f500 à 2\u202f000\u202f€ par mois"
    charges_band = "de 1\u202f000 à 1\u202f500\u202f€ par mois"
    remaining_band = "de 250 à 500\u202f€ par mois"
    turnover_band = "de 35\u202f000 à 50\u202f000\u00a0€"
    savings_band = "moins de 1\u202f000\u202f€"
    contributions_due_band = "de 2\u202f000 à 4\u202f000\u202f€"
    amount_asked_cents = 300_000
    amount_proposed_cents = 250_000
    amount_ceiling_cents = 500_000
    earlier_aids = "aucune"
    account = ""
    replaces = ""
    follows = ""
    summary = "L’activité a perdu un client qui faisait la moitié des ventes. Un nouveau marché commence à l’automne."
    opinion = "favorable"
    opinion_text = "La difficulté est récente et passagère."
    criteria = (("Activité principale", "rempli"), ("Ancienneté d’un an", "rempli"))


def board_page(number: int, image: bytes) -> BoardPage:
    return BoardPage(
        title=f"Pièce 3 – avis d’impôt, page {number}",
        name=f"piece-3-page-{number}",
        digest=hashlib.sha256(image).hexdigest(),
        content=image,
    )


class BoardFileFactory(DjangoModelFactory):
    class Meta:
        model = BoardFile

    @classmethod
    def _create(cls, model_class, *args, images: tuple[bytes, ...] = (), **kwargs) -> BoardFile:
        """``images``: what its pages show."""
        pages = tuple(board_page(number, image) for number, image in enumerate(images, start=1))
        told = tuple((page.title, page.name, page.digest) for page in pages)
        facts = BoardFactsFactory(**{"pages": told} | kwargs)
        files.receive_file(facts=facts, pages=pages)
        return model_class.objects.get(token=facts.token)


class SittingFactory(DjangoModelFactory):
    """A planned sitting, with nobody and nothing in it."""

    class Meta:
        model = Sitting

    board_code = "53"
    held_on = HELD_ON
    starts_at = factory.Sequence(lambda n: time(8 + n // 60 % 12, n % 60))
    place = "Rennes, salle du conseil"


@dataclass
class Room:
    """A board with its secretary, its members and one sitting. ``now`` moves by one minute at each act."""

    secretary: Membership
    titulars: list[Membership]
    substitutes: list[Membership]
    sitting: Sitting
    now: datetime = OPENING
    tokens: list[str] = field(default_factory=list)

    def actor(self, who: Membership) -> Actor:
        return actor_for(who.user, clock.local_date(self.now, "Europe/Paris"))

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def put(self, count: int = 1, **facts) -> list[str]:
        """Receive files and put them on the agenda; returns their references there, in the order of chance."""
        facts.setdefault("board_code", self.sitting.board_code)
        return self.schedule(*(BoardFileFactory(**facts).token for _ in range(count)))

    def schedule(self, *file_tokens: str) -> list[str]:
        """Put files that wait on the agenda; returns their references there."""
        act = {"actor": self.actor(self.secretary), "sitting_id": self.sitting.pk}
        agenda.add(**act, tokens=file_tokens)
        added = sorted(self.item(one).token for one in file_tokens)
        self.tokens += added
        return added

    def item(self, reference: str) -> AgendaItem:
        """By its reference at this sitting, or by the key of its file on the other side of the door."""
        here = AgendaItem.objects.filter(sitting=self.sitting)
        return here.filter(token=reference).first() or here.get(board_file=reference)

    def name(self, reference: str) -> str:
        """The reference at this sitting; what names nothing here stays as it is."""
        here = AgendaItem.objects.filter(sitting=self.sitting, board_file=reference)
        return here.values_list("token", flat=True).first() or reference

    def file_of(self, reference: str) -> str:
        """The key by which the other house knows the file."""
        return self.item(reference).board_file_id

    def remove(self, reference: str) -> None:
        agenda.remove(
            actor=self.actor(self.secretary), sitting_id=self.sitting.pk, token=self.name(reference)
        )

    def publish(self) -> "Room":
        publication.publish(actor=self.actor(self.secretary), sitting_id=self.sitting.pk)
        return self

    def take_back(self) -> "Room":
        publication.take_back(actor=self.actor(self.secretary), sitting_id=self.sitting.pk)
        return self

    def mark(
        self, *present: Membership, chair: Membership | None = None, seen_at: datetime | None = None
    ) -> None:
        attendance.mark(
            actor=self.actor(self.secretary),
            sitting_id=self.sitting.pk,
            present_ids=[one.pk for one in present],
            chair_id=chair.pk if chair else None,
            seen_at=seen_at,
            at=self.tick(),
        )

    def open(self, *present: Membership, chair: Membership | None = None) -> "Room":
        """Publish, mark those present (every titular when nobody is named) and open the sitting."""
        present = present or tuple(self.titulars)
        if Sitting.objects.filter(pk=self.sitting.pk, state=SittingState.PLANNED).exists():
            self.publish()
        self.mark(*present)
        chair = chair or next((one for one in present if one.offices.exists()), present[0])
        sittings.open_sitting(
            actor=self.actor(self.secretary), sitting_id=self.sitting.pk, chair_id=chair.pk, at=self.tick()
        )
        return self

    def give(self, giver: Membership, holder: Membership) -> Proxy:
        return proxies.give(
            actor=self.actor(giver), sitting_id=self.sitting.pk, holder_id=holder.pk, at=self.tick()
        )

    def miss(self, *present: Membership) -> "Room":
        """Publish, mark those present, and write that the quorum was not there, the hour having come."""
        Sitting.objects.filter(pk=self.sitting.pk).update(starts_at=time(0))
        self.sitting.starts_at = time(0)
        if Sitting.objects.filter(pk=self.sitting.pk, state=SittingState.PLANNED).exists():
            self.publish()
        self.mark(*present)
        second_call.record_missed(
            actor=self.actor(self.secretary), sitting_id=self.sitting.pk, at=self.tick()
        )
        return self

    def recall(self, *, days: int = 7) -> Sitting:
        """Plan the second call, and go on with it on its day."""
        self.sitting = second_call.plan(
            actor=self.actor(self.secretary),
            sitting_id=self.sitting.pk,
            held_on=self.sitting.held_on + timedelta(days=days),
            at=self.now,
        )
        self.now += timedelta(days=days)
        self.tokens = list(self.sitting.items.order_by("token").values_list("token", flat=True))
        return self.sitting

    def open_vote(self, reference: str) -> None:
        items.open_vote(
            actor=self.actor(self.secretary), sitting_id=self.sitting.pk, token=self.name(reference)
        )

    def vote(self, who: Membership, reference: str, choice: Choice = Choice.FOR, **content) -> None:
        """By default for, the whole amount. A part, a reason and a question are filled in when they are due."""
        defaults = {
            Choice.PARTIAL: {"amount_cents": 250_000},
            Choice.AGAINST: {"reason_code": "resources"},
            Choice.ADJOURN: {"question": "Un échéancier a-t-il été demandé\u00a0?"},
        }.get(choice, {})
        ballots.cast(
            actor=self.actor(who),
            item=self.item(reference),
            choice=choice,
            at=self.tick(),
            **(defaults | content),
        )

    def step_aside(self, who: Membership, reference: str) -> None:
        recusals.step_aside(
            actor=self.actor(who), sitting_id=self.sitting.pk, token=self.name(reference), at=self.tick()
        )

    def close_vote(self, reference: str) -> Ruling:
        return items.close_vote(
            actor=self.actor(self.secretary),
            sitting_id=self.sitting.pk,
            token=self.name(reference),
            at=self.tick(),
        )

    def decide(self, reference: str, choices: list[Choice]) -> Ruling:
        """Open the vote, let the titulars vote in turn, close it."""
        self.open_vote(reference)
        for who, choice in zip(self.titulars, choices, strict=False):
            self.vote(who, reference, choice)
        return self.close_vote(reference)

    def close(self) -> None:
        sittings.close_sitting(actor=self.actor(self.secretary), sitting_id=self.sitting.pk, at=self.tick())

    @property
    def minutes(self) -> Minutes:
        """The version that counts."""
        return minutes_page.minutes_of(self.sitting)

    def lay_out(self) -> Minutes:
        """What the worker does of the draft."""
        minutes_files.render(minutes_id=self.minutes.pk, at=self.tick())
        return self.minutes

    def signer(self) -> Membership:
        return signer_of(Sitting.objects.get(pk=self.sitting.pk), on=self.now.date())[0]

    def sign_first(self) -> Minutes:
        """The signature of the secretary."""
        seal = self.lay_out().seal
        minutes.sign(actor=self.actor(self.secretary), sitting_id=self.sitting.pk, seal=seal, at=self.tick())
        return self.minutes

    def sign(self) -> Minutes:
        """Both signatures: what was decided leaves."""
        seal = self.sign_first().seal
        minutes.countersign(
            actor=self.actor(self.signer()), sitting_id=self.sitting.pk, seal=seal, at=self.tick()
        )
        return self.minutes

    def send(self) -> None:
        """The package went to the control service on the day of the signature."""
        day = self.now.date()
        oversight.record_sending(
            actor=self.actor(self.secretary),
            sitting_id=self.sitting.pk,
            addressee="Service de contrôle",
            means=SendingMeans.PLATFORM,
            sent_on=day,
            complete_on=day,
            at=self.tick(),
        )

    def annul(self, token: str) -> None:
        """The control service annuls one ruling on the day it was sent."""
        oversight.record_act(
            actor=self.actor(self.secretary),
            sitting_id=self.sitting.pk,
            tokens=[token],
            kind=ControlKind.ANNULLED,
            decided_on=self.now.date(),
            reason="Pièce manquante au dossier.",
            at=self.tick(),
        )


def count_people(board_code: str, people: int = 1_000) -> None:
    """As many self-employed in each cell of the public table, unless it is there already."""
    if not PublicCount.objects.filter(board_code=board_code).exists():
        PublicCount.objects.bulk_create(
            PublicCount(
                board_code=board_code,
                sector_group=sector,
                age_band=age,
                count=people,
                source="essai",
                as_of=HELD_ON,
            )
            for sector in narrowest(SECTOR)
            for age in narrowest(AGE)
        )


def room(
    *,
    board_code: str = "53",
    titulars: int = 6,
    substitutes: int = 2,
    held_on: date = HELD_ON,
    now: datetime = OPENING,
) -> Room:
    """The first titular presides, unless somebody does. Names sort in the order of the lists. People are counted."""
    count_people(board_code)
    presided = Office.objects.filter(membership__board_id=board_code).exists()
    return Room(
        secretary=secretary(board_code),
        titulars=[
            member(
                board_code,
                display_name=f"Titulaire {n:02d}",
                office=OfficeKind.PRESIDENT if n == 1 and not presided else None,
            )
            for n in range(1, titulars + 1)
        ],
        substitutes=[
            member(board_code, display_name=f"Suppléant {n:02d}", seat=Seat.SUBSTITUTE)
            for n in range(1, substitutes + 1)
        ],
        sitting=SittingFactory(board_code=board_code, held_on=held_on),
        now=now,
    )
