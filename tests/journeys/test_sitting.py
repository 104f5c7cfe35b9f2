"""One whole sitting, on tablets: from the answers of the members to the words of the signed minutes."""

from datetime import time

import pytest

from commission import wording
from commission.enums import Choice
from commission.models import BoardRules
from commission.services import convening
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.models import College, Membership, Seat
from tests.factories.accounts import PASSWORD, member
from tests.factories.commission import Room, SittingFactory
from tests.journeys import acts, late
from tests.journeys.pdf import words
from tests.journeys.visitor import TABLET, Visitor, spaced

FOR, PARTIAL, AGAINST, ADJOURN = Choice.FOR, Choice.PARTIAL, Choice.AGAINST, Choice.ADJOURN
QUESTION = "Le bail commercial est-il à jour ?"


@pytest.fixture
def board(cast) -> list[Membership]:
    """Six titulars of four organisations, the chair first, whose voice breaks a tie."""
    cast.browsers = {"size": TABLET, "touch": True}
    BoardRules.objects.filter(board_code="53").update(seats=6, tie="chair")
    others = (
        ("Gaël Tanguy", "CPME", College.ACTIVE),
        ("Maï Lagadec", "FNAE", College.RETIRED),
        ("Erwan Cadiou", "CNPL", College.ACTIVE),
    )
    return cast.members + [
        member(display_name=name, nominated_by=group, college=college) for name, group, college in others
    ]


@pytest.fixture
def stand_in(board) -> Membership:
    return member(display_name="Rozenn Kerjean", seat=Seat.SUBSTITUTE, nominated_by="CPME")


@pytest.fixture
def room(cast, board, stand_in) -> Room:
    """Today's sitting: four files published, every member convened. What the browsers do not do is done at once."""
    now = clock.now()
    sitting = SittingFactory(held_on=clock.local_date(now, "Europe/Paris"), starts_at=time(0))
    room = Room(secretary=cast.secretary, titulars=board, substitutes=[stand_in], sitting=sitting, now=now)
    room.tick = clock.now
    room.put(4)
    room.publish()
    convening.convene(actor=room.actor(cast.secretary), sitting_id=sitting.pk, at=now)
    return room


def cast_ballot(
    person: Visitor, file_path: str, choice: Choice, *, button: str = "Déposer mon bulletin", **content
) -> None:
    """On the page of the file, in the form of that button: who carries a proxy has two. Then the screen rests: one that
    follows the sitting is another story, and loads the machine.
    """
    person.open(file_path)
    form = person.page.locator("form[data-ballot]").filter(has=person.page.get_by_role("button", name=button))
    box = form.locator(f"[name=choice][value={choice}]").get_attribute("id")
    form.locator(f"label[for='{box}']").click()
    for name, value in content.items():
        field = form.locator(f"[name={name}]")
        field.select_option(value) if name == "reason_code" else field.fill(value)
    form.get_by_role("button", name=button).click()
    person.reads("Votre bulletin est déposé")
    person.rest()


def answer(person: Visitor, path: str, said: str) -> None:
    person.open(path)
    person.fill(answer=said)
    person.press("Envoyer ma réponse")


def end_vote(secretary: Visitor, file_path: str, told: str) -> None:
    secretary.open(f"{file_path}clore/")
    secretary.press("Clore le vote")
    secretary.reads("Le vote est clos", told)


