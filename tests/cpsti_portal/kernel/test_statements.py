"""A statement that a connection keeps: once for each of them, with the rights of who runs it."""

import pytest
from django.db import DataError, ProgrammingError, connection, transaction

from cpsti_portal.kernel.statements import Statement
from cpsti_portal.kernel.wall.switch import behind_the_wall


def kept() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements")
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.django_db
def test_it_is_kept_once_by_its_connection_and_takes_other_values():
    one = Statement("_double", "SELECT 2 * $1::int, $2::text")
    assert [one.rows([4, "é"]), one.rows([5, "o'"])] == [[(8, "é")], [(10, "o'")]]
    assert [name for name in kept() if name.endswith("_double")] == [one.name.strip('"')]


@pytest.mark.django_db
def test_without_a_value_it_runs_too():
    assert Statement("nothing", "SELECT 1").rows([]) == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_another_connection_learns_it_by_itself():
    one = Statement("again", "SELECT $1::int")
    assert one.rows([1]) == [(1,)]
    connection.close()
    assert one.rows([2]) == [(2,)]


@pytest.mark.django_db
def test_it_outlives_the_transaction_that_met_it_first():
    one = Statement("outlives", "SELECT 10 / $1::int")
    with pytest.raises(DataError, match="division by zero"), transaction.atomic():
        one.rows([0])
    assert one.rows([5]) == [(2,)]


@pytest.mark.django_db
def test_kept_before_the_wall_it_is_refused_behind_it():
    one = Statement("identities", "SELECT count(*) FROM requests_app_aidrequest WHERE id <> $1")
    assert one.rows(["00000000-0000-0000-0000-000000000000"]) == [(0,)]
    with behind_the_wall(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        one.rows(["00000000-0000-0000-0000-000000000000"])
