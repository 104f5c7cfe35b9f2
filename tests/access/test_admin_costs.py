"""The lists of the administration cost the same at 3 rows and at 30."""

import pytest
from django.contrib import admin
from django.db import connection, models
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.walking import client_of, undone

pytestmark = pytest.mark.django_db

MOST_QUERIES = 10
# Of the table: what would keep two rows from being alike. Everything comes back with the savepoint.
_RULES = """
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname)
    FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('u', 'c', 'x')
    UNION ALL
    SELECT format('DROP INDEX %%s', indexrelid::regclass)
    FROM pg_index LEFT JOIN pg_constraint ON conindid = indexrelid AND contype IN ('u', 'x', 'p')
    WHERE indrelid = %s::regclass AND indisunique AND conindid IS NULL
"""


def _lists() -> list[type[models.Model]]:
    return sorted(admin.site._registry, key=lambda model: model._meta.label)


def _new_key(key: models.Field) -> str:
    if isinstance(key, models.UUIDField):
        return "gen_random_uuid()"
    if isinstance(key, models.CharField):
        return "'x' || chr(64 + n)"  # two signs: the shortest key of the house
    return "900000 + n"


def _copy_first_row(model: type[models.Model], times: int) -> None:
    """Straight into the table, without its triggers: only the list is looked at. Of the first row that it shows."""
    shown = admin.site.get_model_admin(model).get_queryset(RequestFactory().get("/")).first()
    table, key = connection.ops.quote_name(model._meta.db_table), model._meta.pk
    columns = [field.column for field in model._meta.concrete_fields if not field.generated]
    others = ", ".join(connection.ops.quote_name(name) for name in columns if name != key.column)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(_RULES, [model._meta.db_table] * 2)
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
        cursor.execute(
            f"INSERT INTO {table} ({key.column}, {others}) SELECT {_new_key(key)}, {others} "
            f"FROM (SELECT {others} FROM {table} WHERE {key.column} = %s) first, generate_series(1, {times}) n",
            [key.get_db_prep_value(shown.pk, connection)],
        )


def _cost(browser, model: type[models.Model], shown: int) -> int:
    with CaptureQueriesContext(connection) as captured:
        page = browser.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
    assert page.status_code == 200
    assert len(page.context["cl"].result_list) == shown
    return len(captured)


@pytest.mark.parametrize("model", _lists(), ids=lambda model: model._meta.model_name)
def test_three_rows_cost_what_thirty_cost(world, model, monkeypatch):
    browser = client_of(world, "administrator")
    costs = []
    with undone():
        _copy_first_row(model, 30)
        for rows in (3, 30):
            monkeypatch.setattr(admin.site._registry[model], "list_per_page", rows)
            costs.append(_cost(browser, model, rows))
    assert costs[0] == costs[1] <= MOST_QUERIES


def test_a_list_that_asks_once_more_for_each_row_is_seen(world, monkeypatch):
    from requests_app.models import Letter

    monkeypatch.setattr(admin.site._registry[Letter], "list_select_related", ())
    monkeypatch.setattr(admin.site._registry[Letter], "list_display", ["aid_request"])
    with pytest.raises(AssertionError):
        test_three_rows_cost_what_thirty_cost(world, Letter, monkeypatch)
