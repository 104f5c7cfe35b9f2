"""Mistakes on a phone without any script: the page says where and why, keeps what was typed, and writes nothing."""

import re

import pytest
from playwright.sync_api import expect

from commission.enums import Choice
from commission.models import Ballot
from cpsti_portal.kernel import clock
from requests_app.aids import registry
from requests_app.models import AidRequest, StepAnswers
from tests.factories import applicants
from tests.factories.persona import answers_for
from tests.journeys import acts, late
from tests.journeys.visitor import PHONE


@pytest.fixture(autouse=True)
def _phone_without_script(cast):
    cast.browsers = {"size": PHONE, "script": False}


def test_a_wrong_number_is_told_at_its_place_and_nothing_typed_is_lost(cast):
    aid = registry.get("aced")
    identity, contact = aid.steps[:2]
    right = answers_for(aid=aid, on=clock.today())
    person = cast.at(cast.applicant)
    acts.start(person, aid)
    person.press(re.compile("^Commencer|^Continuer"))
    person.fill_step(identity, right[identity.slug])
    person.fill(nir=f"{right[identity.slug]['nir'][:13]} 98")
    person.press("Enregistrer et continuer")
    assert person.page.title().startswith("Erreur")
    person.reads("Une réponse est à corriger", "La clé ne correspond pas au numéro")
    expect(person.field("last_name")).to_have_value("Zyxcanardin")
    assert not StepAnswers.objects.get().is_complete

    person.page.locator(".error-summary a").click()
    expect(person.field("nir")).to_be_in_viewport()
    person.fill(nir=right[identity.slug]["nir"])
    person.press("Enregistrer et continuer")
    expect(person.page).to_have_url(re.compile(f"/etapes/{contact.slug}/"))
    person.fill(home_city="Rennes")
    person.press("Enregistrer et finir plus tard")
    person.reads("Vos réponses sont enregistrées")
    person.press(re.compile("^Commencer|^Continuer"))
    expect(person.field("home_city")).to_have_value("Rennes")


def test_a_false_paper_is_refused_and_a_true_one_lets_the_request_go(cast):
    draft = applicants.draft(user=cast.applicant, aid_code="afe", at=clock.now())
    draft.documents.filter(kind="rib").delete()
    false = cast.paper("rib")
    false.write_bytes(b"MZ rien qui se lise")
    person = cast.at(cast.applicant)
    person.open(f"/demandes/{draft.pk}/verifier/")
    expect(person.page.get_by_role("button", name="Envoyer ma demande")).to_have_count(0)

    person.open(f"/demandes/{draft.pk}/pieces/")
    person.join("rib", false)
    person.press(re.compile("^Continuer"))
    person.reads("Ce fichier n’est ni un PDF, ni une photo JPEG ou PNG.")
    assert not draft.documents.filter(kind="rib").exists()
    person.join("rib", cast.paper("rib"))
    person.press(re.compile("^Continuer"))
    number = acts.send(person)
    assert (AidRequest.objects.get().state, AidRequest.objects.get().reference) == ("submitted", number)


def test_a_ballot_says_what_it_lacks_and_counts_once(cast):
    _, file_path = late.voting(cast, cast.sent("aced"))
    person = cast.at(cast.members[1])
    person.open(file_path)
    person.fill(choice=Choice.PARTIAL.value, amount="99 000")
    person.press("Déposer mon bulletin")
    person.reads("Le montant dépasse le maximum de ce dossier")
    expect(person.field("amount")).to_have_value("99 000")
    person.fill(choice=Choice.AGAINST.value)
    person.press("Déposer mon bulletin")
    person.reads("Choisissez le motif du refus")
    expect(person.field("choice").and_(person.page.locator("[value=against]"))).to_be_checked()
    assert Ballot.objects.count() == 0

    person.fill(reason_code="resources")
    person.press("Déposer mon bulletin")
    person.reads("Votre bulletin est déposé")
    ballot = Ballot.objects.get()
    assert (ballot.member, ballot.choice, ballot.reason_code, ballot.amount_cents) == (
        cast.members[1],
        "against",
        "resources",
        0,
    )
