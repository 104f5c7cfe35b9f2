"""``make demo``: everything on, until Ctrl-C."""

import os
import secrets
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from . import process
from .console import Console, seconds
from .errors import EmbeddedError
from .folders import private_folder
from .instance import Instance
from .places import DATA, ROOT, log_dir, var_dir
from .prepare import HALF_LOADED
from .programs import portal_programs
from .services import Services
from .supervisor import Supervisor

HOST = "127.0.0.1"
MARK = "PORTAL_SUPERVISED_BY"
OPENING_SECONDS = 150
LOG_BYTES = 5_000_000
RECORDED = (
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "PORTAL_BASE_URL",
    "PORTAL_VAR_DIR",
    "DJANGO_SETTINGS_MODULE",
)
NOT_INHERITED = {"PYTHONPATH", "GUNICORN_CMD_ARGS", "DJANGO_DEBUG"}


class Stopped(BaseException):
    """Somebody asked us to stop."""


def run(console: Console) -> int:
    port = wanted_port()
    instance = Instance()
    instance.take()
    try:
        with stopping_on_signals():
            check_port_is_free(port)
            console.title("Portail de l’action sociale des indépendants – démonstration")
            return Demo(console, port, instance).run()
    except Stopped:
        return 0
    finally:
        instance.release()


def refuse_early() -> None:
    """What would prevent the start, before anything is installed. Raises EmbeddedError."""
    port, instance = wanted_port(), Instance()
    instance.take()
    try:
        check_port_is_free(port)
    finally:
        instance.release()


def wanted_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise EmbeddedError(f"PORT={text} n’est pas un numéro de port (de 1 à 65535).")
    return int(text)


def check_port_is_free(port: int) -> None:
    with socket.socket() as candidate:
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((HOST, port))
        except PermissionError:
            raise EmbeddedError(
                f"Le port {port} est réservé à root\u00a0: choisissez-en un autre (make demo PORT=8000)."
            ) from None
        except OSError:
            raise EmbeddedError(
                f"Le port {port} est déjà pris\u00a0: choisissez-en un autre (make demo PORT={port % 65535 + 1})."
            ) from None


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """The first signal raises Stopped; the following ones are ignored while everything stops."""

    def stop(number: int, frame: object) -> None:
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    # Under nohup, SIGHUP is ignored already and stays so.
    signals = [
        s for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP) if signal.getsignal(s) != signal.SIG_IGN
    ]
    signals = signals or [signal.SIGTERM]
    for each in signals:
        signal.signal(each, stop)
    yield


class Demo:
    def __init__(self, console: Console, port: int, instance: Instance) -> None:
        self._console = console
        self._address = f"http://{HOST}:{port}/"
        self._bind = f"{HOST}:{port}"
        self._instance = instance
        self._var = var_dir()
        self._logs = log_dir()
        self._services = Services(self._var, durable=True, log_folder=self._logs)
        self._servers = Supervisor([], console.warning)
        self._programs = Supervisor([], console.warning)

    def run(self) -> int:
        start = time.monotonic()
        self._clear_the_ground()
        try:
            self._services.start(self._console)
            environment = self._prepare(self._environment())
            self._instance.record({name: environment[name] for name in RECORDED} | {"address": self._address})
            self._open(environment)
            self._welcome(time.monotonic() - start)
            attended = os.isatty(0)
            while os.isatty(0) or not attended:  # a closed terminal does not always send SIGHUP to us
                self._servers.tend()
                self._programs.tend()
                time.sleep(0.3)
            return 0
        finally:
            self._close()

    def _clear_the_ground(self) -> None:
        """Folders, orphans of a killed launcher, data to forget, old logs."""
        self._var.chmod(0o711)
        for folder in (self._logs, self._var / "run"):
            private_folder(folder)
        process.end(process.carrying(MARK, str(self._var)))
        if os.environ.get("RESET", "0") not in {"", "0"}:
            self._forget()
        for log in self._logs.glob("*.log"):
            if log.stat().st_size > LOG_BYTES:
                log.replace(log.with_suffix(".log.1"))

    def _forget(self) -> None:
        if self._services.postgres is None:
            raise EmbeddedError(
                "Seule la base embarquée s’efface d’ici\u00a0: videz vous-même celle de DATABASE_URL."
            )
        with self._console.step("Données effacées"):
            self._services.stop()
            for name in DATA:
                shutil.rmtree(self._var / name, ignore_errors=True)

    def _environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        return (
            inherited
            | self._services.environment
            | {
                "DJANGO_SETTINGS_MODULE": "cpsti_portal.settings.dev",
                "PORTAL_BASE_URL": self._address.rstrip("/"),
                "PORTAL_VAR_DIR": str(self._var),
                "SECRET_KEY": self._secret_key(),
                "PYTHONUNBUFFERED": "1",
                MARK: str(self._var),
            }
        )

    def _secret_key(self) -> str:
        """Drawn once, so that people stay signed in from one run to the next."""
        path = self._var / "run" / "secret_key"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))
        return path.read_text()

    def _prepare(self, environment: dict[str, str]) -> dict[str, str]:
        """Answers the environment of the servers, which changes when everything had to begin again."""
        code = self._run_preparation(environment)
        if code == HALF_LOADED:
            self._console.warning("Le chargement précédent a été interrompu\u00a0: tout recommence.")
            self._forget()
            self._services.start(self._console)
            environment = self._environment()
            code = self._run_preparation(environment)
        if code != 0:
            log = self._logs / "preparation.log"
            reason = process.last_lines(log, 1)
            raise EmbeddedError(f"La préparation a échoué\u00a0: {reason}\n    Détail\u00a0: {log}")
        return environment

    def _run_preparation(self, environment: dict[str, str]) -> int:
        command = [sys.executable, "-m", "cpsti_portal.embedded.prepare"]
        child = process.spawn(command, env=environment, log=None, cwd=ROOT)
        try:
            return child.wait()
        finally:
            process.stop(child)

    def _open(self, environment: dict[str, str]) -> None:
        self._servers = Supervisor(self._services.programs(), self._console.warning)
        self._programs = Supervisor(
            portal_programs(environment, self._bind, self._var), self._console.warning
        )
        with self._console.step("Serveur, tâches et horloge"):
            self._programs.start()
            deadline = time.monotonic() + OPENING_SECONDS
            while not self._answers():
                if self._programs.fallen() or time.monotonic() > deadline:
                    end = process.last_lines(self._logs / "web.log")
                    raise EmbeddedError(f"Le portail ne s’ouvre pas\u00a0: voir {self._logs}\n{end}")
                time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            build_opener(ProxyHandler({})).open(f"{self._address}sante/", timeout=5).close()
        except HTTPError as error:
            return error.code < 500
        except OSError:
            return False
        return True

    def _welcome(self, duration: float) -> None:
        self._console.line(f"\n  Le portail est ouvert en {seconds(duration)}\u00a0:  {self._address}\n")
        with suppress(OSError):
            for line in (self._var / "run" / "accounts.txt").read_text(encoding="utf-8").splitlines():
                self._console.line(f"  {line}".rstrip())
        self._console.line(f"\n  Journaux\u00a0: {_short(self._logs)}   Arrêt\u00a0: Ctrl-C\n")

    def _close(self) -> None:
        self._console.line()
        with self._console.step("Arrêt"):
            self._programs.stop()
            self._services.stop()


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
