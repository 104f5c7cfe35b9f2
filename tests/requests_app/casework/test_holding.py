"""One caseworker at a time holds a request."""

from datetime import timedelta

import pytest

from cpsti_portal.kernel.audit.models import Event
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from requests_app.models import AidRequest, StateChange
from requests_app.services import casework, clocks, papers, withdrawal
from tests.factories import requests
from tests.factories.accounts import caseworker
from tests.requests_app.casework.case import AT, LATER, actor, held, holder


def _actions(aid_request: AidRequest) -> list[str]:
    return list(
        Event.objects.filter(target_id=str(aid_request.pk), action__startswith="casework.")
        .order_by("pk")
        .values_list("action", flat=True)
    )


def test_taking_a_filed_request_makes_its_taker_the_holder():
    claire = caseworker(display_name="Claire Morel")
    aid_request = held(by=claire)
    assert (aid_request.state, aid_request.caseworker, aid_request.taken_at) == ("in_review", claire, LATER)
    assert _actions(aid_request) == ["casework.taken"]


def test_taken_twice_by_the_same_person_it_is_taken_once():
    aid_request = held()
    casework.take(aid_request=aid_request, actor=holder(aid_request), at=LATER + timedelta(hours=1))
    assert aid_request.taken_at == LATER
    assert StateChange.objects.filter(aid_request=aid_request, transition="take").count() == 1


def test_a_held_request_tells_who_holds_it():
    aid_request = held(by=caseworker(display_name="Claire Morel"))
    with pytest.raises(Conflict) as refusal:
        casework.take(aid_request=aid_request, actor=actor(caseworker()), at=LATER)
    assert refusal.value.code == "casework.held"
    assert "Claire Morel" in refusal.value.message


def test_a_request_of_another_organisation_cannot_be_taken():
    aid_request = requests.submitted_request()
    with pytest.raises(NotAllowed) as refusal:
        casework.take(aid_request=aid_request, actor=actor(caseworker("urssaf-picardie")), at=LATER)
    assert refusal.value.code == "casework.not_yours"
    aid_request.refresh_from_db()
    assert (aid_request.state, aid_request.caseworker) == ("submitted", None)


def test_a_holder_who_left_holds_nothing_any_more():
    leaving = caseworker(display_name="Ancienne")
    aid_request = held(by=leaving)
    leaving.ends_on = LATER.date()
    leaving.save()
    newcomer = caseworker()
    with pytest.raises(Conflict):
        casework.take(aid_request=aid_request, actor=actor(newcomer), at=LATER)
    casework.take(aid_request=aid_request, actor=actor(newcomer), at=LATER + timedelta(days=1))
    assert aid_request.caseworker == newcomer


def test_released_it_keeps_its_state_and_is_free():
    aid_request = held()
    casework.release(aid_request=aid_request, actor=holder(aid_request))
    assert (aid_request.state, aid_request.caseworker, aid_request.taken_at) == ("in_review", None, None)
    other = caseworker()
    casework.release(aid_request=aid_request, actor=actor(other))
    casework.take(aid_request=aid_request, actor=actor(other), at=LATER)
    assert aid_request.caseworker == other
    assert _actions(aid_request) == ["casework.taken", "casework.released", "casework.taken"]


def test_nobody_releases_for_another():
    aid_request = held(by=caseworker(display_name="Claire Morel"))
    with pytest.raises(NotAllowed) as refusal:
        casework.release(aid_request=aid_request, actor=actor(caseworker()))
    assert "Claire Morel" in refusal.value.message


def test_a_closed_request_is_not_taken():
    aid_request = requests.submitted_request()
    withdrawal.withdraw(actor=requests.actor(aid_request.applicant), aid_request=aid_request, at=LATER)
    with pytest.raises(Conflict) as refusal:
        casework.take(aid_request=aid_request, actor=actor(caseworker()), at=LATER)
    assert refusal.value.code == "casework.closed"


def test_who_does_not_hold_it_is_told_to_take_it():
    aid_request = held()
    casework.release(aid_request=aid_request, actor=holder(aid_request))
    with pytest.raises(NotAllowed) as refusal:
        papers.ask(
            aid_request=aid_request, actor=actor(caseworker()), wanted=[papers.Wanted("rib")], at=LATER
        )
    assert refusal.value.message == "Prenez d’abord cette demande en charge."


def _lapsed() -> AidRequest:
    aid_request = held()
    papers.ask(
        aid_request=aid_request,
        actor=holder(aid_request),
        wanted=[papers.Wanted("avis-imposition")],
        at=LATER,
    )
    clocks.follow(at=LATER + timedelta(days=20))
    clocks.follow(at=LATER + timedelta(days=60))
    aid_request.refresh_from_db()
    assert aid_request.state == "lapsed"
    return aid_request


def test_a_lapsed_request_is_reopened_within_two_months_by_any_caseworker_of_the_organisation():
    aid_request = _lapsed()
    other = caseworker()
    casework.reopen(aid_request=aid_request, actor=actor(other), at=LATER + timedelta(days=100))
    assert (aid_request.state, aid_request.caseworker, aid_request.closed_at) == ("in_review", other, None)


def test_after_two_months_a_lapsed_request_stays_closed():
    aid_request = _lapsed()
    with pytest.raises(DomainError) as refusal:
        casework.reopen(aid_request=aid_request, actor=actor(caseworker()), at=LATER + timedelta(days=130))
    assert refusal.value.code == "casework.too_late"


def test_a_request_that_did_not_lapse_is_not_reopened():
    with pytest.raises(Conflict) as refusal:
        casework.reopen(aid_request=held(), actor=actor(caseworker()), at=AT)
    assert refusal.value.code == "request.moved"
