"""The printer of packs: ``static/packs`` by the kernel's engine. It loads the layout engine: for the worker alone."""

from functools import cache

from cpsti_portal.kernel.pdf import Renderer


@cache
def renderer() -> Renderer:
    """The renderer of this process."""
    return Renderer("packs")
