"""Minutes of a sitting: drawn up, refused once, signed by both, read back from the PDF, sent to the control."""

from commission.enums import Choice
from requests_app.models import AidRequest
from tests.factories.accounts import PASSWORD
from tests.journeys import acts
from tests.journeys.pdf import words


def test_from_the_closing_of_the_sitting_to_the_end_of_the_control(cast, tmp_path):
    number = cast.sent("aced").reference
    cast.work()
    path = acts.plan_sitting(cast)
    cast.work()
    acts.open_sitting(cast, path)
    file_path = acts.open_vote(cast, path)
    for member in cast.members:
        acts.vote(cast.at(member), file_path, Choice.FOR)
    acts.close_vote(cast, file_path)
    acts.close_sitting(cast, path)
    cast.work()
    assert AidRequest.objects.get(reference=number).state == "scheduled", "nothing left"

    secretary, chair = cast.at(cast.secretary), cast.at(cast.members[0])
    secretary.open(f"{path}proces-verbal/")
    secretary.fill(remark="La date de la prochaine séance est arrêtée.")
    secretary.press("Établir le projet")
    cast.work()
    _sign(secretary, path, "Signer et transmettre à la présidence")
    chair.open(f"{path}proces-verbal/")
    chair.fill(reason="La présence de Mme Roy manque.")
    chair.press("Refuser de signer")
    chair.reads("Vous n’avez pas signé")
    secretary.open(f"{path}proces-verbal/")
    secretary.reads("version 2", "La présence de Mme Roy manque.")
    cast.work()

    acts.sign_minutes(cast, path)
    cast.work()
    assert AidRequest.objects.get(reference=number).state == "notified"

    signed = acts.read_minutes(cast, path, by=cast.members[1])
    told = words(signed)
    assert "La date de la prochaine séance est arrêtée." in told
    assert "Aide accordée pour" in told
    assert number not in told
    reader = cast.at(cast.members[1])
    copy = tmp_path / "copie.pdf"
    copy.write_bytes(signed)
    reader.page.locator("main input[type=file]").set_input_files(str(copy))
    reader.press("Comparer")
    reader.reads("Ce fichier est bien le procès-verbal signé")

    acts.send_to_control(cast, path)
    caseworker = cast.at(cast.caseworker)
    acts.open_file(caseworker, number)
    caseworker.reads("Le versement est possible à partir du")


def _sign(person, path: str, button: str) -> None:
    person.open(f"{path}proces-verbal/")
    person.fill(password=PASSWORD)
    person.press(button)
    person.reads("Vous avez signé")
