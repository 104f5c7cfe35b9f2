"""What cannot be beaten, measured in the same run: a bare signed-in view, and the bare transaction of a vote."""

import time
from uuid import uuid4

import psycopg2
from django.db import connection

from benchmarks.sitting.urls import BARE
from benchmarks.sitting.web import Client, together

_TABLE = """
    DROP TABLE IF EXISTS mesure_vote;
    CREATE TABLE mesure_vote (
        id uuid PRIMARY KEY, item integer NOT NULL, member integer NOT NULL, choice text NOT NULL,
        amount integer NOT NULL, at timestamptz NOT NULL, UNIQUE (item, member)
    )
"""
_VOTE = """
    BEGIN; SELECT state FROM commission_agendaitem WHERE id = %s;
    INSERT INTO mesure_vote VALUES (%s, %s, %s, 'for', 250000, now()); COMMIT
"""


def bare_views(port: int, cookies: list[str], *, seconds: float) -> float:
    """L1: answers a second, every member asking at once on a connection that is open already."""
    clients, done = [Client(port, cookie) for cookie in cookies], []

    def ask(client: Client) -> None:
        if client.get(f"/{BARE}")[1] != "oui":
            raise RuntimeError("the bare view does not know who asks")

    def ask_on(client: Client) -> None:
        count, until = 0, time.monotonic() + seconds
        while time.monotonic() < until:
            ask(client)
            count += 1
        done.append(count)

    for client in clients:
        ask(client)
    spent = together([lambda client=client: ask_on(client) for client in clients])
    return sum(done) / spent


def bare_votes(item_id: int, *, seconds: float, people: int) -> float:
    """P3: transactions a second, each on a connection of its own that is open already, to the disk as in production."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
    place = connection.get_connection_params()
    wanted = {name: place[name] for name in ("dbname", "user", "password", "host", "port") if name in place}
    links, done = [psycopg2.connect(**wanted) for _ in range(people)], []

    def vote(member: int, link: psycopg2.extensions.connection) -> None:
        link.autocommit = True
        count, until = 0, time.monotonic() + seconds
        with link.cursor() as cursor:
            while time.monotonic() < until:
                cursor.execute(_VOTE, [item_id, str(uuid4()), count, member])
                count += 1
        done.append(count)

    spent = together([lambda n=n, link=link: vote(n, link) for n, link in enumerate(links)])
    for link in links:
        link.close()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE mesure_vote")
    return sum(done) / spent


def composed(view: float, vote: float) -> float:
    return 1 / (1 / view + 1 / vote)
