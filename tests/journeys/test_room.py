"""The room, on a tablet: who is there, who replaces, who speaks for whom; a quorum missed and its second call."""

from datetime import time, timedelta

import pytest

from commission.enums import Choice
from commission.models import Proxy, Ruling, Sitting
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.models import Seat
from tests.factories.accounts import member
from tests.journeys import acts, late
from tests.journeys.pdf import words
from tests.journeys.visitor import TABLET


@pytest.fixture(autouse=True)
def _tablet(cast):
    cast.browsers = {"size": TABLET}


def test_a_substitute_a_proxy_a_departure_and_the_holder_who_steps_aside(cast):
    chair, leaver, absent = cast.members
    stand_in = member(display_name="Rozenn Kerjean", seat=Seat.SUBSTITUTE)
    room = late.published(cast)
    path = late.path_of(room.sitting)
    acts.call_roll(cast, path, chair.display_name, leaver.display_name, stand_in.display_name)
    secretary = cast.at(cast.secretary)
    secretary.open(path)
    secretary.reads("3 titulaires présents ou remplacés sur 3")
    secretary.press("Ouvrir la séance")
    secretary.reads("Rozenn Kerjean (suppléant)")

    person = cast.at(leaver)
    person.open(path)
    person.press("Donner pouvoir")
    person.page.get_by_label("Qui vote à votre place").select_option(label=absent.display_name)
    person.press("Donner pouvoir")
    person.reads(f"{absent.display_name} est absent : un pouvoir se donne à un membre présent.")
    person.page.get_by_label("Qui vote à votre place").select_option(label=chair.display_name)
    person.press("Donner pouvoir")
    person.reads(f"Vous avez donné pouvoir à {chair.display_name}.")

    acts.call_roll(cast, path, chair.display_name, stand_in.display_name)
    secretary.open(path)
    secretary.reads(f"Pouvoirs : {chair.display_name} pour {leaver.display_name}.")
    secretary.open(f"{path}presences/")
    secretary.reads("Arrivées et départs", "Départ")

    file_path = acts.open_vote(cast, path)
    holder = cast.at(chair)
    holder.open(file_path)
    holder.press("Me déporter de ce dossier")
    holder.press("Me déporter")
    acts.vote(cast.at(stand_in), file_path, Choice.FOR)
    acts.close_vote(cast, file_path)
    ruling = Ruling.objects.get()
    assert (ruling.outcome, ruling.quorum_met, ruling.proxies_sentence) == ("adjourned", False, "")
    assert Proxy.objects.get().ended_at is None
    assert not any(one.faults for one in (secretary, person, holder))


def test_the_quorum_is_missed_and_the_finding_is_kept(cast):
    room = late.published(cast)
    path = late.path_of(room.sitting)
    alone = cast.members[1]
    acts.call_roll(cast, path, alone.display_name)
    secretary = cast.at(cast.secretary)
    secretary.open(path)
    secretary.press("Constater l’absence de quorum")
    secretary.press("Constater l’absence de quorum")
    secretary.reads(f"Présents : {alone.display_name}. La séance ne peut pas se tenir.")
    secretary.press("Prévoir la seconde convocation")
    secretary.reads("La seconde convocation est prévue, avec le même ordre du jour.")
    second = Sitting.objects.get(recalls=room.sitting)
    assert second.held_on == room.sitting.held_on + timedelta(days=7)


def test_the_second_call_decides_whatever_the_number_and_its_minutes_say_why(cast):
    room = late.published(cast, days=-1)
    room.miss(cast.members[1])
    secretary = cast.at(cast.secretary)
    secretary.open(late.path_of(room.sitting))
    secretary.page.get_by_label("Date de la seconde convocation").fill(clock.today().isoformat())
    secretary.press("Prévoir la seconde convocation")
    second = Sitting.objects.get(recalls=room.sitting)
    Sitting.objects.filter(pk=second.pk).update(starts_at=time(0))
    path, alone = late.path_of(second), cast.members[2]
    secretary.open(f"{path}convocation/")
    secretary.press("Convoquer les membres")
    secretary.reads("Seconde convocation : la commission délibère valablement")
    acts.publish(cast, path)
    acts.call_roll(cast, path, alone.display_name)
    secretary.open(path)
    secretary.press("Ouvrir la séance")
    file_path = acts.open_vote(cast, path)
    acts.vote(cast.at(alone), file_path, Choice.FOR)
    acts.close_vote(cast, file_path)
    acts.close_sitting(cast, path)
    acts.sign_minutes(cast, path)
    told = words(acts.read_minutes(cast, path, by=cast.members[0]))
    sentence = "Seconde convocation : la commission délibère valablement quel que soit le nombre de présents"
    for said in (
        "en seconde convocation : le quorum n’était pas atteint le",
        f"Présents : {cast.members[1].display_name}. La séance ne peut pas se tenir.",
        f"{sentence} (1 titulaire présent ou remplacé sur 3).",
        f"{alone.display_name} titulaire, U2P présent",
        "1 voix pour. Seconde convocation",
    ):
        assert said in told
    assert Ruling.objects.get().outcome == "adopted"
