"""Which floor of the house a file stands on: its path says it.

A leaf imports nobody above it. Within one floor modules may import one another.
"""

LEAF, MODELS, QUERIES, SERVICES, EDGES, VIEWS, DOORS = range(7)
NAMES = ("leaf", "models", "queries", "services", "forms, tasks, admin", "views", "urls, apps")

_BY_PART: dict[str, int] = {
    "models": MODELS,
    "queries": QUERIES,
    "services": SERVICES,
    "forms": EDGES,
    "tasks": EDGES,
    "admin": EDGES,
    "subscribers": EDGES,
    "middleware": EDGES,
    "management": EDGES,
    "templatetags": EDGES,
    "views": VIEWS,
    "urls": DOORS,
    "apps": DOORS,
}


def room(path: str) -> str:
    """ "requests_app", "commission", "cpsti_portal.kernel" or "cpsti_portal"."""
    top, _, rest = path.partition("/")
    return "cpsti_portal.kernel" if top == "cpsti_portal" and rest.startswith("kernel/") else top


def floor(path: str) -> int:
    """The floor of a file of a room; what no list names is a leaf, so a new kind of module is held to most."""
    for part in path.removesuffix(".py").split("/")[1:]:
        if part in _BY_PART:
            return _BY_PART[part]
    return LEAF
