"""Everything that is sent reaches the portal twice at the same time, without script to stop it: all happens once.

A browser drops the first of two quick clicks by itself. A hand on a bad network, two devices or a retry do not: the
stories send the same bytes from two connections.
"""

import re
from collections import Counter
from datetime import timedelta

import pytest

from commission.enums import Choice
from commission.models import AgendaItem, Attendance, Ballot, BoardFile, Recusal, Ruling, Sitting
from cpsti_portal.kernel import clock
from requests_app.models import (
    AidRequest,
    BoardLink,
    BoardVersion,
    Decision,
    Document,
    Letter,
    Mail,
    MaskingChoice,
    Opinion,
    PaperRequest,
    Payment,
    Redaction,
    StateChange,
)
from tests.factories import applicants
from tests.journeys import acts

pytestmark = pytest.mark.usefixtures("twice")


@pytest.fixture
def twice(cast):
    cast.browsers = {"twice": True, "script": False}


def _moves(number: str) -> dict[str, int]:
    rows = StateChange.objects.filter(aid_request__reference=number)
    return dict(Counter(rows.values_list("transition", flat=True)))


def test_the_life_of_a_grant_with_every_button_pressed_twice(cast):
    number = acts.file(cast, "afe", money_asked_cents=180_000)
    cast.work()
    acts.instruct(cast, number, kind="partial", amount="1 200,00", reasons=("resources",))
    sitting = acts.hold_sitting(cast, Choice.PARTIAL, amount="1 200,00")
    cast.work()
    acts.motivate(cast, number)
    cast.work()
    assert cast.at(cast.caseworker).doubles
    with acts.after_control(cast, sitting) as caseworker:
        acts.open_file(caseworker, number)
        caseworker.press("Enregistrer le versement")
        caseworker.press("Enregistrer le versement")
        cast.work()
    everybody = (cast.applicant, cast.caseworker, cast.secretary, cast.members[0])
    assert all(cast.at(one).doubles for one in everybody)
    assert [code for one in everybody for code in cast.at(one).doubles if code >= 500] == []
    assert AidRequest.objects.count() == 1
    expected = ("submit", "take", "freeze", "send_to_board", "schedule", "decide", "notify", "pay")
    assert _moves(number) == dict.fromkeys(expected, 1)
    once = (BoardLink, Opinion, Sitting, AgendaItem, Ruling, Decision, Payment)
    assert {model.__name__: model.objects.count() for model in once} == {model.__name__: 1 for model in once}
    each = len(cast.members)
    assert (Ballot.objects.count(), Attendance.objects.count()) == (each, each)
    assert Counter(Letter.objects.values_list("kind", flat=True)) == {"receipt": 1, "partial": 1}
    assert Counter(Mail.objects.values_list("kind", "status")) == {
        ("receipt", "sent"): 1,
        ("decision", "sent"): 1,
    }
    assert Document.objects.count() == len({one.kind for one in Document.objects.all()})


def test_papers_asked_for_and_sent_with_every_button_pressed_twice(cast):
    number = cast.desk.filed("afe", at=clock.now()).reference
    cast.work()
    caseworker = cast.at(cast.caseworker)
    acts.take(caseworker, number)
    caseworker.press("Demander des pièces")
    caseworker.fill(piece_rib=True)
    caseworker.press("Demander ces pièces")
    cast.work()
    person = cast.at(cast.applicant)
    person.open(f"/demandes/{AidRequest.objects.get().pk}/pieces-demandees/")
    person.join("rib", cast.paper("nouveau-rib"))
    person.press(re.compile("^Ajouter"))
    person.press("Envoyer les pièces")
    cast.work()
    assert _moves(number) == {"submit": 1, "take": 1, "ask_papers": 1, "answer_papers": 1}
    assert (PaperRequest.objects.count(), Document.objects.filter(paper_request__isnull=False).count()) == (
        1,
        1,
    )
    assert Counter(Letter.objects.values_list("kind", flat=True)) == {"receipt": 1, "papers": 1}


def test_stepping_aside_and_withdrawing_with_every_button_pressed_twice(cast):
    waiting = cast.desk.filed("aced", at=clock.now())
    cast.sent("aced")
    cast.work()
    path = acts.plan_sitting(cast)
    cast.work()
    acts.open_sitting(cast, path)
    file_path = acts.open_vote(cast, path)
    member = cast.at(cast.members[2])
    member.open(file_path)
    member.press("Me déporter de ce dossier")
    member.press("Me déporter")
    person = cast.at(cast.applicant)
    person.open(f"/demandes/{waiting.pk}/retirer/")
    person.press("Retirer ma demande")
    assert Recusal.objects.count() == 1
    assert _moves(waiting.reference) == {"submit": 1, "withdraw": 1}


