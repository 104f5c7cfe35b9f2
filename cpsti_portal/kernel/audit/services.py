"""Writing the journal and sealing it.

Writers never wait for one another: events are chained afterwards, by runs, instead of each holding the last digest.
"""

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.db import connection, models, transaction

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.models import Event, Seal
from cpsti_portal.kernel.prepared import Around
from cpsti_portal.kernel.rows import SOON, write_together, write_without_waiting

# An event is sealed once every transaction that could hold an earlier number is surely over.
_SETTLING_SECONDS = 120
_SEAL_LOCK = 7_342_001
_RUN = 5_000


def record(
    *, action: str, target: models.Model, actor: Actor | None = None, detail: dict | None = None
) -> None:
    """Write one fact. ``actor`` is None when the system itself acts."""
    write_together(event(action=action, target=target, actor=actor, detail=detail))


def record_reading(*, action: str, target: models.Model, actor: Actor, detail: dict | None = None) -> None:
    """Who read what. The page does not wait for the disk: a failure of the machine may lose the last half second."""
    write_without_waiting(event(action=action, target=target, actor=actor, detail=detail))


def noted(*, action: str, target: type[models.Model]) -> Around:
    """As ``record_reading`` of each row of a question about ``target``, whose key is its first column: nobody reads it
    without its line. Its values: ``reader_values``."""

    def around(question: str, columns: int, first: int) -> str:
        names = ", ".join(f"c{n}" for n in range(columns))
        at, who, soon = (f"${first + n}" for n in range(3))
        told = f"{at}::timestamptz, {who}::bigint, '{action}', '{target._meta.label_lower}', c0, '{{}}'"
        return (
            f"WITH seen ({names}) AS ({question}), noted AS ("  # noqa: S608  names of our own
            f"INSERT INTO {Event._meta.db_table} (at, actor_id, action, target_type, target_id, detail) "
            f"SELECT {told} FROM seen RETURNING CASE WHEN {soon} THEN {SOON} END) SELECT * FROM seen"
        )

    return around


def reader_values(actor: Actor) -> tuple[Any, ...]:
    """When, by whom, and whether the line may be lost with the last half second: inside a transaction it lasts as the
    rest."""
    return clock.now(), actor.user_id, not connection.in_atomic_block


def event(
    *, action: str, target: models.Model, actor: Actor | None = None, detail: dict | None = None
) -> Event:
    """The same fact, for who writes it together with what it tells."""
    return Event(
        at=clock.now(),
        actor_id=actor.user_id if actor else None,
        action=action,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        detail=detail or {},
    )


def _digest(previous: str, events: list[Event]) -> str:
    chain = hashlib.sha256(previous.encode())
    for event in events:
        line = [
            event.pk,
            event.at.isoformat(),
            event.actor_id,
            event.action,
            event.target_type,
            event.target_id,
            event.detail,
        ]
        chain.update(json.dumps(line, sort_keys=True, ensure_ascii=False).encode())
    return chain.hexdigest()


@transaction.atomic
def seal() -> int:
    """Chain the settled events that no seal covers yet. Returns how many were sealed; one sealer at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SEAL_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    last = Seal.objects.order_by("-last_event_id").first()
    settled = clock.now() - timedelta(seconds=_SETTLING_SECONDS)
    events = list(
        Event.objects.filter(pk__gt=last.last_event_id if last else 0, at__lt=settled).order_by("pk")[:_RUN]
    )
    if not events:
        return 0
    Seal.objects.create(
        sealed_at=clock.now(),
        first_event_id=events[0].pk,
        last_event_id=events[-1].pk,
        count=len(events),
        digest=_digest(last.digest if last else "", events),
    )
    return len(events)


def verify() -> int | None:
    """The identifier of the first broken seal, None when the whole chain holds."""
    previous = ""
    for one in Seal.objects.order_by("last_event_id").iterator():
        events = list(Event.objects.filter(pk__range=(one.first_event_id, one.last_event_id)).order_by("pk"))
        if len(events) != one.count or _digest(previous, events) != one.digest:
            return one.pk
        previous = one.digest
    return None
