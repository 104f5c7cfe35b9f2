"""The boards of the demonstration: agendas, presences, ballots, all cast by the real services."""

import random
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from commission import rules
from commission.convening import Answer
from commission.enums import Choice, SendingMeans
from commission.models import AgendaItem, Sitting
from commission.models.agenda import ORDER
from commission.queries import minutes_page
from commission.queries.calendar import zone_of
from commission.queries.signers import signer_of
from commission.services import (
    agenda,
    attendance,
    ballots,
    convening,
    items,
    minutes,
    minutes_files,
    oversight,
    proxies,
    publication,
    second_call,
    sittings,
)
from cpsti_portal.demo import calendar
from cpsti_portal.demo.instruction import instant, moment
from cpsti_portal.kernel.accounts.actors import Actor, actor_for
from cpsti_portal.kernel.accounts.models import Membership, Role, Seat
from cpsti_portal.kernel.territory.models import Board

_PRESENT = 5  # of six titular members
_ADJOURNS = 0.15
_DAY = timedelta(days=1)
_LATELY = timedelta(days=30)  # an older adjournment would have come back since
_FROM_THE_OFFICE = "Salle de réunion, et à distance"
_ANSWERS = (Answer.COMING, Answer.REMOTE, Answer.COMING, Answer.ABSENT)
_DOUBT = "Quel est le montant restant à charge après indemnisation ?"


def plan(planned: calendar.Sitting, today: date) -> Sitting:
    """Convened three weeks before, or lately."""
    convened = min(planned.held_on - timedelta(days=21), today - timedelta(days=2))
    with moment(convened, 9) as at:
        sitting = sittings.plan(
            actor=_secretary(planned.board, today),
            board_code=planned.board.code,
            held_on=planned.held_on,
            starts_at=time(9, 30),
            place=_FROM_THE_OFFICE,
            at=at,
        )
        if planned.held_on >= today and planned.board.code in calendar.SHOWCASE_BOARDS:
            _convene(sitting, planned.board, today, at)
        return sitting


def _convene(sitting: Sitting, board: Board, today: date, at: datetime) -> None:
    """Everybody is written to; some answer, one will not come, the others are silent."""
    convening.convene(actor=_secretary(board, today), sitting_id=sitting.pk, at=at)
    members = Membership.objects.filter(board=board, role=Role.MEMBER).select_related("user").order_by("pk")
    for member, answer in zip(members, _ANSWERS, strict=False):
        convening.reply(actor=actor_for(member.user, today), sitting_id=sitting.pk, answer=answer, at=at)


def put_on_agenda(sitting: Sitting, tokens: list[str], board: Board, today: date) -> None:
    """The files, once they have all come; published when the sitting is near, still in preparation before."""
    if not tokens:
        return
    secretary = _secretary(board, today)
    day = min(sitting.held_on - timedelta(days=3), today - timedelta(days=2))
    with moment(day, 16) as at:
        agenda.add(actor=secretary, sitting_id=sitting.pk, tokens=sorted(tokens), at=at)
        if sitting.held_on > today and board.code in calendar.SHOWCASE_BOARDS:
            return
        agenda.widen_all(actor=secretary, sitting_id=sitting.pk)
        publication.publish(actor=secretary, sitting_id=sitting.pk)


def hold(sitting: Sitting, board: Board, today: date) -> None:
    """Presences, each file voted and closed, the sitting closed."""
    secretary = _secretary(board, today)
    members = list(
        Membership.objects.filter(board=board, role=Role.MEMBER, seat=Seat.TITULAR)
        .select_related("user")
        .order_by("pk")
    )
    members, away = members[:_PRESENT], members[_PRESENT:]
    actors = [actor_for(member.user, today) for member in members]
    begins = datetime.combine(
        sitting.held_on, sitting.starts_at, tzinfo=ZoneInfo(zone_of(board_code=board.code))
    )
    with instant(begins) as at:
        attendance.mark(
            actor=secretary,
            sitting_id=sitting.pk,
            present_ids={member.pk for member in members},
            at=at,
        )
        for absent in away[:1]:
            proxies.give_for(
                actor=secretary,
                sitting_id=sitting.pk,
                giver_id=absent.pk,
                holder_id=members[2].pk,
                at=at,
            )
        sittings.open_sitting(actor=secretary, sitting_id=sitting.pk, at=at)
    agenda_items = AgendaItem.objects.filter(sitting=sitting).select_related("board_file").order_by(*ORDER)
    for minute, item in enumerate(agenda_items):
        with instant(begins + timedelta(minutes=10 + minute)) as at:
            _vote(sitting, item, actors, secretary, at, may_adjourn=today - sitting.held_on < _LATELY)
    with instant(begins + timedelta(hours=3)) as at:
        sittings.close_sitting(actor=secretary, sitting_id=sitting.pk, at=at)
    sign_first(sitting, secretary)


