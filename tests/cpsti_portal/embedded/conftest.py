"""Real servers and real processes; whatever a test starts is gone when it ends."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from cpsti_portal.embedded.folders import socket_folder
from cpsti_portal.embedded.places import ROOT

PACKAGE = ROOT / "cpsti_portal" / "embedded"


@pytest.fixture(autouse=True)
def embedded_servers(monkeypatch):
    """The addresses of the tests' own servers would switch the embedded ones off."""
    for name in (
        "DATABASE_URL",
        "REDIS_URL",
        "PORTAL_POSTGRES_BIN",
        "PORTAL_REDIS_SERVER",
        "PORT",
        "RESET",
        "ARGS",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder():
    """A short folder whose name holds a space and an accent, open to everybody."""
    path = Path(tempfile.mkdtemp(prefix="portail é ", dir="/tmp"))
    path.chmod(0o755)
    yield path
    for left in path.rglob(
        "postmaster.pid"
    ):  # of a server killed on purpose: its socket's folder is still there
        shutil.rmtree(socket_folder(left.parent, None), ignore_errors=True)
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def run_script():
    """Run Python text with the launcher's package on the path; answers the process, killed at the end."""
    started: list[subprocess.Popen] = []

    def run(
        text: str, *, python: str = sys.executable, prefix: tuple[str, ...] = (), package: Path = PACKAGE
    ):
        environment = os.environ | {"PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [*prefix, python, "-c", text]
        child = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd="/"
        )
        started.append(child)
        return child

    yield run
    for child in started:
        with child:
            child.kill()
