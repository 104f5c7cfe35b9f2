"""An electronic consultation without a mouse, on tablets: its opening, its votes, its result, what it sends on."""

from datetime import time

import pytest

from commission.enums import Choice, Outcome
from commission.models import Ruling
from commission.services import consultations
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.models import Membership
from tests.factories.commission import Room, SittingFactory
from tests.journeys import late
from tests.journeys.keyboard import Keyboard
from tests.journeys.visitor import TABLET, spaced

DISCUSS = "À discuter en séance"


@pytest.fixture
def room(cast) -> Room:
    """Today's consultation, two urgent files published."""
    cast.browsers = {"size": TABLET}
    now = clock.now()
    sitting = SittingFactory(
        kind="consultation", held_on=clock.local_date(now, "Europe/Paris"), starts_at=time(0)
    )
    room = Room(secretary=cast.secretary, titulars=cast.members, substitutes=[], sitting=sitting, now=now)
    room.tick = clock.now
    room.put(2, aid_code="urgence", aid_label="Aide d’urgence")
    return room.publish()


def _keys(cast, who: Membership, path: str) -> Keyboard:
    person = cast.at(who)
    person.open(path)
    return Keyboard(person.page)


def _vote(cast, who: Membership, path: str, *choices: str) -> None:
    """From the page of the consultation, file after file: each ballot leads to the next."""
    keys = _keys(cast, who, path)
    keys.enter("Lire le dossier et voter")
    for choice in choices:
        keys.reach("Accorder")
        keys.choose(choice)
        keys.enter("Déposer mon bulletin")
    cast.at(who).reads("Votre bulletin est déposé", "Aucun vote ne vous attend")


def test_from_the_opening_to_the_result_without_a_mouse(cast, room):
    path = late.path_of(room.sitting)
    secretary = cast.at(cast.secretary)
    keys = _keys(cast, cast.secretary, path)
    keys.reach("Durée de la consultation")
    keys.confirm()
    secretary.reads("La consultation est ouverte", "Elle se clôt d’elle-même")

    first, second, third = cast.members
    _vote(cast, first, path, "Accorder", "Accorder")
    cast.at(first).open(path)
    cast.at(first).reads("Vous avez voté sur tous les dossiers.")
    _vote(cast, second, path, "Abstention", DISCUSS)
    _vote(cast, third, path, "Accorder", "Accorder")
    assert consultations.end_due(at=clock.now()) == 1

    cast.at(first).reads("Aide accordée", "Rien n’est décidé sur ces dossiers")
    keys = Keyboard(cast.at(first).page)
    keys.reach("Aide d’urgence")
    keys.confirm()
    cast.at(first).reads(DISCUSS, "Un membre au moins a demandé d’en parler")
    ruling = Ruling.objects.get()
    assert (ruling.outcome, ruling.votes_for, ruling.votes_abstain) == (Outcome.ADOPTED, 2, 1)
    _bring_to_a_sitting(cast, room, ruling)


def _bring_to_a_sitting(cast, room: Room, ruling: Ruling) -> None:
    """What was to be discussed waits for a live sitting, and is voted there again."""
    room.sitting = SittingFactory(held_on=room.sitting.held_on)
    keys = _keys(cast, cast.secretary, late.path_of(room.sitting))
    keys.enter("Composer l’ordre du jour")
    keys.tick(spaced(keys.page.locator("#ref-1").inner_text()))
    keys.enter("Inscrire les dossiers choisis")
    keys.enter("Publier l’ordre du jour")
    cast.at(cast.secretary).reads("L’ordre du jour est publié")
    (item,) = room.sitting.items.all()
    assert item.board_file_id != ruling.item.board_file_id
    room.open()
    assert room.decide(item.token, [Choice.FOR] * 3).outcome == Outcome.ADOPTED
