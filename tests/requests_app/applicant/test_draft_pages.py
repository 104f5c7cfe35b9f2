"""The draft in the browser: begin, answer, stop, come back, correct, never lose a word."""

import re
from html import unescape

import pytest
from django.urls import reverse

from requests_app.models import AidRequest, StepAnswers
from tests.factories import requests as made
from tests.factories.accounts import UserFactory, caseworker

pytestmark = pytest.mark.django_db


def page(response) -> str:
    """What is read on the page, tags taken away."""
    text = unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"[\s\u00a0\u202f]+", " ", text)


def step_url(draft, slug="identite") -> str:
    return reverse("applicant:step", args=[draft.pk, slug])


@pytest.fixture
def draft(user, at):
    return made.draft("aced", user=user, at=at)


IDENTITY = {
    "civility": "madame",
    "last_name": "Martin",
    "first_names": "Julie",
    "birth_date": "14/07/1980",
    "nir": "2 80 07 76 123 456 79",
}


def test_nothing_yet_invites_to_begin(browser):
    response = browser.get(reverse("applicant:list"))
    assert "Vous n’avez pas encore fait de demande" in page(response)
    assert reverse("applicant:new") in response.content.decode()


def test_the_list_says_where_each_request_stands_and_what_to_do(browser, user, at):
    made.fill(made.draft("afe", user=user, at=at), only=("identite",), at=at)
    sent = made.submitted_request("aced", user=user, at=at)
    made.paper_request(sent, by=caseworker(), at=at)
    made.submitted_request("aced")  # somebody else's
    text = page(browser.get(reverse("applicant:list")))
    assert "Aide financière exceptionnelle Brouillon, pas encore envoyé" in text
    assert f"Numéro {sent.reference}" in text
    assert "Des pièces vous sont demandées" in text
    assert text.count("Numéro ") == 1
    assert [label for label in ("Continuer", "Envoyer les pièces") if label in text] == [
        "Continuer",
        "Envoyer les pièces",
    ]


@pytest.mark.parametrize("rows", [3, 30])
def test_the_list_costs_the_same_at_3_and_30_rows(browser, user, at, rows, django_assert_num_queries):
    for _ in range(rows):
        AidRequest.objects.create(applicant=user, aid_code="aced", created_at=at)
    with django_assert_num_queries(5):  # session, account, rights, requests, papers awaited
        browser.get(reverse("applicant:list"))


def test_the_situation_is_asked_first_and_closes_no_door(browser):
    first = browser.get(reverse("applicant:new") + "?aide=aide-financiere-exceptionnelle")
    assert "Quelle est votre situation ?" in page(first)
    cards = browser.get(reverse("applicant:new") + "?situation=praticien&aide=aide-financiere-exceptionnelle")
    text = page(cards)
    assert "Votre caisse d’assurance maladie (3646)" in text
    assert "Vous pouvez tout de même faire une demande ici." in text
    assert text.index("Aide financière exceptionnelle") < text.index("Aide aux cotisants en difficulté")
    assert cards.content.count(b'name="aid"') == 4


def test_choosing_an_aid_begins_one_draft_whatever_the_clicks(browser):
    first = browser.post(reverse("applicant:new"), {"aid": "aced"})
    again = browser.post(reverse("applicant:new"), {"aid": "aced"})
    draft = AidRequest.objects.get()
    assert (first.url, again.url) == (reverse("applicant:detail", args=[draft.pk]),) * 2


@pytest.mark.parametrize("sent", [{}, {"aid": "rsa"}])
def test_no_aid_or_an_unknown_one_begins_nothing(browser, sent):
    response = browser.post(reverse("applicant:new"), sent)
    assert (response.status_code, AidRequest.objects.count()) == (422, 0)
    assert "Choisissez l’une des aides ci-dessous." in page(response)


def test_a_draft_of_the_same_aid_is_offered_again(browser, draft):
    response = browser.get(reverse("applicant:new") + "?situation=independant")
    assert reverse("applicant:detail", args=[draft.pk]) in response.content.decode()


def test_the_tasks_say_what_is_done_begun_wrong_and_left(browser, draft, at):
    wrong = {"entreprise": {"siret": "123"}, "statut": {"category": None}}
    made.fill(draft, only=("identite", "entreprise", "statut"), changes=wrong, at=at)
    text = page(browser.get(reverse("applicant:detail", args=[draft.pk])))
    assert "1 étape sur 13 terminée" in text
    for line in (
        "Votre identité Terminée",
        "Votre entreprise Ce SIRET a 3 chiffres au lieu de 14. Vérifiez-le sur votre attestation Urssaf. Erreur",
        "Votre statut Commencée",
        "Vos coordonnées À faire",
        "Vos pièces À faire",
        "Vérifier et envoyer À la fin",
    ):
        assert line in text
    assert "pas encore envoyé" in text


