"""The pages of the room: the sheet and its proxies, a member's own proxy, the missed quorum and its second call."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from commission.models import Attendance, Proxy, Sitting
from commission.queries.roll import sheet_key
from cpsti_portal.kernel import clock
from tests.factories import commission as factories
from tests.factories.accounts import member, secretary
from tests.standing import standing

pytestmark = pytest.mark.django_db
NB = "\u00a0"


@pytest.fixture
@standing
def room(territory):
    """A sitting of this very day, begun at midnight."""
    room = factories.room(held_on=clock.today(), now=clock.now())
    Sitting.objects.filter(pk=room.sitting.pk).update(starts_at="00:00")
    return room


@pytest.fixture
def browse(client):
    def sign_in(who):
        client.force_login(who.user)
        return client

    return sign_in


def text(response) -> str:
    """The words of the page, spaces folded."""
    words = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"[ \n]+", " ", words.replace("&nbsp;", NB).replace("&#x27;", "'"))


def url(name, room):
    return reverse(f"commission:{name}", args=[room.sitting.pk])


def key(room, who):
    return sheet_key(room.sitting, who)


class TestSheet:
    def test_it_shows_every_passage_with_its_hour(self, room, browse):
        one, two = room.titulars[:2]
        room.now -= timedelta(minutes=30)
        room.mark(one, two)
        room.mark(one)
        page = text(browse(room.secretary).get(url("attendance", room)))
        for words in ("Titulaire 01 Arrivée", "Titulaire 02 Départ"):
            assert words in page

    def test_an_hour_to_come_is_told_next_to_the_field_and_the_boxes_are_kept(self, room, browse):
        sent = {"titulars": [key(room, room.titulars[0])], "hour": "23:59"}
        answer = browse(room.secretary).post(url("attendance", room), sent)
        if answer.status_code == 302:
            pytest.fail("it is 23:59")
        assert answer.context["form"].errors == {"hour": ["Cette heure n’est pas encore passée."]}
        assert answer.context["form"]["titulars"].value() == sent["titulars"]
        assert not Attendance.objects.exists()

    def test_a_proxy_received_is_entered_then_taken_back(self, room, browse):
        client = browse(room.secretary)
        sent = {"giver": key(room, room.titulars[5]), "holder": key(room, room.titulars[0])}
        page = text(client.post(url("enter_proxy", room), sent, follow=True))
        assert "Titulaire 06 saisi par le secrétariat" in page
        page = text(client.post(url("end_proxy", room), {"giver": sent["giver"]}, follow=True))
        assert f"Fin{NB}: pouvoir repris" in page

    @pytest.mark.parametrize(
        ("giver", "holder", "errors"),
        [
            (5, 5, {"holder": ["Un membre ne se donne pas pouvoir à lui-même."]}),
            (
                5,
                1,
                {"holder": [f"Titulaire 02 est absent{NB}: un pouvoir se donne à un membre présent."]},
            ),
            (5, None, {"holder": ["Choisissez le membre qui votera à votre place."]}),
        ],
    )
    def test_what_is_refused_is_told_next_to_its_cause(self, room, browse, giver, holder, errors):
        room.mark(room.titulars[0])
        sent = {"giver": key(room, room.titulars[giver])}
        if holder is not None:
            sent["holder"] = key(room, room.titulars[holder])
        answer = browse(room.secretary).post(url("enter_proxy", room), sent)
        assert answer.status_code == 422
        assert dict(answer.context["proxy_form"].errors) == errors
        assert answer.context["proxy_form"]["giver"].value() == sent["giver"]

    def test_once_the_sitting_is_over_nothing_changes(self, room, browse):
        room.put()
        room.open().close()
        sent = {"giver": key(room, room.titulars[5]), "holder": key(room, room.titulars[0])}
        page = text(browse(room.secretary).post(url("enter_proxy", room), sent, follow=True))
        assert "la feuille de présence ne change plus" in page
        assert not Proxy.objects.exists()


class TestOwnProxy:
    def test_a_titular_gives_it_reads_it_and_takes_it_back(self, room, browse):
        client = browse(room.titulars[5])
        page = text(client.get(url("sitting", room)))
        assert "Donner pouvoir" in page
        page = text(client.post(url("proxy", room), {"holder": key(room, room.titulars[0])}, follow=True))
        assert "Vous avez donné pouvoir à Titulaire 01." in page
        page = text(client.post(url("take_proxy_back", room), follow=True))
        assert "Votre pouvoir est repris." in page
        assert Proxy.objects.get().ended_because == "withdrawn"

    def test_the_holder_reads_whose_vote_is_theirs(self, room, browse):
        room.give(room.titulars[5], room.titulars[0])
        page = text(browse(room.titulars[0]).get(url("sitting", room)))
        assert f"Vous portez le pouvoir de Titulaire 06{NB}: vous votez aussi à sa place" in page

    def test_a_second_window_says_one_thing_and_writes_nothing_more(self, room, browse):
        client = browse(room.titulars[5])
        for holder in room.titulars[:2]:
            client.post(url("proxy", room), {"holder": key(room, holder)})
        assert Proxy.objects.get().holder == room.titulars[0]

    def test_a_refusal_stands_by_the_choice(self, room, browse):
        room.give(room.titulars[4], room.titulars[0])
        answer = browse(room.titulars[5]).post(url("proxy", room), {"holder": key(room, room.titulars[0])})
        assert answer.context["form"].errors == {
            "holder": [f"Ce membre détient déjà un pouvoir{NB}: nul n’en détient plus d’un."]
        }

    def test_a_substitute_has_none_to_give(self, room, browse):
        assert browse(room.substitutes[0]).get(url("proxy", room)).status_code == 302

    def test_nobody_else_comes_near(self, room, browse):
        for who in (room.secretary, member("11"), secretary("11")):
            assert browse(who).get(url("proxy", room)).status_code == 404


class TestMissedQuorum:
    def test_from_the_finding_to_the_second_call_in_two_clicks(self, room, browse):
        room.put(2)
        room.publish().mark(*room.titulars[:3])
        client = browse(room.secretary)
        assert "Constater l’absence de quorum" in text(client.get(url("sitting", room)))
        assert "Quorum non atteint" in text(client.get(url("missed", room)))
        answer = client.post(url("missed", room), follow=True)
        assert f"Présents{NB}: Titulaire 01, Titulaire 02, Titulaire 03." in text(answer)
        proposed = answer.context["form"].initial["held_on"]
        page = text(client.post(url("second_call", room), {"held_on": proposed.isoformat()}, follow=True))
        assert "seconde convocation" in page
        second = Sitting.objects.get(recalls=room.sitting)
        assert second.held_on == room.sitting.held_on + timedelta(days=7)
        agenda = text(client.get(reverse("commission:agenda", args=[second.pk])))
        assert "Rien ne s’y ajoute, rien n’en sort." in agenda
        assert "Inscrire les dossiers choisis" not in agenda

    def test_a_day_too_late_is_told_next_to_the_date(self, room, browse):
        room.put()
        room.miss()
        late = room.sitting.held_on + timedelta(days=21)
        answer = browse(room.secretary).post(url("second_call", room), {"held_on": late.isoformat()})
        assert answer.status_code == 422
        assert answer.context["form"]["held_on"].value() == late.isoformat()
        (error,) = answer.context["form"].errors["held_on"]
        assert error.startswith(f"La seconde convocation se tient dans les 20 jours{NB}: au plus tard le ")

    def test_a_member_reads_the_finding_and_has_no_button(self, room, browse):
        room.put()
        room.miss(room.titulars[0])
        page = text(browse(room.titulars[0]).get(url("sitting", room)))
        assert "Le secrétariat convoquera de nouveau la commission" in page
        assert "Prévoir la seconde convocation" not in page

    def test_giving_up(self, room, browse):
        room.put()
        room.miss()
        page = text(browse(room.secretary).post(url("give_up", room), follow=True))
        assert "Les dossiers de cette séance attendent une autre séance." in page
