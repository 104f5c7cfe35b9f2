"""Asking for missing papers: a list, a deadline, and the two-month clock stops (CRPA L114-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.errors import DomainError
from requests_app.aids import registry
from requests_app.models import AidRequest, PaperRequest
from requests_app.queries.casefile import default_deadline
from requests_app.queries.papers import open_paper_request
from requests_app.services import transitions
from requests_app.services.casework import lock_held, membership_of
from requests_app.workflow import State

OTHER_PAPER = "autre-piece"
_LONGEST_DAYS = 120


@dataclass(frozen=True)
class Wanted:
    """One paper asked for. ``kind``: a kind of document of the aid, or ``OTHER_PAPER`` with its own ``label``."""

    kind: str
    comment: str = ""
    label: str = ""


@transaction.atomic
def ask(
    *,
    aid_request: AidRequest,
    actor: Actor,
    wanted: Sequence[Wanted],
    due_on: date | None = None,
    message: str = "",
    at: datetime,
) -> PaperRequest:
    """Stop the clock and owe the letter. ``due_on`` None: the delay of the parameters. The same list asked twice by
    its author is asked once.

    Raises DomainError ``papers.nothing``, ``papers.unknown``, ``papers.due``, NotAllowed ``casework.not_held``,
    Conflict ``request.moved``.
    """
    locked = lock_held(aid_request=aid_request, actor=actor)
    on = clock.local_date(at, locked.organisation.time_zone)
    due_on = due_on or default_deadline(locked, on=on)
    items = _items(locked, wanted)
    _check_deadline(due_on, on)
    already = open_paper_request(locked)
    if already is not None and (already.items, already.due_on) == (items, due_on):
        return already
    moved = transitions.apply(aid_request=locked, name="ask_papers", actor=actor, at=at)
    asked = PaperRequest.objects.create(
        aid_request=moved,
        asked_by=membership_of(aid_request=moved, actor=actor),
        asked_at=at,
        items=items,
        message=message.strip(),
        due_on=due_on,
    )
    aid_request.refresh_from_db()
    return asked


@transaction.atomic
def resume(*, aid_request: AidRequest, actor: Actor, at: datetime) -> AidRequest:
    """Go on without waiting: a lacking paper does not stop the instruction for ever (CRPA L114-5-1).

    Resumed twice, it is resumed once.
    """
    locked = lock_held(aid_request=aid_request, actor=actor)
    if locked.state == State.IN_REVIEW:
        return locked
    resumed = transitions.apply(aid_request=locked, name="resume", actor=actor, at=at)
    PaperRequest.objects.filter(aid_request=resumed, closed_at__isnull=True).update(closed_at=at)
    aid_request.refresh_from_db()
    return aid_request


def _items(aid_request: AidRequest, wanted: Sequence[Wanted]) -> list[dict[str, str]]:
    if not wanted:
        raise DomainError("papers.nothing", "Choisissez au moins une pièce.")
    if len({one.kind for one in wanted}) != len(wanted):
        raise DomainError("papers.unknown", "Une pièce ne se demande qu’une fois.")
    return [_item(aid_request, one) for one in wanted]


def _item(aid_request: AidRequest, wanted: Wanted) -> dict[str, str]:
    known = registry.get(aid_request.aid_code).document(wanted.kind)
    label = known.label if known else " ".join(wanted.label.split())
    if not label or (known is None and wanted.kind != OTHER_PAPER):
        raise DomainError("papers.unknown", "Donnez un nom à la pièce demandée.")
    return {"kind": wanted.kind, "label": label, "comment": " ".join(wanted.comment.split())}


def _check_deadline(due_on: date, on: date) -> None:
    if not on < due_on <= on + timedelta(days=_LONGEST_DAYS):
        raise DomainError(
            "papers.due", f"Choisissez une date à partir de demain, dans les {_LONGEST_DAYS} jours."
        )
