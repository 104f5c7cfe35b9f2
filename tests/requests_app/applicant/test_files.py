"""Downloads: an attachment that can do nothing, to those who may see it, written in the journal."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from cpsti_portal.kernel.audit.models import Event
from requests_app.models import Letter
from tests.factories import requests as made
from tests.factories.accounts import UserFactory, caseworker, member, secretary
from tests.requests_app.documents import zoo

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(user, at):
    draft = made.draft("aced", user=user, at=at)
    return made.document(draft, "bilan", data=zoo.pdf(), title='Bilan d’été "2025".pdf', at=at)


def url(paper) -> str:
    return reverse("files:document", args=[paper.pk])


def test_a_paper_comes_as_a_harmless_attachment(browser, paper):
    response = browser.get(url(paper))
    with default_storage.open(paper.file.name) as stored:
        assert b"".join(response.streaming_content) == stored.read()
    assert response["Content-Disposition"].startswith(
        "attachment; filename*=utf-8''Bilan%20d%E2%80%99%C3%A9t%C3%A9"
    )
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (response["Cross-Origin-Resource-Policy"], response["Cache-Control"]) == (
        "same-origin",
        "no-store",
    )
    assert int(response["Content-Length"]) == paper.size


def test_head_answers_as_get_without_the_bytes(browser, paper):
    response = browser.head(url(paper))
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content) == b""


def test_each_sight_is_in_the_journal_without_personal_data(browser, user, paper):
    list(browser.get(url(paper)).streaming_content)
    event = Event.objects.get(action="document.read")
    assert (event.actor, event.target_id, event.detail) == (user, str(paper.pk), {})


def test_a_paper_of_a_draft_is_seen_by_its_owner_alone(browser_of, client, paper):
    for visitor in (UserFactory(), caseworker().user, member().user, secretary().user):
        assert browser_of(visitor).get(url(paper)).status_code == 404
    assert client.get(url(paper)).status_code == 302


def test_a_sent_paper_is_seen_by_the_caseworkers_of_its_organisation(browser_of, user, at):
    sent = made.submitted_request("aced", user=user, at=at)
    paper = sent.documents.order_by("pk")[0]
    near, far = caseworker(), caseworker("urssaf-lorraine")
    response = browser_of(near.user).get(url(paper))
    assert response.status_code == 200
    list(response.streaming_content)
    for visitor in (far.user, member().user, secretary().user, UserFactory()):
        assert browser_of(visitor).get(url(paper)).status_code == 404


def test_a_missing_file_is_a_missing_page(browser, paper):
    default_storage.delete(paper.file.name)
    assert browser.get(url(paper)).status_code == 404
    assert (
        browser.get(reverse("files:document", args=["00000000-0000-4000-8000-000000000000"])).status_code
        == 404
    )


def test_nothing_is_sent_to_a_download(browser, paper):
    assert browser.post(url(paper)).status_code == 405


def test_a_letter_comes_once_its_file_exists(browser, browser_of, user, at, run_outbox):
    sent = made.submitted_request("aced", user=user, at=at)
    letter = Letter.objects.get(aid_request=sent)
    address = reverse("files:letter", args=[letter.pk])
    assert browser.get(address).status_code == 404
    run_outbox()
    response = browser.get(address)
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert f"{sent.reference}.pdf" in response["Content-Disposition"]
    assert browser_of(UserFactory()).get(address).status_code == 404
    assert Event.objects.filter(action="letter.read", actor=user).count() == 1
