"""Urgent aid, from the draft to the letter: an open event, its own cap, a person who chose it among the events."""

from commission.enums import Choice
from cpsti_portal.kernel import clock
from requests_app.models import AidRequest
from tests.factories import requests
from tests.journeys import acts
from tests.journeys.pdf import words


def test_from_the_draft_to_the_letter(cast):
    event = requests.campaign(at=clock.now())
    number = acts.file(cast, "urgence", money_asked_cents=200_000)
    assert AidRequest.objects.get(reference=number).campaign == event
    cast.work()
    acts.instruct(cast, number, amount="2 000,00")
    acts.hold_sitting(cast, Choice.FOR)
    cast.work()
    letter = words(acts.read_letter(cast, number))
    assert AidRequest.objects.get(reference=number).state == "notified"
    assert [part for part in (number, "2 000,00 €") if part not in letter] == []
