"""Processes: start them so that they never outlive us, end them, find the ones a killed launcher left behind."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import IO

PROC = Path("/proc")


def spawn(
    arguments: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    log: Path | None,
    cwd: Path | None = None,
    prefix: Sequence[str] = (),
    death_signal: str = "TERM",
) -> subprocess.Popen[bytes]:
    """Start in a session of its own (Ctrl-C reaches only the launcher), output appended to ``log`` (None: ours).

    The kernel sends ``death_signal`` when the starting thread dies, even by ``kill -9``.
    """
    command = [*prefix, *_die_with_parent(death_signal), *map(str, arguments)]
    with _appended(log) as output:
        return subprocess.Popen(
            command,
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def _appended(log: Path | None) -> AbstractContextManager[IO[bytes] | None]:
    if log is None:
        return nullcontext()
    log.parent.mkdir(parents=True, exist_ok=True)
    return log.open("ab")


def _die_with_parent(death_signal: str) -> list[str]:
    setpriv = shutil.which("setpriv") if sys.platform == "linux" else None
    return [setpriv, f"--pdeathsig={death_signal}", "--"] if setpriv else []


def stop(process: subprocess.Popen[bytes], *, stop_signal: int = signal.SIGTERM, timeout: float = 10) -> None:
    """Ask, wait at most ``timeout`` seconds, then kill the whole session. Returns once nothing of it runs."""
    if process.poll() is None:
        process.send_signal(stop_signal)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def is_running(pid: int) -> bool:
    """False for a zombie too: nobody may have collected the process of a killed launcher."""
    try:
        state = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False if PROC.is_dir() else _answers_signals(pid)
    return state not in {"Z", "X"}


def _answers_signals(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def end(pids: Iterable[int], *, stop_signal: int = signal.SIGTERM, timeout: float = 10) -> None:
    """End processes that are not our children: ask, wait, then kill."""
    remaining = [pid for pid in pids if _signal(pid, stop_signal)]
    deadline = time.monotonic() + timeout
    while (remaining := [pid for pid in remaining if is_running(pid)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in remaining:
        _signal(pid, signal.SIGKILL)


def _signal(pid: int, number: int) -> bool:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)
        return True
    return False


def working_in(directory: Path, program: str) -> list[int]:
    """Processes named ``program`` whose working directory is ``directory`` (a database server and its children)."""
    return [
        pid
        for pid in _pids()
        if _link(pid, "cwd") == str(directory) and Path(_link(pid, "exe")).name.startswith(program)
    ]


def carrying(variable: str, value: str) -> list[int]:
    """Other processes started with ``variable=value`` in their environment."""
    wanted = f"{variable}={value}".encode()
    return [pid for pid in _pids() if pid != os.getpid() and wanted in _environment(pid)]


def _pids() -> list[int]:
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()] if PROC.is_dir() else []


def _link(pid: int, name: str) -> str:
    try:
        return os.readlink(PROC / str(pid) / name).removesuffix(" (deleted)")
    except OSError:
        return ""


def _environment(pid: int) -> list[bytes]:
    try:
        return (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return []


def last_lines(log: Path, count: int = 12) -> str:
    """The end of a log, for an error message."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
    except OSError:
        return ""
