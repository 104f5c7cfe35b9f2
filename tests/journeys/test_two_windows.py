"""The same draft in two windows, on two devices, by the back button: nothing is overwritten behind anybody's back."""

import re

from playwright.sync_api import expect

from cpsti_portal.kernel import clock
from requests_app.models import AidRequest, StepAnswers
from tests.factories import applicants, requests
from tests.journeys import acts
from tests.journeys.visitor import PHONE, Visitor


def _city(draft: AidRequest) -> str:
    return StepAnswers.objects.get(aid_request=draft, step="coordonnees").raw["home_city"]


def _save_city(person: Visitor, path: str, city: str) -> None:
    person.open(path)
    person.fill(home_city=city)
    person.press("Enregistrer et continuer")


def test_an_older_window_shows_both_versions_and_asks(cast):
    draft = applicants.draft(user=cast.applicant, aid_code="aced", at=clock.now())
    path = f"/demandes/{draft.pk}/etapes/coordonnees/"
    older, newer = cast.at(cast.applicant), cast.visit(cast.applicant, by_form=False)
    older.open(path)
    _save_city(newer, path, "Fougères")
    older.fill(home_city="Vitré")
    older.press("Enregistrer et continuer")
    older.reads("Cette étape a été modifiée ailleurs", "Vitré", "Fougères")
    assert _city(draft) == "Fougères"
    older.press("Garder ce que je viens de saisir")
    expect(older.page).to_have_url(re.compile("/etapes/entreprise/"))
    assert _city(draft) == "Vitré"


def test_a_draft_begun_at_a_desk_goes_on_on_a_phone(cast):
    draft = requests.fill(
        requests.draft("aced", user=cast.applicant, at=clock.now()),
        only=("identite",),
        at=clock.now(),
    )
    phone = cast.visit(cast.applicant, size=PHONE)
    phone.open("/demandes/")
    phone.page.locator("main a[href*='/demandes/']", has_text=re.compile("Continuer|Reprendre")).first.click()
    phone.press(re.compile("^Continuer"))
    expect(phone.page).to_have_url(re.compile(f"/demandes/{draft.pk}/etapes/coordonnees/"))


def test_the_back_button_after_sending_leads_to_the_follow_up(cast):
    draft = applicants.draft(user=cast.applicant, aid_code="aced", at=clock.now())
    path = f"/demandes/{draft.pk}/etapes/coordonnees/"
    person, older = cast.at(cast.applicant), cast.visit(cast.applicant, by_form=False)
    older.open(path)
    person.open(f"/demandes/{draft.pk}/verifier/")
    acts.send(person)
    before = _city(draft)
    person.page.go_back()
    expect(person.page).to_have_url(re.compile(f"/demandes/{draft.pk}/$"))
    person.reads("Cette demande est déjà envoyée")

    older.fill(home_city="Vitré")
    older.press("Enregistrer et continuer")
    older.reads("Cette demande est déjà envoyée")
    assert _city(draft) == before
