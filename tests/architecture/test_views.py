"""Law 2 and 6. A view loads through ``visible_to``, makes one service call, answers: it neither queries nor writes."""

import ast
import importlib

from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.source import Module, SourceTree

_MANAGERS = {"objects", "_default_manager", "_base_manager"}
_WRITES = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "select_for_update"}


def _in_rooms(tree: SourceTree) -> list[Module]:
    parts = ("views", "forms")
    return [
        module
        for module in tree.under("requests_app/", "commission/", "cpsti_portal/pages/")
        if module.path.startswith("cpsti_portal/pages/")
        or any(p in module.path.removesuffix(".py").split("/") for p in parts)
    ]


def _looked_up(call: ast.Call) -> str | None:
    """The class handed to ``get_object_or_404``: a table, where a query was due."""
    if getattr(call.func, "id", "") not in {"get_object_or_404", "get_list_or_404"} or not call.args:
        return None
    first = getattr(call.args[0], "id", "")
    return first if first[:1].isupper() else None


def raw_lookups(tree: SourceTree) -> list[str]:
    """Objects obtained otherwise than from a query that asks who wants to see them."""
    found = []
    for module in _in_rooms(tree):
        for node in module.walk():
            if isinstance(node, ast.Attribute) and node.attr in _MANAGERS:
                found.append(module.at(node, f"reads a table directly by .{node.attr}"))
            if isinstance(node, ast.Call) and (table := _looked_up(node)):
                found.append(module.at(node, f"looks up any {table}"))
    return found


def writes_in_views(tree: SourceTree) -> list[str]:
    found = []
    for module in _in_rooms(tree):
        found += [
            module.at(line, "opens a transaction in a view")
            for line, base, name in module.imports()
            if base == "django.db" and name in {"transaction", "connection"}
        ]
        found += [
            module.at(node, f"writes by .{node.func.attr}()")
            for node in module.walk()
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _WRITES
        ]
    return found


PUBLIC = {"pages", "account"}
OWN_DOOR = {"admin"}


def _views(patterns, namespace="") -> list[tuple[str, object]]:
    found = []
    for one in patterns:
        if isinstance(one, URLResolver):
            found += _views(one.url_patterns, one.namespace or namespace)
        elif isinstance(one, URLPattern):
            found.append(
                (f"{namespace}:{one.name}" if namespace else one.name or str(one.pattern), one.callback)
            )
    return found


def ungated(views: list[tuple[str, object]]) -> list[str]:
    """Views of the rooms without one of the doorkeepers of ``kernel.accounts.gates``."""
    return sorted(
        name
        for name, view in views
        if view.__module__.startswith(("requests_app.", "commission."))
        if not hasattr(view, "gate") and not hasattr(getattr(view, "view_class", None), "gate")
    )


def test_views_and_forms_obtain_objects_from_queries(source):
    assert raw_lookups(source) == []


def test_views_do_not_write(source):
    assert writes_in_views(source) == []


def test_every_view_of_the_rooms_has_a_doorkeeper():
    importlib.import_module("cpsti_portal.urls")
    assert ungated(_views(get_resolver().url_patterns)) == []


def test_a_view_without_a_doorkeeper_is_seen():
    def home(request): ...

    home.__module__ = "commission.views.home"
    assert ungated([("commission:home", home)]) == ["commission:home"]


def test_a_view_that_reads_a_table_is_seen():
    tree = SourceTree.of(
        {
            "commission/views/sitting.py": """
                def sitting(request, pk):
                    one = get_object_or_404(Sitting, pk=pk)
                    return Ballot.objects.filter(item__sitting=one)
            """,
            "requests_app/views/ok.py": "def f(r, pk):\n    return get_object_or_404(visible_to(r.actor), pk=pk)",
        }
    )
    assert raw_lookups(tree) == [
        "commission/views/sitting.py:2: looks up any Sitting",
        "commission/views/sitting.py:3: reads a table directly by .objects",
    ]


def test_a_view_that_writes_is_seen():
    tree = SourceTree.of(
        {
            "requests_app/views/x.py": """
                from django.db import transaction
                def f(request, letter):
                    letter.save()
            """
        }
    )
    assert writes_in_views(tree) == [
        "requests_app/views/x.py:1: opens a transaction in a view",
        "requests_app/views/x.py:3: writes by .save()",
    ]
