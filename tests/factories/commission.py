"""Files, sittings and a whole board room for tests. What a service can build is built by the service."""

import secrets
import string
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from commission.contract import BoardFacts
from commission.enums import Choice
from commission.models import BoardFile, Ruling, Sitting
from commission.services import agenda, attendance, ballots, files, items, recusals, sittings
from cpsti_portal.kernel.accounts.actors import Actor, actor_for
from cpsti_portal.kernel.accounts.models import Membership, Seat
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
    sector_group = "Construction"
    category = "artisan"
    regime = "réel"
    seniority_band = "de 5 à 9 ans"
    household = "couple avec enfants"
    cause = "perte d’un client important"
    income_band = "de 1\u202f500 à 2\u202f000\u202f€ par mois"
    charges_band = "de 1\u202f000 à 1\u202f500\u202f€ par mois"
    remaining_band = "de 250 à 500\u202f€ par mois"
    turnover_band = "de 30\u202f000 à 50\u202f000\u202f€ par an"
    savings_band = "moins de 1\u202f000\u202f€"
    contributions_due_band = "de 2\u202f000 à 4\u202f000\u202f€"
    amount_asked_cents = 300_000
    amount_proposed_cents = 250_000
    amount_ceiling_cents = 500_000
    earlier_aids = "aucune"
    summary = "L’activité a perdu un client qui faisait la moitié des ventes. Un nouveau marché commence à l’automne."
    opinion = "favorable"
    opinion_text = "La difficulté est récente et passagère."
    criteria = (("Activité principale", "rempli"), ("Ancienneté d’un an", "rempli"))


class BoardFileFactory(DjangoModelFactory):
    class Meta:
        model = BoardFile

    @classmethod
    def _create(cls, model_class, *args, **kwargs) -> BoardFile:
        facts = BoardFactsFactory(**kwargs)
        files.receive_file(facts=facts)
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
        return actor_for(who.user, self.now.date())

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def put(self, count: int = 1, **facts) -> list[str]:
        """Receive files and put them on the agenda; returns their references in the order of the agenda."""
        facts.setdefault("board_code", self.sitting.board_code)
        fresh = sorted(BoardFileFactory(**facts).token for _ in range(count))
        agenda.add(actor=self.actor(self.secretary), sitting_id=self.sitting.pk, tokens=fresh)
        self.tokens += fresh
        return fresh

    def mark(self, *present: Membership, chair: Membership | None = None) -> None:
        attendance.mark(
            actor=self.actor(self.secretary),
            sitting_id=self.sitting.pk,
            present_ids=[one.pk for one in present],
            chair_id=chair.pk if chair else None,
            at=self.tick(),
        )

    def open(self, *present: Membership, chair: Membership | None = None) -> "Room":
        """Mark those present (every titular when nobody is named) and open the sitting."""
        present = present or tuple(self.titulars)
        self.mark(*present)
        chair = chair or next((one for one in present if one.is_president), present[0])
        sittings.open_sitting(
            actor=self.actor(self.secretary), sitting_id=self.sitting.pk, chair_id=chair.pk, at=self.tick()
        )
        return self

    def open_vote(self, reference: str) -> None:
        items.open_vote(actor=self.actor(self.secretary), sitting_id=self.sitting.pk, token=reference)

    def vote(self, who: Membership, reference: str, choice: Choice = Choice.FOR, **content) -> None:
        """By default for, with the amount proposed; a reason and a question are filled in when they are due."""
        defaults = {
            Choice.FOR: {"amount_cents": 250_000},
            Choice.AGAINST: {"reason_code": "resources"},
            Choice.ADJOURN: {"question": "Un échéancier a-t-il été demandé\u00a0?"},
        }.get(choice, {})
        ballots.cast(
            actor=self.actor(who),
            sitting_id=self.sitting.pk,
            token=reference,
            choice=choice,
            at=self.tick(),
            **(defaults | content),
        )

    def step_aside(self, who: Membership, reference: str) -> None:
        recusals.step_aside(
            actor=self.actor(who), sitting_id=self.sitting.pk, token=reference, at=self.tick()
        )

    def close_vote(self, reference: str) -> Ruling:
        return items.close_vote(
            actor=self.actor(self.secretary), sitting_id=self.sitting.pk, token=reference, at=self.tick()
        )

    def decide(self, reference: str, choices: list[Choice]) -> Ruling:
        """Open the vote, let the titulars vote in turn, close it."""
        self.open_vote(reference)
        for who, choice in zip(self.titulars, choices, strict=False):
            self.vote(who, reference, choice)
        return self.close_vote(reference)

    def close(self) -> None:
        sittings.close_sitting(actor=self.actor(self.secretary), sitting_id=self.sitting.pk, at=self.tick())


def room(
    *,
    board_code: str = "53",
    titulars: int = 6,
    substitutes: int = 2,
    held_on: date = HELD_ON,
    now: datetime = OPENING,
) -> Room:
    """The first titular presides. Names sort in the order of the lists."""
    return Room(
        secretary=secretary(board_code),
        titulars=[
            member(board_code, display_name=f"Titulaire {n:02d}", is_president=n == 1)
            for n in range(1, titulars + 1)
        ],
        substitutes=[
            member(board_code, display_name=f"Suppléant {n:02d}", seat=Seat.SUBSTITUTE)
            for n in range(1, substitutes + 1)
        ],
        sitting=SittingFactory(board_code=board_code, held_on=held_on),
        now=now,
    )
