"""A board that votes at once over HTTP, beside the limit of the same machine in the same run."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import mean, median, quantiles

from django.core.management import call_command
from django.db import connection
from django.test import Client as Inside
from django.test.utils import CaptureQueriesContext

from benchmarks.sitting import limits
from benchmarks.sitting.room import Room, build, cookie_of
from benchmarks.sitting.voting import Voted, vote_all
from benchmarks.sitting.web import Client, free_port, serving
from commission.enums import Choice
from commission.models import AgendaItem, Ballot, Ruling, Turnout
from commission.services import consultations
from cpsti_portal.kernel import clock

# What the product owes: share of the composed limit, queries of a page, seconds for a screen to follow.
LEAST_SHARE, MOST_QUERIES, MOST_SECONDS, MOST_GROWTH = 0.20, 8, 1.0, 1.3
PACE_SECONDS = 0.5  # of live.js
BETWEEN_SECONDS = 2.0  # of votes between two measures of the limit


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="make bench-sitting")
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--members", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=0.7, help="how long a limit is measured each time")
    options = parser.parse_args(arguments)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    at = clock.now()
    large = build(people=options.members, count=options.files, hour=9, at=at)
    small = build(people=options.members, count=10, hour=10, at=at, known=large)
    _take_stock()
    _say(
        f"{options.files} dossiers × {options.members} membres, PostgreSQL {connection.pg_version // 10_000}"
    )
    found = measure(large, small, seconds=options.seconds)
    report(found)
    failures = [*below(found), *_lost(large, found.voted)]
    for failure in failures:
        _say(f"sous la barre\u00a0: {failure}")
    return 1 if failures else 0


def _take_stock() -> None:
    """What the database does by itself within a minute: it counts what the tables that were filled hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT relid::regclass::text FROM pg_stat_user_tables WHERE n_mod_since_analyze > 50")
        cursor.execute(f"ANALYZE {', '.join(name for (name,) in cursor.fetchall())}")


def _p95(spans: Sequence[float]) -> float:
    return quantiles(spans, n=20)[-1] if len(spans) > 1 else spans[0]


@dataclass(frozen=True)
class Measured:
    """``view`` (L1), ``vote`` (P3) and ``rate``: a second. ``times``: how often the limit was measured. ``alone``:
    milliseconds of a page, by length of agenda; ``queries``: of a page; ``late``: seconds for a screen to follow."""

    voted: Voted
    view: float
    vote: float
    times: int
    alone: dict[str, float]
    queries: dict[str, int]

    @property
    def limit(self) -> float:
        return limits.composed(self.view, self.vote)

    @property
    def rate(self) -> float:
        return self.voted.ballots / self.voted.seconds

    @property
    def late(self) -> float:
        return _p95(self.voted.follow_times) + PACE_SECONDS

    @property
    def growth(self) -> float:
        """Of the page, from the shortest agenda to the longest."""
        figures = list(self.alone.values())
        return figures[-1] / figures[0]


def measure(large: Room, small: Room, *, seconds: float) -> Measured:
    cookies = [cookie_of(member) for member in large.members]
    rooms = {str(len(room.tokens)): room for room in (small, large)}
    queries = {name: _queries(room) for name, room in rooms.items()}
    item, port = AgendaItem.objects.get(token=large.tokens[0]), free_port()
    paces: list[tuple[float, float]] = []

    def pace() -> None:
        paces.append(_limits(port, cookies, item.pk, seconds=seconds))

    with serving(port):
        alone = _alone(port, cookies[0], rooms)
        pace()
        watcher = cookie_of(large.secretary)
        voted = vote_all(port, large, cookies, watcher=watcher, every=BETWEEN_SECONDS, between=pace)
        pace()
    view, vote = (mean(measured) for measured in zip(*paces, strict=True))
    return Measured(voted=voted, view=view, vote=vote, times=len(paces), alone=alone, queries=queries)


