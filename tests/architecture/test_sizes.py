"""Small files, small functions, names that say something."""

import ast
import re

from tests.architecture.source import Module, SourceTree

FILE_LINES = 400
FUNCTION_LINES = 45
VAGUE = {"utils", "helpers", "misc", "common", "tools", "manager", "managers"}


def long_files(tree: SourceTree) -> list[str]:
    return [
        f"{m.path}: {n} lines" for m in [*tree.modules, *tree.pages] if (n := m.text.count("\n")) > FILE_LINES
    ]


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return function.end_lineno - function.lineno + 1


def long_functions(tree: SourceTree) -> list[str]:
    return [
        module.at(function, f"{function.name} has {_length(function)} lines")
        for module in tree.modules
        for function in module.functions()
        if _length(function) > FUNCTION_LINES
    ]


def vague_names(tree: SourceTree) -> list[str]:
    return [m.path for m in tree.modules if m.path.removesuffix(".py").rpartition("/")[2] in VAGUE]


_UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")


def unfinished(tree: SourceTree) -> list[str]:
    return [
        f"{one.path}: {match.group()}"
        for one in [*tree.modules, *tree.pages]
        for match in _UNFINISHED.finditer(one.text)
    ]


def floats_of_money(tree: SourceTree) -> list[str]:
    """Money is integer cents: no float field, no float() of an amount."""
    return [
        module.at(node, "a float field")
        for module in tree.modules
        for node in module.walk()
        if isinstance(node, ast.Attribute) and node.attr in {"FloatField"}
    ]


def mutable_public_state(module: Module) -> list[str]:
    return [module.at(node, "global statement") for node in module.walk() if isinstance(node, ast.Global)]


def test_files_are_small(source):
    assert long_files(source) == []


def test_functions_are_small(source):
    assert long_functions(source) == []


def test_no_file_has_a_vague_name(source):
    assert vague_names(source) == []


def test_nothing_is_left_unfinished(source):
    assert unfinished(source) == []


def test_money_is_never_a_float(source):
    assert floats_of_money(source) == []


def test_no_module_keeps_a_global_that_functions_rewrite(source):
    assert [line for module in source.modules for line in mutable_public_state(module)] == []


def test_a_long_file_a_long_function_and_a_vague_name_are_seen():
    body = "\n".join(f"    x{n} = {n}" for n in range(FUNCTION_LINES))
    tree = SourceTree.of(
        {
            "requests_app/utils.py": "def long():\n" + body,
            "requests_app/big.py": "x = 1\n" * (FILE_LINES + 1),
            "commission/x.py": "# TODO later\nA = models.FloatField()\ndef f():\n    global A",
        }
    )
    assert long_functions(tree) == [f"requests_app/utils.py:1: long has {FUNCTION_LINES + 1} lines"]
    assert long_files(tree) == [f"requests_app/big.py: {FILE_LINES + 1} lines"]
    assert vague_names(tree) == ["requests_app/utils.py"]
    assert unfinished(tree) == ["commission/x.py: TODO"]
    assert floats_of_money(tree) == ["commission/x.py:2: a float field"]
    assert mutable_public_state(tree.module("commission/x.py")) == ["commission/x.py:4: global statement"]
