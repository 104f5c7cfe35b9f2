"""The robot's readers in a test: the portal asked in this process, what is sent undone at once."""

from collections.abc import Iterable, Iterator, Mapping

from django.http import HttpResponseBase
from django.test import Client

from cpsti_portal.demo.leaks.answers import Answer
from cpsti_portal.demo.leaks.pages import inside
from tests.access.walking import body_of, undone

_MOST_REDIRECTIONS = 5


class Insider:
    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str) -> Answer:
        return answer_of("GET", path, self.client.get(path))

    def post(self, path: str, fields: Mapping[str, str]) -> Iterable[Answer]:
        with undone():
            return list(self._sent(path, fields))

    def _sent(self, path: str, fields: Mapping[str, str]) -> Iterator[Answer]:
        got = answer_of("POST", path, self.client.post(path, fields))
        yield got
        for _ in range(_MOST_REDIRECTIONS):
            target = inside(got.header("Location"))
            if target is None:
                return
            got = self.get(target)
            yield got


def answer_of(method: str, path: str, response: HttpResponseBase) -> Answer:
    cookies = [("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values()]
    return Answer(method, path, response.status_code, (*response.items(), *cookies), body_of(response))
