"""The year of a board: days that come back, holidays, quarters, and an agenda drawn by deadline."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse

from commission import year
from commission.models import BoardFile, Sitting
from commission.queries import year as queries
from commission.services import agenda, sittings
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.errors import DomainError, NotAllowed
from requests_app.legal_clock import half_month_of
from tests.factories import commission as factories
from tests.factories.accounts import secretary
from tests.factories.commission import BoardFileFactory, SittingFactory
from tests.standing import standing

EASTERS = {2024: (3, 31), 2025: (4, 20), 2026: (4, 5), 2027: (3, 28), 2030: (4, 21), 2038: (4, 25)}


@pytest.mark.parametrize(("in_year", "day"), EASTERS.items())
def test_easter(in_year, day):
    assert year.easter(in_year) == date(in_year, *day)


HOLIDAYS = [
    (date(2026, 5, 25), "", "lundi de Pentecôte"),
    (date(2026, 5, 14), "", "Ascension"),
    (date(2026, 4, 6), "53", "lundi de Pâques"),
    (date(2026, 11, 11), "53", "11 novembre"),
    (date(2026, 12, 20), "04", "abolition de l’esclavage"),
    (date(2026, 12, 20), "53", ""),
    (date(2026, 6, 16), "53", ""),
]


@pytest.mark.parametrize(("day", "board_code", "name"), HOLIDAYS)
def test_days_on_which_nobody_works(day, board_code, name):
    assert year.holiday(day, board_code=board_code) == name


def test_the_third_tuesday_and_the_last_friday_of_a_month():
    assert year.returning(2026, months=[6, 3], weekday=1, rank=3) == [date(2026, 3, 17), date(2026, 6, 16)]
    assert year.nth_weekday(2026, 5, 4, year.LAST) == date(2026, 5, 29)


@pytest.mark.parametrize(("linked", "near"), [(2019, False), (2020, True), (2027, True), (2028, False)])
def test_a_page_of_a_year_leads_to_the_next_one_and_not_beyond(linked, near):
    assert year.within_reach(linked, today=date(2026, 11, 28)) is near


def test_a_quarter_without_a_sitting_is_told():
    assert year.quarters_without([date(2026, 2, 3), date(2026, 12, 1), date(2025, 5, 1)], year=2026) == [2, 3]


@pytest.mark.parametrize(
    ("due_on", "told"),
    [((2026, 6, 1), 1), ((2026, 6, 15), 1), ((2026, 6, 16), 16), ((2026, 6, 30), 16)],
)
def test_a_board_is_told_a_half_month_of_a_deadline(due_on, told):
    assert half_month_of(date(*due_on)) == date(2026, 6, told)


pytestmark = pytest.mark.django_db


MISSED = {"state": "missed", "missed_at": datetime(2026, 3, 3, 14, tzinfo=UTC), "missed_sentence": "Constat."}


def _rank(day: date) -> int:
    """« Le troisième mardi »; the fourth of a month that has five is its fourth, the fifth its last."""
    return (day.day + 6) // 7


@pytest.fixture
@standing
def room(territory):
    return factories.room(held_on=clock.today() + timedelta(days=20), now=clock.now())


def act(room) -> dict:
    return {"actor": room.actor(room.secretary), "sitting_id": room.sitting.pk}


class TestAgendaByDeadline:
    def test_the_most_urgent_files_come_first_and_those_without_a_deadline_last(self, room):
        days = (date(2026, 7, 16), None, date(2026, 6, 1), date(2026, 7, 1))
        late, none, first, second = (BoardFileFactory(decide_by=day).token for day in days)
        elsewhere = BoardFileFactory(board_code="11", decide_by=date(2026, 1, 1)).token
        agenda.compose(**act(room), number=2, at=clock.now())
        assert set(room.sitting.items.values_list("board_file", flat=True)) == {first, second}
        agenda.compose(**act(room), number=1, at=clock.now())
        assert late in set(room.sitting.items.values_list("board_file", flat=True))
        assert set(BoardFile.objects.filter(state="ready").values_list("token", flat=True)) == {
            none,
            elsewhere,
        }

    def test_a_deadline_is_in_nothing_a_member_reads(self, room, client):
        BoardFileFactory(decide_by=date(2031, 3, 16))
        agenda.compose(**act(room), number=1, at=clock.now())
        item = room.sitting.items.get()
        assert "decide_by" not in item.shown
        room.publish()
        client.force_login(room.titulars[0].user)
        for name, keys in (("sitting", [room.sitting.pk]), ("item", [room.sitting.pk, item.token])):
            page = client.get(reverse(f"commission:{name}", args=keys)).content.decode()
            assert [told for told in ("2031", "Quinzaine", "échéance") if told in page] == []

    @pytest.mark.parametrize(
        ("number", "code"), [(0, "agenda.number"), (201, "agenda.number"), (5, "agenda.none_ready")]
    )
    def test_what_cannot_be_composed_is_told(self, room, number, code):
        with pytest.raises(DomainError) as refusal:
            agenda.compose(**act(room), number=number, at=clock.now())
        assert refusal.value.code == code

    def test_one_click_on_the_page(self, room, client):
        BoardFileFactory(decide_by=date(2031, 3, 16))
        client.force_login(room.secretary.user)
        address = reverse("commission:agenda", args=[room.sitting.pk])
        assert "Quinzaine du 16" in client.get(address).content.decode()
        assert client.post(address, {"action": "compose", "number": "x"}).status_code == 422
        done = client.post(address, {"action": "compose", "number": "20"}, follow=True)
        assert "1 dossier est inscrit" in done.content.decode()


class TestSeries:
    def test_several_sittings_are_planned_at_once_and_once(self, room):
        days = [clock.today() + timedelta(days=n) for n in (40, 70, 100)]
        plan = {"board_code": "53", "days": days, "starts_at": time(14), "place": "Rennes", "at": clock.now()}
        actor = room.actor(room.secretary)
        assert [sittings.plan_series(actor=actor, **plan) for _ in range(2)] == [3, 0]

    @pytest.mark.parametrize("there", [{"kind": "delegation"}, MISSED])
    def test_neither_a_delegation_nor_a_missed_sitting_takes_the_day_of_another(self, room, there):
        day = clock.today() + timedelta(days=40)
        SittingFactory(held_on=day, starts_at=time(14), **there)
        rule = {"in_year": day.year, "months": [day.month], "weekday": day.weekday(), "rank": _rank(day)}
        (offered,) = queries.proposed(board_code="53", today=clock.today(), **rule)
        assert (offered.day, "déjà prévue" in offered.note) == (day, False)
        plan = {"board_code": "53", "days": [day], "starts_at": time(14), "at": clock.now()}
        assert sittings.plan_series(actor=room.actor(room.secretary), **plan) == 1

    def test_one_day_gone_by_plans_nothing(self, room):
        days = [clock.today() + timedelta(days=40), clock.today() - timedelta(days=1)]
        with pytest.raises(DomainError, match="passée"):
            sittings.plan_series(
                actor=room.actor(room.secretary),
                board_code="53",
                days=days,
                starts_at=time(9),
                at=clock.now(),
            )
        assert Sitting.objects.filter(starts_at=time(9)).count() == 0

    def test_another_boards_secretary_plans_nothing(self, room):
        with pytest.raises(NotAllowed):
            sittings.plan_series(
                actor=room.actor(secretary("11")),
                board_code="53",
                days=[clock.today() + timedelta(days=9)],
                starts_at=time(9),
                at=clock.now(),
            )

    def test_a_preview_leaves_holidays_unticked_and_the_year_shows_what_was_kept(self, room, client):
        client.force_login(room.secretary.user)
        next_year = clock.today().year + 1
        rule = f"?annee={next_year}&rank=1&weekday=4&months=1&months=5&months=9"
        address = reverse("commission:series", args=["53"]) + rule
        page = client.get(address)
        assert page.status_code == 200
        days = [day for day, _ in page.context["form"].fields["days"].choices]
        typed = {"days": days, "starts_at": "14:00", "place": ""}
        assert client.post(address, {**typed, "starts_at": ""}).status_code == 422
        kept = client.post(address, typed, follow=True).content.decode()
        assert "3 séances sont prévues" in kept
        assert "Aucune séance d’octobre à décembre" in kept


class TestPage:
    def test_neither_a_missed_sitting_nor_a_delegation_is_the_one_of_its_quarter(self, room):
        in_year = clock.today().year + 2
        for month, there in ((2, {}), (5, MISSED), (8, {"kind": "delegation"})):
            SittingFactory(held_on=date(in_year, month, 3), **there)
        page = queries.page_of(
            room.actor(room.secretary), board_code="53", in_year=in_year, today=clock.today()
        )
        assert (page.sittings, len(page.empty_quarters)) == (1, 3)

    def test_a_member_reads_the_year_and_plans_nothing(self, room, client):
        client.force_login(room.titulars[0].user)
        page = client.get(reverse("commission:year", args=["53"]))
        assert (page.status_code, "Prévoir plusieurs" in page.content.decode()) == (200, False)
        assert client.get(reverse("commission:series", args=["53"])).status_code == 404
        assert client.get(reverse("commission:year", args=["11"])).status_code == 404

    def test_the_page_costs_the_same_for_few_and_for_many(self, room, client, django_assert_num_queries):
        client.force_login(room.secretary.user)
        address = reverse("commission:year", args=["53"]) + f"?annee={clock.today().year + 2}"
        client.get(address)
        with django_assert_num_queries(6):
            client.get(address)
        for n in range(12):
            SittingFactory(held_on=date(clock.today().year + 2, n + 1, 5))
        with django_assert_num_queries(6):
            client.get(address)
