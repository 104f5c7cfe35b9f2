"""The running demonstration: one per folder, found again by the other commands."""

import fcntl
import json
import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from .errors import EmbeddedError
from .folders import private_folder
from .places import var_dir

STOP_SECONDS = 60


class Instance:
    """A lock the kernel releases however its holder dies, and a note of the addresses beside it."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = private_folder((folder or var_dir()) / "run")
        self._note = self._folder / "demo.json"
        self._handle: IO[str] | None = None

    def take(self) -> None:
        """Hold the lock until the process ends. Raises EmbeddedError when a demonstration runs here already."""
        handle = (self._folder / "demo.lock").open("a")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.close()
            running = self._read()
            raise EmbeddedError(
                f"La démonstration tourne déjà\u00a0: {running.get('address', 'elle démarre')} "
                "(pour l’arrêter\u00a0: Ctrl-C dans sa fenêtre, ou «\u00a0make stop\u00a0»)."
            ) from None
        self._handle = handle
        self.record({})

    def release(self) -> None:
        self._note.unlink(missing_ok=True)
        if self._handle is not None:
            self._handle.close()
            self._handle = None

    def record(self, details: dict[str, str]) -> None:
        text = json.dumps({"pid": os.getpid(), **details}, indent=1)
        with open(
            os.open(self._note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as target:
            target.write(text)

    def running(self) -> dict[str, str] | None:
        """The addresses of the running demonstration, None when there is none."""
        with (self._folder / "demo.lock").open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return self._read()
        return None

    def stop(self) -> bool:
        """Ask the running demonstration to stop and wait for it; False when there was none."""
        running = self.running()
        if running is None:
            return False
        with suppress(ProcessLookupError):
            os.kill(int(running["pid"]), signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while self.running() is not None:
            if time.monotonic() > deadline:
                raise EmbeddedError(f"La démonstration ne s’arrête pas (processus {running['pid']}).")
            time.sleep(0.1)
        return True

    def _read(self) -> dict[str, str]:
        with suppress(OSError, ValueError):
            return dict(json.loads(self._note.read_text(encoding="utf-8")))
        return {}
