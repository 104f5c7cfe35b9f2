"""Law 2. The clock is read in one module, at the edge, and the instant is passed in."""

import ast

from tests.architecture.floors import SERVICES, floor, room
from tests.architecture.source import Module, SourceTree

CLOCK = "cpsti_portal/kernel/clock.py"
# Field defaults of the kernel's own rows: the instant of writing is the fact itself.
DEFAULTS = {
    "cpsti_portal/kernel/accounts/models.py",
    "cpsti_portal/kernel/audit/models.py",
    "cpsti_portal/kernel/outbox/models.py",
}
READINGS = {
    ("timezone", "now"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("time", "time"),
}
# The kernel and the start-up scripts are the edge; in the rooms, services and below receive ``at`` or ``on``.
_ROOMS = ("requests_app", "commission")
# The hour at which another machine accepted a mail is known only once it answered.
AFTER_AN_OUTSIDE_ACT = {"requests_app/services/mails.py", "commission/services/mails.py"}


def _tail(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _reading(node: ast.AST) -> str | None:
    if isinstance(node, ast.Attribute) and (_tail(node.value), node.attr) in READINGS:
        return f"{_tail(node.value)}.{node.attr}"
    if isinstance(node, ast.Call) and not node.args and _tail(node.func) in {"localtime", "localdate"}:
        return _tail(node.func)  # with an argument it only converts
    return None


def _readings(module: Module) -> list[str]:
    return [module.at(node, f"reads the clock by {how}") for node in module.walk() if (how := _reading(node))]


def clock_readings(tree: SourceTree) -> list[str]:
    """Readers of the machine's clock elsewhere than in the kernel's clock."""
    exempt = DEFAULTS | {CLOCK}
    outside = [
        m for m in tree.modules if m.path not in exempt and not m.path.startswith("cpsti_portal/embedded/")
    ]
    return [breach for module in outside for breach in _readings(module)]


def _is_subscriber(function: ast.AST) -> bool:
    decorators = getattr(function, "decorator_list", [])
    return any(_tail(d.func if isinstance(d, ast.Call) else d) == "subscriber" for d in decorators)


def _clock_calls(node: ast.AST) -> list[ast.AST]:
    if _is_subscriber(node):
        return []
    own = (
        [node]
        if isinstance(node, ast.Attribute) and _tail(node.value) == "clock" and node.attr in {"now", "today"}
        else []
    )
    return own + [call for child in ast.iter_child_nodes(node) for call in _clock_calls(child)]


def deep_clock_readings(tree: SourceTree) -> list[str]:
    """Services, queries, models and leaves of the rooms that ask the time; handlers of the outbox are an edge."""
    return [
        module.at(call, "a service or below asks the time instead of receiving it")
        for module in tree.modules
        if room(module.path) in _ROOMS and floor(module.path) <= SERVICES
        if module.path not in AFTER_AN_OUTSIDE_ACT
        for call in _clock_calls(module.tree)
    ]


def test_the_clock_is_read_in_one_module(source):
    assert clock_readings(source) == []


def test_services_receive_the_instant(source):
    assert deep_clock_readings(source) == []


def test_a_reading_of_the_clock_is_seen():
    tree = SourceTree.of(
        {
            "requests_app/rules.py": "from datetime import date\nAGE = lambda b: date.today().year - b.year",
            "commission/models/x.py": "X = DateTimeField(default=timezone.now)",
            "cpsti_portal/context.py": "A = timezone.localtime(x)\nB = timezone.localtime()",
            CLOCK: "def now():\n    return timezone.now()",
        }
    )
    assert clock_readings(tree) == [
        "requests_app/rules.py:2: reads the clock by date.today",
        "commission/models/x.py:1: reads the clock by timezone.now",
        "cpsti_portal/context.py:2: reads the clock by localtime",
    ]


def test_a_service_that_asks_the_time_is_seen_and_a_handler_is_not():
    tree = SourceTree.of(
        {
            "requests_app/services/casework.py": "def take(*, x):\n    return clock.now()",
            "requests_app/services/gateway.py": "@subscriber('a.b')\ndef f(payload):\n    return clock.now()",
            "requests_app/views/casework.py": "def take(request):\n    return clock.now()",
        }
    )
    assert deep_clock_readings(tree) == [
        "requests_app/services/casework.py:2: a service or below asks the time instead of receiving it"
    ]
