"""The web server as the demonstration runs it, and clients that keep their connection as a browser does."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from cpsti_portal.embedded.programs import WEB


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def serving(port: int) -> Iterator[None]:
    options = [option for option in WEB if not option.startswith("--access-logfile")]
    command = [sys.executable, "-m", "gunicorn", "cpsti_portal.wsgi:application", f"--bind=127.0.0.1:{port}"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen([*command, *options], env=dict(os.environ), **quiet)  # noqa: S603  our own server
    try:
        _wait(port)
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if Client(port, "").get("/sante/")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the web server did not start")


@dataclass
class Client:
    """One browser: its cookies, one connection, what each answer took in ``times`` (seconds, by name)."""

    port: int
    cookie: str
    csrf: str = ""
    times: dict[str, list[float]] = field(default_factory=dict)
    line: http.client.HTTPConnection | None = None

    def get(self, path: str, name: str = "") -> tuple[int, str, str]:
        return self._ask("GET", path, None, name)

    def post(self, path: str, fields: dict[str, str], name: str = "") -> tuple[int, str, str]:
        return self._ask("POST", path, urlencode(fields), name)

    def _ask(self, method: str, path: str, body: str | None, name: str) -> tuple[int, str, str]:
        """Status, body, where to go. A page is asked for again when the server had closed the connection."""
        headers = {"Cookie": "; ".join(filter(None, [self.cookie, self.csrf]))}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        if self.line is None:
            self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            self.line.request(method, path, body, headers)
            answer = self.line.getresponse()
            text = answer.read().decode()
        except ConnectionResetError:
            # Kept for too long: a browser asks again, and only what may be asked twice.
            self.line = None
            if method != "GET":
                raise
            return self._ask(method, path, body, name)
        self.times.setdefault(name, []).append(time.perf_counter() - began)
        for given in answer.headers.get_all("Set-Cookie") or []:
            if given.startswith("csrf="):
                self.csrf = given.split(";")[0]
        return answer.status, text, urlsplit(answer.headers.get("Location") or "").path


def together(acts: list[Callable[[], None]]) -> float:
    """Run them all at once, each in its thread; returns the seconds until the last is done. A failure is raised."""
    start, failures = threading.Barrier(len(acts) + 1), []

    def run(act: Callable[[], None]) -> None:
        start.wait()
        try:
            act()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return time.perf_counter() - began
