"""Letters, remedies and what a decision waits for."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from cpsti_portal.kernel.accounts.actors import Actor
from requests_app.models import AidRequest, BoardLink, Letter, RemediesText
from requests_app.queries.requests import requests_visible_to


def letters_visible_to(actor: Actor) -> QuerySet[Letter]:
    return Letter.objects.filter(aid_request__in=requests_visible_to(actor))


def files_visible_to(actor: Actor) -> QuerySet[Letter]:
    """The letters whose file exists."""
    return letters_visible_to(actor).filter(rendered_at__isnull=False)


def remedies_for(*, organisation_id: str, aid_code: str, kind: str, on: date) -> RemediesText | None:
    """The most precise text in force: for this letter first, then this organisation, then this aid."""
    return (
        RemediesText.objects.filter(starts_on__lte=on, kind__in=["", kind], aid_code__in=["", aid_code])
        .filter(Q(organisation_id=organisation_id) | Q(organisation__isnull=True))
        .order_by("-kind", F("organisation_id").desc(nulls_last=True), "-aid_code", "-starts_on", "-id")
        .first()
    )


@dataclass(frozen=True)
class WaitingRuling:
    """A ruling whose decision waits for the caseworker's sentence of fact. Amounts in euro cents.

    ``reason_codes`` and ``fact_sentence`` are proposals, from the ballots and from the caseworker's opinion.
    """

    kind: str
    amount_cents: int
    asked_cents: int
    held_on: date
    reason_codes: tuple[str, ...]
    fact_sentence: str


def last_ruled_link(aid_request: AidRequest) -> BoardLink | None:
    return aid_request.board_links.filter(ruling__isnull=False).order_by("-ruled_at", "-id").first()
