"""The two files of the minutes: laid out in the worker, kept with their digests, swept when no row knows them."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from commission.enums import MinutesState
from commission.minutes.sheet import Paper, sheet
from commission.minutes.text import extract
from commission.models import Minutes
from commission.models.minutes import FOLDER
from cpsti_portal.kernel import clock, private_files
from cpsti_portal.kernel.outbox.registry import subscriber


@subscriber("minutes.render")
def _render(payload: dict) -> None:
    render(minutes_id=payload["minutes"], at=clock.now())


@transaction.atomic
def render(*, minutes_id: int, at: datetime) -> None:
    """Store both files of a draft, once: what is laid out is left as it is until the draft changes."""
    minutes = Minutes.objects.select_for_update().get(pk=minutes_id)
    if minutes.rendered_at is not None or minutes.state != MinutesState.DRAFT:
        return
    for paper, name in ((Paper.MINUTES, "minutes"), (Paper.DECISIONS, "decisions")):
        content = pdf(paper, minutes.content)
        setattr(minutes, f"{name}_path", private_files.keep(FOLDER, content))
        setattr(minutes, f"{name}_sha256", hashlib.sha256(content).hexdigest())
        setattr(minutes, f"{name}_size", len(content))
    minutes.rendered_at = at
    minutes.save()


def pdf(paper: Paper, content: dict) -> bytes:
    """Equal values give equal bytes."""
    from commission.minutes.pdf import renderer  # loads the layout engine: only who prints pays for it

    return renderer().pdf(sheet(paper, content))


def paper_for(*, minutes: Minutes, paper: Paper, without: Collection[str]) -> bytes:
    """The bytes that were signed; for a reader who stepped aside from the files ``without``, an extract nobody signed.

    Raises FileNotFoundError when the bytes are gone.
    """
    if without:
        return pdf(paper, extract(minutes.content, without=without))
    return private_files.content(minutes.minutes_path if paper is Paper.MINUTES else minutes.decisions_path)


def sweep(*, older_than: datetime) -> int:
    """Take away the files that no row knows and that are older than ``older_than``; returns how many."""
    known: set[str] = set()
    for pair in Minutes.objects.values_list("minutes_path", "decisions_path"):
        known |= set(pair)
    return private_files.sweep(FOLDER, known, older_than=older_than)
