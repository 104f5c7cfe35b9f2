"""Dated rules: which ones hold on a day, who may write them, and that what judged is never written again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from commission import reference
from commission.models import BoardRules
from commission.queries.rulebook import rulebook_of
from commission.rules import AmountRule, Rulebook, TieRule
from commission.services import rulebook
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import actor_for
from cpsti_portal.kernel.audit.models import Event
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from tests.factories.accounts import administrator, member, secretary
from tests.factories.commission import HELD_ON

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 3, 12, tzinfo=UTC)


def refused(error: type[DomainError], code: str):
    return pytest.raises(error, match=f"^{code}:")


def announce(by=None, **changes):
    facts = {"board_code": "53", "starts_on": date(2026, 6, 4), "rules": {"seats": 8}, "at": NOW} | changes
    return rulebook.announce(actor=actor_for((by or administrator()).user, NOW.date()), **facts)


class TestReading:
    def test_the_last_row_that_began_holds_until_the_eve_of_the_next(self, territory):
        for starts_on, seats in ((date(2026, 1, 1), 6), (date(2026, 6, 3), 8), (date(2027, 1, 1), 10)):
            BoardRules.objects.create(board_code="53", starts_on=starts_on, seats=seats)
        days = (date(2026, 6, 2), date(2026, 6, 3), date(2026, 12, 31), date(2027, 1, 1))
        assert [rulebook_of(board_code="53", on=day).seats for day in days] == [6, 8, 8, 10]

    def test_before_any_row_and_for_another_board_the_defaults_hold(self, territory):
        BoardRules.objects.create(board_code="53", starts_on=HELD_ON, seats=8)
        assert rulebook_of(board_code="53", on=HELD_ON - timedelta(days=1)) == Rulebook()
        assert rulebook_of(board_code="11", on=HELD_ON) == Rulebook()

    def test_every_field_is_read_in_one_query(self, territory, django_assert_num_queries):
        facts = {
            "seats": 15, "proxies_per_member": 0, "second_call_days": 10, "tie": "chair", "amount": "proposal",
            "nominal": True, "pack_days": 10, "urgent_pack_days": 2, "delegation_ceiling_cents": 200_000,
            "hold_days": 9, "urgent_hold_days": 1, "urgent_before_signature": True,
            "consult_any_aid": True,
        }  # fmt: skip
        BoardRules.objects.create(board_code="53", starts_on=HELD_ON, **facts)
        with django_assert_num_queries(1):
            found = rulebook_of(board_code="53", on=HELD_ON)
        assert found == Rulebook(**facts | {"tie": TieRule.CHAIR, "amount": AmountRule.PROPOSAL})

    def test_every_board_starts_with_the_defaults_and_keeps_its_own(self, territory):
        BoardRules.objects.create(board_code="53", starts_on=HELD_ON, seats=8)
        reference.load()
        reference.load()
        rows = BoardRules.objects.order_by("board_code").values_list("board_code", "seats")
        assert list(rows) == [("04", 6), ("11", 6), ("53", 8)]


class TestAnnouncing:
    def test_it_holds_from_its_day_and_the_journal_says_what_changes(self, territory):
        announce(rules={"seats": 8, "nominal": True, "hold_days": 8})
        assert rulebook_of(board_code="53", on=date(2026, 6, 4)) == Rulebook(seats=8, nominal=True)
        event = Event.objects.get(action="board.rules_announced")
        assert event.detail == {
            "board": "53", "starts_on": "2026-06-04", "changed": {"seats": 8, "nominal": True},
        }  # fmt: skip

    def test_rules_to_come_are_replaced_by_those_of_the_same_day(self, territory):
        announce()
        announce(rules={"seats": 9})
        assert list(BoardRules.objects.values_list("starts_on", "seats")) == [(date(2026, 6, 4), 9)]

    def test_what_changes_nothing_is_said(self, territory):
        with refused(Conflict, "rules.same"):
            announce(rules={"seats": 6})

    @pytest.mark.parametrize("starts_on", [date(2026, 6, 3), date(2025, 1, 1)])
    def test_the_past_does_not_change(self, territory, starts_on):
        with refused(DomainError, "rules.begun"):
            announce(starts_on=starts_on)

    def test_tomorrow_is_told_in_the_zone_of_the_board(self, territory):
        late = datetime(2026, 6, 3, 21, tzinfo=UTC)  # the fourth in Saint-Denis, still the third in Rennes
        announce(at=late)
        with refused(DomainError, "rules.begun"):
            announce(board_code="04", at=late)

    def test_an_unknown_board(self, territory):
        with refused(DomainError, "rules.board"):
            announce(board_code="zz")

    def test_nobody_else_writes_them(self, territory):
        for who in (member(), secretary()):
            with refused(NotAllowed, "rules.administrator"):
                announce(by=who)


class TestFrozenByTheDatabase:
    def held(self, room):
        room.put()
        row = BoardRules.objects.create(board_code="53", starts_on=HELD_ON - timedelta(days=30))
        room.open()
        return row

    def test_a_row_that_judged_a_sitting_is_neither_changed_nor_erased(self, room):
        row = self.held(room)
        for act in (lambda: BoardRules.objects.update(seats=4), row.delete):
            with pytest.raises(DatabaseError, match="judged a sitting are frozen"), transaction.atomic():
                act()

    def test_a_new_row_does_not_judge_again_a_sitting_that_was_held(self, room):
        self.held(room)
        with pytest.raises(DatabaseError, match="do not judge again"), transaction.atomic():
            BoardRules.objects.create(board_code="53", starts_on=HELD_ON, seats=4)
        BoardRules.objects.create(board_code="53", starts_on=HELD_ON + timedelta(days=1), seats=4)
        BoardRules.objects.create(board_code="53", starts_on=HELD_ON - timedelta(days=60), seats=4)

    @pytest.mark.parametrize(
        ("fields", "constraint"),
        [
            ({"seats": 0}, "have_seats"),
            ({"proxies_per_member": 2}, "one_proxy"),
            ({"second_call_days": 21}, "second_call_in_time"),
            ({"second_call_days": 0}, "second_call_in_time"),
            ({"tie": "dice"}, "tie_known"),
            ({"amount": "dice"}, "amount_known"),
            ({"hold_days": 61}, "delays_in_a_year"),
        ],
    )
    def test_no_row_goes_beyond_the_law(self, territory, fields, constraint):
        with pytest.raises(IntegrityError, match=f"board_rules_{constraint}"), transaction.atomic():
            BoardRules.objects.create(board_code="53", starts_on=HELD_ON, **fields)


class TestAdministration:
    URL = "admin:commission_boardrules_announce"

    @pytest.fixture
    def admin_client(self, client, territory):
        client.force_login(administrator().user)
        return client

    def send(self, client, **changes):
        tomorrow = clock.today() + timedelta(days=2)
        facts = {
            "board_code": "53", "starts_on": tomorrow.isoformat(), "seats": "8", "proxies_per_member": "1",
            "second_call_days": "20", "tie": "adjourn", "amount": "median", "pack_days": "7", "urgent_pack_days": "1",
            "delegation_ceiling_cents": "2 000,00", "hold_days": "8", "urgent_hold_days": "0",
        }  # fmt: skip
        return client.post(reverse(self.URL), facts | changes)

    def test_new_rules_are_written_and_listed(self, admin_client):
        assert self.send(admin_client).status_code == 302
        row = BoardRules.objects.get()
        assert (row.seats, row.delegation_ceiling_cents, row.nominal) == (8, 200_000, False)
        page = admin_client.get(reverse("admin:commission_boardrules_changelist")).content.decode()
        assert "2\u202f000,00" in page

    @pytest.mark.parametrize(
        ("changes", "field", "message"),
        [
            ({"starts_on": "2020-01-01"}, "starts_on", "demain au plus tôt"),
            ({"starts_on": "demain"}, "starts_on", "n’est pas lisible"),
            ({"proxies_per_member": "2"}, None, "Nul ne détient plus d’un pouvoir"),
            ({"second_call_days": "30"}, None, "dans les 20 jours"),
            ({"seats": "0"}, None, "de 1 à 50 sièges"),
            ({"delegation_ceiling_cents": "beaucoup"}, "delegation_ceiling_cents", "n’est pas lisible"),
        ],
    )
    def test_what_is_wrong_is_told_in_french_and_kept(self, admin_client, changes, field, message):
        answer = self.send(admin_client, **changes)
        assert answer.status_code == 422
        form = answer.context["form"]
        errors = form.errors[field] if field else form.non_field_errors()
        assert any(message in error for error in errors)
        assert [form[name].value() for name in changes] == list(changes.values())
        assert not BoardRules.objects.exists()

    def test_the_form_starts_from_the_last_rules_of_the_board(self, admin_client):
        BoardRules.objects.create(board_code="11", starts_on=HELD_ON, seats=15)
        form = admin_client.get(reverse(self.URL), {"commission": "11"}).context["form"]
        assert (form["board_code"].value(), form["seats"].value()) == ("11", 15)

    def test_nothing_is_edited_in_the_list(self, admin_client):
        row = BoardRules.objects.create(board_code="11", starts_on=date(2030, 1, 1))
        page = reverse("admin:commission_boardrules_change", args=[row.pk])
        assert admin_client.post(page, {"seats": "3"}).status_code == 403
        assert admin_client.get(reverse("admin:commission_boardrules_add")).status_code == 403
