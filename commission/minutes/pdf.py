"""The renderer of minutes: ``static/minutes`` printed by the kernel's engine."""

from functools import cache

from cpsti_portal.kernel.pdf import Renderer


@cache
def renderer() -> Renderer:
    """The renderer of this process."""
    return Renderer("minutes")
