"""The pages of a delegation: the secretary entrusts, two members agree, the next sitting and the report tell it."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commission import wording
from commission.minutes.sheet import Paper, sheet
from commission.models import BoardRules, Ruling, Sitting
from commission.queries import delegations as queries
from commission.report import build
from commission.services import recusals
from cpsti_portal.kernel import clock
from tests.factories import commission as factories
from tests.factories.commission import SittingFactory
from tests.factories.delegations import again, agree, allow, entrusted, granted, urgent
from tests.standing import standing

pytestmark = pytest.mark.django_db


@pytest.fixture
@standing
def room(territory):
    """The pages tell what is due now."""
    allow()
    now = clock.now()
    return factories.room(held_on=clock.local_date(now, "Europe/Paris"), now=now - timedelta(hours=1))


def page(client, who, name: str, *args) -> str:
    client.force_login(who.user)
    response = client.get(reverse(f"commission:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def post(client, who, name: str, *args, **data):
    client.force_login(who.user)
    return client.post(reverse(f"commission:{name}", args=args), data, follow=True)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


class TestSecretary:
    def test_entrusts_a_file_from_the_page_of_the_board(self, room, client):
        token = urgent(room)
        assert reverse("commission:delegations", args=["53"]) in page(client, room.secretary, "home")
        html = page(client, room.secretary, "delegations", "53")
        assert token not in html
        sent = {"sitting_id": re.search(r'name="sitting_id" value="([^"]+)"', html)[1]}
        sent["file"] = re.search(r'name="file" value="(\w+)"', html)[1]
        answer = post(client, room.secretary, "delegations", "53", **sent)
        assert "Le dossier est confié à la délégation" in answer.content.decode()
        assert str(Sitting.objects.get(kind="delegation").pk) == sent["sitting_id"]
        again_sent = post(client, room.secretary, "delegations", "53", **sent)
        assert "Le dossier est confié à la délégation" in again_sent.content.decode()
        assert Sitting.objects.filter(kind="delegation").count() == 1

    @pytest.mark.parametrize("file", ["", "A" * 26])
    def test_a_file_that_is_not_there(self, room, client, file):
        urgent(room)
        answer = post(client, room.secretary, "delegations", "53", sitting_id=uuid4(), file=file)
        assert answer.status_code in (409, 422)
        assert not Sitting.objects.filter(kind="delegation").exists()

    def test_is_offered_the_files_whose_deadline_comes_first_and_no_more_are_read(
        self, room, client, monkeypatch
    ):
        monkeypatch.setattr(queries, "MOST", 2)
        july, june, spring = (date(2026, 7, 1), date(2026, 6, 16), date(2026, 4, 1))
        for day in (july, None, june, spring):
            urgent(room, decide_by=day, filed_quarter="2e trimestre 2026")
        client.force_login(room.secretary.user)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(reverse("commission:delegations", args=["53"]))
        assert [one.decide_by for one in answer.context["page"].ready] == [spring, june]
        (read,) = [one["sql"] for one in asked if "amount_proposed_cents" in one["sql"]]
        assert read.endswith("LIMIT 3")
        html = words(answer.content.decode())
        assert "Les 2 dossiers dont l’échéance vient le plus tôt sont affichés." in html
        assert "2e trimestre 2026" in html
        monkeypatch.setattr(queries, "MOST", 4)
        page = client.get(reverse("commission:delegations", args=["53"])).context["page"]
        assert ([one.decide_by for one in page.ready], page.more) == ([spring, june, july, None], False)

    def test_other_aids_are_not_offered(self, room, client):
        urgent(room, aid_code="aced")
        assert "Aucun dossier d’aide d’urgence n’attend" in page(client, room.secretary, "delegations", "53")

    def test_where_the_rules_do_not_delegate_the_page_says_so_and_no_link_leads_to_it(self, room, client):
        BoardRules.objects.all().delete()
        assert reverse("commission:delegations", args=["53"]) not in page(client, room.secretary, "home")
        assert "ne délèguent pas l’aide d’urgence" in page(client, room.secretary, "delegations", "53")

    def test_takes_it_back(self, room, client):
        item = entrusted(room)
        assert "Reprendre le dossier pour une séance" in page(
            client, room.secretary, "sitting", item.sitting_id
        )
        answer = post(client, room.secretary, "delegation_end", item.sitting_id)
        assert "La délégation n’a rien accordé" in answer.content.decode()


class TestMembers:
    def test_two_members_agree_and_the_aid_is_granted(self, room, client):
        item = entrusted(room)
        where = (item.sitting_id, item.token)
        president, second, third = room.titulars[:3]
        html = page(client, president, "item", *where)
        assert "Deux accords sont attendus" in html
        key = re.search(r'name="form_key" value="([^"]+)"', html)[1]
        answer = post(client, president, "agree", *where, amount="1 200", form_key=key)
        assert "Votre accord est enregistré" in answer.content.decode()
        seen = page(client, second, "item", *where)
        assert "il manque celui d’un autre membre" in seen
        assert "1 200" not in words(seen)
        assert "Donner mon accord" not in page(client, president, "item", *where)
        answer = post(client, second, "agree", *where, amount="1 500", form_key=uuid4())
        assert "L’aide est accordée par délégation" in answer.content.decode()
        assert Ruling.objects.get(item=item).amount_cents == 120_000
        html = page(client, third, "sitting", item.sitting_id)
        assert "Aide accordée par délégation pour" in html
        assert "La décision est partie dès le second accord" in html

    def test_a_refused_amount_comes_back_as_it_was_typed(self, room, client):
        item = entrusted(room, amount_asked_cents=300_000)
        answer = post(client, room.titulars[0], "agree", item.sitting_id, item.token, amount="2 500")
        assert answer.status_code == 422
        assert "Le montant dépasse la délégation" in answer.content.decode()
        assert 'value="2 500"' in answer.content.decode()

    def test_a_member_without_office_after_another_is_told_before_they_type(self, room, client):
        item = entrusted(room)
        agree(room, room.titulars[1], item)
        assert queries.OFFICER in page(client, room.titulars[2], "item", item.sitting_id, item.token)

    def test_one_leaves_it_to_the_board(self, room, client):
        item = entrusted(room)
        where = (item.sitting_id, item.token)
        answer = post(client, room.titulars[3], "agree", *where, decision="leave")
        assert "La commission décidera de ce dossier à une séance" in answer.content.decode()
        answer = post(client, room.titulars[0], "agree", *where, amount="1 000")
        assert queries.OVER in answer.content.decode()

    def test_the_ordinary_ballot_is_refused(self, room, client):
        item = entrusted(room)
        post(client, room.titulars[0], "vote", item.sitting_id, item.token, choice="for", form_key=uuid4())
        assert again(item).turnouts.count() == 0

    def test_who_is_not_called_on_the_file_finds_neither_it_nor_its_delegation(self, room, client):
        item, third = entrusted(room), room.titulars[2]
        recusals.set_aside(token=item.board_file_id, member_ids=[third.pk], at=room.now)
        client.force_login(third.user)
        for name, args in (("sitting", []), ("live", []), ("item", [item.token]), ("agree", [item.token])):
            url = reverse(f"commission:{name}", args=[item.sitting_id, *args])
            assert client.get(url).status_code == 404, name
        assert client.post(url, {"amount": "1 000"}).status_code == 404
        assert str(item.sitting_id) not in page(client, third, "home")
        assert "Aucun dossier n’attend d’accord" in page(client, third, "delegations", "53")


class TestMinutes:
    def test_bear_the_day_of_the_decision_wherever_they_are_named(self, room, client):
        decided = room.now
        room.now -= timedelta(days=2)
        item = entrusted(room)
        agree(room, room.titulars[0], item)
        agree(room, room.titulars[1], item, at=decided)
        room.sitting = item.sitting
        found = room.lay_out()
        on = clock.local_date(decided, "Europe/Paris")
        html = words(page(client, room.secretary, "minutes", item.sitting_id))
        named = f"délégation du {wording.day(on)}"
        assert f"Procès-verbal, {named}" in html and f"D{named[1:]}" in html
        assert f"<title>Procès-verbal, {named}</title>" in sheet(Paper.MINUTES, found.content)
        answer = client.get(reverse("commission:minutes_paper", args=[item.sitting_id, "proces-verbal"]))
        assert answer.headers["Content-Disposition"] == (
            f'attachment; filename="proces-verbal-{on.isoformat()}.pdf"'
        )


class TestTold:
    def test_on_the_page_of_the_next_sitting_and_not_of_the_one_after(self, room, client):
        item = granted(room)
        later = SittingFactory(held_on=room.sitting.held_on + timedelta(days=30))
        who = room.titulars[3]
        assert "Décidé depuis la séance précédente" in page(client, who, "sitting", room.sitting.pk)
        assert str(item.sitting_id) in page(client, room.secretary, "sitting", room.sitting.pk)
        assert "Décidé depuis" not in page(client, who, "sitting", later.pk)

    def test_not_to_who_is_not_called_on_it(self, room, client):
        item = entrusted(room)
        recusals.set_aside(token=item.board_file_id, member_ids=[room.titulars[2].pk], at=room.now)
        for who in room.titulars[:2]:
            agree(room, who, item)
        assert "Décidé depuis" not in page(client, room.titulars[2], "sitting", room.sitting.pk)

    def test_in_the_report_of_the_year_without_a_number_that_tells(self, room, client):
        granted(room)
        html = page(client, room.secretary, "report", room.sitting.held_on.year, "53")
        assert "accordées par délégation\u00a0; leur nombre n’est pas communiqué" in html

    def test_not_among_the_sittings_of_the_year(self, room, client):
        item = granted(room)
        assert str(item.sitting_id) not in page(client, room.secretary, "year", "53")


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((0, 12), ""),
        (
            (4, 12),
            "Des aides d’urgence ont été accordées par délégation\u00a0; leur nombre n’est pas communiqué.",
        ),
        (
            (12, 3),
            "Des aides d’urgence ont été accordées par délégation\u00a0; leur nombre n’est pas communiqué.",
        ),
        ((12, 0), "12 aides d’urgence ont été accordées par délégation, entre deux séances."),
        ((5, 5), "5 aides d’urgence ont été accordées par délégation, entre deux séances."),
    ],
)
def test_a_small_number_of_delegations_is_told_by_nothing(numbers, said):
    assert build(year=2026, aids=[], delegated=numbers).delegated == said
