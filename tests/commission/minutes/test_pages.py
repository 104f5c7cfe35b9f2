"""The pages of the minutes: who reads what, signing with the password, comparing a file, the extract."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from commission.enums import Choice
from commission.models import ControlAct, Sending
from cpsti_portal.kernel import clock, private_files
from cpsti_portal.kernel.audit.models import Event
from tests.factories import commission as factories
from tests.factories.accounts import PASSWORD, member
from tests.factories.commission import Room
from tests.standing import standing

pytestmark = pytest.mark.django_db


@pytest.fixture
@standing
def closed(territory) -> Room:
    """A sitting of this very day, closed: one grant."""
    room = factories.room(held_on=clock.today(), now=clock.now())
    room.put()
    room.open()
    room.decide(room.tokens[0], [Choice.FOR] * 6)
    room.close()
    room.now = clock.now()
    return room


@pytest.fixture
def browse(client):
    def sign_in(who):
        client.force_login(who.user)
        return client

    return sign_in


def url(name: str, room: Room, *rest) -> str:
    return reverse(f"commission:{name}", args=[room.sitting.pk, *rest])


def text(response) -> str:
    shown = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", shown.replace("&nbsp;", " ").replace("\u00a0", " ").replace("&#x27;", "'"))


def words(content: bytes) -> str:
    read = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return " ".join(read.replace("\u00a0", " ").split())


def sign(client, room: Room, password: str = PASSWORD, seal: str | None = None):
    sent = {"password": password, "seal": room.minutes.seal if seal is None else seal}
    return client.post(url("minutes_sign", room), sent)


class TestReading:
    def test_the_draft_is_the_secretary_s_alone(self, closed, browse):
        closed.lay_out()
        paper = url("minutes_paper", closed, "proces-verbal")
        assert browse(closed.secretary).get(paper).status_code == 200
        for who in (closed.titulars[0], closed.titulars[1]):
            assert browse(who).get(paper).status_code == 404
            assert "Le secrétariat relit le projet" in text(browse(who).get(url("minutes", closed)))

    def test_proposed_it_is_read_by_who_signs_and_signed_by_every_member(self, closed, browse):
        closed.sign_first()
        paper = url("minutes_paper", closed, "releve-de-decisions")
        assert browse(closed.titulars[0]).get(paper).status_code == 200
        assert browse(closed.titulars[1]).get(paper).status_code == 404
        sign(browse(closed.titulars[0]), closed)
        assert browse(closed.titulars[1]).get(paper).status_code == 200
        assert browse(member("11")).get(paper).status_code == 404

    def test_a_paper_is_the_signed_bytes_and_its_reading_is_kept(self, closed, browse):
        minutes = closed.sign()
        answer = browse(closed.titulars[2]).get(url("minutes_paper", closed, "proces-verbal"))
        assert answer.content == private_files.content(minutes.minutes_path)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == (
            f'attachment; filename="proces-verbal-{closed.sitting.held_on.isoformat()}.pdf"'
        )
        assert answer["Cache-Control"] == "private, no-store"
        assert Event.objects.filter(action="board.minutes_read").count() == 1

    def test_there_is_no_other_paper(self, closed, browse):
        closed.sign()
        client = browse(closed.secretary)
        assert client.get(url("minutes_paper", closed, "autre")).status_code == 404

    def test_an_open_sitting_has_no_minutes(self, territory, today, browse):
        room = factories.room(held_on=today, now=clock.now())
        room.put()
        room.open()
        assert browse(room.secretary).get(url("minutes", room)).status_code == 404


class TestWhoSteppedAside:
    @pytest.fixture
    def aside(self, territory, today) -> Room:
        """Two grants; the fourth titular stepped aside from the first file."""
        room = factories.room(held_on=today, now=clock.now())
        room.put(2)
        room.open()
        room.open_vote(room.tokens[0])
        room.step_aside(room.titulars[3], room.tokens[0])
        for who in (*room.titulars[:3], *room.titulars[4:]):
            room.vote(who, room.tokens[0], amount_cents=123_400)
        room.close_vote(room.tokens[0])
        room.decide(room.tokens[1], [Choice.FOR] * 6)
        room.close()
        room.sign()
        return room

    @pytest.mark.parametrize("paper", ["proces-verbal", "releve-de-decisions"])
    def test_reads_an_extract_without_the_file(self, aside, browse, paper):
        told = words(browse(aside.titulars[3]).get(url("minutes_paper", aside, paper)).content)
        assert "Extrait, sans les dossiers dont le lecteur s’est déporté" in told
        assert aside.tokens[0][:4] not in told
        assert aside.tokens[1][:4] in told
        assert "1 dossier examiné" in told

    def test_and_the_others_the_whole(self, aside, browse):
        told = words(browse(aside.titulars[1]).get(url("minutes_paper", aside, "proces-verbal")).content)
        assert aside.tokens[0][:4] in told
        assert "1 membre s’est déporté" in told
        assert "Titulaire 04 s’est déporté" not in told

    def test_a_chair_who_stepped_aside_is_told_nothing_more(self, aside, browse):
        page = text(browse(aside.titulars[3]).get(url("minutes", aside)))
        assert "ces extraits ne le montrent pas" in page
        assert aside.tokens[0][:4] not in page


class TestSigning:
    def test_the_secretary_then_the_chair(self, closed, browse):
        closed.lay_out()
        page = browse(closed.secretary).get(url("minutes", closed))
        assert "Signer et transmettre à la présidence" in text(page)
        assert sign(browse(closed.secretary), closed).status_code == 302
        page = browse(closed.titulars[0]).get(url("minutes", closed))
        assert "Signer le procès-verbal" in text(page)
        assert sign(browse(closed.titulars[0]), closed).status_code == 302
        page = text(browse(closed.titulars[1]).get(url("minutes", closed)))
        assert page.count("Signé le") == 2
        assert closed.minutes.minutes_sha256 in page

    def test_a_wrong_password_signs_nothing(self, closed, browse):
        closed.lay_out()
        answer = sign(browse(closed.secretary), closed, "autre chose")
        assert answer.status_code == 422
        assert "Ce mot de passe n’est pas le vôtre" in text(answer)
        assert closed.minutes.state == "draft"

    def test_after_five_tries_the_right_one_is_not_heard_either(self, closed, browse):
        closed.lay_out()
        client = browse(closed.secretary)
        for _ in range(5):
            sign(client, closed, "autre chose")
        assert "Trop d’essais" in text(sign(client, closed))
        assert closed.minutes.state == "draft"
        client.logout()
        assert sign(browse(closed.secretary), closed).status_code == 302, "a new session"

    def test_a_stale_page_is_told_so_and_signs_nothing(self, closed, browse):
        closed.lay_out()
        client = browse(closed.secretary)
        answer = client.post(
            url("minutes_sign", closed), {"password": PASSWORD, "seal": "0" * 128}, follow=True
        )
        assert "Le document a changé depuis que vous l’avez ouvert" in text(answer)
        assert closed.minutes.state == "draft"

    def test_a_member_who_does_not_sign_is_told_who_does(self, closed, browse):
        closed.sign_first()
        answer = sign(browse(closed.titulars[1]), closed)
        assert answer.status_code == 422
        assert "Ce procès-verbal se signe par Titulaire 01 (présidence de séance)." in text(answer)

    def test_a_refusal_comes_back_to_the_secretary_with_its_reason(self, closed, browse):
        closed.sign_first()
        client = browse(closed.titulars[0])
        assert client.post(url("minutes_refuse", closed), {"reason": ""}).status_code == 422
        assert client.post(url("minutes_refuse", closed), {"reason": "Heure fausse."}).status_code == 302
        page = text(browse(closed.secretary).get(url("minutes", closed)))
        assert "Titulaire 01 : Heure fausse." in page
        assert "Le document se met en page" in page
        assert "Heure fausse" not in text(browse(closed.titulars[1]).get(url("minutes", closed)))

    def test_the_secretary_adds_a_remark(self, closed, browse):
        client = browse(closed.secretary)
        assert (
            client.post(url("minutes_prepare", closed), {"remark": "Calendrier adopté."}).status_code == 302
        )
        assert closed.minutes.remark == "Calendrier adopté."
        assert "Calendrier adopté." in text(client.get(url("minutes", closed)))

    def test_a_number_in_a_remark_is_told_beside_it_and_the_remark_is_kept(self, closed, browse):
        typed = "Appeler le 06 12 34 56 78."
        answer = browse(closed.secretary).post(url("minutes_prepare", closed), {"remark": typed})
        form = answer.context["remark_form"]
        assert (answer.status_code, list(form.errors), form["remark"].value()) == (422, ["remark"], typed)
        assert "numéro de téléphone" in text(answer)
        assert closed.minutes.remark == ""


class TestComparing:
    def compare(self, client, room: Room, content: bytes):
        sent = {"file": SimpleUploadedFile("x.pdf", content)}
        return text(client.post(url("minutes_compare", room), sent))

    def test_the_signed_file_another_one_and_none(self, closed, browse):
        minutes = closed.sign()
        client = browse(closed.titulars[2])
        signed = private_files.content(minutes.minutes_path)
        assert "Ce fichier est bien le procès-verbal signé" in self.compare(client, closed, signed)
        assert "Ce fichier n’est pas celui qui est signé" in self.compare(client, closed, signed + b" ")
        assert client.post(url("minutes_compare", closed), {}).status_code == 422


class TestTheControl:
    def test_sending_then_an_act(self, closed, browse):
        closed.sign()
        client, today = browse(closed.secretary), closed.sitting.held_on.isoformat()
        assert "Rien n’est encore envoyé" in text(client.get(url("control", closed)))
        sent = {"addressee": "Service", "means": "mail", "sent_on": today, "complete_on": today}
        assert client.post(url("control_sending", closed), sent).status_code == 302
        assert "Le délai de contrôle court" in text(client.get(url("control", closed)))
        act = {"tokens": closed.tokens, "kind": "unlawful", "decided_on": today, "reason": "Plafond dépassé."}
        assert client.post(url("control_act", closed), act).status_code == 302
        page = text(client.get(url("control", closed)))
        assert "Suspendue le" in page
        assert "Plafond dépassé." in page
        assert (Sending.objects.count(), ControlAct.objects.count()) == (1, 1)

    def test_a_refusal_keeps_what_was_typed_next_to_its_cause(self, closed, browse):
        closed.sign()
        client = browse(closed.secretary)
        sent = {"addressee": "Service", "means": "mail", "sent_on": "2020-01-01", "complete_on": "2020-01-01"}
        answer = client.post(url("control_sending", closed), sent)
        assert answer.status_code == 422
        assert "L’envoi suit la signature" in text(answer)
        assert 'value="2020-01-01"' in answer.content.decode()

    def test_before_the_signatures_there_is_no_control(self, closed, browse):
        closed.sign_first()
        client = browse(closed.secretary)
        for name in ("control", "control_package"):
            assert client.get(url(name, closed)).status_code == 404
        for name in ("control_sending", "control_act"):
            assert client.post(url(name, closed), {}).status_code == 404


def test_the_page_of_the_minutes_costs_the_same_whatever_the_agenda(
    territory, browse, django_assert_max_num_queries
):
    first = factories.room()
    for count in (1, 8):
        sitting = factories.SittingFactory(held_on=date(2026, 6, count))
        room = replace(first, sitting=sitting, now=factories.OPENING.replace(day=count), tokens=[])
        room.put(count)
        room.open()
        for token in room.tokens:
            room.decide(token, [Choice.FOR] * 6)
        room.close()
        room.sign()
        client = browse(room.titulars[2])
        with django_assert_max_num_queries(20):
            assert client.get(url("minutes", room)).status_code == 200
