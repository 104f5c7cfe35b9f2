"""What one paper may cost."""

from dataclasses import dataclass

MAX_PAGES = 200
MAX_PIXELS = 40_000_000


@dataclass(frozen=True)
class Bounds:
    """Of the process that reads one paper."""

    wall_seconds: int = 10
    cpu_seconds: int = 9
    memory_bytes: int = 512 * 1024 * 1024
    output_bytes: int = 32 * 1024 * 1024


BOUNDS = Bounds()
