"""One word to one word: ``docs/glossary.md`` is the list, the code keeps to it."""

import ast
import re
from dataclasses import dataclass

from tests.architecture.source import ROOT, Module, SourceTree

_ROW = re.compile(
    r"^\| (?P<french>[^|]+) \| (?P<code>`[^|]+`) \| (?P<never>[^|]*) \| [^|]+ \|$", re.MULTILINE
)
_TICKED = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Word:
    french: str
    code: str
    never: tuple[str, ...]


def words(text: str) -> list[Word]:
    return [
        Word(row["french"].strip(), row["code"].strip("` "), tuple(_TICKED.findall(row["never"])))
        for row in _ROW.finditer(text)
    ]


def _field_names(module: Module) -> set[ast.AST]:
    """Fields of a form: their names stand in addresses, and addresses are in French."""
    if "forms" not in module.name.split("."):
        return set()
    bodies = [node.body for node in module.walk() if isinstance(node, ast.ClassDef)]
    return {
        target for body in bodies for line in body if isinstance(line, ast.Assign) for target in line.targets
    }


def _defined(module: Module) -> set[str]:
    """Names a module gives: classes, functions, arguments, variables, attributes of classes; and its own."""
    found = set(module.name.split("."))
    seen_by_readers = _field_names(module)
    for node in module.walk():
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node not in seen_by_readers:
            found.add(node.id)
    return found


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _uses(name: str, word: str) -> bool:
    """``word`` is one whole part of ``name``: ``seance`` in ``open_seance``, not in ``seances_like``."""
    parts, wanted = _snake(name).split("_"), _snake(word).split("_")
    return any(parts[i : i + len(wanted)] == wanted for i in range(len(parts)))


def second_words(tree: SourceTree, glossary: list[Word]) -> list[str]:
    """Names made with a word the glossary sets aside. A capitalised one is refused as the whole name of a class."""
    return [
        f"{module.path}: {name} (say {word.code})"
        for module in tree.modules
        for name in sorted(_defined(module))
        for word in glossary
        for never in word.never
        if (name == never if never[0].isupper() else _uses(name, never))
    ]


def unknown_words(tree: SourceTree, glossary: list[Word]) -> list[str]:
    """Code words of the glossary that no module defines any more."""
    known = {name for module in tree.modules for name in _defined(module)}
    return [word.code for word in glossary if not any(_uses(name, word.code) for name in known)]


GLOSSARY = words((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))


def test_the_code_has_no_second_word_for_a_thing(source):
    assert second_words(source, GLOSSARY) == []


def test_every_word_of_the_glossary_is_used(source):
    assert len(GLOSSARY) > 30
    assert unknown_words(source, GLOSSARY) == []


def test_a_second_word_is_seen():
    tree = SourceTree.of(
        {
            "requests_app/services/x.py": "def open_seance(dossier): ...\nclass Meeting: ...\nmeeting_room = 1",
        }
    )
    assert second_words(tree, GLOSSARY) == [
        "requests_app/services/x.py: Meeting (say Sitting)",
        "requests_app/services/x.py: dossier (say AidRequest)",
        "requests_app/services/x.py: open_seance (say Sitting)",
    ]


def test_a_word_that_is_gone_is_seen():
    tree = SourceTree.of({"requests_app/models/x.py": "class AidRequest: ..."})
    assert unknown_words(tree, [Word("demande", "AidRequest", ()), Word("séance", "Sitting", ())]) == [
        "Sitting"
    ]
