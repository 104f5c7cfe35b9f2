"""A request in the hands of the applicant and of the caseworker, day after day, up to its fate."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from cpsti_portal.demo import calendar, filing, papers
from cpsti_portal.demo.accounts import Recruiter
from cpsti_portal.demo.plan import Fate, Life
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import Actor, actor_for
from cpsti_portal.kernel.accounts.models import Membership, Role
from cpsti_portal.kernel.outbox.services import drain
from requests_app.aids import registry
from requests_app.aids.steps import BLOCK_FIELDS
from requests_app.anonymisation.leaks import find_leaks
from requests_app.enums import FreeText
from requests_app.intake.typing import as_typed
from requests_app.models import AidRequest, PaperRequest
from requests_app.queries.casefile import (
    ceiling_of,
    decision_of,
    known_to_file,
    opinion_of,
    payment_hold,
)
from requests_app.queries.drafts import stored_answers
from requests_app.queries.redactions import board_texts
from requests_app.services import (
    board_versions,
    casework,
    checks,
    decisions,
    gateway,
    letter_facts,
    opinions,
    papers_answer,
    payments,
    redactions,
    transitions,
    withdrawal,
)
from requests_app.services import papers as paper_requests
from requests_app.services.opinions import OpinionDraft
from requests_app.services.papers import Wanted
from requests_app.workflow import State

_PARTIAL_PERCENT = 60
_EUROS = 100
_PAID_AFTER = 18  # days after the sitting: signatures, sending, eight clear days


@contextmanager
def moment(day: date, hour: int, minute: int = 0) -> Iterator[datetime]:
    """As ``instant``, at an hour of UTC."""
    with instant(calendar.at(day, hour, minute)) as at:
        yield at


@contextmanager
def instant(at: datetime) -> Iterator[datetime]:
    """Live this instant, then do what it owes (receipts, mails, letters)."""
    with clock.pretend(at):
        yield at
        while drain():
            pass


def live(life: Life, recruiter: Recruiter, today: date) -> AidRequest:
    """The request of ``life``, as it stands on ``today``, short of any sitting."""
    user = recruiter.user(life.case.person.email)
    applicant = actor_for(user, today)
    filed_on = life.case.filed_on
    aid = registry.get(life.aid_code)
    if life.fate is Fate.DRAFT:
        with moment(filed_on, 17) as at:
            half = len(aid.steps) // 2
            return filing.write_draft(actor=applicant, aid=aid, case=life.case, at=at, steps=half)
    with moment(filed_on, 8, life.number % 60) as at:
        aid_request = filing.file(actor=applicant, aid=aid, case=life.case, at=at)
    if life.fate is Fate.SUBMITTED:
        return aid_request
    return _instruct(life, aid_request, applicant, today)


def _instruct(life: Life, aid_request: AidRequest, applicant: Actor, today: date) -> AidRequest:
    urgent = life.aid_code == "urgence"
    caseworker = _caseworker(life, today)
    day = life.case.filed_on + timedelta(days=1 if urgent else 2)
    with moment(day, 9) as at:
        casework.take(aid_request=aid_request, actor=caseworker, at=at)
        if life.fate is not Fate.IN_REVIEW:
            _check_account(life, aid_request, caseworker, at)
    if life.fate in (Fate.INCOMPLETE, Fate.LAPSED) or (life.number % 5 == 0 and not urgent):
        day = _ask_papers(life, aid_request, applicant, caseworker, day + timedelta(days=3))
    if life.fate is Fate.WITHDRAWN:
        with moment(day + timedelta(days=4), 18) as at:
            withdrawal.withdraw(aid_request=aid_request, actor=applicant, at=at)
    if life.fate in (Fate.READY, Fate.SENT, Fate.SCHEDULED, Fate.RULED):
        _give_opinion(life, aid_request, caseworker, day + timedelta(days=1 if urgent else 4))
    if life.fate in (Fate.SENT, Fate.SCHEDULED, Fate.RULED):
        _read_texts(life, aid_request, caseworker, _sending_day(life, today))
        if life.number % 3 == 1:
            with moment(_sending_day(life, today), 14, 30) as at:
                papers.show_one(aid_request, caseworker, at)
        with moment(_sending_day(life, today), 15) as at:
            version = board_versions.freeze(aid_request=aid_request, actor=caseworker, at=at)
        with moment(_sending_day(life, today), 15, 40) as at:
            second = _caseworker(life, today, rank=1)
            gateway.send_to_board(aid_request=aid_request, actor=second, number=version.number, at=at)
    aid_request.refresh_from_db()
    return aid_request


def _caseworker(life: Life, today: date, rank: int = 0) -> Actor:
    """Who follows the request; ``rank`` 1: the colleague who reads after them."""
    hired = Membership.objects.filter(organisation=life.organisation, role=Role.CASEWORKER).order_by("pk")
    return actor_for(hired[(life.number // 3 + rank) % len(hired)].user, today)


def _check_account(life: Life, aid_request: AidRequest, caseworker: Actor, at: datetime) -> None:
    """What the contribution account says, read before anything else."""
    answers = stored_answers(aid_request)
    due = answers.get("cotisations", {}).get("debt_cents", 0)
    values = {
        "affiliated_on": answers["entreprise"]["started_on"],
        "contributions_paid_cents": life.case.dice.randrange(6_000, 42_000, 250) * _EUROS,
        "contributions_due_cents": due,
        "up_to_date": due == 0,
        "still_active": True,
        "collective_procedure": "none",
    }
    raw = {spec.name: as_typed(spec, values[spec.name]) for spec in BLOCK_FIELDS["checks"]}
    checked = checks.save(aid_request=aid_request, actor=caseworker, raw=raw, version=0, at=at)
    if checked.reading.problems:
        raise filing.UnreadableCase(str(dict(checked.reading.problems)))


def _ask_papers(life: Life, aid_request: AidRequest, applicant: Actor, caseworker: Actor, day: date) -> date:
    """Ask for one paper. Answered in five days, unless the fate says otherwise. Returns the day it goes on."""
    kind = registry.get(life.aid_code).documents[0]
    with moment(day, 11) as at:
        asked = paper_requests.ask(
            aid_request=aid_request,
            actor=caseworker,
            wanted=[Wanted(kind=kind.slug, comment="La dernière page manque.")],
            message="Votre demande est presque complète.",
            at=at,
        )
    if life.fate is Fate.INCOMPLETE:
        return day
    if life.fate is Fate.LAPSED:
        with moment(day + timedelta(days=50), 6) as at:
            transitions.apply(aid_request=aid_request, name="lapse", actor=None, at=at)
            PaperRequest.objects.filter(pk=asked.pk).update(closed_at=at)
        return day
    return _answer_papers(aid_request, asked, applicant, day + timedelta(days=5))


def _answer_papers(aid_request: AidRequest, asked: PaperRequest, applicant: Actor, day: date) -> date:
    with moment(day, 19) as at:
        for kind in registry.get(aid_request.aid_code).documents:
            if kind.slug in {item["kind"] for item in asked.items}:
                papers.attach_again(aid_request, kind, at, asked)
        papers_answer.answer(actor=applicant, aid_request=aid_request, partial=False, at=at)
    return day


def _give_opinion(life: Life, aid_request: AidRequest, caseworker: Actor, day: date) -> None:
    story = life.case.story
    asked = letter_facts.asked_cents(aid_request=aid_request)
    most = min(asked, ceiling_of(aid_request).cents)
    amount = {
        "favorable": most,
        "partial": most * _PARTIAL_PERCENT // 100 // _EUROS * _EUROS,
        "unfavorable": 0,
    }[story.opinion_kind]
    draft = OpinionDraft(
        kind="partial" if 0 < amount < asked else story.opinion_kind,
        amount_cents=amount,
        reason_codes=() if amount >= asked else story.reasons,
        fact_sentence="" if amount >= asked else story.fact,
        text=story.opinion,
        summary=life.case.tell(story.summary),
    )
    with moment(day, 10) as at:
        opinions.save(aid_request=aid_request, actor=caseworker, draft=draft, version=0, at=at)


def _read_texts(life: Life, aid_request: AidRequest, caseworker: Actor, day: date) -> None:
    """Every text masked and read; the applicant's own words are joined three times in four, when nothing is left."""
    with moment(day, 14) as at:
        for name in FreeText:
            redactions.take_suggestions(aid_request=aid_request, actor=caseworker, name=name, at=at)
        for name, text in board_texts(aid_request, opinion_of(aid_request)).items():
            if name == FreeText.ACCOUNT and (
                life.number % 4 == 0 or find_leaks(text.shown, known_to_file(aid_request))
            ):
                continue
            if not text.is_settled:
                redactions.read(
                    aid_request=aid_request, actor=caseworker, name=name, digest=text.digest, at=at
                )


