"""After the sending: answering, taking back, and what the history tells."""

from datetime import date, timedelta

import pytest

from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from requests_app.applicant_words import HAPPENED, NEXT, UNTOLD
from requests_app.models import PaperRequest, StateChange
from requests_app.queries.timeline import timeline
from requests_app.services import papers_answer, transitions, withdrawal
from requests_app.workflow import TRANSITIONS, State
from tests.factories import requests as made
from tests.factories.accounts import caseworker
from tests.factories.requests import AT, actor

pytestmark = pytest.mark.django_db
ASKED_AT = AT + timedelta(days=2)
ANSWERED_AT = AT + timedelta(days=12)


@pytest.fixture
def sent(user):
    return made.submitted_request("aced", user=user)


@pytest.fixture
def asked(sent):
    made.paper_request(sent, by=caseworker(), kinds=("bilan", "avis-imposition"))
    sent.refresh_from_db()
    return PaperRequest.objects.get()


def answer(sent, *, partial=False, user=None):
    who = actor(user or sent.applicant)
    return papers_answer.answer(actor=who, aid_request=sent, partial=partial, at=ANSWERED_AT)


def join(sent, asked, *kinds):
    for kind in kinds:
        made.document(sent, kind, paper_request=asked)


def refusal(sent, **options) -> str:
    with pytest.raises(DomainError) as caught:
        answer(sent, **options)
    sent.refresh_from_db()
    assert sent.state == "incomplete"
    return caught.value.code


def test_the_clock_runs_again_from_the_day_of_the_answer(sent, asked):
    assert (sent.due_on, sent.clock_stopped_on) == (date(2026, 8, 15), ASKED_AT.date())
    join(sent, asked, "bilan", "avis-imposition")
    answered = answer(sent)
    asked.refresh_from_db()
    assert (answered.state, answered.due_on, answered.clock_stopped_on) == (
        "in_review",
        date(2026, 8, 25),
        None,
    )
    assert asked.closed_at == ANSWERED_AT


def test_an_answer_without_any_paper_is_refused(sent, asked):
    assert refusal(sent) == "papers.none"
    assert refusal(sent, partial=True) == "papers.none"


def test_a_partial_answer_is_confirmed_first(sent, asked):
    join(sent, asked, "bilan")
    assert refusal(sent) == "papers.partial"
    assert answer(sent, partial=True).state == "in_review"


def test_papers_sent_before_do_not_answer_a_new_request(sent, asked):
    assert sent.documents.filter(kind="bilan").exists()
    assert refusal(sent) == "papers.none"


def test_answering_twice_is_answering_once(sent, asked):
    join(sent, asked, "bilan", "avis-imposition")
    answer(sent)
    assert answer(sent).state == "in_review"
    assert StateChange.objects.filter(transition="answer_papers").count() == 1


def test_nobody_answers_for_another(sent, asked):
    join(sent, asked, "bilan", "avis-imposition")
    with pytest.raises(NotAllowed):
        answer(sent, user=made.applicant())


def test_nothing_is_answered_when_nothing_was_asked(sent):
    with pytest.raises(Conflict):
        answer(sent)


def withdraw(sent, user=None):
    return withdrawal.withdraw(actor=actor(user or sent.applicant), aid_request=sent, at=ANSWERED_AT)


def test_a_request_is_taken_back_once(sent, asked):
    assert withdraw(sent).state == "withdrawn"
    assert withdraw(sent).closed_at == ANSWERED_AT
    asked.refresh_from_db()
    assert asked.closed_at == ANSWERED_AT
    assert StateChange.objects.filter(transition="withdraw").count() == 1


def test_nobody_takes_back_for_another(sent):
    with pytest.raises(NotAllowed):
        withdraw(sent, user=made.applicant())


def test_a_draft_is_not_taken_back_but_thrown_away(user):
    with pytest.raises(Conflict):
        withdraw(made.draft("aced", user=user))


def test_every_move_and_every_state_has_its_words_for_the_applicant():
    assert set(HAPPENED) == {move.name for move in TRANSITIONS} - UNTOLD
    assert set(NEXT) == set(State) - {State.DRAFT}


def test_the_history_is_told_without_names_nor_comments(sent, asked):
    holder = asked.asked_by
    join(sent, asked, "bilan", "avis-imposition")
    answer(sent)
    events = timeline(sent)
    assert [(event.at, event.title) for event in events] == [
        (AT, "Vous avez envoyé votre demande"),
        (ASKED_AT, "Un gestionnaire étudie votre demande"),
        (ASKED_AT, "Des pièces vous ont été demandées"),
        (ANSWERED_AT, "Vous avez envoyé des pièces"),
    ]
    assert events[2].text == (
        "Votre dernier bilan ou compte de résultat, Vos deux derniers avis d’impôt. "
        "À envoyer avant le\u00a017\u00a0juillet\u00a02026."
    )
    assert holder.display_name not in str(events)


def test_an_internal_comment_is_never_told(sent):
    transitions.apply(
        aid_request=sent,
        name="take",
        actor=actor(caseworker().user),
        at=ASKED_AT,
        comment="CANARI dossier sensible",
    )
    assert "CANARI" not in str(timeline(sent))


def test_the_history_costs_three_queries_whatever_its_length(sent, asked, django_assert_num_queries):
    with django_assert_num_queries(3):
        timeline(sent)
