"""A robot that goes wherever a reader may go: every link, every form empty and filled, until nothing is new."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode

from cpsti_portal.demo.leaks.answers import Answer, door_of
from cpsti_portal.demo.leaks.pages import Form, inside, read

# Files that are the same for everybody, the way out, and the pages that only a demonstration has: they show every mail.
_NOWHERE = ("/static/", "/compte/logout/", "/courriels/", "/composants/")


class Reader(Protocol):
    """Somebody signed in. Neither method follows a redirection nor raises at a refusal."""

    def get(self, path: str) -> Answer: ...

    def post(self, path: str, fields: Mapping[str, str]) -> Iterable[Answer]:
        """Every answer, the pages one is then sent to included."""


@dataclass
class Robot:
    """``within``: the paths it may enter. ``sends``: the paths whose forms it may send.

    ``patience``: how many addresses of one door it visits at most; a queue of a thousand files, or a year
    page that leads to the next one, is one channel.
    """

    reader: Reader
    within: tuple[str, ...]
    sends: tuple[str, ...]
    patience: int = 1_000
    _waiting: deque[str] = field(default_factory=deque)
    _seen: set[str] = field(default_factory=set)
    _sent: set[tuple] = field(default_factory=set)
    _visits: Counter[str] = field(default_factory=Counter)

    def visit(self, starts: Iterable[str]) -> Iterator[Answer]:
        for path in starts:
            self._note(path)
        while self._waiting:
            path = self._waiting.popleft()
            self._visits[door_of(path)] += 1
            if self._visits[door_of(path)] <= self.patience:
                got = self.reader.get(path)
                yield got
                yield from self._follow(got)

    def _note(self, address: str) -> None:
        path = inside(address)
        if path and path not in self._seen and path.startswith(self.within) and not path.startswith(_NOWHERE):
            self._seen.add(path)
            self._waiting.append(path)

    def _follow(self, got: Answer) -> Iterator[Answer]:
        self._note(got.header("Location"))
        if got.type != "text/html":
            return
        links, forms = read(got.body.decode(errors="replace"), got.path)
        for address in links:
            self._note(address)
        for form in forms:
            sends = form.method == "get" or form.action.startswith(self.sends)
            if sends and not form.action.startswith(_NOWHERE) and form.key not in self._sent:
                self._sent.add(form.key)
                yield from self._send(form)

    def _send(self, form: Form) -> Iterator[Answer]:
        for address, fields in form.sendings():
            if form.method == "get":
                self._note(f"{address.partition('?')[0]}?{urlencode(fields)}")
            elif path := inside(address):
                for got in self.reader.post(path, fields):
                    yield got
                    self._note(got.header("Location"))
