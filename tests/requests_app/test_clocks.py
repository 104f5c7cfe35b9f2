"""What the days do by themselves, played any number of times."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpsti_portal.kernel.audit.models import Event
from requests_app.legal_clock import half_time, lapses_on
from requests_app.models import AidRequest, Letter, Mail, PaperRequest
from requests_app.services import casework, clocks, papers, papers_answer
from requests_app.services.clocks import Followed
from requests_app.services.papers import Wanted
from requests_app.tasks import follow_clocks
from tests.factories import requests
from tests.requests_app.casework.case import LATER, drain, held, holder

NOTHING = Followed(reminded=0, lapsed=0, alerted=0)
TAX = [Wanted("avis-imposition")]


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 120))
def test_half_time_is_inside_the_delay(asked_on, days):
    due_on = asked_on + timedelta(days=days)
    middle = half_time(asked_on, due_on)
    assert asked_on < middle <= due_on
    assert abs((middle - asked_on) - (due_on - middle)) <= timedelta(days=1)


@pytest.mark.parametrize(
    ("due_on", "days", "first_day"),
    [(date(2026, 7, 16), 15, date(2026, 8, 1)), (date(2026, 7, 16), 0, date(2026, 7, 17))],
)
def test_a_request_lapses_after_whole_days_of_grace(due_on, days, first_day):
    assert lapses_on(due_on, days) == first_day


@pytest.fixture
def waiting(territory) -> PaperRequest:
    """Papers asked on 16 June for 16 July: half-time on 1 July, closed from 1 August."""
    aid_request = held()
    return papers.ask(aid_request=aid_request, actor=holder(aid_request), wanted=TAX, at=LATER)


def _after(days: float):
    return LATER + timedelta(days=days)


def test_the_reminder_leaves_at_half_time_and_once(waiting):
    assert clocks.follow(at=_after(14)) == NOTHING
    assert clocks.follow(at=_after(15)).reminded == 1
    assert clocks.follow(at=_after(15)).reminded == 0
    assert clocks.follow(at=_after(16)).reminded == 0
    drain()
    assert Mail.objects.filter(kind="papers_reminder").count() == 1
    waiting.refresh_from_db()
    assert waiting.reminded_at == _after(15)


def test_without_papers_the_request_lapses_fifteen_days_after_the_deadline(waiting):
    clocks.follow(at=_after(15))
    assert clocks.follow(at=_after(45)).lapsed == 0
    assert clocks.follow(at=_after(46)).lapsed == 1
    assert clocks.follow(at=_after(47)) == NOTHING
    drain()
    aid_request = AidRequest.objects.get(pk=waiting.aid_request_id)
    assert (aid_request.state, aid_request.closed_at) == ("lapsed", _after(46))
    waiting.refresh_from_db()
    assert waiting.closed_at == _after(46)
    assert Letter.objects.filter(kind="lapsed").count() == 1


def test_nobody_is_closed_without_having_been_reminded(waiting):
    assert clocks.follow(at=_after(90)) == Followed(reminded=1, lapsed=0, alerted=0)
    assert clocks.follow(at=_after(105)).lapsed == 0
    assert clocks.follow(at=_after(106)).lapsed == 1


def test_an_answer_stops_the_days(waiting):
    requests.document(waiting.aid_request, "avis-imposition", paper_request=waiting, at=_after(3))
    papers_answer.answer(
        actor=requests.actor(waiting.aid_request.applicant),
        aid_request=waiting.aid_request,
        partial=False,
        at=_after(4),
    )
    assert clocks.follow(at=_after(20)).reminded == 0
    assert clocks.follow(at=_after(25)).lapsed == 0


def test_a_reopened_request_begins_its_papers_anew(waiting):
    clocks.follow(at=_after(15))
    clocks.follow(at=_after(46))
    aid_request = AidRequest.objects.get(pk=waiting.aid_request_id)
    who = holder(aid_request)
    casework.reopen(aid_request=aid_request, actor=who, at=_after(50))
    papers.ask(aid_request=aid_request, actor=who, wanted=TAX, at=_after(50))
    assert clocks.follow(at=_after(51)) == NOTHING
    assert clocks.follow(at=_after(65)).reminded == 1


def _alerts() -> list[int]:
    return [
        event.detail["days"] for event in Event.objects.filter(action="casework.clock_alert").order_by("pk")
    ]


def test_the_office_is_warned_fifteen_and_five_days_before_silence_refuses(territory):
    requests.submitted_request()  # filed on 15 June: silence refuses on 15 August
    begun = requests.AT
    for days in (30, 45, 46, 46, 50, 55, 56, 56, 61, 70):
        clocks.follow(at=begun + timedelta(days=days))
    assert _alerts() == [15, 5]


def test_a_run_that_comes_late_writes_the_nearest_alert_alone(territory):
    requests.submitted_request()
    clocks.follow(at=requests.AT + timedelta(days=58))
    assert _alerts() == [5]


def test_a_stopped_clock_warns_nobody(waiting):
    clocks.follow(at=_after(58))
    assert _alerts() == []


def test_the_hour_of_the_organisation_counts(territory):
    """Half-time is tomorrow in La Réunion before it is in Paris."""
    aid_request = held(organisation_code="cgss-de-la-reunion")
    papers.ask(aid_request=aid_request, actor=holder(aid_request), wanted=TAX, at=LATER)
    evening = LATER.replace(hour=20, minute=30) + timedelta(days=14)
    assert clocks.follow(at=evening).reminded == 1


def test_the_task_of_the_beat_counts_what_it_did(territory):
    assert follow_clocks() == {"reminded": 0, "lapsed": 0, "alerted": 0}
