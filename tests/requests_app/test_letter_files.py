"""The file of a letter: an attachment for the person and the organisation, a missing page for anyone else."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from cpsti_portal.kernel.audit.models import Event
from cpsti_portal.kernel.outbox import services as outbox
from requests_app.models import Letter
from requests_app.services import decisions
from requests_app.services.letter_facts import portal_page
from tests.factories.accounts import UserFactory, administrator, caseworker, member, secretary
from tests.requests_app.rulings import HELD_AT, rule, scheduled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territory")]


@pytest.fixture
def letter(settings, tmp_path) -> Letter:
    settings.MEDIA_ROOT = tmp_path
    decision = decisions.record(board_link=rule(scheduled(), "adopted", 1_500_00), at=HELD_AT)
    while outbox.drain():
        pass
    return Letter.objects.select_related("aid_request__applicant").get(decision=decision)


def get(client, letter, user=None):
    if user is not None:
        client.force_login(user)
    response = client.get(reverse("files:letter", args=[letter.pk]))
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response, content


def test_the_person_downloads_the_stored_bytes(client, letter):
    response, content = get(client, letter, letter.aid_request.applicant)
    assert content == Path(settings.MEDIA_ROOT, letter.path).read_bytes()
    assert {name: response[name] for name in _HEADERS} == {
        **_HEADERS,
        "Content-Disposition": f'attachment; filename="courrier-{letter.aid_request.reference}.pdf"',
    }


_HEADERS = {
    "Content-Type": "application/pdf",
    "Content-Disposition": "",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def test_each_sight_is_in_the_journal(client, letter):
    caseworker_user = caseworker(letter.aid_request.organisation_id).user
    for user in (letter.aid_request.applicant, caseworker_user):
        get(client, letter, user)
    seen = Event.objects.filter(action="letter.read", target_id=str(letter.pk)).order_by("pk")
    assert [event.actor for event in seen] == [letter.aid_request.applicant, caseworker_user]


def test_anybody_else_gets_the_page_of_a_missing_letter(client, letter):
    board = letter.aid_request.board_id
    others = [
        UserFactory(),
        caseworker("urssaf-lorraine").user,
        member(board).user,
        secretary(board).user,
        administrator().user,
    ]
    assert [get(client, letter, user)[0].status_code for user in others] == [404] * len(others)
    assert not Event.objects.filter(action="letter.read").exists()


def test_a_visitor_signs_in_first(client, letter):
    response, _ = get(client, letter)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_a_letter_that_is_not_rendered_has_no_file(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    owed = scheduled().aid_request.letters.get(kind="receipt")
    assert get(client, owed, owed.aid_request.applicant)[0].status_code == 404


def test_the_page_of_the_request_shows_the_decision_in_the_words_of_the_letter(client, letter):
    client.force_login(letter.aid_request.applicant)
    page = client.get(reverse("applicant:detail", args=[letter.aid_request_id])).content.decode()
    assert "La commission vous accorde une aide financière exceptionnelle de 1\u00a0500,00\u00a0€." in page
    assert "Vos recours" in page


def test_the_link_of_letters_and_mails_is_the_page_of_the_request(letter):
    path = reverse("applicant:detail", args=[letter.aid_request_id])
    assert portal_page(letter.aid_request) == settings.PORTAL_BASE_URL + path
