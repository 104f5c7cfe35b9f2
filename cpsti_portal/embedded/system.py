"""What only the system can give (libraries, a browser): installed when we are root, named in one line otherwise."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress

from .binaries import find_redis
from .console import Console
from .errors import EmbeddedError
from .places import log_dir

PANGO_LIBRARIES = ("libgobject-2.0.so.0", "libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0")
PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def ensure_venv_module(console: Console) -> None:
    """Debian ships Python without the means to make a virtual environment."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    _require(console, [package], "Python ne sait pas créer d’environnement virtuel")


def ensure_pango(console: Console) -> None:
    """The letters are drawn with Pango."""
    if sys.platform == "linux" and not all(map(_loads, PANGO_LIBRARIES)):
        _require(console, PANGO_PACKAGES, "La bibliothèque Pango, qui met les courriers en page, est absente")


def ensure_redis(console: Console) -> None:
    """Python 3.13 and later have no Redis wheel."""
    with suppress(EmbeddedError):
        find_redis()
        return
    _require(console, ["redis-server"], "Redis est absent")


def ensure_browser(console: Console) -> None:
    """Without a browser the tests run all the same, and say loudly what they did not try."""
    if any(map(shutil.which, BROWSERS)) or install(console, ["chromium"]):
        return
    console.warning(
        "CHROMIUM EST ABSENT : LES ESSAIS DANS UN NAVIGATEUR SERONT SAUTÉS (sudo apt-get install chromium)."
    )


def install(console: Console, packages: Sequence[str]) -> bool:
    """Install Debian packages; False when we may not or cannot."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    log = log_dir() / "apt.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    commands = (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", *packages])
    with suppress(_Refused), console.step(f"Installation de {packages[0]}"), log.open("ab") as output:
        codes = [
            subprocess.run(c, env=environment, stdout=output, stderr=output).returncode for c in commands
        ]
        if codes[-1] != 0:
            raise _Refused
        return True
    return False


class _Refused(Exception):
    pass


def _require(console: Console, packages: Sequence[str], what: str) -> None:
    if not install(console, packages):
        raise EmbeddedError(f"{what}\u00a0: sudo apt-get install {' '.join(packages)}")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