def test_a_version_that_comes_and_goes_with_every_button_pressed_twice(cast):
    aid_request = cast.desk.opined("afe", at=clock.now() - timedelta(days=4), whole=True)
    number = aid_request.reference
    holder, reader = cast.at(cast.caseworker), cast.at(cast.colleague)
    acts.open_file(holder, number)
    holder.press("Rendre à la file")
    holder.press("Prendre en charge")
    for reason in ("Le métier est trop précis.", ""):
        holder.open(f"/instruction/{aid_request.pk}/apercu/")
        acts.freeze(cast, holder)
        if reason:
            reader.open(f"/instruction/{aid_request.pk}/signature/")
            reader.fill(reason=reason)
            reader.press("Rendre pour correction", within="#rendre-la-version")
    acts.sign(reader, number)
    cast.work()
    acts.open_file(holder, number)
    holder.press("Corriger le dossier transmis")
    holder.fill(reason="Montant erroné.")
    holder.press("Reprendre le dossier")
    aid_request.refresh_from_db()
    assert aid_request.state == "in_review"
    assert [code for one in (holder, reader) for code in one.doubles if code >= 500] == []
    assert (len(holder.doubles), len(reader.doubles)) == (5, 2), "each button was sent twice"
    assert _moves(number) == {
        "submit": 1, "take": 1, "freeze": 2, "give_back": 1, "send_to_board": 1, "correct": 1,
    }  # fmt: skip
    assert list(BoardVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert (BoardLink.objects.count(), BoardFile.objects.get().state) == (1, "retracted")


def test_an_agenda_that_is_made_and_unmade_with_every_button_pressed_twice(cast):
    for aid_code in ("aced", "afe"):
        cast.sent(aid_code)
    cast.work()
    path = acts.plan_sitting(cast)
    secretary = cast.at(cast.secretary)
    secretary.open(f"{path}ordre-du-jour/")
    secretary.press(re.compile("^Descendre"))
    secretary.press(re.compile("^Retirer"))
    secretary.press("Publier l’ordre du jour")
    secretary.press("Reprendre l’ordre du jour")
    secretary.press("Publier l’ordre du jour")
    secretary.open(f"{path}annuler/")
    secretary.press("Annuler la séance")
    cast.work()
    assert (len(secretary.doubles), [code for code in secretary.doubles if code >= 500]) == (8, [])
    assert [one.state for one in Sitting.objects.all()] == ["cancelled"]
    assert sorted(BoardFile.objects.values_list("state", flat=True)) == ["ready", "ready"]


def test_a_draft_that_is_thrown_away_with_every_button_pressed_twice(cast):
    draft = applicants.draft(user=cast.applicant, aid_code="afe", at=clock.now())
    paper = draft.documents.first()
    person = cast.at(cast.applicant)
    person.open(f"/demandes/{draft.pk}/pieces/{paper.pk}/supprimer/")
    person.press("Supprimer")
    assert not draft.documents.filter(pk=paper.pk).exists()
    person.open(f"/demandes/{draft.pk}/abandonner/")
    person.press("Supprimer le brouillon")
    assert (len(person.doubles), [code for code in person.doubles if code >= 500]) == (3, []), (
        "and the sign-in"
    )
    assert AidRequest.objects.count() == 0


def test_a_text_is_masked_restored_and_read_with_every_button_pressed_twice(cast):
    aid_request = cast.desk.taken("afe", at=clock.now() - timedelta(days=4))
    holder = cast.at(cast.caseworker)
    bench = f"/instruction/{aid_request.pk}/textes/recit/"
    holder.open(bench)
    holder.press("Continuer à la main")
    cast.work()
    for label in ("commune", "doubt"):
        holder.open(bench)
        holder.fill(words="est partie", label=label)
        holder.press("Masquer partout")
    holder.page.locator(".redaction__lines summary", has_text="est partie").click()
    holder.press("Un mot courant, pas un nom")
    holder.press("Masquer de nouveau")
    holder.page.locator(".redaction__lines summary", has_text="est partie").click()
    holder.press("Utile à la décision")
    holder.press("J’ai relu : joindre ce récit")
    holder.open(bench)
    holder.press("Ne plus le joindre")
    assert [code for code in holder.doubles if code >= 400] == []
    assert len(holder.doubles) == 8, "each button was sent twice"
    choice = MaskingChoice.objects.get()
    assert (choice.term, choice.masks, choice.reason) == ("est partie", False, "needed")
    row = Redaction.objects.get(aid_request=aid_request, name="account")
    assert (row.read_digest, row.by_hand) == ("", False)
