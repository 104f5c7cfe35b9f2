"""Keeps programs running: restarts the ones that fall, later and later when they keep falling."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from . import process
from .console import seconds
from .errors import EmbeddedError

LONGEST_PAUSE, STEADY_AFTER = 30.0, 60.0


def pause_before_restart(failures: int) -> float:
    """Seconds to wait after the n-th fall in a row: 0.5, 1, 2, 4 … 30."""
    return min(LONGEST_PAUSE, 0.5 * 2.0 ** (failures - 1))


@dataclass
class Program:
    """``start`` answers the process it started, or raises EmbeddedError; give ``process`` when it runs already."""

    label: str
    start: Callable[[], subprocess.Popen[bytes]]
    stop_signal: int = signal.SIGTERM
    stop_seconds: float = 20
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started_at: float = 0.0
    restart_at: float | None = field(default=None)


class Supervisor:
    """``report`` receives the French line of each event."""

    def __init__(self, programs: Iterable[Program], report: Callable[[str], None]) -> None:
        self.programs = list(programs)
        self._report = report

    def start(self) -> None:
        for program in self.programs:
            self._start(program)

    def fallen(self) -> list[str]:
        """The labels of the programs that do not run at this moment."""
        return [p.label for p in self.programs if p.process is None or p.process.poll() is not None]

    def tend(self) -> None:
        """Look at each program once; call it a few times a second."""
        now = time.monotonic()
        for program in self.programs:
            if program.restart_at is not None:
                if now >= program.restart_at:
                    self._restart(program)
            elif program.process is not None and program.process.poll() is not None:
                self._fallen(program, f"code {program.process.returncode}")

    def stop(self) -> None:
        """Ask all of them at once, wait for each, kill what remains."""
        for program in self.programs:
            if program.process is not None and program.process.poll() is None:
                program.process.send_signal(program.stop_signal)
        for program in self.programs:
            if program.process is not None:
                deadline = time.monotonic() + program.stop_seconds
                while program.process.poll() is None and time.monotonic() < deadline:
                    time.sleep(0.02)
                process.stop(program.process, stop_signal=signal.SIGKILL)
                program.process = None

    def _start(self, program: Program) -> None:
        program.restart_at = None
        program.process = program.start()
        program.started_at = time.monotonic()

    def _restart(self, program: Program) -> None:
        if program.process is not None:
            process.stop(program.process, stop_signal=signal.SIGKILL)  # the rest of its session
        try:
            self._start(program)
        except EmbeddedError as error:
            self._fallen(program, str(error).splitlines()[0])
        else:
            self._report(f"{program.label} est relancé.")

    def _fallen(self, program: Program, why: str) -> None:
        now = time.monotonic()
        steady = program.started_at and now - program.started_at > STEADY_AFTER
        program.failures = 1 if steady else program.failures + 1
        pause = pause_before_restart(program.failures)
        program.restart_at = now + pause
        self._report(f"{program.label} s’est arrêté ({why})\u00a0: nouvel essai dans {seconds(pause)}.")
