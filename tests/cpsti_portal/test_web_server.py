"""The web server shares a room out among its processes."""

import http.client
import subprocess
import sys
import time
from collections import Counter

import pytest
from gunicorn.config import Config

from cpsti_portal import web_server
from cpsti_portal.web_server import FairWorker
from tests.ports import free_port


class Nobody:
    """A door where nobody waits any more."""

    def accept(self):
        raise BlockingIOError(11, "taken by another one")


@pytest.fixture
def process(monkeypatch):
    """A new process, and how many times any of them paused."""
    monkeypatch.setattr(web_server, "_held", memoryview(bytearray(2 * 64)).cast("H"))
    pauses, started = [], []
    monkeypatch.setattr(time, "sleep", pauses.append)

    def start() -> FairWorker:
        started.append(FairWorker(1, 1, [], None, 30, Config(), None))
        return started[-1]

    yield start, pauses
    for one in started:
        one.tmp.close()


@pytest.mark.parametrize(
    ("mine", "others", "paused"),
    [(0, [0, 0], 0), (3, [3, 4], 0), (3, [2, 9], 6), (1, [0], 6), (5, [], 0)],
)
def test_a_newcomer_is_left_to_a_process_that_holds_fewer(process, mine, others, paused):
    start, pauses = process
    one = start()
    one.nr_conns = mine
    for number in others:
        start().nr_conns = number
    one.accept(Nobody())
    assert (len(pauses), one.nr_conns) == (paused, mine)


def test_the_place_of_a_process_that_ended_counts_for_nothing_and_is_taken_again(process):
    start, pauses = process
    one, gone = start(), start()
    one.nr_conns = 2
    web_server.child_exit(None, gone)
    one.accept(Nobody())
    assert (pauses, start().place) == ([], gone.place)


@pytest.fixture
def port():
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config=python:cpsti_portal.web_server"]
    server = subprocess.Popen(
        [*command, f"--bind=127.0.0.1:{port}", "tests.cpsti_portal.answering:application"],
        stderr=subprocess.DEVNULL,
    )
    yield port
    server.terminate()
    server.wait(timeout=30)


def visit(port: int) -> tuple[http.client.HTTPConnection, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    line.request("GET", "/")
    return line, line.getresponse().read().decode()


def wait_for_all(port: int) -> None:
    """Until each of the processes has answered."""
    seen, until = set(), time.monotonic() + 60
    while len(seen) < web_server.workers:
        if time.monotonic() > until:
            raise TimeoutError
        try:
            line, process = visit(port)
        except OSError:
            time.sleep(0.1)
        else:
            line.close()
            seen.add(process)


def test_browsers_that_keep_their_connection_are_shared_out(port):
    wait_for_all(port)
    kept = [visit(port) for _ in range(12)]
    held = Counter(process for _, process in kept)
    for line, _ in kept:
        line.close()
    assert (len(held), max(held.values()) <= 8) == (web_server.workers, True), held
