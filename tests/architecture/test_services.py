"""Law 2 and 7. Business is plain functions with keyword-only arguments; what follows the commit goes by the outbox."""

import ast

from tests.architecture.source import SourceTree

_EDGE_DECORATORS = {"subscriber", "shared_task"}


def _tail(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _decorators(function: ast.FunctionDef) -> set[str]:
    return {_tail(d.func if isinstance(d, ast.Call) else d) for d in function.decorator_list}


def _is_service(path: str) -> bool:
    return "/services/" in path or path.endswith("/services.py")


def _called_from_outside(tree: SourceTree) -> set[tuple[str, str]]:
    """(service file, function) named by a module that is not a service: what the house calls an act."""
    named = set()
    for module in tree.modules:
        if _is_service(module.path):
            continue
        files = {}
        for _, base, name in module.imports():
            path = tree.resolve(base, name)
            if path and _is_service(path):
                named.add((path, name))
                files[name or base.rpartition(".")[2]] = path
        named |= {
            (files[_tail(node.value)], node.attr)
            for node in module.walk()
            if isinstance(node, ast.Attribute) and _tail(node.value) in files
        }
    return named


def positional_services(tree: SourceTree) -> list[str]:
    """Acts of the services that can be called by position. Handlers of the outbox take one payload."""
    acts = _called_from_outside(tree)
    return [
        module.at(function, f"{function.name} takes positional arguments")
        for module in tree.modules
        if _is_service(module.path)
        for function in module.public_functions()
        if (module.path, function.name) in acts and not _decorators(function) & _EDGE_DECORATORS
        if function.args.args or function.args.posonlyargs or function.args.vararg
    ]


_SENDING = {"delay", "apply_async", "send_task", "s", "si", "signature"}
_OUTBOX = "cpsti_portal/kernel/outbox/"


def task_calls(tree: SourceTree) -> list[str]:
    """Calls of a Celery task elsewhere than in the outbox. The beat's schedule is in the settings and calls nobody."""
    return [
        module.at(node, f"calls a task by .{node.func.attr}()")
        for module in tree.modules
        if not module.path.startswith(_OUTBOX)
        for node in module.walk()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _SENDING
    ]


def mails_inside(tree: SourceTree) -> list[str]:
    """Places that speak SMTP: only handlers the outbox runs outside any transaction may."""
    names = {"send_mail", "EmailMessage", "EmailMultiAlternatives", "send_mass_mail", "get_connection"}
    return sorted(
        {
            m.path
            for m in tree.modules
            for _, base, name in m.imports()
            if base.startswith("django.core.mail") and name in names
        }
    )


_SIGNALS = ("django.db.models.signals", "django.dispatch", "django.core.signals")


def signals(tree: SourceTree) -> list[str]:
    return [
        module.at(line, f"uses signals ({base})")
        for module in tree.modules
        for line, base, _ in module.imports()
        if base.startswith(_SIGNALS)
    ]


_HOOKS = {"save", "delete", "save_model", "delete_model", "save_formset", "save_related", "full_clean"}
# The account manager of the kernel creates users; nothing else overrides a hook of the ORM.
_ORM_PATHS = ("models", "admin", "forms")


def logic_in_hooks(tree: SourceTree) -> list[str]:
    """``save()`` and its relatives, overridden in a model, a form or the admin: logic nobody calls by name."""
    return [
        module.at(node, f"{owner.name} overrides {node.name}()")
        for module in tree.modules
        if any(part.removesuffix(".py") in _ORM_PATHS for part in module.path.split("/"))
        for owner in module.walk()
        if isinstance(owner, ast.ClassDef)
        for node in owner.body
        if isinstance(node, ast.FunctionDef) and node.name in _HOOKS
    ]


def admin_actions(tree: SourceTree) -> list[str]:
    return [
        module.at(function, f"admin action {function.name}")
        for module in tree.modules
        if "admin" in module.path.removesuffix(".py").split("/")
        for function in module.functions()
        if "action" in _decorators(function)
    ]


def test_services_take_keyword_arguments_only(source):
    assert positional_services(source) == []


def test_tasks_are_started_by_the_outbox_alone(source):
    assert task_calls(source) == []


def test_mail_is_sent_from_one_place(source):
    assert mails_inside(source) == ["cpsti_portal/kernel/mails/services.py"]


def test_no_signal_and_no_logic_in_save(source):
    assert signals(source) == []
    assert logic_in_hooks(source) == []
    assert admin_actions(source) == []


def test_a_service_called_by_position_is_seen():
    tree = SourceTree.of(
        {
            "requests_app/services/__init__.py": "",
            "requests_app/services/casework.py": """
                def take(aid_request, *, actor): ...
                def release(*, aid_request): ...
                def give(aid_request): ...
                def inner(x): ...
                @subscriber("a.b")
                def on_ruling(payload): ...
            """,
            "requests_app/services/queue.py": "from requests_app.services.casework import inner",
            "requests_app/views/casework.py": """
                from requests_app.services import casework
                from requests_app.services.casework import give
                def view(request):
                    casework.take(request, actor=1)
                    casework.on_ruling({})
                    casework.release(aid_request=1)
            """,
        }
    )
    assert positional_services(tree) == [
        "requests_app/services/casework.py:1: take takes positional arguments",
        "requests_app/services/casework.py:3: give takes positional arguments",
    ]


def test_a_task_called_by_hand_is_seen():
    tree = SourceTree.of(
        {
            "requests_app/views/x.py": "from requests_app.tasks import render\nrender.delay(3)\nrender.apply_async()",
            "cpsti_portal/kernel/outbox/services.py": "drain.apply_async()",
        }
    )
    assert task_calls(tree) == [
        "requests_app/views/x.py:2: calls a task by .delay()",
        "requests_app/views/x.py:3: calls a task by .apply_async()",
    ]


def test_a_second_sender_of_mail_is_seen():
    tree = SourceTree.of({"commission/views/x.py": "from django.core.mail import send_mail"})
    assert mails_inside(tree) == ["commission/views/x.py"]


def test_a_signal_a_save_and_an_admin_action_are_seen():
    tree = SourceTree.of(
        {
            "requests_app/models/x.py": """
                from django.db.models.signals import post_save
                class Letter(Model):
                    def save(self, *args): ...
            """,
            "requests_app/admin.py": "class A:\n    @admin.action\n    def grant(self, request, queryset): ...",
        }
    )
    assert signals(tree) == ["requests_app/models/x.py:1: uses signals (django.db.models.signals)"]
    assert logic_in_hooks(tree) == ["requests_app/models/x.py:3: Letter overrides save()"]
    assert admin_actions(tree) == ["requests_app/admin.py:3: admin action grant"]
