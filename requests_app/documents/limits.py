"""What one paper may cost. Bytes, seconds, pixels, pages."""

MAX_PAGES = 200
MAX_PIXELS = 40_000_000
WALL_SECONDS = 10
CPU_SECONDS = 9
MEMORY_BYTES = 512 * 1024 * 1024
OUTPUT_BYTES = 32 * 1024 * 1024