def test_the_tasks_lead_to_the_first_step_left(browser, draft, at):
    made.fill(draft, only=("identite", "entreprise"), at=at)
    html = browser.get(reverse("applicant:detail", args=[draft.pk])).content.decode()
    assert f'class="btn btn--primary" href="{step_url(draft, "coordonnees")}"' in html


def test_a_valid_step_is_kept_and_leads_to_the_next(browser, draft):
    response = browser.post(step_url(draft), {**IDENTITY, "version": "0", "action": "continuer"})
    assert (response.status_code, response.url) == (302, step_url(draft, "coordonnees"))
    row = StepAnswers.objects.get()
    assert (row.is_complete, row.values["nir"], row.values["birth_date"]) == (
        True,
        "280077612345679",
        "1980-07-14",
    )


def test_the_last_step_leads_to_the_papers(browser, draft):
    ticked = dict.fromkeys(("accuracy", "personal_request", "discretionary", "data_notice"), "oui")
    response = browser.post(step_url(draft, "engagements"), {**ticked, "version": "0"})
    assert response.url == reverse("applicant:documents", args=[draft.pk])


BAD = {
    "identite": ("nir", "2 80 07 76 123 456 78"),
    "entreprise": ("siret", "73282932000075"),
    "versement": ("iban", "FR76 3000 6000 0112 3456 7890 188"),
    "cotisations": ("debt_cents", "deux mille"),
    "difficulte": ("began_on", "15/03/2099"),
    "coordonnees": ("phone", "0612"),
}


