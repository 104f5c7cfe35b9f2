"""Checking, sending and following in the browser."""

from datetime import timedelta

import pytest
from django.urls import reverse

from requests_app.models import AidRequest, Document, Letter, StateChange, StepAnswers
from tests.factories import requests as made
from tests.factories.accounts import UserFactory, caseworker
from tests.requests_app.applicant.test_draft_pages import page, step_url

pytestmark = pytest.mark.django_db


def check_url(draft) -> str:
    return reverse("applicant:check", args=[draft.pk])


def submit_url(draft) -> str:
    return reverse("applicant:submit", args=[draft.pk])


@pytest.fixture
def ready(user, at):
    return made.ready_draft("aced", user=user, at=at)


def test_every_answer_is_read_again_with_its_own_modifier(browser, ready):
    response = browser.get(check_url(ready))
    text, html = page(response), response.content.decode()
    assert "Nom d’usage Martin Modifier : Nom d’usage" in text
    assert f'href="{step_url(ready)}?retour=verifier#div_id_last_name"' in html
    assert "Montant en retard 2 450,00 €" in text
    assert "Laissé vide Nom de naissance" in text
    assert "bilan.pdf" in text
    assert "Envoyer ma demande" in text


def test_what_is_missing_is_listed_with_its_link_and_the_button_waits(browser, user, at):
    draft = made.fill(
        made.draft("aced", user=user, at=at),
        only=("identite", "statut"),
        changes={"identite": {"nir": "12"}},
        at=at,
    )
    response = browser.get(check_url(draft))
    text = page(response)
    assert "Votre identité : une réponse à compléter." in text
    assert "Vos coordonnées : étape pas encore remplie." in text
    assert "Vos deux derniers avis d’impôt : pièce à joindre." in text
    assert "Ce numéro a 2 caractères au lieu de 15." in text
    assert submit_url(draft) not in response.content.decode()


def test_what_the_rules_see_is_advice(browser, user, at):
    changes = {"statut": {"main_activity": False}}
    draft = made.ready_draft("aced", user=user, changes=changes, at=at)
    text = page(browser.get(check_url(draft)))
    assert "Ce que nous voyons dans vos réponses" in text
    assert "dont l’activité indépendante est l’activité principale." in text
    assert "Vous pouvez tout de même envoyer" in text
    assert browser.post(submit_url(draft)).status_code == 302
    assert AidRequest.objects.get().state == "submitted"


def test_no_advice_when_nothing_stands_in_the_way(browser, ready):
    assert "Ce que nous voyons" not in page(browser.get(check_url(ready)))


def test_sending_shows_the_number_what_comes_next_and_whom_to_call(browser, user, ready):
    response = browser.post(submit_url(ready), follow=True)
    sent = AidRequest.objects.get()
    text = page(response)
    assert f"Votre demande est envoyée Votre numéro de demande {sent.reference}" in text
    assert f"Nous envoyons votre récépissé à {user.email} ." in text
    assert "Un gestionnaire lit votre demande et vos pièces." in text
    assert "Urssaf Bretagne" in text
    assert "3698" in text
    assert reverse("applicant:receipt", args=[sent.pk]) in response.content.decode()


def test_sending_again_lands_on_the_same_confirmation(browser, ready):
    first, again = browser.post(submit_url(ready)), browser.post(submit_url(ready))
    assert first.url == again.url
    assert (StateChange.objects.count(), Letter.objects.count()) == (1, 1)


def test_a_get_sends_nothing(browser, ready):
    assert browser.get(submit_url(ready)).status_code == 405
    assert AidRequest.objects.get().state == "draft"


def test_sending_an_incomplete_draft_by_its_address_is_refused_with_the_list(browser, ready):
    Document.objects.filter(kind="bilan").delete()
    response = browser.post(submit_url(ready))
    assert response.status_code == 422
    assert "Il reste : Votre dernier bilan ou compte de résultat." in page(response)
    assert AidRequest.objects.get().state == "draft"


def test_another_persons_request_is_not_sent(browser_of, ready):
    visitor = browser_of(UserFactory())
    assert visitor.post(submit_url(ready)).status_code == 404
    assert AidRequest.objects.get().state == "draft"


def test_a_sending_without_token_is_refused(ready, user):
    from django.test import Client

    visitor = Client(enforce_csrf_checks=True)
    visitor.force_login(user)
    assert visitor.post(submit_url(ready)).status_code == 403
    assert AidRequest.objects.get().state == "draft"