def report(found: Measured) -> None:
    _say(f"limite mesurée {found.times} fois, avant, entre et après les bulletins")
    _say(f"vue nue d’un compte ouvert (L1)      {found.view:9.0f} /s")
    _say(f"transaction nue d’un vote (P3)       {found.vote:9.0f} /s")
    _say(f"limite composée                      {found.limit:9.0f} /s")
    share = found.rate / found.limit
    _say(f"bulletins, dossier ouvert avant      {found.rate:9.1f} /s   {share:6.1%} de la limite")
    for name, spans in sorted(found.voted.times.items()):
        middle, most = median(spans) * 1000, _p95(spans) * 1000
        _say(f"  {name:34} p50 {middle:6.0f} ms   p95 {most:6.0f} ms")
    _say(f"un écran qui suit, p95, pendant ce temps   {found.late:6.2f} s")
    alone = " et ".join(f"{spent:.1f} ms sur {name}" for name, spent in found.alone.items())
    _say(f"page d’un dossier, un seul lecteur\u00a0: {alone} (× {found.growth:.2f})")
    asked = ", ".join(f"{n} sur {name}" for name, n in found.queries.items())
    _say(f"requêtes de la page d’un dossier\u00a0: {asked}")


def below(found: Measured) -> list[str]:
    """What falls short of what the product owes."""
    share, most = found.rate / found.limit, max(found.queries.values())
    short = {
        f"{share:.1%} de la limite composée": share < LEAST_SHARE,
        f"{most} requêtes pour un dossier": most > MOST_QUERIES,
        f"la page d’un dossier grandit, × {found.growth:.2f}": found.growth > MOST_GROWTH,
        f"un écran suit en {found.late:.2f} s": found.late > MOST_SECONDS,
    }
    return [told for told, wrong in short.items() if wrong]


def _limits(port: int, cookies: list[str], item_id: int, *, seconds: float) -> tuple[float, float]:
    return (
        limits.bare_views(port, cookies, seconds=seconds),
        limits.bare_votes(item_id, seconds=seconds, people=8),
    )


def _lost(room: Room, voted: Voted) -> list[str]:
    """Every ballot the server took is in the box, and what the board decided is what was cast."""
    consultations.end_due(at=clock.now() + timedelta(minutes=1))
    wrong = []
    kept = Turnout.objects.filter(item__sitting=room.sitting).count()
    box = Ballot.objects.filter(item__sitting=room.sitting).count()
    if not voted.ballots == kept == box == len(room.tokens) * len(room.members):
        wrong.append(f"{voted.ballots} bulletins pris, {kept} votes notés, {box} bulletins gardés")
    rulings = Ruling.objects.filter(item__sitting=room.sitting).select_related("item")
    for ruling in rulings:
        said = voted.said[ruling.item.token]
        told = [ruling.votes_for, ruling.votes_partial, ruling.votes_against, ruling.votes_abstain]
        cast = [said[one] for one in (Choice.FOR, Choice.PARTIAL, Choice.AGAINST, Choice.ABSTAIN)]
        if told != cast or len(ruling.digests) != sum(cast):
            wrong.append(f"dossier {ruling.item.token}\u00a0: {told} comptés, {cast} déposés")
    if len(rulings) != len(room.tokens):
        wrong.append(f"{len(rulings)} décisions pour {len(room.tokens)} dossiers")
    _say(f"dépouillement relu\u00a0: {box} bulletins, {len(rulings)} décisions, {len(wrong)} écart(s)")
    return wrong


def _alone(port: int, cookie: str, rooms: dict[str, Room]) -> dict[str, float]:
    """Milliseconds of the page of a file in the middle of its agenda, one reader, the middle of sixty readings. The
    rooms in turn: a machine does not keep one pace."""
    client = Client(port, cookie)
    paths = {
        name: f"/commission/seances/{room.sitting.pk}/dossiers/{room.tokens[len(room.tokens) // 2]}/"
        for name, room in rooms.items()
    }
    for _ in range(65):
        for name, path in paths.items():
            if client.get(path, name)[0] != 200:
                raise RuntimeError("the page of a file does not open")
    return {name: median(client.times[name][5:]) * 1000 for name in rooms}


def _queries(room: Room) -> int:
    client = Inside(headers={"cookie": cookie_of(room.members[0])})
    path = f"/commission/seances/{room.sitting.pk}/dossiers/{room.tokens[0]}/"
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path, headers={"host": "127.0.0.1"})
    if answer.status_code != 200:
        raise RuntimeError(f"the page of a file answers {answer.status_code}")
    return len(captured)


def _say(line: str) -> None:
    sys.stdout.write(f"  {line}\n")
    sys.stdout.flush()
