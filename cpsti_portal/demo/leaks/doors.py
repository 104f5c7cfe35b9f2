"""Every URL of the portal, as the resolver knows it: the list a matrix of access or a hunt for leaks must cover."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Door:
    """``name`` is what ``reverse`` takes; a pattern without a name is called by its path. ``needs``: its arguments."""

    name: str
    path: str
    needs: frozenset[str]
    view: object


def doors() -> list[Door]:
    return list(_walk(get_resolver().url_patterns, "", "", frozenset()))


def _walk(patterns, namespace: str, path: str, needs: frozenset[str]) -> Iterator[Door]:
    for one in patterns:
        here = path + str(one.pattern)
        wanted = needs | set(one.pattern.converters) | set(one.pattern.regex.groupindex)
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _walk(one.url_patterns, inner, here, wanted)
        elif isinstance(one, URLPattern):
            name = f"{namespace}{one.name}" if one.name else here
            yield Door(name=name, path=here, needs=frozenset(wanted), view=one.callback)
