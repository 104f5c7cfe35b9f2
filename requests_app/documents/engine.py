"""The door of the reading process: bytes in, clean bytes out, or a refusal in plain words."""

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

from requests_app.documents.boxes import Box, Sign
from requests_app.documents.limits import BOUNDS, Bounds
from requests_app.documents.refusals import Refused
from requests_app.documents.sniffing import Form

_WORKER = Path(__file__).with_name("worker.py")
_GRACE_SECONDS = 5
_AT_ONCE = max(2, os.cpu_count() or 2)


@dataclass(frozen=True)
class Rewritten:
    form: Form
    data: bytes
    pages: int


class _Link:
    """A running reading process, and the socket by which papers are handed to it."""

    def __init__(self, bounds: Bounds) -> None:
        self.owner = os.getpid()
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603  a file of our own
                [sys.executable, "-I", str(_WORKER), json.dumps(asdict(bounds))],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={},
            )

    @property
    def is_ours(self) -> bool:
        """Not inherited by a fork."""
        return self.owner == os.getpid()

    def close(self) -> None:
        """The reading process ends by itself when nobody can hand it a paper any more."""
        self.control.close()
        self.process.wait(timeout=5)


class Reader:
    """One reading process by web process: threads share it, a forked web process starts its own."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._patience = bounds.wall_seconds + _GRACE_SECONDS
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(_AT_ONCE)
        self._link: _Link | None = None

    def ask(self, job: dict, source: int, target: int) -> dict:
        """The worker's verdict on ``job``. Refused ``busy`` when no turn comes; ``too_heavy`` when the child died."""
        if not self._turns.acquire(timeout=self._patience):
            raise Refused("busy")
        try:
            ours, theirs = socket.socketpair()
            with ours:
                with theirs:
                    self._hand_over(json.dumps(job).encode(), [source, target, theirs.fileno()])
                ours.settimeout(self._patience)
                answer = ours.recv(4096)
        except TimeoutError:
            answer = b""
        finally:
            self._turns.release()
        return json.loads(answer) if answer else {"refused": "too_heavy"}

    def stop(self) -> None:
        if self._link is not None and self._link.is_ours:
            self._link.close()
            self._link = None

    def _hand_over(self, job: bytes, descriptors: list[int]) -> None:
        with self._lock:
            if self._link is None or not self._link.is_ours:
                self._link = _Link(self._bounds)
            try:
                socket.send_fds(self._link.control, [job], descriptors)
            except OSError:  # the reading process was killed: once more with a new one
                self._link.close()
                self._link = _Link(self._bounds)
                socket.send_fds(self._link.control, [job], descriptors)


_reader = Reader(BOUNDS)
atexit.register(_reader.stop)


def rewrite(data: bytes, reader: Reader = _reader) -> Rewritten:
    """The same paper written anew. Raises Refused, whose message is for the person."""
    verdict, written = _ask(reader, data, {"act": "rewrite"})
    return Rewritten(form=Form(verdict["form"]), data=written, pages=verdict["pages"])


def draw(data: bytes, *, page: int, boxes: tuple[Box, ...] = (), reader: Reader = _reader) -> bytes:
    """One page of a stored paper as a PNG of its pixels alone, ``boxes`` burnt in. Raises Refused."""
    return _ask(reader, data, {"act": "draw", "page": page, "boxes": boxes})[1]


def read(data: bytes, *, page: int, reader: Reader = _reader) -> list[Sign]:
    """The signs of one page with their boxes; empty when it has no text. Raises Refused."""
    signs = json.loads(_ask(reader, data, {"act": "read", "page": page})[1])
    return [(sign, tuple(box) if box else None) for sign, box in signs]


def _ask(reader: Reader, data: bytes, job: dict) -> tuple[dict, bytes]:
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target:
        source.write(data)
        source.flush()
        verdict = reader.ask(job, source.fileno(), target.fileno())
        if "refused" in verdict:
            raise Refused(verdict["refused"])
        target.seek(0)
        return verdict, target.read()
