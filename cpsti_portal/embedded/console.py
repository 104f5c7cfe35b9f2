"""What the person at the keyboard reads: one line a step, with its duration."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TextIO

LABEL_WIDTH = 28
GREEN, RED, YELLOW, BOLD, DIM, PLAIN = "\033[32m", "\033[31m", "\033[33m", "\033[1m", "\033[2m", "\033[0m"


def seconds(duration: float) -> str:
    """A duration in French: ``0,6 s``, ``1 min 05 s``."""
    if duration < 60:
        return f"{duration:.1f}".replace(".", ",") + "\u00a0s"
    minutes, rest = divmod(round(duration), 60)
    return f"{minutes}\u00a0min {rest:02d}\u00a0s"


@dataclass
class Step:
    """A running step; ``note`` is shown before the duration."""

    note: str = ""


class Console:
    """Writes to a terminal, a pipe or a closed door (a vanished terminal never stops the portal)."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        with suppress(AttributeError, ValueError):
            self._stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        self._terminal = self._stream.isatty()
        self._colour = self._terminal and "NO_COLOR" not in os.environ

    def line(self, text: str = "") -> None:
        self._write(f"{text}\n")

    def title(self, text: str) -> None:
        self.line(f"\n  {self._paint(BOLD, text)}\n")

    def done(self, label: str, note: str = "") -> None:
        self._result(self._paint(GREEN, "✓"), label, note)

    def failed(self, label: str, note: str = "") -> None:
        self._result(self._paint(RED, "✗"), label, note)

    def warning(self, text: str) -> None:
        self.line(f"  {self._paint(YELLOW, '!')} {text}")

    def error(self, text: str) -> None:
        self.line(f"\n  {self._paint(RED, '✗')} {text}\n")

    @contextmanager
    def step(self, label: str, waiting: str = "") -> Iterator[Step]:
        """``✓ label  note · 1,2 s`` when the block ends, ``✗ label`` when it raises."""
        step, start = Step(), time.monotonic()
        if self._terminal:
            self._write(f"  … {label:<{LABEL_WIDTH}} {self._paint(DIM, waiting)}")
        try:
            yield step
        except BaseException:
            self._rewind()
            self.failed(label)
            raise
        self._rewind()
        parts = [step.note, seconds(time.monotonic() - start)]
        self.done(label, " · ".join(part for part in parts if part))

    def _result(self, mark: str, label: str, note: str) -> None:
        self.line(f"  {mark} {label:<{LABEL_WIDTH}} {self._paint(DIM, note)}".rstrip())

    def _rewind(self) -> None:
        if self._terminal:
            self._write("\r\033[K")

    def _paint(self, colour: str, text: str) -> str:
        return f"{colour}{text}{PLAIN}" if self._colour and text else text

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:
            self._forget_reader()

    def _forget_reader(self) -> None:
        """Nobody reads any more (closed terminal, ended pipe): what follows goes nowhere, quietly."""
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)
