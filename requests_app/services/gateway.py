"""The guarded door between the two houses: the only module of the identity side that knows the board.

Out goes ``BoardFacts``, built by allow-list and checked for leaks; back come three topics, told by token. The link
between a token and a person never leaves this side.
"""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from commission.contract import BoardFacts, RulingFacts
from commission.enums import ItemState
from commission.models import AgendaItem, BoardFile
from commission.queries.sheets import content_of
from commission.services import files
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import DomainError
from cpsti_portal.kernel.outbox.registry import subscriber
from requests_app.aids import registry
from requests_app.anonymisation.facts import Destination, OpinionFacts, board_fields
from requests_app.anonymisation.leaks import Leak, find_leaks
from requests_app.enums import OpinionKind
from requests_app.models import AidRequest, BoardLink, Opinion
from requests_app.opinion_rules import Shortcoming
from requests_app.queries.casefile import (
    facts_of,
    known_to_file,
    lacking_in_opinion,
    latest_verdict,
    opinion_of,
)
from requests_app.services import decisions, transitions
from requests_app.services.casework import lock_held, membership_of
from requests_app.workflow import State

Leaks = Mapping[str, tuple[Leak, ...]]
_TOKEN_BYTES = 16


class NotReady(DomainError):
    """The opinion lacks something; ``shortcomings`` say what, field by field."""

    def __init__(self, shortcomings: tuple[Shortcoming, ...]):
        super().__init__("opinion.incomplete", "L’avis n’est pas complet : rien n’a été transmis.")
        self.shortcomings = shortcomings


class LeaksFound(DomainError):
    """What would leave could tell who the person is; ``leaks`` say where, field by field."""

    def __init__(self, leaks: Leaks):
        super().__init__(
            "opinion.leaks", "Le dossier n’a pas été transmis : il contient de quoi reconnaître la personne."
        )
        self.leaks = leaks


@transaction.atomic
def send_to_board(*, aid_request: AidRequest, actor: Actor, at: datetime) -> BoardLink:
    """Check, copy, hand over, move. Sent twice by its holder, it is sent once.

    Raises NotReady, LeaksFound, NotAllowed ``casework.not_held``, Conflict ``request.moved``.
    """
    locked = lock_held(aid_request=aid_request, actor=actor)
    open_link = _open_link(locked)
    if open_link is not None:
        return open_link
    moved = transitions.apply(aid_request=locked, name="send_to_board", actor=actor, at=at)
    _check(locked)
    facts = _facts(locked, token=_new_token())
    link = BoardLink.objects.create(
        aid_request=moved,
        token=facts.token,
        sent_at=at,
        sent_by=membership_of(aid_request=moved, actor=actor),
        facts=asdict(facts),
    )
    files.receive_file(facts=facts)
    record(action="opinion.sent", actor=actor, target=moved)
    aid_request.refresh_from_db()
    return link


@transaction.atomic
def retract(*, aid_request: AidRequest, at: datetime) -> None:
    """Take the file back from the board, if it has it. Raises Conflict ``file.examined`` once its vote is open."""
    link = _open_link(aid_request)
    if link is None:
        return
    files.retract_file(token=link.token)
    link.retracted_at = at
    link.save(update_fields=["retracted_at"])


def preview(*, aid_request: AidRequest) -> Mapping[str, object]:
    """What the board would read if the file left now, as its own page is given it; what it has, once it left."""
    link = (
        BoardLink.objects.filter(aid_request=aid_request, retracted_at__isnull=True)
        .order_by("-sent_at")
        .first()
    )
    left = link is not None and aid_request.state != State.IN_REVIEW
    return content_of(BoardFile(**(link.facts if left else asdict(_facts(aid_request, token="")))))


def leaks_in(*, aid_request: AidRequest, texts: Mapping[str, str]) -> Leaks:
    """The leaks of each text, without those that have none."""
    known = known_to_file(aid_request)
    found = {name: find_leaks(text, known) for name, text in texts.items()}
    return {name: leaks for name, leaks in found.items() if leaks}