def miss(sitting: Sitting, board: Board, today: date) -> Sitting:
    """Two members came: the quorum is missed. Returns the second call, a week later, its agenda published."""
    secretary = _secretary(board, today)
    titulars = Membership.objects.filter(board=board, role=Role.MEMBER, seat=Seat.TITULAR).order_by("pk")
    act = {"actor": secretary, "sitting_id": sitting.pk}
    with moment(sitting.held_on, 9) as at:
        attendance.mark(**act, present_ids={member.pk for member in titulars[:2]}, at=at)
        second_call.record_missed(**act, at=at)
        second = second_call.plan(**act, held_on=sitting.held_on + calendar.SECOND_CALL, at=at)
    with moment(sitting.held_on + _DAY, 9) as at:
        publication.publish(actor=secretary, sitting_id=second.pk)
        convening.convene(actor=secretary, sitting_id=second.pk, at=at)
    return second


def sign_first(sitting: Sitting, secretary: Actor) -> None:
    """The secretary signs the day after; the chair has not signed yet."""
    with moment(sitting.held_on + _DAY, 9) as at:
        drawn = minutes_page.minutes_of(sitting)
        minutes_files.render(minutes_id=drawn.pk, at=at)
        seal = minutes_page.minutes_of(sitting).seal
        minutes.sign(actor=secretary, sitting_id=sitting.pk, seal=seal, at=at)


def sign_and_send(sitting: Sitting, board: Board, today: date) -> None:
    """The chair signs, the decisions leave, the control service receives its package."""
    drawn = minutes_page.minutes_of(sitting)
    signer, _ = signer_of(sitting, on=sitting.held_on)
    with moment(sitting.held_on + _DAY, 15) as at:
        chair = actor_for(signer.user, today)
        minutes.countersign(actor=chair, sitting_id=sitting.pk, seal=drawn.seal, at=at)
    with moment(sitting.held_on + _DAY, 16) as at:
        day = at.date()
        oversight.record_sending(
            actor=_secretary(board, today),
            sitting_id=sitting.pk,
            addressee="Service de contrôle de la sécurité sociale",
            means=SendingMeans.PLATFORM,
            sent_on=day,
            complete_on=day,
            at=at,
        )


def _vote(
    sitting: Sitting,
    item: AgendaItem,
    actors: list[Actor],
    secretary: Actor,
    at: datetime,
    *,
    may_adjourn: bool,
) -> None:
    token = item.token
    items.open_vote(actor=secretary, sitting_id=sitting.pk, token=token)
    opened = AgendaItem.objects.get(pk=item.pk)
    dice = random.Random(item.shown["summary"] + item.board_file.age_band)
    mood = dice.random() if may_adjourn else dice.uniform(_ADJOURNS, 1)
    for rank, actor in enumerate(actors):
        ballot = _ballot(item.shown["amount_proposed_cents"], _whole_cents(item), rank, mood, dice)
        ballots.cast(actor=actor, item=opened, at=at, **ballot)
    items.close_vote(actor=secretary, sitting_id=sitting.pk, token=token, at=at)


def _ballot(proposed_cents: int, whole_cents: int, rank: int, mood: float, dice: random.Random) -> dict:
    """The board mostly follows the opinion; lately one file in seven is adjourned, a few are discussed."""
    if mood < _ADJOURNS and rank < 3:
        return {"choice": Choice.ADJOURN, "question": _DOUBT}
    if proposed_cents == 0:
        return (
            {"choice": Choice.ABSTAIN}
            if rank == 4
            else {"choice": Choice.AGAINST, "reason_code": "structural"}
        )
    if rank == 4 and mood > 0.6:
        return {"choice": Choice.AGAINST, "reason_code": "resources"}
    cut = dice.choice([100, 100, 100, 80]) if mood > 0.85 else 100
    voted_cents = proposed_cents * cut // 100
    if voted_cents >= whole_cents:
        return {"choice": Choice.FOR}
    return {"choice": Choice.PARTIAL, "amount_cents": voted_cents}


def _whole_cents(item: AgendaItem) -> int:
    asked_cents, ceiling_cents = item.shown["amount_asked_cents"], item.shown["amount_ceiling_cents"]
    return rules.whole_cents(asked_cents=asked_cents, ceiling_cents=ceiling_cents)


def _secretary(board: Board, today: date) -> Actor:
    held = Membership.objects.select_related("user").get(board=board, role=Role.SECRETARY)
    return actor_for(held.user, today)
