"""Which function answers which topic. One topic, one handler: what must fan out publishes again."""

from collections.abc import Callable
from dataclasses import dataclass

Handle = Callable[[dict], None]


class RetryLater(Exception):
    """A handler's polite failure: try again in ``seconds``; what it wrote in this run is rolled back."""

    def __init__(self, seconds: int, why: str):
        super().__init__(why)
        self.seconds = seconds


@dataclass(frozen=True)
class Handler:
    """``external``: the handler touches something no transaction rolls back (SMTP).

    An external handler runs outside any transaction, after its claim is committed, and keeps its own marks so
    that it can tell a second run from the first.
    """

    handle: Handle
    external: bool


_HANDLERS: dict[str, Handler] = {}


def subscriber(topic: str, *, external: bool = False) -> Callable[[Handle], Handle]:
    """Register the handler of ``topic``; a second one is a programming error."""

    def register(handle: Handle) -> Handle:
        known = _HANDLERS.get(topic)
        if known is not None and known.handle is not handle:
            raise RuntimeError(f"Topic {topic} already has a handler")
        _HANDLERS[topic] = Handler(handle=handle, external=external)
        return handle

    return register


def handler_of(topic: str) -> Handler:
    return _HANDLERS[topic]


def topics() -> frozenset[str]:
    return frozenset(_HANDLERS)
