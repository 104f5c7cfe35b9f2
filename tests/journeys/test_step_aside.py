"""A member recognises somebody: the file disappears for that member, and the others decide."""

from commission.enums import Choice
from commission.models import Ballot, Ruling
from requests_app.models import AidRequest
from tests.journeys import acts, late


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
        acts.vote(cast.at(member), file_path, Choice.FOR)
    acts.close_vote(cast, file_path)
    acts.close_sitting(cast, path)
    acts.sign_minutes(cast, path)
    cast.work()
    ruling = Ruling.objects.get()
    assert (ruling.votes_for, ruling.votes_against, ruling.votes_abstain) == (2, 0, 0)
    assert AidRequest.objects.get(reference=number).state == "notified"
    person.open(path)
    person.does_not_read(file_path)


def test_the_last_member_needed_steps_aside_and_the_file_comes_back(cast):
    aid_request = cast.sent("aced")
    chair, _, aside = cast.members
    path, file_path = late.voting(cast, aid_request, chair, aside)
    following, older, person = (
        cast.visit(aside.user, by_form=False, script=script) for script in (True, False, True)
    )
    for window in (following, older, person):
        window.open(file_path)
    person.press("Me déporter de ce dossier")
    person.press("Me déporter")
    following.reads("Cette page n’existe pas, ou n’est pas pour vous")

    older.fill(choice=Choice.FOR.value)
    older.press("Déposer mon bulletin")
    older.reads("Vous vous êtes déporté de ce dossier : vous ne votez pas.")
    assert Ballot.objects.count() == 0

    acts.vote(cast.at(chair), file_path, Choice.FOR)
    acts.close_vote(cast, file_path)
    cast.at(cast.secretary).reads(
        "Dossier ajourné, faute de quorum",
        "Quorum non atteint : 1 titulaire présent ou remplacé sur 3, pour un minimum de 2.",
    )
    acts.close_sitting(cast, path)
    acts.sign_minutes(cast, path)
    cast.work()
    assert AidRequest.objects.get().state == "in_review"
