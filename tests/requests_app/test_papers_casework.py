"""Missing papers: the list, the deadline, the clock that stops and starts again (CRPA L114-5)."""

from datetime import date, timedelta

import pytest

from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from requests_app.models import AidParameter, Letter, Mail, PaperRequest
from requests_app.services import papers, papers_answer
from requests_app.services.papers import OTHER_PAPER, Wanted
from tests.factories import requests
from tests.factories.accounts import caseworker
from tests.requests_app.casework.case import AT, LATER, actor, drain, held, holder

pytestmark = pytest.mark.usefixtures("territory")
TAX = [Wanted("avis-imposition", "  Il manque   la page 2.  ")]


def _ask(aid_request, wanted=TAX, **more):
    return papers.ask(
        aid_request=aid_request, actor=holder(aid_request), wanted=wanted, **({"at": LATER} | more)
    )


def test_asking_stops_the_clock_and_owes_the_letter():
    aid_request = held()
    due_on = aid_request.due_on
    asked = _ask(aid_request, message="  Merci. ")
    assert aid_request.state == "incomplete"
    assert (aid_request.due_on, aid_request.clock_stopped_on) == (due_on, LATER.date())
    assert asked.items == [
        {
            "kind": "avis-imposition",
            "label": "Vos deux derniers avis d’impôt",
            "comment": "Il manque la page 2.",
        }
    ]
    assert (asked.asked_by, asked.message, asked.closed_at) == (aid_request.caseworker, "Merci.", None)
    drain()
    assert Letter.objects.filter(aid_request=aid_request, kind="papers").count() == 1
    assert Mail.objects.filter(aid_request=aid_request, kind="papers_asked").count() == 1


@pytest.mark.parametrize(("aid_code", "days"), [("aced", 30), ("urgence", 10)])
def test_the_delay_is_that_of_the_aid(aid_code, days):
    aid_request = held(aid_code)
    kind = "avis-imposition" if aid_code == "aced" else "photos"
    assert _ask(aid_request, [Wanted(kind)]).due_on == LATER.date() + timedelta(days=days)


def test_an_administrator_changes_the_delay_from_a_date():
    aid_request = held()
    old = AidParameter.objects.get(aid_code="aced", key="papers_days")
    AidParameter.objects.filter(pk=old.pk).update(ends_on=AT.date() - timedelta(days=1))
    AidParameter.objects.create(aid_code="aced", key="papers_days", value=21, starts_on=AT.date())
    assert _ask(aid_request).due_on == LATER.date() + timedelta(days=21)


def test_a_paper_of_no_list_has_the_name_the_caseworker_gives():
    asked = _ask(held(), [*TAX, Wanted(OTHER_PAPER, "", "  Attestation de   la mairie ")])
    assert asked.items[1] == {"kind": OTHER_PAPER, "label": "Attestation de la mairie", "comment": ""}


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ([], "papers.nothing"),
        ([Wanted(OTHER_PAPER)], "papers.unknown"),
        ([Wanted("photos")], "papers.unknown"),  # no paper of this aid
        ([*TAX, *TAX], "papers.unknown"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused_and_nothing_is_written(wanted, code):
    aid_request = held()
    with pytest.raises(DomainError) as refusal:
        _ask(aid_request, wanted)
    assert refusal.value.code == code
    aid_request.refresh_from_db()
    assert (aid_request.state, PaperRequest.objects.count()) == ("in_review", 0)


@pytest.mark.parametrize(
    ("days", "accepted"), [(-1, False), (0, False), (1, True), (120, True), (121, False)]
)
def test_the_deadline_is_between_tomorrow_and_four_months(days, accepted):
    aid_request = held()
    due_on = LATER.date() + timedelta(days=days)
    if accepted:
        assert _ask(aid_request, due_on=due_on).due_on == due_on
    else:
        with pytest.raises(DomainError) as refusal:
            _ask(aid_request, due_on=due_on)
        assert refusal.value.code == "papers.due"


def test_the_same_list_asked_twice_is_asked_once():
    aid_request = held()
    assert _ask(aid_request) == _ask(aid_request)
    assert PaperRequest.objects.count() == 1


def test_another_list_waits_for_the_answer_to_the_first():
    aid_request = held()
    _ask(aid_request)
    with pytest.raises(Conflict):
        _ask(aid_request, [Wanted("bilan")])
    assert PaperRequest.objects.count() == 1


def test_only_the_holder_asks_or_resumes():
    aid_request = held()
    other = actor(caseworker())
    with pytest.raises(NotAllowed):
        papers.ask(aid_request=aid_request, actor=other, wanted=TAX, at=LATER)
    _ask(aid_request)
    with pytest.raises(NotAllowed):
        papers.resume(aid_request=aid_request, actor=other, at=LATER)


def test_going_on_without_waiting_gives_back_the_days_the_clock_stood_still():
    aid_request = held()
    due_on = aid_request.due_on
    asked = _ask(aid_request)
    for hours in (0, 1):
        papers.resume(
            aid_request=aid_request, actor=holder(aid_request), at=LATER + timedelta(days=7, hours=hours)
        )
    aid_request.refresh_from_db()
    assert (aid_request.state, aid_request.clock_stopped_on) == ("in_review", None)
    assert aid_request.due_on == due_on + timedelta(days=7)
    asked.refresh_from_db()
    assert asked.closed_at == LATER + timedelta(days=7)


def test_the_answer_brings_the_request_back_to_its_holder():
    aid_request = held()
    mine = aid_request.caseworker
    asked = _ask(aid_request)
    requests.document(aid_request, "avis-imposition", paper_request=asked, at=LATER)
    papers_answer.answer(
        actor=requests.actor(aid_request.applicant),
        aid_request=aid_request,
        partial=False,
        at=LATER + timedelta(days=3),
    )
    aid_request.refresh_from_db()
    assert (aid_request.state, aid_request.caseworker) == ("in_review", mine)
    assert aid_request.due_on == date(2026, 8, 18)
    _ask(aid_request)
    assert PaperRequest.objects.filter(aid_request=aid_request).count() == 2
