"""An adjournment: the board asks a question, the caseworker answers it in a new copy, a second sitting decides."""

from commission.enums import Choice
from requests_app.models import AidRequest, BoardLink
from tests.journeys import acts
from tests.journeys.pdf import words

QUESTION = "Un échéancier a-t-il été demandé ?"
ANSWER = (
    "Un échéancier a été demandé et obtenu : il court jusqu’à l’été. L’activité a perdu un client important, "
    "un nouveau marché commence bientôt."
)


def test_the_question_comes_back_and_a_new_copy_leaves(cast):
    number = cast.sent("aced").reference
    cast.work()
    acts.hold_sitting(cast, Choice.ADJOURN, question=QUESTION)
    cast.work()
    person = cast.at(cast.applicant)
    person.open("/demandes/")
    person.reads("En cours d’étude")
    person.does_not_read(QUESTION)
    assert "reportée" in words(acts.read_letter(cast, number, titled="reportée"))

    caseworker = cast.at(cast.caseworker)
    acts.open_file(caseworker, number)
    caseworker.reads(QUESTION)
    caseworker.press("Rédiger l’avis")
    caseworker.fill(summary=ANSWER)
    caseworker.press("Enregistrer et voir l’aperçu")
    acts.freeze(cast, caseworker)
    acts.sign(cast.at(cast.colleague), number)
    first, second = BoardLink.objects.filter(aid_request__reference=number).order_by("pk")
    assert first.token != second.token

    acts.hold_sitting(cast, Choice.FOR, at="15:00")
    cast.work()
    assert AidRequest.objects.get(reference=number).state == "notified"