@pytest.mark.parametrize("slug", BAD)
def test_bad_input_is_told_next_to_its_cause_and_what_was_typed_is_kept(browser, user, at, slug):
    draft = made.draft("afe", user=user, at=at)
    name, typed = BAD[slug]
    sent = {"version": "0", name: typed, "has_debt": "oui", "last_name": "Martin"}
    response = browser.post(step_url(draft, slug), sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert typed in html
    assert f'id="id_{name}_error"' in html
    assert f'href="#id_{name}"' in html
    assert "<title>Erreur" in html.replace("\n", "")
    row = StepAnswers.objects.get()
    assert (row.raw[name], row.values, row.is_complete) == (typed, {}, False)
    again = browser.get(step_url(draft, slug)).content.decode()
    assert typed in again
    assert f'id="id_{name}_error"' in again


def test_what_is_blank_is_not_reproached_when_one_comes_back_to_it(browser, draft, at):
    browser.post(step_url(draft), {"last_name": "Martin", "version": "0", "action": "plus-tard"})
    html = browser.get(step_url(draft)).content.decode()
    assert 'value="Martin"' in html
    assert "field__error" not in html
    assert "field__error" in browser.get(step_url(draft) + "?retour=verifier").content.decode()


def test_stopping_keeps_even_what_is_wrong(browser, draft):
    response = browser.post(step_url(draft), {"nir": "12", "version": "0", "action": "plus-tard"})
    assert response.url == reverse("applicant:detail", args=[draft.pk])
    assert StepAnswers.objects.get().raw == {"nir": "12"}


def test_a_correction_from_the_check_page_leads_back_to_it(browser, draft):
    response = browser.post(step_url(draft), {**IDENTITY, "version": "0", "retour": "verifier"})
    assert response.url == reverse("applicant:check", args=[draft.pk])


def test_a_stale_tab_shows_both_texts_and_overwrites_nothing(browser, draft):
    browser.post(step_url(draft), {**IDENTITY, "version": "0"})
    browser.post(step_url(draft), {**IDENTITY, "last_name": "Durand", "version": "1"})
    response = browser.post(step_url(draft), {**IDENTITY, "last_name": "Dupont <b>", "version": "1"})
    assert response.status_code == 409
    text = page(response)
    assert "Nom d’usage Ce que vous venez de saisir Dupont <b> Ce qui est enregistré Durand" in text
    assert "Prénoms" not in text
    assert StepAnswers.objects.get().raw["last_name"] == "Durand"


def test_after_a_conflict_the_person_may_keep_what_was_just_typed(browser, draft):
    browser.post(step_url(draft), {**IDENTITY, "version": "0"})
    story = "Première ligne\nDeuxième ligne"
    browser.post(step_url(draft, "difficulte"), {"cause": "health", "version": "0"})
    conflict = browser.post(
        step_url(draft, "difficulte"), {"cause": "economic", "story": story, "version": "0"}
    ).content.decode()
    carried = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', conflict))
    carried |= dict(re.findall(r'<textarea hidden name="(\w+)">\n(.*?)</textarea>', conflict, re.S))
    browser.post(step_url(draft, "difficulte"), carried)
    raw = StepAnswers.objects.get(step="difficulte").raw
    assert (raw["cause"], raw["story"]) == ("economic", story)


@pytest.mark.parametrize("version", ["", "-1", "abc", "²", "9" * 40])
def test_a_forged_version_is_an_old_one(browser, draft, version):
    browser.post(step_url(draft), {**IDENTITY, "version": "0"})
    response = browser.post(step_url(draft), {"last_name": "Dupont", "version": version})
    assert response.status_code == 409
    assert StepAnswers.objects.get().raw["last_name"] == "Martin"


def test_what_is_not_a_question_is_not_written(browser, draft, user):
    extra = {"state": "submitted", "reference": "AS-PIRA-TE00", "applicant": "1", "decided_on": "2026-01-01"}
    browser.post(step_url(draft), {**IDENTITY, **extra, "version": "0"})
    draft.refresh_from_db()
    assert (draft.state, draft.reference, draft.applicant, draft.decided_on) == ("draft", None, user, None)
    assert set(StepAnswers.objects.get().raw) == set(IDENTITY)


def test_a_step_can_be_reached_by_its_address_in_any_order(browser, draft):
    assert browser.get(step_url(draft, "engagements")).status_code == 200
    assert browser.get(step_url(draft, "versement")).status_code == 404  # not a step of this aid
    assert browser.get(step_url(draft, "verifications")).status_code == 404  # the caseworker's


def test_reading_a_step_writes_nothing(browser, draft):
    before = AidRequest.objects.get().updated_at
    for slug in ("identite", "statut", "charges"):
        browser.get(step_url(draft, slug))
    assert (StepAnswers.objects.count(), AidRequest.objects.get().updated_at) == (0, before)


def test_a_dependent_question_says_when_it_is_asked(browser, draft):
    html = browser.get(step_url(draft, "cotisations")).content.decode()
    assert 'data-shown-if="has_debt" data-shown-values="oui"' in html
    assert "Si oui. Sans les majorations" in html


def test_a_question_that_another_step_excludes_is_not_on_the_page(browser, draft, at):
    made.fill(draft, only=("statut", "foyer"), changes={"statut": {"regime": "micro"}}, at=at)
    assert 'name="result_n1_cents"' not in browser.get(step_url(draft, "chiffres")).content.decode()
    assert 'name="spouse_income_cents"' not in browser.get(step_url(draft, "ressources")).content.decode()


def test_a_sent_request_sends_old_tabs_to_its_follow_up(browser, user, at):
    sent = made.submitted_request("aced", user=user, at=at)
    answers = StepAnswers.objects.get(aid_request=sent, step="identite").raw
    follow_up = reverse("applicant:detail", args=[sent.pk])
    for name in ("documents", "check", "discard"):
        assert browser.get(reverse(f"applicant:{name}", args=[sent.pk])).url == follow_up
    assert browser.get(step_url(sent)).url == follow_up
    response = browser.post(
        step_url(sent), {**IDENTITY, "last_name": "Trop tard", "version": "1"}, follow=True
    )
    assert "Cette demande est déjà envoyée" in page(response)
    assert StepAnswers.objects.get(aid_request=sent, step="identite").raw == answers


def test_a_draft_is_thrown_away_after_a_question(browser, draft):
    url = reverse("applicant:discard", args=[draft.pk])
    assert "Supprimer ce brouillon ?" in page(browser.get(url))
    assert AidRequest.objects.count() == 1
    assert browser.post(url).url == reverse("applicant:list")
    assert AidRequest.objects.count() == 0


def test_what_is_typed_appears_literally(browser, draft):
    hostile = '<script>alert(1)</script>{{7*7}}"onfocus="x'
    browser.post(step_url(draft), {**IDENTITY, "last_name": hostile, "version": "0"})
    for url in (step_url(draft), reverse("applicant:check", args=[draft.pk])):
        html = browser.get(url).content.decode()
        assert "<script>alert" not in html
        assert '"onfocus="x' not in html
        assert "{{7*7}}" in html


PAGES = ["detail", "documents", "check", "discard", "receipt", "papers", "withdraw"]


@pytest.mark.parametrize("who", ["another applicant", "a caseworker of the place", "nobody"])
def test_another_persons_draft_is_a_missing_page(draft, browser_of, client, who):
    visitor = {
        "another applicant": lambda: browser_of(UserFactory()),
        "a caseworker of the place": lambda: browser_of(caseworker().user),
        "nobody": lambda: client,
    }[who]()
    urls = [reverse(f"applicant:{name}", args=[draft.pk]) for name in PAGES] + [step_url(draft)]
    answers = [visitor.get(url).status_code for url in urls] + [
        visitor.post(step_url(draft), IDENTITY).status_code
    ]
    answers.append(visitor.post(reverse("applicant:submit", args=[draft.pk])).status_code)
    assert set(answers) == ({302} if who == "nobody" else {404})
    assert StepAnswers.objects.count() == 0


def test_a_staffer_files_no_request(browser_of, territory):
    visitor = browser_of(caseworker().user)
    assert visitor.get(reverse("applicant:list")).status_code == 404
    assert visitor.post(reverse("applicant:new"), {"aid": "aced"}).status_code == 404
    assert AidRequest.objects.count() == 0
