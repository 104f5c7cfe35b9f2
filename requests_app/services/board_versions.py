"""The version the board will read: checked, frozen, read again by a second agent."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from requests_app.aids import registry
from requests_app.anonymisation.facts import Destination, OpinionFacts, board_fields
from requests_app.anonymisation.leaks import Leak, find_leaks
from requests_app.enums import FreeText, OpinionKind
from requests_app.models import AidRequest, BoardVersion, Opinion
from requests_app.opinion_rules import Shortcoming
from requests_app.queries.board_versions import open_version, sign_off_of
from requests_app.queries.casefile import (
    facts_of,
    known_to_file,
    lacking_in_opinion,
    latest_verdict,
    opinion_of,
)
from requests_app.queries.pages import shown_pages
from requests_app.queries.redactions import board_texts, unsettled
from requests_app.services import interests, pages, transitions
from requests_app.services.casework import lock, lock_held, membership_of
from requests_app.sign_off import SECOND_READER

Leaks = Mapping[str, tuple[Leak, ...]]
# The free texts of an anonymous file: what the gate reads.
TEXTS = tuple(FreeText.values)


class NotReady(DomainError):
    """The opinion lacks something; ``shortcomings`` say what, field by field."""

    def __init__(self, shortcomings: tuple[Shortcoming, ...]):
        super().__init__("opinion.incomplete", "L’avis n’est pas complet : rien n’a été figé.")
        self.shortcomings = shortcomings


class LeaksFound(DomainError):
    """What would leave could tell who the person is; ``leaks`` say where, text by text."""

    def __init__(self, leaks: Leaks):
        super().__init__(
            "opinion.leaks", "Le dossier contient de quoi reconnaître la personne : il ne part pas."
        )
        self.leaks = leaks


class TextsUnread(DomainError):
    """A text waits for the engine or for its reader; ``texts`` say which, in the order of the file."""

    def __init__(self, texts: tuple[FreeText, ...]):
        labels = ", ".join(f"« {one.label} »" for one in texts)
        super().__init__("opinion.unread", f"À relire avant de figer : {labels}.")
        self.texts = texts


@transaction.atomic
def freeze(*, aid_request: AidRequest, actor: Actor, at: datetime) -> BoardVersion:
    """Freeze what the board would read now and ask for a second reader. Frozen twice by its holder, it is frozen once.

    Raises NotReady, LeaksFound, TextsUnread, NotAllowed ``casework.not_held``, Conflict ``request.moved``.
    """
    locked = lock_held(aid_request=aid_request, actor=actor)
    waiting = open_version(locked)
    if waiting is not None:
        return waiting
    moved = transitions.apply(aid_request=locked, name="freeze", actor=actor, at=at)
    if interests.move_elsewhere(aid_request=moved, at=at):
        locked = lock_held(aid_request=aid_request, actor=actor)
    facts = facts_now(aid_request=locked)
    _check(locked, facts)
    version = BoardVersion.objects.create(
        aid_request=moved,
        number=_next_number(moved),
        facts=facts,
        digest=digest_of(facts),
        prepared_by=membership_of(aid_request=moved, actor=actor),
        prepared_at=at,
    )
    pages.freeze_all(aid_request=moved, at=at)
    record(action="version.frozen", actor=actor, target=moved, detail={"number": version.number})
    aid_request.refresh_from_db()
    return version


@transaction.atomic
def give_back(
    *, aid_request: AidRequest, actor: Actor, number: int, reason: str = "", at: datetime
) -> BoardVersion:
    """The frozen version goes back to its author, who may also take it back; given back twice, it is once.

    Raises DomainError ``version.reason`` when a second reader does not say what to correct, Conflict ``version.moved``.
    """
    locked = lock(aid_request=aid_request, actor=actor)
    version = _numbered(locked, number)
    if version.returned_at is not None:
        return version
    reason = " ".join(reason.split())
    if not reason and version.prepared_by.user_id != actor.user_id:
        raise DomainError(
            "version.reason", "Dites ce qui est à corriger : l’agent qui a préparé le dossier le lira."
        )
    moved = transitions.apply(aid_request=locked, name="give_back", actor=actor, at=at, comment=reason)
    close(version=version, at=at, reason=reason, by=actor)
    record(action="version.returned", actor=actor, target=moved, detail={"number": version.number})
    aid_request.refresh_from_db()
    return version


def close(*, version: BoardVersion, at: datetime, reason: str = "", by: Actor | None = None) -> None:
    """The version will not be signed; ``by`` is None when the applicant withdrew."""
    version.returned_at, version.return_reason = at, reason
    version.returned_by = by.membership_for_organisation(version.aid_request.organisation_id) if by else None
    version.save(update_fields=["returned_at", "return_reason", "returned_by"])


def sign(*, aid_request: AidRequest, actor: Actor, number: int, at: datetime) -> BoardVersion:
    """Sign the version that was read; inside the transaction that sends it, on the locked request.

    Raises Conflict ``version.moved``, NotAllowed ``version.second_reader``, LeaksFound when the gate refuses.
    """
    version = _numbered(aid_request, number)
    if not sign_off_of(version).may_sign(actor.user_id, at):
        raise NotAllowed("version.second_reader", SECOND_READER)
    if digest_of(version.facts) != version.digest:
        raise Conflict(
            "version.altered",
            "Cette version n’est plus celle qui a été figée : rendez-la.",
        )
    leaks = leaks_in(aid_request=aid_request, texts=texts_of(version.facts))
    if leaks:
        raise LeaksFound(leaks)
    version.signed_by, version.signed_at = membership_of(aid_request=aid_request, actor=actor), at
    version.save(update_fields=["signed_by", "signed_at"])
    record(action="version.signed", actor=actor, target=aid_request, detail={"number": version.number})
    return version


def facts_now(*, aid_request: AidRequest) -> dict[str, Any]:
    """Every field of the anonymous file but its token, as JSON keeps it."""
    opinion = opinion_of(aid_request) or Opinion()
    verdict = latest_verdict(aid_request)
    fields = board_fields(
        facts_of(aid_request),
        to=Destination(
            board_code=aid_request.board_id,
            area_label=aid_request.board.area_label,
            aid_code=aid_request.aid_code,
            aid_label=registry.get(aid_request.aid_code).name,
            ceiling_cents=verdict.ceiling_cents if verdict else 0,
        ),
        opinion=OpinionFacts(
            kind=OpinionKind(opinion.kind) if opinion.kind else None,
            amount_cents=opinion.amount_cents,
            **_texts_now(aid_request, opinion),
        ),
        findings=verdict.findings if verdict else [],
    )
    shown = [page.fact for page in shown_pages(aid_request)]
    return json.loads(json.dumps(fields | {"pages": shown}))


def _texts_now(aid_request: AidRequest, opinion: Opinion) -> dict[str, str]:
    """As they stand masked; the applicant's own words only once somebody read them."""
    texts = board_texts(aid_request, opinion)
    shown = {name: text.shown if text.leaves else "" for name, text in texts.items()}
    return {
        "account": shown[FreeText.ACCOUNT],
        "summary": shown[FreeText.SUMMARY],
        "text": shown[FreeText.OPINION],
    }


