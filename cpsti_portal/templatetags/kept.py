"""Pieces of a page that each process keeps, with holes for what belongs to one reader or to one moment.

``{% kept vary… %}…{% hole %}…{% endhole %}…{% endkept %}``: what stands around the holes is written once for each set
of ``vary``; what stands in a hole is written each time and kept nowhere. Where the first ``vary`` is missing or None
nothing is kept. What is kept is named by everything it is made of and is therefore never stale; a name or a token of
one reader stands in a hole.

A hole reads what the whole page reads, nothing that an ``include``, a ``with`` or a loop around it says.
"""

import threading
import uuid
from collections.abc import Hashable, Sequence
from weakref import WeakSet

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.template.loader_tags import BlockNode

register = template.Library()

_MOST = 600
_HOLES = "_holes"
_MARK = f"<{uuid.uuid4().hex}>"
_nodes: WeakSet["KeptNode"] = WeakSet()


def forget() -> None:
    """Everything that this process keeps."""
    for node in list(_nodes):
        node.known.clear()


class KeptNode(Node):
    def __init__(self, nodelist: NodeList, vary: Sequence[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.vary = vary
        self.known: dict[Hashable, list[Node | str]] = {}
        self._has_blocks = bool(nodelist.get_nodes_by_type(BlockNode))
        self._lock = threading.Lock()
        _nodes.add(self)

    def render(self, context: Context) -> str:
        values = [one.resolve(context, ignore_failures=True) for one in self.vary]
        if values[0] is None:
            return self.nodelist.render(context)
        key = (context.template.name if self._has_blocks else "", *values)
        pieces = self.known.get(key)
        if pieces is None:
            pieces = self._keep(context, key)
        return "".join([one if isinstance(one, str) else one.render(context) for one in pieces])

    def _keep(self, context: Context, key: Hashable) -> list[Node | str]:
        holes: list[HoleNode] = []
        with context.push(**{_HOLES: holes}):
            first, *others = self.nodelist.render(context).split(_MARK)
        pieces: list[Node | str] = [first]
        for hole, text in zip(holes, others, strict=True):
            pieces += [hole, text]
        with self._lock:
            if len(self.known) >= _MOST:
                del self.known[next(iter(self.known))]
            self.known[key] = pieces
        return pieces


class HoleNode(Node):
    """Inside a piece that is being kept, a mark; else what it holds."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        holes = context.get(_HOLES)
        if holes is None:
            return self.nodelist.render(context)
        holes.append(self)
        return _MARK


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    _, *vary = token.split_contents()
    if not vary:
        raise template.TemplateSyntaxError("« kept » says what it varies on")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, [parser.compile_filter(one) for one in vary])


@register.tag
def hole(parser: Parser, token: Token) -> HoleNode:
    nodelist = parser.parse(("endhole",))
    parser.delete_first_token()
    return HoleNode(nodelist)
