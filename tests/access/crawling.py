"""Visiting everything one reader can reach: every link, every form empty and filled, and what each answer holds."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client

from tests.access.walking import body_of, undone

# Random by themselves and changed at each answer: they say nothing, and chance could spell anything in them.
_RANDOM = re.compile(rb'(name="csrfmiddlewaretoken" value=")\w+|((?:csrf|session)=)\w+')
_ELSEWHERE = ("/static/", "/compte/logout/")


@dataclass(frozen=True)
class Answer:
    """``said``: everything a browser receives, headers and cookies first."""

    path: str
    status: int
    said: bytes


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, str]


class _Page(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__()
        self.base, self.links, self.forms = base, [], []
        self._open: Form | None = None

    def handle_starttag(self, tag, attrs):
        one = {name: value or "" for name, value in attrs}
        if tag == "a" and one.get("href"):
            self.links.append(urljoin(self.base, one["href"]))
        elif tag == "form":
            self._open = Form(
                urljoin(self.base, one.get("action") or self.base), one.get("method", "get").lower(), {}
            )
            self.forms.append(self._open)
        elif self._open is not None and one.get("name") and tag in ("input", "button", "select", "textarea"):
            self._open.fields.setdefault(one["name"], one.get("value") or _something(one))

    def handle_endtag(self, tag):
        if tag == "form":
            self._open = None


def _something(attributes: dict[str, str]) -> str:
    return {"date": "2031-01-15", "time": "14:00", "email": "essai@exemple.fr"}.get(
        attributes.get("type", ""), "12"
    )


def answer(client: Client, path: str, method: str = "get", **data) -> Answer:
    response = getattr(client, method)(path, **data)
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    cookies = response.cookies.output()
    said = _RANDOM.sub(rb"\1\2", f"{headers}\n{cookies}\n".encode() + body_of(response))
    return Answer(path, response.status_code, said)


def _inside(url: str) -> str | None:
    parts = urlsplit(url)
    if parts.netloc or parts.scheme not in ("", "http") or not parts.path.startswith("/"):
        return None
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return None if path.startswith(_ELSEWHERE) else path


def crawl(client: Client, starts: list[str], *, within: tuple[str, ...]) -> Iterator[Answer]:
    """Every answer the reader gets from ``starts`` on, staying ``within`` these paths, forms sent and undone."""
    waiting, seen, sent = deque(starts), set(starts), set()
    while waiting:
        path = waiting.popleft()
        got = answer(client, path)
        yield got
        page = _Page(path)
        page.feed(got.said.decode(errors="replace"))
        for target in filter(None, map(_inside, page.links)):
            if target not in seen and target.startswith(within):
                seen.add(target)
                waiting.append(target)
        for form in page.forms:
            key = (form.method, form.action, tuple(sorted(form.fields)))
            if key not in sent and form.action.startswith(within):
                sent.add(key)
                yield from _send(client, form)


def _send(client: Client, form: Form) -> Iterator[Answer]:
    for fields in ({"vide": "1"}, form.fields):
        with undone():
            yield answer(client, form.action, form.method, data=fields, follow=True)
