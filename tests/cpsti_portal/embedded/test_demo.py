"""``make demo`` for real, once: opens, survives its dead, refuses a twin, stops without a trace."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from cpsti_portal.embedded import process
from cpsti_portal.embedded.demo import MARK
from cpsti_portal.embedded.places import ROOT
from tests.ports import free_port

COMMAND = [sys.executable, "-m", "cpsti_portal.embedded"]
UNSET = {"DATABASE_URL", "REDIS_URL", "RESET", "ARGS"}


class RunningDemo:
    def __init__(self, folder: Path) -> None:
        self.var = folder / "var"
        self.port = free_port()
        self.output = folder / "output"
        inherited = {name: value for name, value in os.environ.items() if name not in UNSET}
        self.environment = inherited | {"PORTAL_VAR_DIR": str(self.var), "PORT": str(self.port), "DATA": "0"}
        self.launcher: subprocess.Popen | None = None

    def start(self) -> None:
        with self.output.open("w") as output:
            self.launcher = subprocess.Popen(
                [*COMMAND, "demo"], env=self.environment, cwd=ROOT, stdout=output, stderr=output
            )
        until(lambda: "Arrêt\u00a0: Ctrl-C" in self.printed, 150, lambda: self.printed)

    def run(self, command: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [*COMMAND, command], env=self.environment, cwd=ROOT, capture_output=True, text=True
        )

    @property
    def printed(self) -> str:
        return self.output.read_text()

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sante/", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def children(self) -> list[int]:
        servers = [pid for name in ("postgres", "redis") for pid in process.working_in(self.var / name, name)]
        return servers + process.carrying(MARK, str(self.var))

    def end(self, number: int) -> int:
        self.launcher.send_signal(number)
        return self.launcher.wait(40)


def until(condition, seconds: float, explanation=lambda: "") -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, explanation()
        time.sleep(0.1)


@pytest.fixture
def demo():
    folder = Path(tempfile.mkdtemp(prefix="portail é ", dir="/tmp"))
    running = RunningDemo(folder)
    yield running
    if running.launcher and running.launcher.poll() is None:
        running.end(signal.SIGKILL)
    until(lambda: not running.children(), 40)
    shutil.rmtree(folder)


def test_the_demonstration_lives_and_dies_well(demo):
    demo.start()
    assert demo.answers()
    assert f"http://127.0.0.1:{demo.port}/" in demo.printed

    twin = demo.run("demo")
    assert (twin.returncode, f"tourne déjà\u00a0: http://127.0.0.1:{demo.port}/" in twin.stdout) == (1, True)

    [postmaster] = [
        pid
        for pid in process.working_in(demo.var / "postgres", "postgres")
        if _parent(pid) == demo.launcher.pid
    ]
    [redis] = process.working_in(demo.var / "redis", "redis")
    web, worker = (_program(demo, name) for name in ("gunicorn", "worker"))
    for pid in (postmaster, redis, web, worker):
        os.kill(pid, signal.SIGKILL)
    until(lambda: demo.printed.count("est relancé.") == 4 and demo.answers(), 60, lambda: demo.printed)

    demo.end(signal.SIGKILL)
    until(lambda: not demo.children(), 40, lambda: str(demo.children()))

    demo.start()
    assert demo.answers()
    assert "Fichiers statiques" not in demo.printed
    assert demo.run("stop").stdout == "  La démonstration est arrêtée.\n"
    assert (demo.launcher.wait(20), demo.children()) == (0, [])


def _program(demo: RunningDemo, name: str) -> int:
    """The child of the launcher that runs ``name``."""
    marked = process.carrying(MARK, str(demo.var))
    [pid] = [
        pid
        for pid in marked
        if _parent(pid) == demo.launcher.pid
        and name.encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    ]
    return pid


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
