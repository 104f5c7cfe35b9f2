"""Members who vote as they do at their screens: open a file, cast, be led to the next one."""

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.sitting.breaks import Breaks
from benchmarks.sitting.room import Room
from benchmarks.sitting.web import Client, together

_HIDDEN = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')
_ITEM = re.compile(r"/dossiers/([A-Z2-7]{26})/$")
# What is cast, in turn: (fields of the form).
_SAYS = (
    {"choice": "for"},
    {"choice": "partial", "amount": "1200"},
    {"choice": "against", "reason_code": "resources"},
    {"choice": "abstain"},
)


@dataclass(frozen=True)
class Voted:
    """``ballots``: taken by the server, in ``seconds`` without the breaks. ``said``: how many of each choice, by token.
    Seconds by kind of request."""

    ballots: int
    seconds: float
    said: dict[str, Counter[str]]
    times: dict[str, list[float]]
    follow_times: list[float]


def vote_all(
    port: int, room: Room, cookies: list[str], *, watcher: str, every: float, between: Callable[[], None]
) -> Voted:
    """Every member votes on every file, all at once, while one more screen follows the sitting. ``between`` is called
    every ``every`` seconds, while nobody votes."""
    said: dict[str, Counter[str]] = {token: Counter() for token in room.tokens}
    lock, over, clients = threading.Lock(), threading.Event(), [Client(port, cookie) for cookie in cookies]
    breaks = Breaks(len(clients), every=every, act=between)

    def one(client: Client, seed: int) -> None:
        try:
            vote(client, seed)
        finally:
            breaks.leave()

    def vote(client: Client, seed: int) -> None:
        chance, path = random.Random(seed), _path(room, room.tokens[0])  # noqa: S311  no secret
        while (token := _ITEM.search(path)) and token[1] in said:
            breaks.pass_by()
            says = chance.choice(_SAYS)
            going = cast(client, path, says)
            with lock:
                said[token[1]][says["choice"]] += 1
            if going == path:
                return
            path = going

    follower = threading.Thread(target=_follow, args=[Client(port, watcher), room, over, times := []])
    follower.start()
    try:
        with breaks.kept():
            spent = together([lambda c=c, n=n: one(c, n) for n, c in enumerate(clients)])
    finally:
        over.set()
        follower.join()
    merged: dict[str, list[float]] = {}
    for client in clients:
        for name, spans in client.times.items():
            merged.setdefault(name, []).extend(spans)
    return Voted(sum(map(Counter.total, said.values())), spent - breaks.stopped, said, merged, times)


def cast(client: Client, path: str, says: dict[str, str]) -> str:
    """Open the file, send the ballot; returns where the server leads."""
    status, page, _ = client.get(path, "ouvrir le dossier")
    hidden = dict(_HIDDEN.findall(page))
    if status != 200 or "form_key" not in hidden:
        raise RuntimeError(f"no ballot on the page of the file ({status})")
    status, page, going = client.post(f"{path}voter/", hidden | says, "déposer le bulletin")
    if status != 302:
        raise RuntimeError(f"the ballot was not taken ({status})")
    return going


def _follow(client: Client, room: Room, over: threading.Event, times: list[float]) -> None:
    path = f"/commission/seances/{room.sitting.pk}/direct/"
    while not over.is_set():
        began = time.perf_counter()
        if client.get(path, "suivre")[0] != 200:
            raise RuntimeError("the screen does not follow")
        times.append(time.perf_counter() - began)
        time.sleep(0.5)


def _path(room: Room, token: str) -> str:
    return f"/commission/seances/{room.sitting.pk}/dossiers/{token}/"
