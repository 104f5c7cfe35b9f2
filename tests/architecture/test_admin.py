"""What is legal is written once, by a service. The administration shows it and changes nothing of it."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from cpsti_portal.kernel.accounts.models import User

# Reference data and rights: the only rows an administrator writes.
EDITABLE = {
    "accounts.User",
    "accounts.Membership",
    "territory.Board",
    "territory.Region",
    "territory.Organisation",
    "territory.Department",
    "requests_app.AidParameter",
    "requests_app.Campaign",
    "requests_app.RemediesText",
    "accounts.Office",
    "commission.AnonymityThreshold",
    "commission.ChargeSplit",
    "commission.EnvelopeRule",
}
# Never in the administration at all: what a person wrote about another, and the door between the two houses.
ABSENT = {"requests_app.BoardLink", "requests_app.StepAnswers", "auth.Group"}


def editable(model_admin: admin.ModelAdmin, request) -> list[str]:
    """The rights a superuser has on the rows of this model besides looking."""
    rights = {
        "add": model_admin.has_add_permission(request),
        "change": model_admin.has_change_permission(request),
        "delete": model_admin.has_delete_permission(request),
    }
    return [name for name, granted in rights.items() if granted]


def _label(model) -> str:
    return model._meta.label


@pytest.fixture
def superuser_request():
    request = RequestFactory().get("/administration/")
    request.user = User(is_active=True, is_staff=True, is_superuser=True)
    return request


def test_only_reference_data_and_rights_can_be_written(superuser_request):
    writable = {_label(m) for m, one in admin.site._registry.items() if editable(one, superuser_request)}
    assert writable == EDITABLE


def test_nothing_that_can_be_written_can_be_deleted(superuser_request):
    deletable = {
        _label(m) for m, one in admin.site._registry.items() if one.has_delete_permission(superuser_request)
    }
    assert deletable == set()


def test_the_link_between_the_houses_is_not_in_the_administration():
    assert {_label(model) for model in admin.site._registry} & ABSENT == set()


def test_an_inline_of_a_read_only_page_is_read_only(superuser_request):
    found = [
        f"{_label(model)} / {_label(inline.model)}"
        for model, one in admin.site._registry.items()
        if _label(model) not in EDITABLE
        for inline in one.get_inline_instances(superuser_request)
        if editable(inline, superuser_request)
    ]
    assert found == []


def test_an_open_admin_page_is_seen(superuser_request):
    assert editable(admin.ModelAdmin(User, admin.site), superuser_request) == ["add", "change", "delete"]
