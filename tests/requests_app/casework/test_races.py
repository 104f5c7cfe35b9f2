"""Real connections, real locks: what happens when several hands act at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from cpsti_portal.kernel.errors import Conflict, DomainError
from requests_app.models import (
    AidRequest,
    BoardLink,
    BoardVersion,
    ClearedPage,
    Document,
    Opinion,
    PaperRequest,
    StateChange,
)
from requests_app.services import board_versions, casework, gateway, opinions, pages, papers
from requests_app.services.opinions import OpinionDraft
from tests.factories import requests
from tests.factories.accounts import caseworker
from tests.factories.casework import machine_reads
from tests.factories.territory import load_territory
from tests.requests_app.casework.case import (
    LATER,
    OPINION,
    actor,
    frozen,
    held,
    held_with_scan,
    holder,
    with_opinion,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def reference_rows(transactional_db):
    load_territory()


def _together(act, arguments: list) -> list:
    """Each call on its own connection, all begun at once; an error is an answer."""
    barrier = Barrier(len(arguments))

    def run(argument):
        barrier.wait()
        try:
            return act(argument)
        except DomainError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(run, arguments))


def test_of_ten_caseworkers_one_takes_it_and_nine_are_told_who_has_it():
    aid_request = requests.submitted_request()
    team = [caseworker(display_name=f"Agent {n}") for n in range(10)]
    answers = _together(
        lambda one: casework.take(aid_request=AidRequest(pk=aid_request.pk), actor=actor(one), at=LATER), team
    )
    aid_request.refresh_from_db()
    refusals = [answer for answer in answers if isinstance(answer, Conflict)]
    assert len(refusals) == 9
    assert {refusal.code for refusal in refusals} == {"casework.held"}
    assert all(aid_request.caseworker.display_name in refusal.message for refusal in refusals)
    assert StateChange.objects.filter(aid_request=aid_request, transition="take").count() == 1


def test_frozen_by_ten_clicks_there_is_one_version():
    aid_request = held()
    with_opinion(aid_request)
    machine_reads(aid_request, at=LATER)
    who = holder(aid_request)
    answers = _together(
        lambda _: board_versions.freeze(aid_request=AidRequest(pk=aid_request.pk), actor=who, at=LATER),
        list(range(10)),
    )
    assert {answer.number for answer in answers} == {1}
    assert BoardVersion.objects.filter(aid_request=aid_request).count() == 1


def test_signed_by_ten_clicks_the_board_gets_one_file():
    aid_request = held()
    with_opinion(aid_request)
    number, who = frozen(aid_request).number, actor(caseworker())
    answers = _together(
        lambda _: gateway.send_to_board(
            aid_request=AidRequest(pk=aid_request.pk), actor=who, number=number, at=LATER
        ),
        list(range(10)),
    )
    assert len({answer.token for answer in answers}) == 1
    assert BoardLink.objects.filter(aid_request=aid_request).count() == 1


def test_papers_asked_by_five_clicks_are_asked_once():
    aid_request = held()
    who = holder(aid_request)
    wanted = [papers.Wanted("avis-imposition")]
    _together(
        lambda _: papers.ask(aid_request=AidRequest(pk=aid_request.pk), actor=who, wanted=wanted, at=LATER),
        list(range(5)),
    )
    assert PaperRequest.objects.filter(aid_request=aid_request).count() == 1


def test_of_two_windows_that_save_an_opinion_one_wins_and_the_other_is_shown_both():
    aid_request = held()
    who = holder(aid_request)

    def save(text):
        draft = OpinionDraft(**{**vars(OPINION), "text": text})
        return opinions.save(
            aid_request=AidRequest(pk=aid_request.pk), actor=who, draft=draft, version=0, at=LATER
        )

    answers = _together(save, ["Premier texte.", "Second texte."])
    stale = [answer for answer in answers if isinstance(answer, opinions.StaleOpinion)]
    assert len(stale) == 1
    assert stale[0].saved.text == Opinion.objects.get(aid_request=aid_request).text


def _cleared(aid_request: AidRequest, paper: Document, covered: list[int]) -> list:
    """The first page covered down to each of these heights, at once."""
    who = holder(aid_request)
    return _together(
        lambda height: pages.clear(
            actor=who,
            aid_request=aid_request,
            document=paper,
            number=1,
            boxes=((0, 0, 1000, height),),
            checked=pages.CHECKS,
            replaces=None,
            at=LATER,
        ),
        covered,
    )


def test_a_page_cleared_by_five_clicks_is_kept_once():
    aid_request, paper = held_with_scan()
    answers = _cleared(aid_request, paper, [300] * 5)
    assert {answer.pk for answer in answers} == {ClearedPage.objects.get().pk}


def test_a_page_covered_in_five_windows_is_kept_as_the_first_one_and_four_are_told():
    aid_request, paper = held_with_scan()
    answers = _cleared(aid_request, paper, [100, 200, 300, 400, 500])
    refusals = [answer for answer in answers if isinstance(answer, Conflict)]
    assert [refusal.code for refusal in refusals] == ["page.moved"] * 4
    assert ClearedPage.objects.get().number == 1