def digest_of(facts: Mapping[str, Any]) -> str:
    """SHA-256 of one written form: keys sorted, no space, letters as they are."""
    canonical = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def leaks_in(*, aid_request: AidRequest, texts: Mapping[str, str]) -> Leaks:
    """The leaks of each text, without those that have none."""
    known = known_to_file(aid_request)
    found = {name: find_leaks(text, known) for name, text in texts.items()}
    return {name: leaks for name, leaks in found.items() if leaks}


def texts_of(facts: Mapping[str, Any]) -> dict[str, str]:
    """The free texts of an anonymous file; one frozen before there was an account has none."""
    return {name: facts.get(name, "") for name in TEXTS}


def _check(aid_request: AidRequest, facts: Mapping[str, Any]) -> None:
    opinion = opinion_of(aid_request)
    verdict = latest_verdict(aid_request)
    lacking = lacking_in_opinion(
        opinion,
        asked_cents=facts_of(aid_request).amount_asked_cents or 0,
        ceiling_cents=verdict.ceiling_cents if verdict else 0,
    )
    if lacking:
        raise NotReady(lacking)
    leaks = leaks_in(aid_request=aid_request, texts=texts_of(facts))
    if leaks:
        raise LeaksFound(leaks)
    unread = unsettled(board_texts(aid_request, opinion))
    if unread:
        raise TextsUnread(unread)


def _numbered(aid_request: AidRequest, number: int) -> BoardVersion:
    """The version the page showed, while it still counts."""
    rows = BoardVersion.objects.select_related("prepared_by", "aid_request__organisation")
    version = rows.filter(aid_request=aid_request).order_by("-number").first()
    if version is None or version.number != number:
        raise Conflict("version.moved", "Ce dossier a changé depuis l’ouverture de la page : relisez-le.")
    return version


def _next_number(aid_request: AidRequest) -> int:
    return (
        BoardVersion.objects.filter(aid_request=aid_request).aggregate(last=Max("number"))["last"] or 0
    ) + 1
