"""Lasting connections are shared out again among the processes of the web server."""

import http.client
import socket
import subprocess
import sys
import time
from collections import Counter

import pytest

from cpsti_portal import web_server
from cpsti_portal.embedded.places import ROOT
from tests.ports import free_port

_ANSWER = """
import os

def application(environ, start):
    start("200 OK", [("Content-Length", "1"), ("X-Process", str(os.getpid()))])
    return [b"x"]
"""


@pytest.fixture
def port(tmp_path):
    """The settings of the portal's web server, around an application that says which process answers."""
    (tmp_path / "answer.py").write_text(_ANSWER)
    free = free_port()
    command = [sys.executable, "-m", "gunicorn", "answer:application", f"--bind=127.0.0.1:{free}"]
    command += ["--config=python:cpsti_portal.web_server", f"--pythonpath={tmp_path}"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(free)
        yield free
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError


def test_a_connection_is_closed_now_and_then_and_no_answer_is_lost(port):
    line, closed, asked = http.client.HTTPConnection("127.0.0.1", port, timeout=10), [], 0
    processes: Counter[str] = Counter()
    for _ in range(200):
        line.request("GET", "/")
        answer = line.getresponse()
        assert answer.read() == b"x"
        asked += 1
        processes[answer.headers["X-Process"]] += 1
        if answer.headers["Connection"] == "close":
            closed.append(asked)
            asked = 0
    line.close()
    assert 200 // web_server._SHARED_OUT_EVERY - web_server.workers <= len(closed) <= 200 // 8
    assert max(closed) <= web_server._SHARED_OUT_EVERY
    assert len(processes) <= web_server.workers
