"""Law 4. One function writes the state of a request; one module of the board writes its three states."""

import ast

from tests.architecture.source import Module, SourceTree

WRITERS = {"requests_app/services/transitions.py", "commission/services/transitions.py"}
STATEFUL = {"AidRequest", "Sitting", "AgendaItem", "BoardFile"}
_WRITING_CALLS = {
    "update",
    "create",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "aupdate",
    "acreate",
}


def _assigned(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return [leaf for target in node.targets for leaf in ast.walk(target) if isinstance(leaf, ast.expr)]
    if isinstance(node, ast.AugAssign | ast.AnnAssign):
        return [node.target]
    return []


def _is_state(target: ast.expr) -> bool:
    return isinstance(target, ast.Attribute) and target.attr == "state" and isinstance(target.ctx, ast.Store)


def _call_writes(node: ast.Call) -> str | None:
    function = node.func
    called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if called == "setattr" and len(node.args) > 1:
        return "setattr" if getattr(node.args[1], "value", None) == "state" else None
    if called in _WRITING_CALLS | STATEFUL and any(keyword.arg == "state" for keyword in node.keywords):
        return f"{called}(state=…)"
    if called == "bulk_update" and any(getattr(leaf, "value", None) == "state" for leaf in ast.walk(node)):
        return "bulk_update"
    return None


def _writes(module: Module) -> list[str]:
    found = []
    for node in module.walk():
        found += [module.at(node, "writes .state") for target in _assigned(node) if _is_state(target)]
        if isinstance(node, ast.Call) and (how := _call_writes(node)):
            found.append(module.at(node, f"writes the state by {how}"))
    return found


def state_writes(tree: SourceTree) -> list[str]:
    return [
        breach
        for module in tree.under("requests_app/", "commission/")
        if module.path not in WRITERS
        for breach in _writes(module)
    ]


def test_only_the_transitions_write_a_state(source):
    assert state_writes(source) == []


def test_every_writer_of_the_list_writes(source):
    assert [path for path in sorted(WRITERS) if not _writes(source.module(path))] == []


def test_a_service_that_writes_the_state_itself_is_seen():
    tree = SourceTree.of(
        {
            "requests_app/services/casework.py": """
                def send(*, aid_request):
                    aid_request.state = "sent_to_board"
                    setattr(aid_request, "state", "sent_to_board")
                    AidRequest.objects.filter(pk=1).update(state="sent_to_board")
                    AidRequest.objects.bulk_update([aid_request], ["state"])
                    return AidRequest(state="decided")
            """,
            "requests_app/services/transitions.py": "def apply(*, r):\n    r.state = 'x'",
        }
    )
    assert state_writes(tree) == [
        "requests_app/services/casework.py:2: writes .state",
        "requests_app/services/casework.py:3: writes the state by setattr",
        "requests_app/services/casework.py:4: writes the state by update(state=…)",
        "requests_app/services/casework.py:5: writes the state by bulk_update",
        "requests_app/services/casework.py:6: writes the state by AidRequest(state=…)",
    ]


def test_reading_or_filtering_by_state_is_free():
    tree = SourceTree.of(
        {"commission/queries.py": "def f(s):\n    return X.filter(state=s.state).exclude(state='a')"}
    )
    assert state_writes(tree) == []
