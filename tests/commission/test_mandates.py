"""A mandate gives its rights until midnight where the board sits, and an office for its own period."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from commission.queries import roll
from cpsti_portal.kernel.accounts.actors import actor_at
from cpsti_portal.kernel.accounts.models import Office, OfficeKind
from tests.factories.accounts import member, president, secretary
from tests.factories.commission import HELD_ON, SittingFactory

pytestmark = pytest.mark.django_db
LAST_DAY = date(2026, 6, 3)


@pytest.mark.parametrize(
    ("board", "instant", "holds"),
    [
        ("53", datetime(2026, 6, 3, 21, 59, tzinfo=UTC), True),
        ("53", datetime(2026, 6, 3, 22, 0, tzinfo=UTC), False),
        ("04", datetime(2026, 6, 3, 19, 59, tzinfo=UTC), True),
        ("04", datetime(2026, 6, 3, 20, 0, tzinfo=UTC), False),
    ],
)
def test_rights_end_at_midnight_over_there(territory, board, instant, holds):
    for who in (member(board, ends_on=LAST_DAY), secretary(board, ends_on=LAST_DAY)):
        assert (actor_at(who.user, instant).board_codes == {board}) is holds


def test_rights_begin_at_midnight_over_there(territory):
    who = member("04", starts_on=LAST_DAY)
    assert [
        actor_at(who.user, datetime(2026, 6, 2, hour, tzinfo=UTC)).member_board_codes for hour in (19, 20)
    ] == [
        frozenset(),
        {"04"},
    ]


def test_rights_cost_one_query(territory, django_assert_num_queries):
    user = member("04").user
    with django_assert_num_queries(1):
        assert actor_at(user, datetime(2026, 6, 3, tzinfo=UTC)).memberships[0].board.name == "CASS La Réunion"


class TestOffices:
    def test_one_holder_at_a_time_told_in_a_sentence_and_held_by_the_database(self, territory):
        president()
        other = Office(membership=member(), kind=OfficeKind.PRESIDENT, starts_on=LAST_DAY)
        with pytest.raises(ValidationError, match="déjà tenue pendant une partie de cette période"):
            other.full_clean()
        with pytest.raises(DatabaseError, match="already held"), transaction.atomic():
            other.save()

    def test_the_next_one_begins_when_the_last_one_ended(self, territory):
        Office.objects.filter(membership=president()).update(ends_on=LAST_DAY)
        following = Office(
            membership=member(), kind=OfficeKind.PRESIDENT, starts_on=LAST_DAY + timedelta(days=1)
        )
        following.full_clean()
        following.save()

    def test_two_offices_and_two_boards_do_not_meet(self, territory):
        president()
        for who, kind in ((member(), OfficeKind.VICE_PRESIDENT), (member("11"), OfficeKind.PRESIDENT)):
            Office.objects.create(membership=who, kind=kind, starts_on=LAST_DAY)

    def test_only_a_member_is_elected(self, territory):
        office = Office(membership=secretary(), kind=OfficeKind.PRESIDENT, starts_on=LAST_DAY)
        with pytest.raises(ValidationError, match="Seul un membre"):
            office.full_clean()
        with pytest.raises(DatabaseError, match="only a member"), transaction.atomic():
            office.save()

    def test_the_roll_of_a_day_says_who_is_elected_that_day(self, territory):
        one, two = president(), member()
        Office.objects.filter(membership=one).update(ends_on=HELD_ON - timedelta(days=1))
        Office.objects.create(membership=two, kind=OfficeKind.PRESIDENT, starts_on=HELD_ON)
        lines = roll.roll_of(SittingFactory(held_on=HELD_ON))
        assert {line.member: line.office for line in lines} == {one: "", two: "president"}