def test_from_the_answers_to_the_words_of_the_minutes(cast, room, board, stand_in):
    chair, holder, giver, absent, aside, late_one = board
    path = late.path_of(room.sitting)
    secretary = cast.at(cast.secretary)

    answer(cast.at(absent), path, "absent")
    answer(cast.at(giver), path, "proxy")
    cast.at(giver).page.get_by_label("Qui vote à votre place").select_option(label=holder.display_name)
    cast.at(giver).press("Donner pouvoir")
    cast.at(giver).reads("Votre réponse : donne pouvoir")
    secretary.open(f"{path}convocation/")
    secretary.reads("Donne pouvoir", "Ne vient pas", f"Peut siéger à sa place : {stand_in.display_name}")

    there = [chair, holder, aside, stand_in]
    acts.call_roll(cast, path, *(one.display_name for one in there))
    secretary.open(path)
    secretary.reads("Quorum atteint : 4 titulaires présents ou remplacés sur 6, pour un minimum de 4.")
    secretary.press("Ouvrir la séance")
    secretary.reads(
        f"Présidence de séance : {chair.display_name}.",
        f"Pouvoirs : {holder.display_name} pour {giver.display_name}.",
    )
    granted = _grant_in_part(cast, room, path)
    acts.call_roll(cast, path, *(one.display_name for one in [*there, late_one]))
    refused = _refuse_without(cast, room, path)
    tied = _break_a_tie(cast, room, path)
    adjourned = _ask(cast, room, path)

    acts.close_sitting(cast, path)
    room.lay_out()
    _sign(secretary, path, "Signer et transmettre à la présidence")
    _sign(cast.at(chair), path, "Signer le procès-verbal")
    told = words(acts.read_minutes(cast, path, by=holder))
    for said in (
        "Présidence Albane Kerdoncuff Secrétariat Paul Guéguen",
        "Albane Kerdoncuff titulaire, U2P présent",
        "Erwan Cadiou titulaire, CNPL arrivé à",
        "Rozenn Kerjean suppléant, CPME siège à la place de Gaël Tanguy",
        "Représentés Membre Siège Présence Inès Prigent titulaire, U2P représenté par Yann Le Goff",
        "Absents Gaël Tanguy (titulaire, CPME). Quorum atteint : 4 titulaires présents ou remplacés sur 6",
        "4 dossiers examinés : 2 aides accordées, 1 aide refusée, 1 dossier ajourné.",
        "Total accordé : 4 000,00 €.",
        f"{QUESTION} Un échéancier a-t-il été demandé ?",
    ):
        assert said in told
    proxy = "Pouvoir exercé : Yann Le Goff pour Inès Prigent."
    quorum = "Quorum atteint : {} titulaires présents ou remplacés sur 6, pour un minimum de 4."
    for file_path, there_for_it, said, after in (
        (granted, 4, "Aide accordée pour 1 000,00 € : 1 voix pour, 4 voix pour une partie.", proxy),
        (
            refused,
            4,
            "Aide refusée : 2 voix pour, 3 voix contre. Motifs : ressources suffisantes.",
            f"{proxy} 1 membre s’est déporté.",
        ),
        (
            tied,
            5,
            "Aide accordée pour 3 000,00 € : 3 voix pour, 3 voix contre. Les voix étant partagées à égalité, "
            "celle de la présidence de séance est prépondérante.",
            proxy,
        ),
        (adjourned, 5, "Dossier ajourné : 2 voix pour, 4 voix pour l’ajournement.", proxy),
    ):
        name = f"Dossier {spaced(wording.reference(_token(file_path)))} Aide aux cotisants en difficulté"
        assert f"{name} {said} {quorum.format(there_for_it)} {after}" in told


def _grant_in_part(cast, room: Room, path: str) -> str:
    """At two screens, one of which carries a proxy; the low median of the amounts is granted."""
    chair, holder, _, _, aside, _ = room.titulars
    file_path = acts.open_vote(cast, path)
    carrier, presiding = cast.at(holder), cast.at(chair)
    cast_ballot(carrier, file_path, PARTIAL, amount="1200")
    cast_ballot(carrier, file_path, FOR, button="Déposer ce bulletin")
    cast_ballot(presiding, file_path, PARTIAL, amount="1000")
    for who in (aside, *room.substitutes):
        room.vote(who, _token(file_path), PARTIAL, amount_cents=100_000)
    end_vote(cast.at(cast.secretary), file_path, "Aide accordée")
    return file_path


def _refuse_without(cast, room: Room, path: str) -> str:
    """One member steps aside, the one who has just arrived votes."""
    *_, aside, arrived = room.titulars
    file_path = acts.open_vote(cast, path)
    person = cast.at(aside)
    person.open(file_path)
    person.press("Me déporter de ce dossier")
    person.press("Me déporter")
    person.reads("Vous vous êtes déporté de ce dossier")
    person.rest()
    cast_ballot(cast.at(arrived), file_path, AGAINST, reason_code="resources")
    _others(room, file_path, [FOR, AGAINST, AGAINST, FOR], aside, arrived)
    end_vote(cast.at(cast.secretary), file_path, "Aide refusée")
    return file_path


def _break_a_tie(cast, room: Room, path: str) -> str:
    file_path = acts.open_vote(cast, path)
    chair = room.titulars[0]
    cast_ballot(cast.at(chair), file_path, FOR)
    _others(room, file_path, [FOR, FOR, AGAINST, AGAINST, AGAINST], chair)
    end_vote(cast.at(cast.secretary), file_path, "celle de la présidence de séance est prépondérante")
    return file_path


def _ask(cast, room: Room, path: str) -> str:
    file_path = acts.open_vote(cast, path)
    (stand_in,) = room.substitutes
    cast_ballot(cast.at(stand_in), file_path, ADJOURN, question=QUESTION)
    _others(room, file_path, [ADJOURN, ADJOURN, ADJOURN, FOR, FOR], stand_in)
    end_vote(cast.at(cast.secretary), file_path, "Dossier ajourné")
    return file_path


def _others(room: Room, file_path: str, choices: list[Choice], *done: Membership) -> None:
    """The ballots of those whose screens this file is not about: the carrier's two, then the others'."""
    chair, holder, giver, _, aside, late_one = room.titulars
    called = [(holder, None), (holder, giver.pk)]
    called += [(one, None) for one in (chair, aside, late_one, *room.substitutes) if one not in done]
    for (who, giver_id), choice in zip(called, choices, strict=True):
        room.vote(who, _token(file_path), choice, giver_id=giver_id)


def _token(file_path: str) -> str:
    return file_path.rstrip("/").rpartition("/")[2]


def _sign(person: Visitor, path: str, button: str) -> None:
    person.open(f"{path}proces-verbal/")
    person.fill(password=PASSWORD)
    person.press(button)
    person.reads("Vous avez signé")
