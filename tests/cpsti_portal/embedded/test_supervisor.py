import os
import signal
import sys
import time

import pytest

from cpsti_portal.embedded import EmbeddedError, process
from cpsti_portal.embedded.supervisor import Program, Supervisor, pause_before_restart

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import os, signal, time; signal.signal(15, signal.SIG_IGN); os.fork(); print('up', flush=True); time.sleep(60)",
]


@pytest.fixture
def events() -> list[str]:
    return []


@pytest.fixture
def watch(folder, events):
    """A supervisor of one program; stopped at the end."""
    supervisors = []

    def build(command: list[str], **options) -> Supervisor:
        program = Program(
            "Le programme", lambda: process.spawn(command, env=os.environ, log=folder / "log"), **options
        )
        supervisors.append(Supervisor([program], events.append))
        supervisors[-1].start()
        return supervisors[-1]

    yield build
    for supervisor in supervisors:
        supervisor.stop()


def tend_until(supervisor: Supervisor, condition, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the supervisor did not react"
        supervisor.tend()
        time.sleep(0.02)


def test_a_killed_program_is_started_again(watch, events):
    supervisor = watch(SLEEP)
    first = supervisor.programs[0].process
    os.kill(first.pid, signal.SIGKILL)
    tend_until(supervisor, lambda: len(events) == 2)
    assert events == [
        "Le programme s’est arrêté (code -9)\u00a0: nouvel essai dans 0,5\u00a0s.",
        "Le programme est relancé.",
    ]
    assert supervisor.programs[0].process.pid != first.pid
    assert supervisor.fallen() == []


def test_a_program_that_keeps_falling_is_tried_later_and_later():
    assert [pause_before_restart(n) for n in (1, 2, 3, 7, 50)] == [0.5, 1, 2, 30, 30]


def test_a_start_that_fails_is_tried_again(events):
    def fail():
        raise EmbeddedError("pas maintenant")

    program = Program("PostgreSQL", fail, restart_at=0.0)
    supervisor = Supervisor([program], events.append)
    supervisor.tend()
    assert (program.failures, events) == (
        1,
        ["PostgreSQL s’est arrêté (pas maintenant)\u00a0: nouvel essai dans 0,5\u00a0s."],
    )


def test_stopping_kills_what_does_not_listen_with_its_children(watch, folder):
    supervisor = watch(STUBBORN, stop_seconds=0.2)
    tend_until(supervisor, lambda: (folder / "log").read_text().count("up") == 2)
    group = supervisor.programs[0].process.pid
    supervisor.stop()
    tend_until(supervisor, lambda: not _members(group))


def _members(group: int) -> list[int]:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return []
    return [group]
