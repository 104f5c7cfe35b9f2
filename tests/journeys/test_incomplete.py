"""An incomplete file: papers are asked for, the clock stops, the applicant sends them, the clock runs again."""

import re

from playwright.sync_api import expect

from cpsti_portal.kernel import clock
from requests_app.models import AidRequest
from tests.journeys import acts


def test_papers_asked_for_and_sent(cast):
    number = cast.desk.filed("afe", at=clock.now()).reference
    cast.work()
    caseworker = cast.at(cast.caseworker)
    acts.take(caseworker, number)
    caseworker.press("Demander des pièces")
    caseworker.fill(piece_rib=True, precision_rib="Le RIB joint est illisible.")
    caseworker.press("Demander ces pièces")
    cast.work()
    asked = AidRequest.objects.get(reference=number)
    assert (asked.state, asked.clock_stopped_on) == ("incomplete", clock.today())

    person = cast.at(cast.applicant)
    person.open(f"/demandes/{asked.pk}/")
    person.reads("Envoyez une pièce avant le")
    person.press("Envoyer les pièces")
    person.reads("Le RIB joint est illisible.")
    person.press("Envoyer les pièces")
    person.reads("Joignez au moins une pièce avant d’envoyer.")
    person.join("rib", cast.paper("nouveau-rib"))
    person.press("Envoyer les pièces")
    expect(person.page).to_have_url(re.compile(rf"/demandes/{asked.pk}/"))
    answered = AidRequest.objects.get(reference=number)
    assert (answered.state, answered.clock_stopped_on) == ("in_review", None)
    acts.open_file(caseworker, number)
    caseworker.reads("nouveau-rib.pdf")
    acts.give_opinion(caseworker, number, kind="partial", amount="1 200,00", reasons=("resources",))
    acts.freeze(cast, caseworker)
    acts.sign(cast.at(cast.colleague), number)
    assert AidRequest.objects.get(reference=number).state == "sent_to_board"
