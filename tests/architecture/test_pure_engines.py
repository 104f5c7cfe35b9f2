"""Law 1 and 3. The engines are pure: neither they nor what they import reads a model, the database or a setting."""

from tests.architecture.source import Module, SourceTree

ENGINES = (
    "requests_app/aids/",
    "requests_app/anonymisation/",
    "requests_app/letters/",
    "requests_app/intake/",
    "requests_app/documents/",
    "requests_app/eligibility",
    "requests_app/workflow.py",
    "requests_app/rules",
    "requests_app/facts",
    "requests_app/validators",
    "requests_app/legal_clock.py",
    "commission/ballots.py",
    "commission/delegation.py",
    "commission/rules.py",
    "commission/workflow.py",
    "commission/contract.py",
    "commission/counts_table.py",
    "commission/identifiers.py",
    "commission/ladders.py",
    "commission/likeness.py",
    "commission/meter.py",
    "commission/wording.py",
)
# Enumerations are a part of the ORM package that touches no database.
HARMLESS = {("django.db.models", "TextChoices"), ("django.db.models", "IntegerChoices")}
IMPURE = (
    "django.db",
    "django.conf",
    "django.contrib",
    "django.core.cache",
    "django.core.mail",
    "django.apps",
    "celery",
)


def engine_files(tree: SourceTree) -> list[Module]:
    return list(tree.under(*ENGINES))


def _impure_imports(module: Module) -> list[tuple[int, str]]:
    return [
        (line, f"{base} {name}".strip())
        for line, base, name in module.imports()
        if base.startswith(IMPURE) and (base, name) not in HARMLESS
    ]


def _is_model(path: str) -> bool:
    return "/models/" in path or path.endswith("/models.py")


def impurities(tree: SourceTree) -> list[str]:
    """What an engine reaches, directly or through what it imports."""
    found = []
    for engine in engine_files(tree):
        seen: set[str] = set()
        waiting = [(engine.path, engine.path)]
        while waiting:
            path, trail = waiting.pop()
            if path in seen:
                continue
            seen.add(path)
            module = tree.module(path)
            if _is_model(path):
                found.append(f"{trail}: reads a model")
                continue
            found += [f"{trail}:{line}: imports {what}" for line, what in _impure_imports(module)]
            for _, base, name in module.imports():
                target = tree.resolve(base, name)
                if target is not None and target not in seen:
                    waiting.append((target, f"{trail} → {target}"))
    return found


def test_the_engines_are_pure(source):
    assert impurities(source) == []


def test_every_engine_of_the_list_exists(source):
    missing = [engine for engine in ENGINES if not any(source.under(engine))]
    assert missing == []


def test_an_engine_that_reads_a_model_is_seen_even_two_imports_away():
    tree = SourceTree.of(
        {
            "requests_app/eligibility.py": "from requests_app.ages import age",
            "requests_app/ages.py": "from requests_app.models import AidRequest",
            "requests_app/models/__init__.py": "from django.db import models",
        }
    )
    assert impurities(tree) == [
        "requests_app/eligibility.py → requests_app/ages.py → requests_app/models/__init__.py: reads a model"
    ]


def test_an_engine_that_opens_the_database_is_seen_but_an_enumeration_is_not():
    tree = SourceTree.of(
        {
            "requests_app/letters/catalogue.py": "from django.db import connection",
            "commission/rules.py": "from django.db.models import TextChoices",
        }
    )
    assert impurities(tree) == ["requests_app/letters/catalogue.py:1: imports django.db connection"]
