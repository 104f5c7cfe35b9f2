"""Owing a letter and rendering it: once, whatever the worker, the broker or the disk do."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.outbox.registry import subscriber
from cpsti_portal.kernel.outbox.services import publish
from requests_app.legal_clock import add_months
from requests_app.letters import render as engine
from requests_app.letters.catalogue import Kind, spec_for
from requests_app.letters.emails import MailKind
from requests_app.letters.errors import LetterError
from requests_app.letters.mentions import Lapsed, Mentions, Papers, Withdrawn
from requests_app.letters.merge_data import from_data, to_data
from requests_app.models import AidRequest, Decision, Letter, PaperRequest
from requests_app.services import letter_facts as facts
from requests_app.services import mails, transitions

_MAIL_OF: dict[str, MailKind] = {
    Kind.RECEIPT: MailKind.RECEIPT,
    Kind.PAPERS: MailKind.PAPERS_ASKED,
    Kind.ADJOURNED: MailKind.ADJOURNED,
    Kind.WITHDRAWN: MailKind.WITHDRAWN,
    Kind.LAPSED: MailKind.LAPSED,
    **dict.fromkeys((Kind.GRANTED, Kind.PARTIAL, Kind.REFUSED, Kind.OUT_OF_COMPETENCE), MailKind.DECISION),
}


@transaction.atomic
def owe(
    *,
    aid_request: AidRequest,
    kind: Kind,
    event: str,
    mentions: Mentions,
    at: datetime,
    decision: Decision | None = None,
) -> Letter:
    """Freeze what a letter says and owe its rendering. The same ``event`` again gives the same letter."""
    spec = spec_for(kind, aid_request.aid_code)
    letter, _ = Letter.objects.get_or_create(
        key=f"{kind}:{event}",
        defaults={
            "aid_request": aid_request,
            "decision": decision,
            "kind": kind.value,
            "title": spec.title,
            "dated_on": mentions.dated_on,
            "data": to_data(mentions),
            "created_at": at,
        },
    )
    publish(topic="letters.render", key=str(letter.pk), payload={"letter": str(letter.pk)})
    return letter


def owe_papers(*, paper_request: PaperRequest, at: datetime) -> Letter:
    """The list and the deadline, in the words of the caseworker who asked (CRPA L114-5)."""
    aid_request = paper_request.aid_request
    asked_on = facts.legal_day(aid_request, paper_request.asked_at)
    grace = timedelta(days=facts.parameters(aid_request, on=asked_on)["lapse_days"])
    mentions = Papers(
        **facts.common(aid_request, dated_on=asked_on),
        papers=facts.papers(paper_request),
        message=paper_request.message,
        due_on=paper_request.due_on,
        lapses_on=paper_request.due_on + grace,
        author=facts.caseworker_author(paper_request.asked_by, aid_request.organisation),
    )
    return owe(
        aid_request=aid_request, kind=Kind.PAPERS, event=str(paper_request.pk), mentions=mentions, at=at
    )


def owe_withdrawn(*, aid_request: AidRequest, withdrawn_at: datetime, at: datetime) -> Letter:
    on = facts.legal_day(aid_request, withdrawn_at)
    mentions = Withdrawn(**facts.common(aid_request, dated_on=on), withdrawn_on=on)
    return owe(
        aid_request=aid_request, kind=Kind.WITHDRAWN, event=str(aid_request.pk), mentions=mentions, at=at
    )


def owe_lapsed(*, paper_request: PaperRequest, lapsed_at: datetime, at: datetime) -> Letter:
    """The closing for want of papers, its remedies, and until when the request may be reopened."""
    aid_request = paper_request.aid_request
    on = facts.legal_day(aid_request, lapsed_at)
    mentions = Lapsed(
        **facts.common(aid_request, dated_on=on),
        asked_on=facts.legal_day(aid_request, paper_request.asked_at),
        due_on=paper_request.due_on,
        papers=facts.papers(paper_request),
        reopen_until=add_months(on, facts.parameters(aid_request, on=on)["reopen_months"]),
        author=facts.service_author(aid_request),
        remedies=facts.remedies(facts.remedies_row(aid_request, kind=Kind.LAPSED, on=on)),
    )
    return owe(
        aid_request=aid_request, kind=Kind.LAPSED, event=str(paper_request.pk), mentions=mentions, at=at
    )


def as_page(*, letter: Letter) -> dict[str, Any]:
    """The letter as a part of a page: the same words as its file. ``body`` is HTML the engine has escaped."""
    spec = spec_for(letter.kind, letter.aid_request.aid_code)
    return {
        "title": spec.title,
        "tone": spec.tone,
        "body": engine.article(spec, from_data(letter.kind, letter.data)),
        "dated_on": letter.dated_on,
        "letter_id": letter.pk,
        "has_file": letter.rendered_at is not None,
        "size": letter.size,
        "sha256": letter.sha256,
    }


@subscriber("letters.render")
def _render(payload: dict) -> None:
    render(letter_id=payload["letter"], at=clock.now())


@transaction.atomic
def render(*, letter_id: str, at: datetime) -> Letter:
    """Store the file with its digest, notify a decision, owe the e-mail. A rendered letter is left as it is, and
    so is that of a decision which the control service suspended or annulled.
    """
    letter = (
        Letter.objects.select_for_update(of=("self",))
        .select_related("aid_request__organisation", "aid_request__applicant", "decision__board_link")
        .get(pk=letter_id)
    )
    if letter.rendered_at is not None or _is_stopped(letter):
        return letter
    content = _pdf(letter)
    letter.sha256, letter.size = _store(letter.path, content), len(content)
    letter.rendered_at = at
    letter.save(update_fields=["sha256", "size", "rendered_at"])
    record(action="letter.rendered", target=letter, detail={"kind": letter.kind, "sha256": letter.sha256})
    if letter.decision_id is not None:
        transitions.apply(aid_request=letter.aid_request, name="notify", actor=None, at=at)
        told = {"token": letter.decision.board_link.token}
        publish(topic="decisions.notified", key=str(letter.decision_id), payload=told)
    mails.owe(
        aid_request=letter.aid_request,
        kind=_MAIL_OF[letter.kind],
        event=str(letter.pk),
        at=at,
        dates=_dates_of_mail(letter),
    )
    return letter


def owe_again(*, decision: Decision | None, at: datetime) -> None:
    """Owe once more the rendering of a letter that a suspension stopped. One that has left does not leave twice."""
    letter = Letter.objects.filter(decision=decision, rendered_at=None).first() if decision else None
    if letter is not None:
        publish(
            topic="letters.render",
            key=f"{letter.pk}:{at:%Y%m%d%H%M%S}",
            payload={"letter": str(letter.pk)},
        )


def _is_stopped(letter: Letter) -> bool:
    """CSS L151-1: a suspended decision has no effect, an annulled one never had any."""
    if letter.decision is None:
        return False
    link = letter.decision.board_link
    return link.suspended_on is not None or link.annulled_on is not None


def _dates_of_mail(letter: Letter) -> dict[str, date]:
    """The dates that the letter and its e-mail both give."""
    names = {Kind.RECEIPT: ("filed_on", "refused_on"), Kind.PAPERS: ("due_on",)}.get(Kind(letter.kind), ())
    return {name: date.fromisoformat(letter.data[name]) for name in names}


def _pdf(letter: Letter) -> bytes:
    from requests_app.letters.pdf import renderer  # loads the layout engine: only a worker pays for it

    spec = spec_for(letter.kind, letter.aid_request.aid_code)
    return renderer().pdf(engine.sheet(spec, from_data(letter.kind, letter.data)))


def _store(path: str, content: bytes) -> str:
    """Write the bytes under ``path`` and read them back; what an interrupted run left there is replaced."""
    if default_storage.exists(path):
        default_storage.delete(path)
    stored = default_storage.save(path, ContentFile(content))
    digest = hashlib.sha256(content).hexdigest()
    if stored != path or digest_of(path) != digest:
        raise LetterError("letter.storage", "Le fichier du courrier n’a pas été conservé tel quel.")
    return digest


def digest_of(path: str) -> str:
    with default_storage.open(path) as stored:
        return hashlib.file_digest(stored, "sha256").hexdigest()
