"""The decision on the page of its applicant: in one line, with its letter, and never before it is notified."""

import pytest
from django.urls import reverse

from cpsti_portal.kernel.outbox import services as outbox
from requests_app.applicant_words import DECIDED
from requests_app.models.decision import DecisionKind
from requests_app.services import decisions
from tests.requests_app.applicant.test_draft_pages import page
from tests.requests_app.rulings import HELD_AT, rule, scheduled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territory")]


def follow_up(browser_of, aid_request) -> str:
    return page(browser_of(aid_request.applicant).get(reverse("applicant:detail", args=[aid_request.pk])))


def test_every_kind_of_decision_has_its_words():
    assert set(DECIDED) == set(DecisionKind.values)


def test_a_grant_shows_its_amount_and_its_letter(browser_of):
    decision = decisions.record(board_link=rule(scheduled(), "adopted", 1_500_00), at=HELD_AT)
    aid_request = decision.aid_request
    assert "Votre aide est accordée" not in follow_up(browser_of, aid_request)
    while outbox.drain():
        pass
    text = follow_up(browser_of, aid_request)
    assert "Votre aide est accordée 1 500 €" in text
    assert "Télécharger le courrier (PDF," in text
    assert "La décision vous a été envoyée" in text
