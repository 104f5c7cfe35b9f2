"""The source as the laws read it. A law is a function over a ``SourceTree``: the portal's own, or a broken example."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("cpsti_portal", "requests_app", "commission")


@dataclass(frozen=True)
class Module:
    """One Python file. ``path`` is relative to the root, with slashes."""

    path: str
    text: str

    @cached_property
    def name(self) -> str:
        dotted = self.path.removesuffix(".py").replace("/", ".")
        return dotted.removesuffix(".__init__")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def package(self) -> str:
        """The package that relative imports start from."""
        return self.name if self.path.endswith("/__init__.py") else self.name.rpartition(".")[0]

    def walk(self) -> Iterator[ast.AST]:
        return ast.walk(self.tree)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        return (node for node in self.walk() if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))

    def public_functions(self) -> Iterator[ast.FunctionDef]:
        """Top-level functions whose name does not begin with an underscore."""
        return (n for n in self.tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_"))

    def imports(self) -> Iterator[tuple[int, str, str]]:
        """(line, module, name) of every import, also inside functions; ``name`` is empty for ``import x``."""
        for node in self.walk():
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name, "") for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self._absolute(node)
                yield from ((node.lineno, base, alias.name) for alias in node.names)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.package.split(".")
        start = parts[: len(parts) - node.level + 1]
        return ".".join([*start, *([node.module] if node.module else [])])

    def at(self, node: ast.AST | int, why: str) -> str:
        line = node if isinstance(node, int) else getattr(node, "lineno", 0)
        return f"{self.path}:{line}: {why}"


@dataclass(frozen=True)
class Page:
    """One template."""

    path: str
    text: str

    def line_of(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1

    def at(self, offset: int, why: str) -> str:
        return f"{self.path}:{self.line_of(offset)}: {why}"


@dataclass(frozen=True)
class SourceTree:
    modules: tuple[Module, ...]
    pages: tuple[Page, ...] = ()

    @classmethod
    def of(cls, files: dict[str, str]) -> "SourceTree":
        """A small tree written in a test: path → text."""
        texts = {path: dedent(text).strip("\n") + "\n" for path, text in files.items()}
        return cls(
            modules=tuple(Module(path, text) for path, text in texts.items() if path.endswith(".py")),
            pages=tuple(Page(path, text) for path, text in texts.items() if path.startswith("templates/")),
        )

    def under(self, *prefixes: str) -> Iterator[Module]:
        return (module for module in self.modules if module.path.startswith(prefixes))

    def resolve(self, module: str, name: str) -> str | None:
        """The file of the project that ``from module import name`` reads first; None for what is not ours."""
        for dotted in (f"{module}.{name}" if name else module, module):
            if dotted in self._by_name:
                return self._by_name[dotted]
        return None

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {module.name: module.path for module in self.modules}

    def module(self, path: str) -> Module:
        return next(module for module in self.modules if module.path == path)


def _read(pattern: str, folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob(pattern)):
        if path.is_file():
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def portal() -> SourceTree:
    """The portal's own source, migrations left out: they are history, not design."""
    modules = (Module(path, text) for package in PACKAGES for path, text in _read("*.py", ROOT / package))
    pages = (Page(path, text) for path, text in _read("*.*", ROOT / "templates"))
    return SourceTree(
        modules=tuple(module for module in modules if "/migrations/" not in module.path),
        pages=tuple(pages),
    )
