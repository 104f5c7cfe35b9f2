"""What each reader of the board finds on the pages, and what the pages refuse."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from commission.enums import Choice
from commission.models import AgendaItem, Ballot, Recusal, Sitting
from commission.queries.agendas import waiting_key
from commission.queries.roll import sheet_key
from commission.wording import reference
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.audit.models import Event
from tests.factories import commission as factories
from tests.factories.accounts import member
from tests.factories.commission import BoardFileFactory
from tests.standing import standing

pytestmark = pytest.mark.django_db
NB, THIN = "\u00a0", "\u202f"


@pytest.fixture
@standing
def room(territory):
    """A sitting of this very day."""
    return factories.room(held_on=clock.today(), now=clock.now())


@pytest.fixture
def browse(client):
    """The client, signed in as ``who``."""

    def sign_in(who):
        client.force_login(who.user)
        return client

    return sign_in


def url(name, room, token=None):
    arguments = [room.sitting.pk] + ([token] if token else [])
    return reverse(f"commission:{name}", args=arguments)


def text(response) -> str:
    """The words of the page, spaces folded."""
    words = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"[ \n]+", " ", words.replace("&nbsp;", NB).replace("&#x27;", "'"))


class TestHome:
    def test_a_member_sees_the_sittings_of_their_board_only(self, room, browse):
        elsewhere = factories.SittingFactory(board_code="11", held_on=room.sitting.held_on)
        page = browse(room.titulars[0]).get(reverse("commission:home")).content.decode()
        assert str(room.sitting.pk) in page
        assert str(elsewhere.pk) not in page

    def test_nothing_yet(self, territory, browse):
        page = text(browse(member()).get(reverse("commission:home")))
        assert "Aucune séance prévue" in page
        assert "Aucune séance n’a encore eu lieu" in page
        assert "Prévoir une séance" not in page

    def test_the_secretary_reads_how_many_files_wait(self, room, browse):
        BoardFileFactory()
        BoardFileFactory(board_code="11")
        page = text(browse(room.secretary).get(reverse("commission:home")))
        assert "1 dossier attend une séance CASS Bretagne" in page

    def test_past_sittings_come_by_pages(self, room, browse):
        days = [room.sitting.held_on - timedelta(days=n) for n in range(1, 26)]
        for day in days:
            factories.SittingFactory(held_on=day, state="cancelled")
        client = browse(room.titulars[0])
        first = client.get(reverse("commission:home"))
        older = client.get(reverse("commission:home") + first.context["pager"]["older_url"])
        seen = [card.held_on for page in (first, older) for card in page.context["past"]]
        assert seen == days
        assert older.context["pager"]["older_url"] == ""

    def test_a_key_that_means_nothing_shows_the_first_page(self, room, browse):
        assert browse(room.titulars[0]).get(reverse("commission:home") + "?avant=x").status_code == 200


class TestConditions:
    def sheet(self, room, browse, *criteria) -> str:
        room.put(1, criteria=criteria)
        room.publish()
        page = text(browse(room.titulars[0]).get(url("item", room, room.tokens[0])))
        return page[page.index("Les conditions") :]

    def test_what_is_not_met_stands_first_and_the_rest_is_folded(self, room, browse):
        page = self.sheet(room, browse, ("Ancienneté", "rempli"), ("Activité principale", "non rempli"))
        assert page.index("Activité principale Non rempli") < page.index("1 autre condition remplie")
        assert page.index("1 autre condition remplie") < page.index("Ancienneté")

    def test_nothing_to_discuss_is_said_in_one_line(self, room, browse):
        page = self.sheet(room, browse, ("Ancienneté", "rempli"), ("Activité principale", "rempli"))
        assert "Toutes les conditions sont remplies (2)" in page
        assert "Constat" not in page


class TestPlanning:
    def form(self, room, **changes):
        day = room.sitting.held_on + timedelta(days=10)
        fields = {
            "sitting_id": "6d0c8a36-5a55-4f3e-9d43-0d4d5a8d7e11",
            "board_code": "53",
            "held_on": day.isoformat(),
            "starts_at": "14:30",
            "place": "Rennes",
        }
        return fields | changes

    def test_the_same_form_twice_is_one_sitting(self, room, browse):
        client = browse(room.secretary)
        for _ in range(2):
            answer = client.post(reverse("commission:sitting_new"), self.form(room))
            assert answer.status_code == 302
        assert Sitting.objects.filter(place="Rennes").count() == 1

    def test_a_past_date_is_told_next_to_the_date_and_what_was_typed_is_kept(self, room, browse):
        typed = self.form(room, held_on="2020-01-01", place="Salle des fêtes")
        answer = browse(room.secretary).post(reverse("commission:sitting_new"), typed)
        assert answer.status_code == 422
        assert answer.context["form"].errors == {"held_on": ["La date d’une séance ne peut pas être passée."]}
        assert "Salle des fêtes" in answer.content.decode()

    def test_a_board_that_is_not_mine_cannot_be_chosen(self, room, browse):
        answer = browse(room.secretary).post(
            reverse("commission:sitting_new"), self.form(room, board_code="11")
        )
        assert "board_code" in answer.context["form"].errors
        assert not Sitting.objects.filter(board_code="11").exists()


class TestAgendaPage:
    def test_files_are_chosen_then_moved_then_removed(self, room, browse):
        keys = [waiting_key(room.sitting.pk, BoardFileFactory().token) for _ in range(3)]
        client, page = browse(room.secretary), url("agenda", room)
        client.post(page, {"action": "add", "files": keys})
        tokens = sorted(AgendaItem.objects.values_list("token", flat=True))
        client.post(page, {"action": f"move:{tokens[2]}:1"})
        client.post(page, {"action": f"remove:{tokens[0]}"})
        order = AgendaItem.objects.order_by("rank").values_list("token", flat=True)
        assert list(order) == [tokens[2], tokens[1]]

    def test_the_same_choice_twice_is_no_error(self, room, browse):
        key = waiting_key(room.sitting.pk, BoardFileFactory().token)
        client, page = browse(room.secretary), url("agenda", room)
        answers = [client.post(page, {"action": "add", "files": [key]}).status_code for _ in range(2)]
        assert answers == [302, 302]

    def test_nothing_chosen_is_told_on_the_page(self, room, browse):
        BoardFileFactory()
        answer = browse(room.secretary).post(url("agenda", room), {"action": "add"})
        assert answer.status_code == 422
        assert "Choisissez au moins un dossier à inscrire." in answer.content.decode()

    def test_an_open_sitting_has_no_agenda_page(self, room, browse):
        room.put()
        room.open()
        answer = browse(room.secretary).post(url("agenda", room), {"action": "add"}, follow=True)
        assert "L’ordre du jour ne change plus" in text(answer)

    def test_waiting_files_come_by_pages_in_the_order_of_chance(self, room, browse):
        keys = sorted(waiting_key(room.sitting.pk, BoardFileFactory().token) for _ in range(52))
        client = browse(room.secretary)
        first = client.get(url("agenda", room))
        second = client.get(url("agenda", room) + first.context["next_url"])
        assert [one.key for page in (first, second) for one in page.context["ready"]] == keys


class TestAttendancePage:
    def boxes(self, room, *people):
        return [sheet_key(room.sitting, one) for one in people]

    def test_the_sheet_then_the_opening(self, room, browse):
        room.put()
        room.publish()
        client = browse(room.secretary)
        answer = client.post(
            url("attendance", room),
            {
                "titulars": self.boxes(room, *room.titulars[:4]),
                "substitutes": self.boxes(room, room.substitutes[0]),
            },
            follow=True,
        )
        assert f"Quorum atteint{NB}: 5 titulaires présents ou remplacés sur 6" in text(answer)
        client.post(url("open", room), {"chair": sheet_key(room.sitting, room.titulars[1])})
        room.sitting.refresh_from_db()
        assert (room.sitting.state, room.sitting.chair) == ("open", room.titulars[1])

    def test_no_quorum_is_told_at_the_opening(self, room, browse):
        room.put()
        room.publish().mark(*room.titulars[:2])
        answer = browse(room.secretary).post(
            url("open", room), {"chair": sheet_key(room.sitting, room.titulars[0])}
        )
        assert answer.status_code == 422
        assert "Quorum non atteint" in answer.context["form"].non_field_errors()[0]

    @pytest.mark.parametrize("named", ["nobody", "absent"])
    def test_who_is_not_there_does_not_preside_and_nobody_does_instead(self, room, browse, named):
        room.put()
        room.publish().mark(*room.titulars[1:])
        chair = sheet_key(room.sitting, room.titulars[0]) if named == "absent" else ""
        answer = browse(room.secretary).post(url("open", room), {"chair": chair})
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["chair"]
        room.sitting.refresh_from_db()
        assert room.sitting.state == "published"

    @pytest.mark.parametrize(("there", "proposed"), [(slice(0, 6), 0), (slice(1, 6), 1)])
    def test_the_president_else_the_first_arrived_is_proposed_to_preside(self, room, browse, there, proposed):
        room.put()
        room.publish().mark(*room.titulars[there])
        form = browse(room.secretary).get(url("sitting", room)).context["form"]
        assert form["chair"].value() == sheet_key(room.sitting, room.titulars[proposed])

    def test_a_second_click_on_the_opening_says_it_is_open(self, room, browse):
        room.put()
        room.open()
        answer = browse(room.secretary).post(url("open", room), follow=True)
        assert answer.status_code == 200
        assert "La séance est déjà ouverte." in text(answer)

    def test_an_open_vote_keeps_the_sheet_and_the_boxes(self, room, browse):
        (token,) = room.put()
        room.open().open_vote(token)
        answer = browse(room.secretary).post(
            url("attendance", room),
            {
                "titulars": self.boxes(room, *room.titulars[:5]),
                "chair": sheet_key(room.sitting, room.titulars[0]),
            },
        )
        assert answer.status_code == 409
        assert "Un vote est ouvert" in answer.context["form"].non_field_errors()[0]
        assert answer.context["form"]["titulars"].value() == self.boxes(room, *room.titulars[:5])

    def test_the_key_of_a_member_means_nothing_in_another_sitting(self, room):
        other = factories.SittingFactory(held_on=room.sitting.held_on)
        assert sheet_key(other, room.titulars[0]) != sheet_key(room.sitting, room.titulars[0])


class TestVoting:
    @pytest.fixture
    def token(self, room):
        (token,) = room.put()
        room.open().open_vote(token)
        return token

    def vote(self, client, room, token, **fields):
        return client.post(url("vote", room, token), fields)

    def test_a_member_votes_and_reads_that_the_ballot_is_in(self, room, token, browse):
        client = browse(room.titulars[0])
        page = client.get(url("item", room, token))
        assert page.context["ballots"][0].form["amount"].value() == "2500"
        self.vote(client, room, token, choice="partial", amount=f"1{THIN}250,50{NB}€")
        assert Ballot.objects.values_list("choice", "amount_cents").get() == ("partial", 125_050)
        after = text(client.get(url("item", room, token)))
        assert "Votre bulletin est déposé" in after
        assert "Déposer mon bulletin" not in after

    def test_a_double_click_is_one_ballot_and_no_error_page(self, room, token, browse):
        client = browse(room.titulars[0])
        answers = [self.vote(client, room, token, choice="abstain").status_code for _ in range(2)]
        assert answers == [302, 302]
        assert Ballot.objects.count() == 1

    @pytest.mark.parametrize(
        ("fields", "errors"),
        [
            ({}, {"choice": ["Choisissez votre vote."]}),
            ({"choice": "partial", "amount": ""}, {"amount": ["Indiquez le montant que vous accordez."]}),
            (
                {"choice": "partial", "amount": "mille"},
                {"amount": [f"Ce montant n’est pas lisible{NB}: écrivez par exemple 1{THIN}250,50."]},
            ),
            (
                {"choice": "partial", "amount": "0"},
                {"amount": ["Indiquez un montant supérieur à zéro."]},
            ),
            (
                {"choice": "partial", "amount": "5000,01"},
                {"amount": [f"Le montant dépasse le maximum de ce dossier{NB}: 5{THIN}000,00{THIN}€."]},
            ),
            ({"choice": "against"}, {"reason_code": ["Choisissez le motif du refus."]}),
            ({"choice": "adjourn"}, {"question": ["Écrivez ce qu’il faut éclaircir avant de décider."]}),
        ],
    )
    def test_what_is_missing_is_told_next_to_its_cause(self, room, token, browse, fields, errors):
        answer = self.vote(browse(room.titulars[0]), room, token, **fields)
        assert answer.status_code == 422
        assert dict(answer.context["form"].errors) == errors
        assert not Ballot.objects.exists()

    def test_what_was_typed_is_kept(self, room, token, browse):
        answer = self.vote(
            browse(room.titulars[0]), room, token, choice="partial", amount="9 999,00", question="Hein"
        )
        page = answer.content.decode()
        assert 'value="9 999,00"' in page
        assert "Hein" in page
        assert re.search(r'value="partial"[^>]*checked', page)

    def test_the_detail_of_another_choice_is_no_error(self, room, token, browse):
        self.vote(browse(room.titulars[0]), room, token, choice="abstain", amount="mille", reason_code="zzz")
        assert Ballot.objects.get().choice == "abstain"

    def test_too_late_is_told_with_what_had_been_chosen(self, room, token, browse):
        room.close_vote(token)
        client = browse(room.titulars[0])
        self.vote(client, room, token, choice="partial", amount="800")
        page = text(client.get(url("item", room, token)))
        assert f"Le vote sur ce dossier est clos{NB}: votre bulletin n’a pas été enregistré." in page
        assert f"Ce que vous aviez choisi{NB}: accorder en partie, 800,00{THIN}€." in page

    def test_a_file_that_is_not_on_this_agenda_is_a_missing_page(self, room, browse):
        (elsewhere,) = room.put()
        room.open().open_vote(elsewhere)
        room.sitting = factories.SittingFactory(held_on=room.sitting.held_on)
        assert self.vote(browse(room.titulars[0]), room, elsewhere, choice="abstain").status_code == 404
        assert Ballot.objects.count() == 0

    def test_the_same_form_with_another_choice_is_told_that_the_first_one_counts(self, room, token, browse):
        client, key = browse(room.titulars[0]), str(uuid4())
        self.vote(client, room, token, choice="for", form_key=key)
        self.vote(client, room, token, choice="abstain", form_key=key)
        page = text(client.get(url("item", room, token)))
        assert (
            f"Votre bulletin était déjà déposé pour le dossier {reference(token)}{NB}: le premier compte."
            in page
        )
        assert list(Ballot.objects.values_list("choice", flat=True)) == ["for"]

    @pytest.mark.parametrize("then", ["\x00", "x" * 26, "../..", ""])
    def test_what_no_page_wrote_leads_nowhere(self, room, token, browse, then):
        answer = self.vote(browse(room.titulars[0]), room, token, choice="abstain", then=then)
        assert (answer.status_code, answer.url) == (302, url("item", room, token))

    def test_it_leads_to_the_file_the_page_named_as_long_as_it_awaits_the_reader(self, room, browse):
        first, second, third = room.put(3)
        room.open()
        for one in (first, second, third):
            room.open_vote(one)
        client = browse(room.titulars[0])
        assert self.vote(client, room, first, choice="abstain", then=third).url == url("item", room, third)
        assert self.vote(client, room, second, choice="abstain", then=first).url == url("item", room, third)

    def test_an_absent_member_is_told_why_there_is_no_ballot(self, room, browse):
        (token,) = room.put()
        room.open(*room.titulars[:5]).open_vote(token)
        page = browse(room.titulars[5]).get(url("item", room, token))
        assert "Vous n’êtes pas noté présent à cette séance" in text(page)
        assert page.context["form"] is None

    def test_the_secretary_conducts_and_has_no_ballot(self, room, token, browse):
        room.vote(room.titulars[0], token)
        client = browse(room.secretary)
        page = text(client.get(url("item", room, token)))
        assert "1 sur 6 bulletin reçu" in page
        assert "Déposer mon bulletin" not in page
        assert self.vote(client, room, token, choice="abstain").status_code == 404

    def test_a_member_reads_nothing_of_the_others_before_the_closing(self, room, token, browse):
        """The page is the same, byte for byte, whatever the others did."""

        def page():
            body = browse(room.titulars[5]).get(url("item", room, token)).content.decode()
            return re.sub(r'name="(csrfmiddlewaretoken|form_key)" value="[\w-]+"', "", body)

        before = page()
        for one in room.titulars[:5]:
            room.vote(one, token, Choice.AGAINST)
        room.step_aside(room.titulars[4], token)
        assert page() == before

    def test_how_many_ballots_came_in_is_given_to_the_secretary_alone(self, room, token, browse):
        room.vote(room.titulars[0], token)
        seen = [
            browse(reader).get(url("item", room, token)).context["sheet"].ballots
            for reader in (room.titulars[1], room.secretary)
        ]
        assert seen == [0, 1]

    def test_the_result_opens_for_all_at_the_closing(self, room, token, browse):
        for one in room.titulars[:4]:
            room.vote(one, token)
        browse(room.secretary).post(url("close_item", room, token))
        for reader in (room.secretary, room.titulars[0], room.titulars[5]):
            page = text(browse(reader).get(url("item", room, token)))
            assert f"Aide accordée pour 3{THIN}000,00{THIN}€{NB}: 4 voix pour." in page

    def test_a_second_click_on_the_closing_is_no_error_page(self, room, token, browse):
        client = browse(room.secretary)
        answers = [client.post(url("close_item", room, token)).status_code for _ in range(2)]
        assert answers == [302, 302]

    def test_opening_a_vote_by_the_page(self, room, browse):
        (token,) = room.put()
        room.open()
        client = browse(room.secretary)
        for _ in range(2):
            client.post(url("open_item", room, token))
        assert AgendaItem.objects.get().state == "open"

    def test_a_get_on_the_vote_goes_to_the_file(self, room, token, browse):
        answer = browse(room.titulars[0]).get(url("vote", room, token))
        assert answer.headers["Location"] == url("item", room, token)

    def test_reading_a_file_is_noted(self, room, token, browse):
        browse(room.titulars[0]).get(url("item", room, token))
        event = Event.objects.get(action="board.file_read")
        assert (event.actor_id, event.target_id) == (room.titulars[0].user_id, str(room.item(token).pk))


class TestSteppingAside:
    @pytest.fixture
    def token(self, room):
        (token,) = room.put()
        room.publish()
        return token

    def test_the_file_is_gone_from_every_page(self, room, token, browse):
        client = browse(room.titulars[0])
        assert client.get(url("recuse", room, token)).status_code == 200
        answer = client.post(url("recuse", room, token), follow=True)
        page = text(answer)
        assert "Vous vous êtes déporté de ce dossier" in page
        assert "déporté" not in text(client.get(url("sitting", room)))
        assert token not in answer.content.decode()
        assert client.get(url("item", room, token)).status_code == 404
        assert client.get(url("recuse", room, token)).status_code == 404

    def test_a_second_click_and_a_late_ballot_come_back_to_the_sitting(self, room, token, browse):
        room.open().open_vote(token)
        client = browse(room.titulars[0])
        late = [
            client.post(url("recuse", room, token)),
            client.post(url("recuse", room, token)),
            client.post(url("vote", room, token), {"choice": "abstain"}),
        ]
        assert [answer.headers["Location"] for answer in late] == [url("sitting", room)] * 3
        assert (Recusal.objects.count(), Ballot.objects.count()) == (1, 0)

    def test_it_says_that_a_ballot_falls(self, room, token, browse):
        room.open().open_vote(token)
        room.vote(room.titulars[0], token)
        page = text(browse(room.titulars[0]).get(url("recuse", room, token)))
        assert "Le bulletin que vous avez déposé sera annulé." in page

    def test_the_result_stays_hidden_after_the_closing(self, room, token, browse):
        room.open().open_vote(token)
        room.step_aside(room.titulars[0], token)
        room.close_vote(token)
        room.close()
        client = browse(room.titulars[0])
        assert client.get(url("item", room, token)).status_code == 404
        assert token not in client.get(url("sitting", room)).content.decode()


class TestEnding:
    def test_the_summary_of_a_closed_sitting(self, room, browse):
        tokens = room.put(4, amount_ceiling_cents=300_000)
        room.open()
        room.decide(tokens[0], [Choice.FOR] * 6)
        room.decide(tokens[1], [Choice.AGAINST] * 6)
        room.decide(tokens[2], [Choice.FOR] * 3 + [Choice.AGAINST] * 3)
        client = browse(room.secretary)
        assert "1 dossier non examiné attendra une autre séance." in text(client.get(url("close", room)))
        page = text(client.post(url("close", room), follow=True))
        for words in (
            f"Total accordé 3{THIN}000{NB}€",
            "Aide accordée",
            f"Aide refusée{NB}: 6 voix contre. Motifs{NB}: ressources suffisantes.",
            f"Dossier ajourné, les voix étant partagées à égalité{NB}: 3 voix pour, 3 voix contre.",
            "Présents\u00a0: Titulaire 01, Titulaire 02",
        ):
            assert words in page

    def test_an_open_vote_is_named_before_the_closing(self, room, browse):
        (token,) = room.put()
        room.open().open_vote(token)
        client = browse(room.secretary)
        page = client.get(url("close", room))
        assert url("item", room, token) in page.content.decode()
        assert "Clore la séance</button>" not in page.content.decode()
        assert "Un vote est encore ouvert" in text(client.post(url("close", room), follow=True))

    def test_cancelling(self, room, browse):
        room.put()
        client = browse(room.secretary)
        assert client.get(url("cancel", room)).status_code == 200
        page = text(client.post(url("cancel", room), follow=True))
        assert "Cette séance est annulée" in page
        assert client.get(url("cancel", room)).status_code == 302
