"""A person without a browser who keeps everything that was answered, the way from one page to the next included."""

from collections.abc import Iterable, Mapping
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from cpsti_portal.demo.browsing import Page, Refused, Visitor
from cpsti_portal.demo.leaks.answers import Answer
from cpsti_portal.demo.leaks.pages import inside

_MOST_REDIRECTIONS = 5
_PATIENCE_SECONDS = 60


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


class Listener(Visitor):
    """Usable in a story, which it does not disturb, and by a robot."""

    def __init__(self, base: str):
        super().__init__(base)
        self.heard: list[Answer] = []
        self._opener = build_opener(HTTPCookieProcessor(self.cookies), _Stay)

    def _send(self, request: Request) -> Page:
        """As a person: redirections followed, a refusal stops the story. Every answer on the way is kept."""
        got = self.asked(request)
        for _ in range(_MOST_REDIRECTIONS):
            if (target := inside(got.header("Location"))) is None:
                break
            got = self.asked(Request(self.base + target))  # noqa: S310  inside the portal
        page = Page(self.base + got.path, got.status, dict(got.headers), got.body)
        if got.status >= 400:
            raise Refused(f"{got.status} à {got.path}. {page.problem()}")
        return page

    def asked(self, request: Request) -> Answer:
        parts = urlsplit(request.full_url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        try:
            with self._opener.open(request, timeout=_PATIENCE_SECONDS) as answer:
                got = Answer(
                    request.get_method(), path, answer.status, tuple(answer.headers.items()), answer.read()
                )
        except HTTPError as error:
            got = Answer(request.get_method(), path, error.code, tuple(error.headers.items()), error.read())
        self.heard.append(got)
        return got


class RobotReader:
    """What the robot asks of a listener: nothing is followed, nothing raises."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener

    def get(self, path: str) -> Answer:
        return self._listener.asked(Request(self._listener.base + path))  # noqa: S310  inside the portal

    def post(self, path: str, fields: Mapping[str, str]) -> Iterable[Answer]:
        listener = self._listener
        address = listener.base + path
        sent = urlencode(fields).encode()
        yield listener.asked(Request(address, data=sent, headers={"Referer": address}))  # noqa: S310  inside the portal
