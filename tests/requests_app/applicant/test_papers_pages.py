"""Papers in the browser: several at once, each refusal next to its place, nothing half-kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from requests_app.models import Document, StateChange
from tests.factories import requests as made
from tests.factories.accounts import UserFactory, caseworker
from tests.requests_app.applicant.test_draft_pages import page
from tests.requests_app.documents import zoo

pytestmark = pytest.mark.django_db


def upload(data: bytes, name="avis.pdf", claimed="application/pdf"):
    return SimpleUploadedFile(name, data, claimed)


@pytest.fixture
def draft(user, at):
    return made.fill(made.draft("aced", user=user, at=at), only=("statut", "difficulte"), at=at)


@pytest.fixture
def url(draft):
    return reverse("applicant:documents", args=[draft.pk])


def test_the_page_asks_for_what_the_answers_make_useful(browser, draft, url):
    text = page(browser.get(url))
    assert "Votre dernier bilan ou compte de résultat" in text
    assert "Vos déclarations de chiffre d’affaires" not in text
    assert text.count("À joindre") == 4


def test_several_files_are_kept_at_once(browser, url):
    response = browser.post(
        url,
        {
            "avis-imposition": [upload(zoo.pdf()), upload(zoo.photo(), "2.jpg")],
            "bilan": [upload(zoo.pdf(pages=2))],
        },
    )
    assert (response.status_code, response.url) == (302, url)
    assert sorted(Document.objects.values_list("kind", "title", "pages")) == [
        ("avis-imposition", "2.jpg", 1),
        ("avis-imposition", "avis.pdf", 1),
        ("bilan", "avis.pdf", 2),
    ]
    text = page(browser.get(url))
    assert "3 fichiers sont ajoutés." in text
    assert "Jointe" in text


def test_a_refused_file_is_told_at_its_place_and_the_others_are_kept(browser, url):
    response = browser.post(
        url, {"bilan": [upload(b"<html>", "faux.pdf")], "avis-imposition": [upload(zoo.pdf(), "bon.pdf")]}
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert "faux.pdf\u00a0: Ce fichier n’est ni un PDF, ni une photo JPEG ou PNG." in html
    assert 'id="id_bilan_error"' in html
    assert "bon.pdf" in html
    assert list(Document.objects.values_list("title", flat=True)) == ["bon.pdf"]


def test_a_protected_pdf_says_what_to_do(browser, url):
    text = page(browser.post(url, {"bilan": [upload(zoo.encrypted_pdf("secret"))]}))
    assert "Enlevez le mot de passe, puis ajoutez-le de nouveau." in text


def test_eleven_megabytes_are_refused(browser, url):
    response = browser.post(url, {"bilan": [upload(b"%PDF-1.7" + bytes(11 * 1024 * 1024))]})
    assert response.status_code == 422
    assert "Ce fichier dépasse 10 Mo." in page(response)
    assert Document.objects.count() == 0


def test_forty_megabytes_in_all_are_the_limit(browser, draft, url, at):
    paper = made.document(draft, "bilan", at=at)
    Document.objects.filter(pk=paper.pk).update(size=40 * 1024 * 1024)
    response = browser.post(url, {"bilan": [upload(zoo.photo(), "a.jpg")]})
    assert "Vos fichiers dépassent 40 Mo en tout." in page(response)
    assert Document.objects.count() == 1


def test_the_same_file_again_is_told(browser, url):
    browser.post(url, {"bilan": [upload(zoo.pdf())]})
    response = browser.post(url, {"bilan": [upload(zoo.pdf())]})
    assert "Vous avez déjà joint ce fichier à cet endroit." in page(response)
    assert Document.objects.count() == 1


def test_a_hostile_name_is_shown_harmless(browser, url):
    browser.post(url, {"bilan": [upload(zoo.pdf(), "<img src=x onerror=alert(1)>\u202egnp.exe")]})
    html = browser.get(url).content.decode()
    assert "<img src=x" not in html
    assert Document.objects.get().title == "-img src=x onerror=alert(1)-gnp.exe.pdf"


def test_continuing_keeps_the_files_then_goes_to_the_check(browser, draft, url):
    response = browser.post(url, {"bilan": [upload(zoo.pdf())], "action": "continuer"})
    assert response.url == reverse("applicant:check", args=[draft.pk])
    assert Document.objects.count() == 1


def test_a_file_for_a_place_that_is_not_asked_is_ignored(browser, url):
    browser.post(url, {"verifications": [upload(zoo.pdf())]})
    assert Document.objects.count() == 0


def test_a_paper_no_more_asked_stays_in_sight(browser, draft, url, at):
    made.document(draft, "declarations-ca", title="ca.pdf", at=at)
    text = page(browser.get(url))
    assert "ces pièces ne sont plus demandées" in text
    assert "ca.pdf" in text


def test_deleting_asks_first(browser, draft, url, at):
    paper = made.document(draft, "bilan", at=at)
    delete = reverse("applicant:document_delete", args=[draft.pk, paper.pk])
    assert "Supprimer ce fichier ?" in page(browser.get(delete))
    assert Document.objects.count() == 1
    assert browser.post(delete).url == url
    assert Document.objects.count() == 0
    assert browser.post(delete).status_code == 404


def test_another_persons_paper_is_a_missing_page(browser_of, user, draft, at):
    paper = made.document(draft, "bilan", at=at)
    stranger = UserFactory()
    own = made.draft("aced", user=stranger, at=at)
    visitor = browser_of(stranger)
    for pk in (draft.pk, own.pk):
        assert visitor.post(reverse("applicant:document_delete", args=[pk, paper.pk])).status_code == 404
    assert Document.objects.count() == 1


@pytest.mark.parametrize("rows", [3, 30])
def test_the_page_costs_the_same_at_3_and_30_files(browser, draft, url, at, rows, django_assert_num_queries):
    for _ in range(rows):
        made.document(draft, "bilan", at=at)
    with django_assert_num_queries(8):
        browser.get(url)


@pytest.fixture
def asked(user, at):
    sent = made.submitted_request("aced", user=user, at=at)
    return made.paper_request(sent, by=caseworker(), kinds=("bilan", "avis-imposition"), at=at)


@pytest.fixture
def asked_url(asked):
    return reverse("applicant:papers", args=[asked.aid_request_id])


def test_the_asked_papers_have_each_their_place(browser, asked, asked_url):
    text = page(browser.get(asked_url))
    assert "Votre dernier bilan ou compte de résultat Il manque une page." in text
    assert "Merci d’envoyer ces pièces." in text
    assert asked.asked_by.display_name not in text


def test_files_and_sending_in_one_click(browser, asked, asked_url):
    files = {
        "bilan": [upload(zoo.pdf())],
        "avis-imposition": [upload(zoo.photo(), "a.jpg")],
        "action": "envoyer",
    }
    response = browser.post(asked_url, files)
    assert response.url == reverse("applicant:detail", args=[asked.aid_request_id])
    assert StateChange.objects.filter(transition="answer_papers").count() == 1
    assert Document.objects.filter(paper_request=asked).count() == 2
    assert "L’étude de votre demande reprend." in page(browser.get(response.url))


def test_a_partial_sending_is_confirmed(browser, asked, asked_url):
    first = browser.post(asked_url, {"bilan": [upload(zoo.pdf())], "action": "envoyer"})
    assert first.status_code == 422
    assert "Il manque encore : Vos deux derniers avis d’impôt." in page(first)
    assert StateChange.objects.filter(transition="answer_papers").count() == 0
    second = browser.post(asked_url, {"action": "envoyer", "partial": "oui"})
    assert second.status_code == 302
    assert StateChange.objects.filter(transition="answer_papers").count() == 1


def test_sending_nothing_is_told(browser, asked_url):
    response = browser.post(asked_url, {"action": "envoyer", "partial": "oui"})
    assert (response.status_code, "Joignez au moins une pièce" in page(response)) == (422, True)


def test_a_second_click_lands_on_the_follow_up(browser, asked, asked_url):
    files = {"bilan": [upload(zoo.pdf())], "action": "envoyer", "partial": "oui"}
    browser.post(asked_url, files)
    assert browser.post(asked_url, {"action": "envoyer"}).url == reverse(
        "applicant:detail", args=[asked.aid_request_id]
    )


def test_a_joined_paper_is_taken_back_until_it_is_sent(browser, asked, asked_url):
    browser.post(asked_url, {"bilan": [upload(zoo.pdf())]})
    paper = Document.objects.get(paper_request=asked)
    delete = reverse("applicant:document_delete", args=[asked.aid_request_id, paper.pk])
    assert browser.post(delete).url == asked_url
    assert not Document.objects.filter(paper_request=asked).exists()


def test_when_nothing_is_asked_the_page_leads_to_the_follow_up(browser, user, at):
    sent = made.submitted_request("aced", user=user, at=at)
    response = browser.get(reverse("applicant:papers", args=[sent.pk]))
    assert response.url == reverse("applicant:detail", args=[sent.pk])


def test_a_body_no_page_can_hold_is_refused_before_it_is_stored(browser, url, settings):
    settings.PORTAL_UPLOAD_MAX_BODY_BYTES = 1000
    response = browser.post(url, {"bilan": [upload(zoo.pdf(pages=30))]})
    assert (response.status_code, Document.objects.count()) == (400, 0)


def test_a_thousand_files_at_once_are_refused(browser, url):
    files = [upload(b"%PDF-1.7", f"{number}.pdf") for number in range(1000)]
    response = browser.post(url, {"bilan": files})
    assert (response.status_code, Document.objects.count()) == (400, 0)
