"""ACED, from the account to the letter: the whole amount is granted, so nobody has anything to add."""

import re

from django.core import mail

from commission.enums import Choice
from cpsti_portal.kernel.accounts.models import User
from requests_app.models import AidRequest
from tests.factories.accounts import PASSWORD
from tests.journeys import acts
from tests.journeys.pdf import words

EMAIL = "nouvelle.venue@exemple.fr"


def _create_account(cast) -> User:
    """By the form, then by the link of the mail."""
    person = cast.visit()
    person.open("/")
    person.open("/compte/signup/")
    person.fill(email=EMAIL, password1=PASSWORD, password2=PASSWORD)
    person.press("Créer mon compte")
    person.reads("Ouvrez votre messagerie")
    link = re.search(r"https?://\S+/confirm-email/\S+", mail.outbox[-1].body)[0]
    person.open(re.sub(r"https?://[^/]+", "", link))
    person.press("Confirmer mon adresse")
    return User.objects.get(email=EMAIL)


def test_from_the_account_to_the_letter(cast):
    cast.applicant = _create_account(cast)
    number = acts.file(cast, "aced", contributions_asked_cents=300_000)
    cast.work()
    acts.instruct(cast, number, amount="3 000,00")
    acts.hold_sitting(cast, Choice.FOR)
    cast.work()
    letter = words(acts.read_letter(cast, number))
    assert AidRequest.objects.get(reference=number).state == "notified"
    assert [part for part in (number, "3 000,00 €", "Albane Kerdoncuff") if part not in letter] == []
    receipt, decision = [one for one in mail.outbox if one.to == [EMAIL]][-2:]
    assert number in receipt.body
    assert "3 000" not in decision.body, "the mail says that there is a decision, not which"
