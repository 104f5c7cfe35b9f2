"""The process that reads papers. Started by ``engine``, with an empty environment, and never inside Django.

It loads the parsers once, then makes one child a paper: the child has its own limits of time and memory, so a
hostile paper can only kill its own child. The parent hands over what is to be done and three descriptors by paper:
the bytes to read, the file to write, the line to answer on.
"""

import json
import os
import resource
import signal
import socket
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from requests_app.documents import drawing, images, limits, pdfs, text_layer
from requests_app.documents.sniffing import Form, Unreadable, form_of

DESCRIPTORS = 3
LONGEST_JOB = 16_384  # bytes


def serve(control: socket.socket, bounds: limits.Bounds) -> None:
    """Until the web process that started us is gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are reaped by the system
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, LONGEST_JOB, DESCRIPTORS)
        if not message:
            return
        if os.fork() == 0:
            control.close()
            source, target, answer = descriptors
            _child(json.loads(message), source, target, answer, bounds)
        for descriptor in descriptors:
            os.close(descriptor)


def _child(job: dict, source: int, target: int, answer: int, bounds: limits.Bounds) -> None:
    _limit(bounds)
    try:
        verdict = _done(job, source, target)
    except Unreadable as error:
        verdict = {"refused": error.reason}
    except MemoryError:
        verdict = {"refused": "too_heavy"}
    except Exception:  # a parser may fail in any way: the paper is refused, the next one is read
        verdict = {"refused": "unreadable"}
    os.write(answer, json.dumps(verdict).encode())
    os._exit(0)


def _limit(bounds: limits.Bounds) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (bounds.memory_bytes, bounds.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (bounds.cpu_seconds, bounds.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (bounds.output_bytes, bounds.output_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_REAL, bounds.wall_seconds)  # the alarm kills


def _done(job: dict, source: int, target: int) -> dict:
    with open(source, "rb") as file:
        file.seek(0)
        data = file.read()
    form = form_of(data)
    written, pages = _ACTS[job["act"]](data, form, job)
    with open(target, "wb") as file:
        file.write(written)
    return {"form": form.value, "pages": pages}


def _rewrite(data: bytes, form: Form, job: dict) -> tuple[bytes, int]:
    return pdfs.rewrite(data) if form is Form.PDF else (images.rewrite(data, form), 1)


def _draw(data: bytes, form: Form, job: dict) -> tuple[bytes, int]:
    boxes = tuple(tuple(box) for box in job["boxes"])
    return drawing.draw(data, form, job["page"], boxes), 1


def _read(data: bytes, form: Form, job: dict) -> tuple[bytes, int]:
    return json.dumps(text_layer.signs_of(data, form, job["page"])).encode(), 1


_ACTS = {"rewrite": _rewrite, "draw": _draw, "read": _read}


if __name__ == "__main__":
    serve(socket.socket(fileno=0), limits.Bounds(**json.loads(sys.argv[1])))
