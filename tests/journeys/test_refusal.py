"""A refusal: the board picks a reason, the caseworker adds the fact of the case, the letter says how to contest."""

from commission.enums import Choice
from requests_app.models import AidRequest
from tests.journeys import acts
from tests.journeys.pdf import words


def test_a_refusal_tells_why_and_how_to_contest(cast):
    number = cast.sent("aced", whole=False).reference
    cast.work()
    acts.hold_sitting(cast, Choice.AGAINST, reason_code="resources")
    cast.work()
    person = cast.at(cast.applicant)
    person.open("/demandes/")
    person.does_not_read("refusée")
    acts.motivate(cast, number)
    cast.work()
    letter = words(acts.read_letter(cast, number))
    assert AidRequest.objects.get(reference=number).state == "notified"
    assert [
        part for part in (number, acts.FACT, "tribunal judiciaire", "deux mois") if part not in letter
    ] == []
    person.reads("refusée")


def test_a_refusal_without_a_fact_of_the_case_does_not_leave(cast):
    number = cast.sent("aced", whole=False).reference
    cast.work()
    acts.hold_sitting(cast, Choice.AGAINST, reason_code="resources")
    cast.work()
    person = cast.at(cast.caseworker)
    acts.open_file(person, number)
    person.press("Motiver la décision")
    person.fill(fact_sentence="")
    person.press("Arrêter les motifs et envoyer la décision")
    assert person.page.title().startswith("Erreur")
    assert AidRequest.objects.get(reference=number).state == "decided"
