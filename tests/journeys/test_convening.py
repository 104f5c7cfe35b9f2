"""The secretariat invites a member, convenes the board, and reads who comes."""

import re

from django.core import mail

from cpsti_portal.kernel import clock
from tests.factories.accounts import PASSWORD
from tests.journeys import acts

INVITED = "nolwenn.invitee@exemple.fr"


def _mail_to(address: str) -> mail.EmailMessage:
    return next(one for one in reversed(mail.outbox) if one.to == [address])


def _path(message: mail.EmailMessage, part: str) -> str:
    return re.search(rf"https?://[^/\s]+(/{part}/\S+)", message.body)[1]


def test_a_member_is_invited_and_signs_in(cast, visit):
    person = cast.at(cast.secretary)
    person.open("/commission/")
    person.press("Membres")
    person.press("Inviter un membre")
    person.fill(
        display_name="Nolwenn Invitée",
        email=INVITED,
        seat="substitute",
        nominated_by="CPME",
        college="active",
        starts_on=clock.today().isoformat(),
        ends_on=clock.today().replace(year=clock.today().year + 3, day=1).isoformat(),
    )
    person.press("Envoyer l’invitation")
    person.reads("L’invitation part par courriel", INVITED)
    cast.work()

    invited = visit()
    link = _path(_mail_to(INVITED), "invitation")
    invited.open(link)
    invited.reads("vous invite comme suppléant, pour CPME")
    invited.fill(password1=PASSWORD, password2=PASSWORD)
    invited.press("Ouvrir mon accès")
    invited.fill(login=INVITED, password=PASSWORD)
    invited.press("Me connecter")
    invited.reads("Prochaines séances")
    invited.open(link)
    invited.reads("Cette invitation a déjà servi")


def test_a_board_is_convened_and_answers(cast):
    cast.sent("aced")
    cast.work()
    person = cast.at(cast.secretary)
    path = acts.plan_sitting(cast)
    person.open(f"{path}convocation/")
    person.press("Convoquer les membres")
    person.reads("3 convocations partent par courriel")
    cast.work()
    person.open(f"{path}convocation/")
    person.reads("Envoyé", "Pas de réponse")

    coming, away, _ = cast.members
    reader = cast.at(coming)
    reader.open(_path(_mail_to(coming.user.email), "commission"))
    reader.fill(answer="remote")
    reader.press("Envoyer ma réponse")
    reader.reads("Votre réponse est enregistrée")
    other = cast.at(away)
    other.open(path)
    other.fill(answer="absent")
    other.press("Envoyer ma réponse")

    person.open(f"{path}convocation/")
    person.reads("À distance", "Ne vient pas", "Peut siéger à sa place : personne")
    person.press("Relancer sans réponse")
    person.reads("1 relance part par courriel")
    person.open(f"{path}deplacer/")
    person.fill(starts_at="23:30")
    person.press("Enregistrer le changement")
    person.reads("La séance est déplacée")
    cast.work()
    moved = _mail_to(coming.user.email)
    assert moved.subject.startswith("Changement : la séance aura lieu le".replace(" :", "\u00a0:"))
    reader.open(path)
    reader.reads("Venez-vous à cette séance")