def test_the_check_costs_the_same_with_few_and_many_files(browser, ready, at, django_assert_max_num_queries):
    for _ in range(30):
        made.document(ready, "bilan", at=at)
    with django_assert_max_num_queries(13):
        browser.get(check_url(ready))


@pytest.fixture
def sent(user, at):
    return made.submitted_request("aced", user=user, at=at)


def detail_url(sent) -> str:
    return reverse("applicant:detail", args=[sent.pk])


def test_the_follow_up_says_where_it_stands_until_when_and_whom_to_ask(browser, sent, run_outbox):
    run_outbox()
    response = browser.get(detail_url(sent))
    text = page(response)
    assert "Envoyée, en attente d’un gestionnaire" in text
    assert "Nous avons jusqu’au" in text
    assert "Sans réponse de notre part à cette date, votre demande est refusée." in text
    assert "Vous avez envoyé votre demande" in text
    letter = Letter.objects.get()
    assert reverse("files:letter", args=[letter.pk]) in response.content.decode()


def test_the_caseworker_is_never_named(browser, sent, at):
    holder = caseworker(display_name="Prénom Canari")
    made.paper_request(sent, by=holder, at=at)
    response = browser.get(detail_url(sent))
    assert "Canari" not in response.content.decode()
    assert "Envoyez une pièce avant le" in page(response)
    assert "Nous avons jusqu’au" not in page(response)  # the clock stands still


def test_the_receipt_is_a_page_with_the_legal_mentions(browser, sent):
    text = page(browser.get(reverse("applicant:receipt", args=[sent.pk])))
    for mention in (
        sent.reference,
        "Urssaf Bretagne",
        "3698",
        "refus",
        "recours",
        "Le fichier PDF se prépare.",
    ):
        assert mention in text


def test_the_receipt_offers_its_file_once_it_is_made(browser, sent, run_outbox):
    run_outbox()
    text = page(browser.get(reverse("applicant:receipt", args=[sent.pk])))
    assert "Télécharger (PDF," in text


def test_a_draft_has_no_receipt(browser, ready):
    assert browser.get(reverse("applicant:receipt", args=[ready.pk])).status_code == 404


def test_taking_back_asks_first_and_is_done_once(browser, sent):
    url = reverse("applicant:withdraw", args=[sent.pk])
    assert "Retirer votre demande ?" in page(browser.get(url))
    assert AidRequest.objects.get().state == "submitted"
    assert browser.post(url).url == detail_url(sent)
    assert browser.post(url).url == detail_url(sent)
    assert AidRequest.objects.get().state == "withdrawn"
    text = page(browser.get(detail_url(sent)))
    assert "Retirée par vous" in text
    assert "Retirer ma demande" not in text
    assert browser.get(url).url == detail_url(sent)


@pytest.mark.parametrize("rows", [3, 30])
def test_the_follow_up_costs_the_same_at_3_and_30_files(browser, user, at, rows, django_assert_num_queries):
    ready = made.ready_draft("aced", user=user, at=at)
    for _ in range(rows):
        made.document(ready, "bilan", at=at)
    browser.post(submit_url(ready))
    with django_assert_num_queries(10):
        browser.get(detail_url(ready))


@pytest.mark.parametrize("code", ["aced", "afe", "adr", "urgence"])
def test_every_page_of_every_aid_is_drawn(browser, user, code, at):
    draft = made.ready_draft(code, user=user, at=at)
    for row in StepAnswers.objects.filter(aid_request=draft):
        assert browser.get(step_url(draft, row.step)).status_code == 200
    for name in ("detail", "documents", "check", "discard"):
        assert browser.get(reverse(f"applicant:{name}", args=[draft.pk])).status_code == 200
    assert browser.post(submit_url(draft)).status_code == 302
    for name in ("detail", "receipt", "withdraw"):
        assert browser.get(reverse(f"applicant:{name}", args=[draft.pk])).status_code == 200


def test_an_urgent_request_whose_event_closed_since_says_so(browser, user, at):
    campaign = made.campaign(at=at)
    draft = made.ready_draft("urgence", user=user, at=at)
    campaign.closes_on = at.date() - timedelta(days=1)
    campaign.save()
    text = page(browser.get(check_url(draft)))
    assert "Vos dégâts : une réponse à compléter." in text
