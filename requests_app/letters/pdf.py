"""The renderer of letters: ``static/letters`` printed by the kernel's engine. Equal input gives equal bytes."""

from functools import cache

from cpsti_portal.kernel.pdf import Renderer


@cache
def renderer() -> Renderer:
    """The renderer of this process."""
    return Renderer("letters")
