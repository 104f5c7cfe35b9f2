"""A member recognises somebody: the file disappears for that member, and the others decide."""

from commission.enums import Choice
from commission.models import Ruling
from requests_app.models import AidRequest
from tests.journeys import acts


def test_a_member_steps_aside_and_sees_the_file_no_more(cast):
    number = cast.sent("aced").reference
    cast.work()
    path = acts.plan_sitting(cast)
    cast.work()
    acts.open_sitting(cast, path)
    file_path = acts.open_vote(cast, path)
    chair, other, aside = cast.members

    person = cast.at(aside)
    person.open(file_path)
    person.press("Me déporter de ce dossier")
    person.press("Me déporter")
    person.reads("Vous vous êtes déporté de ce dossier")
    assert person.page.goto(cast.at(aside).server + file_path).status == 404

    for member in (chair, other):
        acts.vote(cast.at(member), file_path, Choice.FOR, amount="3 000,00")
    acts.close_vote(cast, file_path)
    acts.close_sitting(cast, path)
    cast.work()
    ruling = Ruling.objects.get()
    assert (ruling.votes_for, ruling.votes_against, ruling.votes_abstain) == (2, 0, 0)
    assert AidRequest.objects.get(reference=number).state == "notified"
    person.open(path)
    person.does_not_read(file_path)