def _sending_day(life: Life, today: date) -> date:
    """In time for the agenda: eight days before the sitting, or lately."""
    if life.sitting_on is None or life.sitting_on >= today:
        return today - timedelta(days=4)
    return life.sitting_on - timedelta(days=4 if life.aid_code == "urgence" else 8)


def conclude(life: Life, aid_request: AidRequest, today: date) -> None:
    """After the ruling: reasons written, letter sent, aid paid. The latest refusals still wait for their reasons."""
    aid_request.refresh_from_db()
    if life.sitting_on is None:
        return
    caseworker = _caseworker(life, today)
    ruling = decisions.waiting(aid_request=aid_request)
    if ruling is not None and (today - life.sitting_on > timedelta(days=30) or life.number % 2):
        with moment(life.sitting_on + timedelta(days=2), 14) as at:
            decisions.motivate(
                aid_request=aid_request,
                fact_sentence=life.case.story.fact,
                reason_codes=ruling.reason_codes or life.case.story.reasons,
                author=caseworker,
                at=at,
            )
    aid_request.refresh_from_db()
    decision = decision_of(aid_request) if aid_request.state == State.NOTIFIED else None
    if decision is None or not decision.amount_cents or life.number % 4 == 0:
        return
    with moment(life.sitting_on + timedelta(days=_PAID_AFTER), 11) as at:
        paid_on = clock.local_date(at, aid_request.organisation.time_zone)
        if not payment_hold(decision, on=paid_on):
            payments.record(aid_request=aid_request, actor=caseworker, paid_on=paid_on, at=at)
