"""AFE, from the draft to the payment: the board grants less than what was asked, the caseworker says why, then pays."""

from commission.enums import Choice
from requests_app.models import AidRequest
from tests.journeys import acts
from tests.journeys.pdf import words


def test_from_the_draft_to_the_payment(cast):
    number = acts.file(cast, "afe", money_asked_cents=180_000)
    cast.work()
    acts.instruct(cast, number, kind="partial", amount="1 200,00", reasons=("resources",))
    sitting = acts.hold_sitting(cast, Choice.PARTIAL, amount="1 200,00")
    cast.work()
    acts.motivate(cast, number)
    cast.work()
    letter = words(acts.read_letter(cast, number))
    assert [part for part in (number, "1 200,00 €", "1 800,00 €", acts.FACT) if part not in letter] == []
    with acts.after_control(cast, sitting) as caseworker:
        acts.open_file(caseworker, number)
        caseworker.press("Enregistrer le versement")
        caseworker.press("Enregistrer le versement")
        caseworker.reads("Le versement est enregistré")
    assert AidRequest.objects.get(reference=number).state == "paid"
