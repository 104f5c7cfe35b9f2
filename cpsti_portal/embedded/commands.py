"""The other commands of the Makefile."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from .checks import run_checks
from .console import Console
from .errors import EmbeddedError
from .instance import Instance
from .places import DATA, ROOT, VENV, log_dir, var_dir
from .services import Services
from .system import ensure_browser

PARALLEL_TESTS = 2


def test(console: Console) -> int:
    """Everything, or what ARGS says, on a PostgreSQL and a Redis of its own that vanish afterwards."""
    ensure_browser(console)
    arguments = shlex.split(os.environ.get("ARGS", "")) or [
        f"--numprocesses={PARALLEL_TESTS}",
        "--dist=worksteal",
    ]
    with throw_away(console) as environment:
        return _run([sys.executable, "-m", "pytest", *arguments], environment)


def check(console: Console) -> int:
    return run_checks(console)


def bench_anonymisation(console: Console) -> int:
    """The redaction engine on the public corpus; no database, no service."""
    arguments = shlex.split(os.environ.get("ARGS", ""))
    return _run([sys.executable, "-m", "benchmarks.anonymisation", *arguments], os.environ)


def bench_sitting(console: Console) -> int:
    """A board that votes at once, on a database of its own that writes to the disk as production does."""
    arguments = shlex.split(os.environ.get("ARGS", ""))
    with throw_away(console, durable=True) as environment:
        return _run([sys.executable, "-m", "benchmarks.sitting", *arguments], environment)


def reformat(console: Console) -> int:
    """Rewrite the sources as ``make check`` wants them."""
    ruff = [sys.executable, "-m", "ruff"]
    commands = [*ruff, "check", "--fix", "--quiet", "."], [*ruff, "format", "."]
    return max(subprocess.run(command, cwd=ROOT).returncode for command in commands)


def manage(console: Console) -> int:
    """``manage.py`` on the running demonstration, or on its data when it does not run."""
    arguments = shlex.split(os.environ.get("ARGS", "")) or ["help"]
    with demo_environment(console) as environment:
        return _run([sys.executable, "manage.py", *arguments], environment)


def shell(console: Console) -> int:
    with demo_environment(console) as environment:
        return _run([sys.executable, "manage.py", "shell"], environment)


def story(console: Console) -> int:
    return _on_the_demo("play_story")


def leaks(console: Console) -> int:
    """The marks of an applicant, looked for in all that a board can be given."""
    return _on_the_demo("hunt_leaks")


def _on_the_demo(command: str) -> int:
    running = Instance().running()
    if running is None:
        raise EmbeddedError(
            "La démonstration ne tourne pas\u00a0: lancez d’abord «\u00a0make demo\u00a0» dans une autre fenêtre."
        )
    return _run([sys.executable, "manage.py", command], os.environ | _addresses(running))


def stop(console: Console) -> int:
    console.line(
        "  " + ("La démonstration est arrêtée." if Instance().stop() else "La démonstration ne tourne pas.")
    )
    return 0


def clean(console: Console) -> int:
    """Back to a fresh clone: data, virtual environment, caches."""
    if Instance().running() is not None:
        raise EmbeddedError("La démonstration tourne\u00a0: arrêtez-la d’abord (make stop).")
    caches = (".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis")
    for folder in (
        *(var_dir() / name for name in (*DATA, "log", "run")),
        *(ROOT / name for name in caches),
        VENV,
    ):
        shutil.rmtree(folder, ignore_errors=True)
    return 0


@contextmanager
def throw_away(console: Console, *, durable: bool = False) -> Iterator[Mapping[str, str]]:
    """The environment of a run whose data are forgotten."""
    with tempfile.TemporaryDirectory(prefix="portail-essais-") as name, ending_on_sigterm():
        folder = Path(name)
        folder.chmod(0o711)
        services = Services(folder, durable=durable, log_folder=folder)
        try:
            services.start(console)
            places = {"PORTAL_VAR_DIR": name, "DJANGO_SETTINGS_MODULE": "cpsti_portal.settings.test"}
            yield os.environ | services.environment | places
        finally:
            services.stop()


@contextmanager
def demo_environment(console: Console) -> Iterator[Mapping[str, str]]:
    instance = Instance()
    running = instance.running()
    if running is not None:
        yield os.environ | _addresses(running)
        return
    instance.take()
    services = Services(var_dir(), durable=True, log_folder=log_dir())
    with ending_on_sigterm():
        try:
            services.start(console)
            places = {"PORTAL_VAR_DIR": str(var_dir()), "DJANGO_SETTINGS_MODULE": "cpsti_portal.settings.dev"}
            yield os.environ | services.environment | places
        finally:
            services.stop()
            instance.release()


def _addresses(running: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in running.items() if name.isupper()}


@contextmanager
def ending_on_sigterm() -> Iterator[None]:
    """SIGTERM and SIGHUP end a command as Ctrl-C does."""
    previous = {
        each: signal.signal(each, signal.default_int_handler) for each in (signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for each, handler in previous.items():
            signal.signal(each, handler)


def _run(command: list[str], environment: Mapping[str, str]) -> int:
    """In the foreground; Ctrl-C is the command's to understand."""
    child = subprocess.Popen(command, env=dict(environment), cwd=ROOT)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            child.send_signal(signal.SIGINT)
