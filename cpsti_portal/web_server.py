"""How the web server (gunicorn) runs, in the demonstration and in the containers alike: two processes of three threads,
for two processors.
"""

import gc
import mmap
import time
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

_PLACES = 64
# How often, and how long each time, a process leaves a newcomer to another one.
_PAUSES, _PAUSE_SECONDS = 6, 0.001
# What all the processes see: how many connections each of them holds, plus one; 0 in a place that is free.
_held = memoryview(mmap.mmap(-1, 2 * _PLACES)).cast("H")


class FairWorker(ThreadWorker):
    """A browser keeps its connection and stays with the process that took it. Whoever comes first would take it, by
    chance: one process would hold most of a room while another one is idle."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.place = next(place for place in range(_PLACES) if not _held[place])
        super().__init__(*args, **kwargs)

    @property
    def nr_conns(self) -> int:
        return _held[self.place] - 1

    @nr_conns.setter
    def nr_conns(self, number: int) -> None:
        _held[self.place] = number + 1

    def accept(self, listener: Any) -> None:
        """A newcomer is left for a moment to a process that holds fewer; what it took is not there any more."""
        for _ in range(_PAUSES):
            if not any(0 < one <= self.nr_conns for one in _held):
                break
            time.sleep(_PAUSE_SECONDS)
        super().accept(listener)


def post_worker_init(worker: FairWorker) -> None:
    """What was loaded stays until the end: the collector need not walk through it again and again. It comes less often
    than within one page, most of which is then gone by itself."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)


def child_exit(server: Any, worker: FairWorker) -> None:
    _held[worker.place] = 0


worker_class = FairWorker
workers = 2
threads = 3
control_socket_disable = True
