"""A PostgreSQL server of our own, on a private Unix socket, closed to the network."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

from . import process
from .binaries import PostgresBinaries, find_postgres
from .errors import EmbeddedError
from .folders import socket_folder
from .privileges import Identity, identity_for

ROLE, PORT = "portail", 5432
# Under it the board's pages work; made with the server, because several databases of one server may want it at once.
BOARD_ROLE = os.environ.get("PORTAL_BOARD_ROLE") or "portail_commission"
START_SECONDS, RETRY_SECONDS, STOP_SECONDS = 60, 5, 20
FAST_SHUTDOWN, IMMEDIATE_SHUTDOWN = signal.SIGINT, signal.SIGQUIT
NOT_DURABLE = ("fsync=off", "full_page_writes=off")


class EmbeddedPostgres:
    """A server on ``data_dir``, created at the first start and kept.

    ``durable=False`` is for throw-away data: no disk synchronisation. The role is a superuser, the socket's folder is
    private (0700), no port is open. ``start()`` first ends what a killed launcher left on the same data.
    """

    def __init__(
        self, data_dir: Path, *, database: str = "portail", durable: bool = True, log: Path | None = None
    ) -> None:
        self.data_dir = Path(data_dir).resolve()
        self.database = database
        self.durable = durable
        self.log = log or self.data_dir.with_name(f"{self.data_dir.name}.log")
        self.version = ""
        self.process: subprocess.Popen[bytes] | None = None
        self._socket_dir: Path | None = None
        self._identity = Identity()

    @property
    def url(self) -> str:
        """``postgresql://…`` for Django and libpq alike; only once started."""
        if self._socket_dir is None:
            raise EmbeddedError("PostgreSQL n’est pas démarré.")
        return f"postgresql://{ROLE}@{quote(str(self._socket_dir), safe='')}:{PORT}/{self.database}"

    def start(self) -> subprocess.Popen[bytes]:
        """Start and wait for the first connection to be possible. Raises EmbeddedError with the end of the log."""
        self.data_dir.parent.mkdir(parents=True, exist_ok=True)
        self._end_previous()
        binaries = find_postgres(self._existing_major())
        self.version = binaries.version
        if not (self.data_dir / "PG_VERSION").exists():
            self._create(binaries)
        self._identity = identity_for(self.data_dir, binaries.folder / "postgres")
        self._socket_dir = socket_folder(self.data_dir, self._identity.owner)
        self.process = self._launch(binaries)
        return self.process

    def stop(self) -> None:
        """End every connection, write everything to disk, stop."""
        self._end_previous()
        if self._socket_dir is not None:
            shutil.rmtree(self._socket_dir, ignore_errors=True)

    def __enter__(self) -> "EmbeddedPostgres":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _end_previous(self) -> None:
        """Our own server if there is one, then whatever still works on the same data."""
        if self.process is not None:
            process.stop(self.process, stop_signal=FAST_SHUTDOWN, timeout=STOP_SECONDS)
            self.process = None
        process.end(
            process.working_in(self.data_dir, "postgres"), stop_signal=FAST_SHUTDOWN, timeout=STOP_SECONDS
        )

    def _existing_major(self) -> int | None:
        try:
            return int((self.data_dir / "PG_VERSION").read_text())
        except (OSError, ValueError):
            return None

    def _create(self, binaries: PostgresBinaries) -> None:
        """Made aside, then renamed: a start killed half-way leaves nothing that looks like a database."""
        fresh = self.data_dir.with_name(f"{self.data_dir.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(self.data_dir, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        identity = identity_for(fresh, binaries.folder / "postgres")
        identity.give(fresh)
        sync = [] if self.durable else ["--no-sync"]
        options = [
            "--username",
            ROLE,
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-instructions",
            *sync,
        ]
        self._run([*identity.prefix, str(binaries.folder / "initdb"), "--pgdata", str(fresh), *options])
        single = ["--single", "-D", str(fresh), *(() if self.durable else ("-c", "fsync=off")), "postgres"]
        statements = f'CREATE DATABASE "{self.database}"\nCREATE ROLE "{BOARD_ROLE}" NOLOGIN\n'
        self._run([*identity.prefix, str(binaries.folder / "postgres"), *single], statements)
        fresh.rename(self.data_dir)

    def _run(self, command: list[str], text: str = "") -> None:
        done = subprocess.run(
            command,
            input=text,
            capture_output=True,
            text=True,
            errors="replace",
            env=_environment(),
            cwd="/",
            check=False,
        )
        if done.returncode != 0:
            self.log.parent.mkdir(parents=True, exist_ok=True)
            self.log.write_text(done.stdout + done.stderr)
            raise EmbeddedError(
                f"PostgreSQL n’a pas pu créer sa base\u00a0: voir {self.log}\n{done.stderr.strip()}"
            )

    def _launch(self, binaries: PostgresBinaries) -> subprocess.Popen[bytes]:
        """After a ``kill -9``, an orphan may hold the shared memory for a moment: insist a little."""
        settings = [
            f"unix_socket_directories={self._socket_dir}",
            "unix_socket_permissions=0700",
            "listen_addresses=",
        ]
        settings += [
            f"port={PORT}",
            "max_connections=120",
            "timezone=UTC",
            *(() if self.durable else NOT_DURABLE),
        ]
        command: list[str | Path] = [binaries.folder / "postgres", "-D", self.data_dir]
        for setting in settings:
            command += ["-c", setting]
        insist_until = time.monotonic() + RETRY_SECONDS
        while True:
            self._drop_stale_locks()
            server = process.spawn(
                command,
                env=_environment(),
                log=self.log,
                cwd=Path("/"),
                prefix=self._identity.prefix,
                death_signal="INT",
            )
            if self._wait(server):
                return server
            process.stop(server, stop_signal=IMMEDIATE_SHUTDOWN)
            if time.monotonic() > insist_until:
                raise EmbeddedError(
                    f"PostgreSQL ne démarre pas\u00a0: voir {self.log}\n{process.last_lines(self.log)}"
                )
            time.sleep(0.3)

    def _drop_stale_locks(self) -> None:
        """A lock names a process number: a zombie's, or one used again by another program after a reboot."""
        if self._socket_dir and not process.working_in(self.data_dir, "postgres"):
            for lock in (self.data_dir / "postmaster.pid", *self._socket_dir.glob(".s.PGSQL.*")):
                lock.unlink(missing_ok=True)

    def _wait(self, server: subprocess.Popen[bytes]) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and server.poll() is None:
            lines = self._lock_lines()
            if len(lines) >= 8 and lines[0] == str(server.pid) and lines[7].strip() == "ready":
                return True
            time.sleep(0.02)
        return False

    def _lock_lines(self) -> list[str]:
        try:
            return (self.data_dir / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []


def _environment() -> Mapping[str, str]:
    """Without the caller's own PostgreSQL variables."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {
        "LC_ALL": "C.UTF-8"
    }
