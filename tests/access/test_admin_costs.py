"""The lists of the administration cost the same however many rows they show."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.walking import client_of

pytestmark = pytest.mark.django_db

FEW, MANY = 2, 30
# What the small world has less than three of: nothing to compare there.
RARE = {"campaign", "paperrequest", "payment", "board_link"}


def _lists() -> list[type]:
    return sorted(admin.site._registry, key=lambda model: model._meta.label)


def _cost(browser, model, rows: int, monkeypatch) -> int:
    monkeypatch.setattr(admin.site._registry[model], "list_per_page", rows)
    with CaptureQueriesContext(connection) as captured:
        page = browser.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
    assert page.status_code == 200
    assert len(page.context["cl"].result_list) == min(rows, page.context["cl"].result_count)
    return len(captured)


@pytest.mark.parametrize("model", _lists(), ids=lambda model: model._meta.model_name)
def test_two_rows_cost_what_thirty_cost(world, model, monkeypatch):
    browser = client_of(world, "administrator")
    rows = model._default_manager.count()
    assert rows > FEW or model._meta.model_name in RARE, f"{rows} rows show nothing"
    costs = [_cost(browser, model, number, monkeypatch) for number in (FEW, MANY)]
    assert costs[0] == costs[1] <= 10
