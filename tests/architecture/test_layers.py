"""Law 1. Leaf → models → queries, services → forms, tasks, admin → views: imports go down only."""

from tests.architecture.floors import NAMES, floor, room
from tests.architecture.source import SourceTree

ROOMS = ("requests_app", "commission", "cpsti_portal.kernel")
# The kernel's own small services, which no folder names; they are read as what they are.
KERNEL_FLOORS = {
    "cpsti_portal/kernel/accounts/actors.py": 2,
    "cpsti_portal/kernel/accounts/gates.py": 4,
    "cpsti_portal/kernel/accounts/adapter.py": 4,
    "cpsti_portal/kernel/accounts/backends.py": 4,
    "cpsti_portal/kernel/territory/routing.py": 3,
    "cpsti_portal/kernel/territory/reference/__init__.py": 3,
}
# Reference rows are written by the command ``load_reference``: a service in all but its folder.
ROOM_FLOORS = {"requests_app/reference.py": 3, "commission/reference/__init__.py": 3}

# Publishing nudges the worker: the one service that knows a task by name, in the one package that may.
NUDGE = ("cpsti_portal/kernel/outbox/services.py", "cpsti_portal/kernel/outbox/tasks.py")


def _floor(path: str) -> int:
    return {**KERNEL_FLOORS, **ROOM_FLOORS}.get(path, floor(path))


def upward_imports(tree: SourceTree) -> list[str]:
    """Imports, inside one room, of a floor above one's own."""
    found = []
    for module in tree.modules:
        for line, base, name in module.imports():
            target = tree.resolve(base, name)
            if target is None or room(target) != room(module.path) or room(target) not in ROOMS:
                continue
            if _floor(target) > _floor(module.path) and (module.path, target) != NUDGE:
                floors = f"{NAMES[_floor(module.path)]} imports {NAMES[_floor(target)]}"
                found.append(module.at(line, f"{floors} ({target})"))
    return found


# (who, what may be imported of the project besides oneself)
NEIGHBOURS: dict[str, frozenset[str]] = {
    "cpsti_portal.kernel": frozenset(),
    "commission": frozenset({"cpsti_portal.kernel"}),
    "requests_app": frozenset({"cpsti_portal.kernel"}),
}
GATEWAY = "requests_app/services/gateway.py"


def forbidden_doors(tree: SourceTree) -> list[str]:
    """Imports that cross from one house to another elsewhere than by the one guarded door."""
    found = []
    for module in tree.modules:
        allowed = NEIGHBOURS.get(room(module.path))
        if allowed is None:
            continue
        for line, base, name in module.imports():
            target = tree.resolve(base, name)
            if target is None or room(target) in allowed | {room(module.path)}:
                continue
            if module.path == GATEWAY and room(target) == "commission":
                continue
            found.append(module.at(line, f"{room(module.path)} imports {target}"))
    return found


def board_importers(tree: SourceTree) -> list[str]:
    """Modules outside ``commission`` that import it."""
    return sorted(
        {
            module.path
            for module in tree.modules
            if room(module.path) != "commission"
            for _, base, name in module.imports()
            if base == "commission" or base.startswith("commission.") or (base == "" and name == "commission")
        }
    )


def test_imports_go_down_only(source):
    assert upward_imports(source) == []


def test_a_model_that_imports_a_service_is_seen():
    tree = SourceTree.of(
        {
            "requests_app/models/letter.py": "from requests_app.services.letters import render",
            "requests_app/services/letters.py": "def render(): ...",
        }
    )
    assert upward_imports(tree) == [
        "requests_app/models/letter.py:1: models imports services (requests_app/services/letters.py)"
    ]


def test_an_import_hidden_in_a_function_or_written_relatively_is_seen():
    tree = SourceTree.of(
        {
            "commission/queries.py": "def f():\n    from .views import home\n    return home",
            "commission/views/__init__.py": "def home(): ...",
            "commission/rules.py": "import commission.queries",
        }
    )
    assert upward_imports(tree) == [
        "commission/queries.py:2: queries imports views (commission/views/__init__.py)",
        "commission/rules.py:1: leaf imports queries (commission/queries.py)",
    ]


def test_the_kernel_imports_nobody_and_the_board_only_the_kernel(source):
    assert forbidden_doors(source) == []


def test_a_kernel_that_imports_a_room_is_seen():
    tree = SourceTree.of(
        {
            "cpsti_portal/kernel/outbox/services.py": "from requests_app.models import AidRequest",
            "requests_app/models.py": "",
        }
    )
    assert forbidden_doors(tree) == [
        "cpsti_portal/kernel/outbox/services.py:1: cpsti_portal.kernel imports requests_app/models.py"
    ]


def test_a_board_that_imports_the_identity_side_is_seen():
    tree = SourceTree.of(
        {"commission/views.py": "import requests_app.aids", "requests_app/aids/__init__.py": ""},
    )
    assert forbidden_doors(tree) == [
        "commission/views.py:1: commission imports requests_app/aids/__init__.py"
    ]


# Above both houses: what draws or loads the tables of both, and the demonstration, which plays every role in turn.
ABOVE = (
    "cpsti_portal/management/commands/draw_states.py",
    "cpsti_portal/management/commands/load_reference.py",
    "cpsti_portal/demo/",
)


def test_the_gateway_alone_imports_the_board(source):
    assert [path for path in board_importers(source) if not path.startswith(ABOVE)] == [GATEWAY]


def test_a_second_door_to_the_board_is_seen():
    tree = SourceTree.of(
        {
            GATEWAY: "from commission.contract import BoardFacts",
            "requests_app/views/casework.py": "from commission.models import BoardFile",
            "commission/contract.py": "",
            "commission/models/__init__.py": "",
        }
    )
    assert board_importers(tree) == [GATEWAY, "requests_app/views/casework.py"]
    assert forbidden_doors(tree) == [
        "requests_app/views/casework.py:1: requests_app imports commission/models/__init__.py"
    ]