def _check(aid_request: AidRequest) -> None:
    opinion = opinion_of(aid_request)
    verdict = latest_verdict(aid_request)
    lacking = lacking_in_opinion(
        opinion,
        asked_cents=facts_of(aid_request).amount_asked_cents or 0,
        ceiling_cents=verdict.ceiling_cents if verdict else 0,
    )
    if lacking:
        raise NotReady(lacking)
    leaks = leaks_in(aid_request=aid_request, texts={"summary": opinion.summary, "text": opinion.text})
    if leaks:
        raise LeaksFound(leaks)


def _facts(aid_request: AidRequest, *, token: str) -> BoardFacts:
    opinion = opinion_of(aid_request) or Opinion()
    verdict = latest_verdict(aid_request)
    aid = registry.get(aid_request.aid_code)
    fields = board_fields(
        facts_of(aid_request),
        to=Destination(
            board_code=aid_request.board_id,
            area_label=aid_request.board.area_label,
            aid_code=aid_request.aid_code,
            aid_label=aid.name,
            ceiling_cents=verdict.ceiling_cents if verdict else 0,
        ),
        opinion=OpinionFacts(
            kind=OpinionKind(opinion.kind) if opinion.kind else None,
            amount_cents=opinion.amount_cents,
            summary=opinion.summary,
            text=opinion.text,
        ),
        findings=verdict.findings if verdict else [],
    )
    return BoardFacts(token=token, **fields)


def _new_token() -> str:
    """26 characters drawn at random: nothing of the request can be computed from them, nor the other way round."""
    return base64.b32encode(secrets.token_bytes(_TOKEN_BYTES)).decode().rstrip("=")


def _open_link(aid_request: AidRequest) -> BoardLink | None:
    links = BoardLink.objects.select_for_update().filter(aid_request=aid_request)
    return links.filter(ruled_at__isnull=True, retracted_at__isnull=True).first()


@subscriber("commission.file_scheduled")
def _scheduled(payload: dict) -> None:
    follow_agenda(token=payload["token"], at=clock.now())


@subscriber("commission.file_unscheduled")
def _unscheduled(payload: dict) -> None:
    follow_agenda(token=payload["token"], at=clock.now())


@subscriber("commission.ruling")
def _ruled(payload: dict) -> None:
    take_in_ruling(facts=RulingFacts.from_payload(payload), at=clock.now())


@transaction.atomic
def follow_agenda(*, token: str, at: datetime) -> None:
    """Put the request in step with the agenda as it stands now: late, lost or repeated messages do no harm."""
    link = _locked_link(token)
    if link is None or link.ruled_at or link.retracted_at:
        return
    link.sitting_on = _sitting_day(token)
    link.save(update_fields=["sitting_on"])
    state = State(link.aid_request.state)
    if link.sitting_on and state is State.SENT_TO_BOARD:
        transitions.apply(aid_request=link.aid_request, name="schedule", actor=None, at=at)
    elif not link.sitting_on and state is State.SCHEDULED:
        transitions.apply(aid_request=link.aid_request, name="unschedule", actor=None, at=at)


@transaction.atomic
def take_in_ruling(*, facts: RulingFacts, at: datetime) -> None:
    """Keep what the board decided, once, and make it a decision or an adjournment."""
    link = _locked_link(facts.token)
    if link is None or link.ruled_at or link.retracted_at:
        return
    if link.aid_request.state == State.SENT_TO_BOARD:
        transitions.apply(aid_request=link.aid_request, name="schedule", actor=None, at=at)
    link.ruling, link.ruled_at, link.sitting_on = facts.as_payload(), at, facts.held_on
    link.save(update_fields=["ruling", "ruled_at", "sitting_on"])
    decisions.record(board_link=link, at=at)


def _sitting_day(token: str) -> date | None:
    """The day of the sitting that has the file on its agenda now."""
    items = AgendaItem.objects.exclude(state=ItemState.DROPPED).filter(board_file_id=token)
    return items.values_list("sitting__held_on", flat=True).first()


def _locked_link(token: str) -> BoardLink | None:
    """The request first, its link second: the order of every act on this side."""
    request_id = BoardLink.objects.filter(token=token).values_list("aid_request_id", flat=True).first()
    if request_id is None:
        return None
    locked = AidRequest.objects.select_for_update(of=("self",)).select_related(
        "organisation", "board", "applicant"
    )
    aid_request = locked.get(pk=request_id)
    link = BoardLink.objects.select_for_update().get(token=token)
    link.aid_request = aid_request
    return link
