"""The board's pages are all behind the wall, and the kernel opens no more to them than is written here."""

from dataclasses import replace

from django.apps import apps
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, include, path

from cpsti_portal.kernel.wall.gates import walled
from cpsti_portal.kernel.wall.plan import rights_of
from cpsti_portal.kernel.wall.rights import EVERY_FIELD, NO_RIGHT, BoardRights, RowRule

BOARD = "commission"
# What is opened row by row is compared by its verbs; which rows those are, tests/commission/test_members.py says.
OPENED_BY_THE_KERNEL = {
    "accounts.Membership": BoardRights(select=EVERY_FIELD, insert=EVERY_FIELD, update=("ends_on",)),
    "accounts.Office": BoardRights(
        select=EVERY_FIELD,
        insert=EVERY_FIELD,
        update=("ends_on",),
        rows=(RowRule("SELECT", "true"), RowRule("INSERT", ""), RowRule("UPDATE", "")),
    ),
    "audit.Event": BoardRights(insert=EVERY_FIELD, select=("id",)),
    "invitations.Invitation": BoardRights(
        select=EVERY_FIELD,
        insert=EVERY_FIELD,
        update=("revoked_at",),
        rows=(RowRule("SELECT", ""), RowRule("INSERT", ""), RowRule("UPDATE", "")),
    ),
    "outbox.Message": BoardRights(insert=EVERY_FIELD),
    "territory.Board": BoardRights(select=EVERY_FIELD),
    "territory.Organisation": BoardRights(select=("code", "region", "time_zone")),
    "territory.Region": BoardRights(select=("code", "board")),
}


def before_the_wall(patterns, address: str = "", app: str = "") -> list[str]:
    """Addresses of the board, by their list or by the module of their view, that the wall does not cover."""
    found = []
    for one in patterns:
        here = f"{address}{one.pattern}"
        if isinstance(one, URLResolver):
            found += before_the_wall(one.url_patterns, here, app or one.app_name or "")
        elif _is_the_boards(one, app) and not hasattr(one.callback, "behind_the_wall"):
            found.append(here)
    return found


def _is_the_boards(pattern: URLPattern, app: str) -> bool:
    return app == BOARD or pattern.callback.__module__.startswith(f"{BOARD}.")


def test_every_address_of_the_board_is_behind_the_wall():
    assert before_the_wall(get_resolver().url_patterns) == []


def test_addresses_that_a_list_of_the_board_includes_are_covered():
    def view(request): ...

    inner = [path("annexe/", include([path("page/", view)]))]
    assert before_the_wall([path("commission/", include((inner, BOARD)))]) == ["commission/annexe/page/"]
    assert before_the_wall([path("commission/", include((walled(inner), BOARD)))]) == []


def test_a_view_of_the_board_served_elsewhere_is_seen():
    def view(request):
        return HttpResponse()

    view.__module__ = "commission.views.home"
    assert before_the_wall([path("ailleurs/", view)]) == ["ailleurs/"]


def _by_verb(rights: BoardRights) -> BoardRights:
    rows = (RowRule(rule.verb, rule.condition if rule.condition == "true" else "") for rule in rights.rows)
    return replace(rights, rows=tuple(rows))


def test_what_the_other_side_and_the_kernel_open_to_the_board_is_this():
    opened = {
        model._meta.label: _by_verb(rights_of(model))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label != BOARD and rights_of(model) != NO_RIGHT
    }
    assert opened == OPENED_BY_THE_KERNEL
