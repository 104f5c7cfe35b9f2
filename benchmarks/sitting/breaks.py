"""Everybody stops now and then, between two ballots, while the limit is measured: a machine does not keep one pace, and
what is compared has to be measured side by side."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Breaks:
    """Every ``every`` seconds ``act`` runs while ``people`` wait. ``stopped``: the seconds they waited for it; those in
    which the last of them ends a ballot are not among them."""

    def __init__(self, people: int, *, every: float, act: Callable[[], None]) -> None:
        self.stopped = 0.0
        self._there, self._held = people, 0
        self._every, self._act = every, act
        self._closed = self._over = False
        self._changed = threading.Condition()

    def pass_by(self) -> None:
        """Somebody is between two ballots."""
        with self._changed:
            if self._closed:
                self._held += 1
                self._changed.notify_all()
                self._changed.wait_for(lambda: not self._closed)

    def leave(self) -> None:
        """Somebody has no ballot left, or failed."""
        with self._changed:
            self._there -= 1
            self._changed.notify_all()

    @contextmanager
    def kept(self) -> Iterator[None]:
        failures: list[Exception] = []
        keeper = threading.Thread(target=self._keep, args=[failures])
        keeper.start()
        try:
            yield
        finally:
            with self._changed:
                self._over = True
                self._changed.notify_all()
            keeper.join()
        if failures:
            raise failures[0]

    def _keep(self, failures: list[Exception]) -> None:
        with self._changed:
            while not self._changed.wait_for(lambda: self._over, timeout=self._every) and not failures:
                self._closed = True
                self._changed.wait_for(lambda: self._held == self._there)
                try:
                    self._stop()
                except Exception as error:
                    failures.append(error)
                self._closed, self._held = False, 0
                self._changed.notify_all()

    def _stop(self) -> None:
        if self._there:
            began = time.perf_counter()
            self._act()
            self.stopped += time.perf_counter() - began
