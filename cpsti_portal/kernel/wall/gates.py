"""Every view of a list of URLs, behind the wall: the only place that needs to know of it."""

from collections.abc import Callable, Iterator
from copy import copy
from functools import wraps

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver

from cpsti_portal.kernel.wall.switch import behind_the_wall

View = Callable[..., HttpResponseBase]


def walled(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The same patterns, with the views of each, and of the lists they include, behind the wall."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            walled(pattern.url_patterns)
        elif not hasattr(pattern.callback, "behind_the_wall"):
            pattern.callback = _behind(pattern.callback)
    return patterns


def _behind(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        _settle(request)
        reader = request.actor.user_id
        with behind_the_wall(reader=reader):
            response = view(request, *args, **kwargs)
            if callable(getattr(response, "render", None)):
                response = response.render()
        if response.streaming:
            response.streaming_content = _chunks(response.streaming_content, reader)
        return response

    guarded.behind_the_wall = True
    return guarded


def _settle(request: HttpRequest) -> None:
    """Who asks is read while the connection may still read accounts and sessions."""
    request.user.is_authenticated  # noqa: B018  wakes the lazy user, and the session with it
    request.actor.is_authenticated  # noqa: B018
    request.actor = copy(request.actor)  # itself, no longer lazy: a page asks it a hundred things


def _chunks(content: Iterator[bytes], reader: int | None) -> Iterator[bytes]:
    """What is read while it is sent is read behind the wall too; between two chunks the connection is free."""
    while True:
        with behind_the_wall(reader=reader):
            chunk = next(content, None)
        if chunk is None:
            return
        yield chunk
