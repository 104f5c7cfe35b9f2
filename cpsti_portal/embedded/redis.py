"""A Redis server of our own, on loopback with a random password, its data written as it comes."""

import os
import secrets
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from . import process
from .binaries import find_redis
from .errors import EmbeddedError
from .folders import private_folder

HOST = "127.0.0.1"
START_SECONDS, STOP_SECONDS, ATTEMPTS = 20, 10, 3
# Quoted as Redis does: a path may hold a space.
CONFIGURATION = """\
bind {host}
port {port}
requirepass {password}
dir "{folder}"
appendonly {append}
save ""
daemonize no
maxmemory-policy noeviction
"""


class EmbeddedRedis:
    """A server on ``data_dir``; its port and password are chosen once and kept, so clients find it again after a crash.

    ``durable=False`` keeps nothing on disk.
    """

    def __init__(self, data_dir: Path, *, durable: bool = True, log: Path | None = None) -> None:
        self.data_dir = Path(data_dir).resolve()
        self.durable = durable
        self.log = log or self.data_dir.with_name(f"{self.data_dir.name}.log")
        self.version = ""
        self.process: subprocess.Popen[bytes] | None = None
        self._port = 0
        self._password = ""

    @property
    def url(self) -> str:
        if not self._port:
            raise EmbeddedError("Redis n’est pas démarré.")
        return f"redis://:{self._password}@{HOST}:{self._port}/0"

    def start(self) -> subprocess.Popen[bytes]:
        """Start and wait until it answers. Raises EmbeddedError with the end of the log."""
        private_folder(self.data_dir)
        self.stop()
        process.end(process.working_in(self.data_dir, "redis"), timeout=STOP_SECONDS)
        binary = find_redis()
        self.version = binary.version
        self._password = self._password or secrets.token_hex(16)
        for _ in range(ATTEMPTS):
            self._port = self._free_port()
            server = process.spawn(
                [binary.path, self._configure()], env=os.environ, log=self.log, cwd=self.data_dir
            )
            if self._wait(server):
                self.process = server
                return server
            process.stop(server)
        raise EmbeddedError(f"Redis ne démarre pas\u00a0: voir {self.log}\n{process.last_lines(self.log)}")

    def stop(self) -> None:
        if self.process is not None:
            process.stop(self.process, timeout=STOP_SECONDS)
            self.process = None

    def __enter__(self) -> "EmbeddedRedis":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _free_port(self) -> int:
        """The port of the last start when it is free, else any free one."""
        for port in (self._port, 0):
            with socket.socket() as candidate, suppress(OSError):
                candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                candidate.bind((HOST, port))
                return int(candidate.getsockname()[1])
        raise EmbeddedError("Aucun port libre sur 127.0.0.1 pour Redis.")

    def _configure(self) -> Path:
        """The password is in a file of ours rather than on a command line anybody can list."""
        path = self.data_dir / "redis.conf"
        folder = str(self.data_dir).replace("\\", "\\\\").replace('"', '\\"')
        text = CONFIGURATION.format(
            host=HOST,
            port=self._port,
            password=self._password,
            folder=folder,
            append="yes" if self.durable else "no",
        )
        with open(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as target:
            target.write(text)
        return path

    def _wait(self, server: subprocess.Popen[bytes]) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and server.poll() is None:
            if self._answers():
                return True
            time.sleep(0.02)
        return False

    def _answers(self) -> bool:
        with suppress(OSError), socket.create_connection((HOST, self._port), timeout=1) as link:
            link.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
            return b"+PONG" in link.recv(128)
        return False
