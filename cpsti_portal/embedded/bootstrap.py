"""From a bare Python to the command asked for: virtual environment, locked packages, then hand over.

Run by ``run.sh`` with whatever Python the machine has; standard library only.
"""

import fcntl
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .console import Console
from .demo import refuse_early
from .errors import EmbeddedError
from .folders import private_folder
from .places import ROOT, VENV, VENV_PYTHON, log_dir, var_dir
from .process import last_lines
from .system import ensure_pango, ensure_venv_module

RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"
# The development lock holds every package of the runtime lock in the same version (a test says so).
COVERS = {RUNTIME: (RUNTIME,), DEVELOPMENT: (RUNTIME, DEVELOPMENT)}
NEEDS_DEVELOPMENT = {"test", "check", "format"}
NEEDS_NOTHING = {"stop", "clean"}
NOT_HANDED_OVER = {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}


def main(arguments: list[str]) -> None:
    console = Console()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends pip too
    try:
        command = arguments[0] if arguments else ""
        if command == "demo":
            refuse_early()
        if command not in NEEDS_NOTHING:
            prepare_environment(console, DEVELOPMENT if command in NEEDS_DEVELOPMENT else RUNTIME)
        hand_over(arguments, sys.executable if command in NEEDS_NOTHING else str(VENV_PYTHON))
    except EmbeddedError as error:
        console.error(str(error))
    except PermissionError as error:
        console.error(
            f"Pas le droit d’écrire\u00a0: {error.filename} (ce dossier appartient à un autre compte)."
        )
    except KeyboardInterrupt:
        console.line("\n  Interrompu.")
        sys.exit(130)
    sys.exit(1)


def prepare_environment(console: Console, lock: str) -> None:
    """Does nothing when the packages of ``lock`` are in place."""
    with one_at_a_time():
        if Path(sys.prefix).resolve() != VENV.resolve():
            create_venv(console)
        if not installed(lock):
            install(console, lock)
    ensure_pango(console)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two commands started together must not install over each other."""
    with (private_folder(var_dir() / "run") / "install.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def create_venv(console: Console) -> None:
    if VENV_PYTHON.exists() and _quiet([str(VENV_PYTHON), "-c", "import pip"]):
        return
    ensure_venv_module(console)
    with console.step("Environnement Python") as step:
        step.note = ".".join(map(str, sys.version_info[:2]))
        _logged(
            [sys.executable, "-m", "venv", "--clear", str(VENV)],
            "L’environnement virtuel n’a pas pu être créé",
        )


def installed(lock: str) -> bool:
    stamp = _stamp(lock)
    return stamp.exists() and stamp.read_text() == _digest(lock)


def install(console: Console, lock: str) -> None:
    options = ["--require-hashes", "--no-deps", "--no-input", "--quiet", "--disable-pip-version-check"]
    command = [str(VENV_PYTHON), "-m", "pip", "install", *options, "-r", str(ROOT / lock)]
    with console.step("Dépendances", "environ une minute la première fois"):
        _logged(command, "Les dépendances n’ont pas pu être installées (réseau\u00a0?)")
        for covered in COVERS[lock]:
            _stamp(covered).write_text(_digest(covered))


def hand_over(arguments: list[str], python: str) -> None:
    """Become the command: same process, so that signals and exit code are its own.

    What Python compiles is kept whatever the machine says: a run of the tests starts a hundred of them.
    """
    environment = {name: value for name, value in os.environ.items() if name not in NOT_HANDED_OVER}
    if python == str(VENV_PYTHON):
        os.execve(python, [python, "-m", "cpsti_portal.embedded", *arguments], environment)
    environment["PYTHONPATH"] = str(ROOT / "cpsti_portal")
    os.execve(python, [python, "-m", "embedded", *arguments], environment)


def _stamp(lock: str) -> Path:
    return VENV / f".{lock}.installed"


def _digest(lock: str) -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest() + f" {version}\n"


def _logged(command: list[str], failure: str) -> None:
    log = log_dir() / "installation.log"
    private_folder(log.parent)
    with log.open("wb") as output:
        code = subprocess.run(
            command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd=ROOT
        ).returncode
    if code != 0:
        raise EmbeddedError(f"{failure}\u00a0: voir {log}\n\n{last_lines(log, 6)}")


def _quiet(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    main(sys.argv[1:])
