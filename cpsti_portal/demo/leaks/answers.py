"""What the portal answered to somebody, to the last byte."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import quote

from django.urls import Resolver404, resolve

from cpsti_portal.demo.leaks.layers import READ_TYPES, layers
from cpsti_portal.demo.leaks.net import Find, Net

# Random by themselves and changed at each answer: they say nothing, and chance could spell anything in them.
_RANDOM = re.compile(
    rb'(name="csrfmiddlewaretoken" value=")\w+|((?:csrf|session)=)\w+|(nonce[-=]"?)[\w+/=-]+'
)
NO_DOOR = "(adresse sans page)"


@dataclass(frozen=True)
class Answer:
    """``headers`` holds the cookies too, one pair each."""

    method: str
    path: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for one, value in self.headers if one.lower() == name.lower()), "")

    def without(self, path: str) -> "Answer":
        """As if it did not repeat the address that was asked for, as the way to the sign-in page does."""
        body, headers = self.body, self.headers
        for form in (path, quote(path, safe=""), quote(quote(path), safe="")):
            body = body.replace(form.encode(), b"")
            headers = tuple((name, value.replace(form, "")) for name, value in headers)
        return replace(self, body=body, headers=headers)

    @property
    def type(self) -> str:
        return self.header("Content-Type").partition(";")[0].strip().lower()

    @property
    def opaque(self) -> bool:
        """Something that nobody here can open."""
        return bool(self.body) and self.type not in READ_TYPES

    @cached_property
    def channel(self) -> str:
        """The door that answered, by its name."""
        return door_of(self.path)

    def said(self) -> Iterator[tuple[str, bytes]]:
        """(where, bytes): status line and headers, then the body down to what it holds."""
        head = "\n".join(f"{name}: {value}" for name, value in self.headers)
        yield "en-têtes", _RANDOM.sub(rb"\1\2\3", head.encode("utf-8", "surrogateescape"))
        yield from layers(_RANDOM.sub(rb"\1\2\3", self.body))


@dataclass(frozen=True)
class Leak:
    """``where``: the layer of the answer."""

    answer: Answer
    where: str
    find: Find

    def __str__(self) -> str:
        one, find = self.answer, self.find
        place = f"{one.method} {one.path} ({one.status}), {self.where}"
        return f"{place} : {find.field} ({find.form}) « {find.near} »"


def leaks(net: Net, answers: Iterable[Answer]) -> list[Leak]:
    """The same body twice is read once."""
    seen: set[bytes] = set()
    found = []
    for answer in answers:
        for where, data in answer.said():
            if data not in seen:
                seen.add(data)
                found += [Leak(answer, where, find) for find in net.found(data)]
    return found


def door_of(path: str) -> str:
    """The name of the door behind an address, which may bear a query."""
    try:
        match = resolve(path.partition("?")[0])
    except Resolver404:
        return NO_DOOR
    return match.view_name or match.route


def by_channel(answers: Iterable[Answer]) -> Mapping[str, list[Answer]]:
    sorted_out: dict[str, list[Answer]] = {}
    for answer in answers:
        sorted_out.setdefault(answer.channel, []).append(answer)
    return sorted_out
