"""E-mails, at most once each: « sending » is committed before the server is spoken to, « sent » after it accepted.

A mail found « sending » at a new attempt may have left with the worker that died: it becomes « uncertain », and a
person decides. A refusal before acceptance puts it back to « owed », and the outbox tries again later.
"""

import smtplib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.outbox.registry import subscriber
from cpsti_portal.kernel.outbox.services import publish
from requests_app.letters.emails import MailFacts, MailKind, compose
from requests_app.letters.wording import long_date
from requests_app.models import AidRequest, Mail, MailStatus, PaperRequest
from requests_app.services import letter_facts as facts


class NotAccepted(Exception):
    """The server did not take the mail: again later. Carries no address: it ends in the logs."""


class RefusedForGood(Exception):
    """The server will never take a mail for this address."""


@transaction.atomic
def owe(
    *,
    aid_request: AidRequest,
    kind: MailKind,
    event: str,
    at: datetime,
    dates: Mapping[str, date] | None = None,
) -> Mail:
    """Owe one mail to the applicant. The same ``event`` again gives the same mail. ``dates`` by field of MailFacts."""
    written = {name: long_date(day) for name, day in (dates or {}).items()}
    mail, _ = Mail.objects.get_or_create(
        key=f"{kind}:{event}",
        defaults={
            "kind": kind.value,
            "aid_request": aid_request,
            "recipient_id": aid_request.applicant_id,
            "facts": asdict(_facts(aid_request, written)),
            "created_at": at,
        },
    )
    publish(topic="mails.send", key=str(mail.pk), payload={"mail": mail.pk})
    return mail


def owe_reminder(*, paper_request: PaperRequest, at: datetime) -> Mail:
    """Half-time reminder of missing papers, once for a paper request."""
    return owe(
        aid_request=paper_request.aid_request,
        kind=MailKind.PAPERS_REMINDER,
        event=str(paper_request.pk),
        at=at,
        dates={"due_on": paper_request.due_on},
    )


def _facts(aid_request: AidRequest, dates: dict[str, str]) -> MailFacts:
    organisation = aid_request.organisation
    return MailFacts(
        reference=aid_request.reference or "",
        service=f"{organisation.name}, {facts.SERVICE}",
        service_email=organisation.email,
        phone=organisation.phone,
        link=facts.portal_page(aid_request),
        **dates,
    )


@subscriber("mails.send", external=True)
def _send(payload: dict) -> None:
    send(mail_id=payload["mail"], at=clock.now())


def send(*, mail_id: int, at: datetime) -> None:
    """Outside any transaction. Raises NotAccepted when the server is to be tried again."""
    mail = _claim(mail_id, at)
    if mail is None:
        return
    try:
        _deliver(mail)
    except NotAccepted:
        _move(mail_id, MailStatus.OWED)
        raise
    except RefusedForGood:
        _move(mail_id, MailStatus.FAILED)
    except (OSError, smtplib.SMTPException):
        _move(mail_id, MailStatus.UNCERTAIN)
    else:
        _move(mail_id, MailStatus.SENT, sent_at=at)


@transaction.atomic
def _claim(mail_id: int, at: datetime) -> Mail | None:
    """The mail if this run may send it. One that was already being sent is nobody's to send again."""
    mail = Mail.objects.select_for_update(of=("self",)).select_related("recipient").get(pk=mail_id)
    if mail.status == MailStatus.SENDING:
        mail.status = MailStatus.UNCERTAIN
        mail.save(update_fields=["status"])
        return None
    if mail.status != MailStatus.OWED:
        return None
    mail.status, mail.sending_at = MailStatus.SENDING, at
    mail.save(update_fields=["status", "sending_at"])
    return mail


def _deliver(mail: Mail) -> None:
    """NotAccepted or RefusedForGood while the server has taken nothing; another error once it may have."""
    connection = _connected()
    try:
        connection.send_messages([_message(mail, connection)])
    except smtplib.SMTPRecipientsRefused as refusal:
        raise _verdict(refusal) from None
    except smtplib.SMTPResponseException as error:
        raise NotAccepted(f"{type(error).__name__} {error.smtp_code}") from None
    finally:
        _hang_up(connection)


def _connected() -> BaseEmailBackend:
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        _hang_up(connection)
        raise NotAccepted(type(error).__name__) from None
    return connection


def _hang_up(connection: BaseEmailBackend) -> None:
    """A goodbye that fails says nothing about the mail."""
    with suppress(OSError, smtplib.SMTPException):
        connection.close()


def _verdict(refusal: smtplib.SMTPRecipientsRefused) -> Exception:
    """A permanent refusal (5xx) is for a person; a temporary one (4xx) is tried again."""
    permanent = all(code >= 500 for code, _ in refusal.recipients.values())
    return RefusedForGood() if permanent else NotAccepted("SMTPRecipientsRefused")


def _move(mail_id: int, status: MailStatus, *, sent_at: datetime | None = None) -> None:
    """An answer that comes after another run gave up may only tell that the mail did leave."""
    sources = [MailStatus.SENDING]
    if status is MailStatus.SENT:
        sources.append(MailStatus.UNCERTAIN)
    Mail.objects.filter(pk=mail_id, status__in=sources).update(status=status, sent_at=sent_at)


def _message(mail: Mail, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    email = compose(MailKind(mail.kind), MailFacts(**mail.facts))
    message = EmailMultiAlternatives(
        subject=email.subject,
        body=email.text,
        to=[mail.recipient.email],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    message.attach_alternative(email.html, "text/html")
    return message
