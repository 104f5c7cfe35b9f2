"""ADR, from the draft to the letter, on a phone 320 pixels wide and without any script."""

from commission.enums import Choice
from requests_app.models import AidRequest
from tests.journeys import acts
from tests.journeys.pdf import words
from tests.journeys.visitor import PHONE


def test_from_the_draft_to_the_letter_on_a_phone_without_script(cast):
    cast.browsers = {"size": PHONE, "script": False}
    asked = {"contributions_asked_cents": 150_000, "money_asked_cents": 250_000}
    number = acts.file(cast, "adr", **asked)
    cast.work()
    acts.instruct(cast, number, amount="4 000,00")
    acts.hold_sitting(cast, Choice.FOR)
    cast.work()
    letter = words(acts.read_letter(cast, number))
    assert AidRequest.objects.get(reference=number).state == "notified"
    assert [part for part in (number, "4 000,00 €") if part not in letter] == []
