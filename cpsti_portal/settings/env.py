"""Reading the environment: a missing secret stops the start with one clear line."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def required(name: str) -> str:
    """The variable ``name``; ImproperlyConfigured when it is absent or empty."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"La variable d’environnement {name} est obligatoire.")
    return value


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "oui"}


def number(name: str, default: int) -> int:
    return int(os.environ.get(name, default))


def words(name: str) -> list[str]:
    """A comma-separated list, blanks dropped."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def directory(name: str, default: Path) -> Path:
    return Path(os.environ.get(name) or default)
