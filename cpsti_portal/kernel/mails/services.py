"""E-mails, at most once each: « sending » is committed before the server is spoken to, « sent » after it accepted.

A mail found « sending » at a new attempt may have left with the worker that died: it becomes « uncertain », and a
person decides. A refusal before acceptance puts it back to « owed », and the outbox tries again later.
"""

import smtplib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet

from cpsti_portal.kernel.mails.models import MailStatus
from cpsti_portal.kernel.mails.writing import Email, Enclosed


class NotAccepted(Exception):
    """The server did not take the mail: again later. Carries no address: it ends in the logs."""


class RefusedForGood(Exception):
    """The server will never take a mail for this address."""


@dataclass(frozen=True)
class Addressed:
    to: str
    email: Email


def send(
    *, mails: QuerySet[Any], mail_id: object, at: datetime, address: Callable[[Any], Addressed | None]
) -> None:
    """Send the mail ``mail_id`` of ``mails``, outside any transaction. ``address`` tells what is sent, and to whom;
    None when there is nobody to write to any more. Raises NotAccepted when the server is to be tried again.
    """
    mail = _claim(mails, mail_id, at)
    if mail is None:
        return
    try:
        _deliver(mail, address(mail))
    except NotAccepted:
        _move(mails, mail_id, MailStatus.OWED)
        raise
    except RefusedForGood:
        _move(mails, mail_id, MailStatus.FAILED)
    except (OSError, smtplib.SMTPException):
        _move(mails, mail_id, MailStatus.UNCERTAIN)
    else:
        _move(mails, mail_id, MailStatus.SENT, sent_at=at)


@transaction.atomic
def _claim(mails: QuerySet[Any], mail_id: object, at: datetime) -> Any | None:
    """The mail if this run may send it. One that was already being sent is nobody's to send again."""
    mail = mails.select_for_update(of=("self",)).get(pk=mail_id)
    if mail.status == MailStatus.SENDING:
        mail.status = MailStatus.UNCERTAIN
        mail.save(update_fields=["status"])
        return None
    if mail.status != MailStatus.OWED:
        return None
    mail.status, mail.sending_at = MailStatus.SENDING, at
    mail.save(update_fields=["status", "sending_at"])
    return mail


def _deliver(mail: Any, addressed: Addressed | None) -> None:
    """NotAccepted or RefusedForGood while the server has taken nothing; another error once it may have."""
    if addressed is None:
        raise RefusedForGood
    connection = _connected()
    try:
        connection.send_messages([_message(mail, addressed, connection)])
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


def _move(
    mails: QuerySet[Any], mail_id: object, status: MailStatus, *, sent_at: datetime | None = None
) -> None:
    """An answer that comes after another run gave up may only tell that the mail did leave."""
    sources = [MailStatus.SENDING]
    if status is MailStatus.SENT:
        sources.append(MailStatus.UNCERTAIN)
    mails.model.objects.filter(pk=mail_id, status__in=sources).update(status=status, sent_at=sent_at)


def _part(enclosed: Enclosed) -> MIMEBase:
    """By hand: a calendar is read as an invitation only when its type says its method."""
    main, sub = enclosed.kind.split("/")
    part = MIMEBase(main, sub, **dict(enclosed.parameters))
    part.set_payload(enclosed.content)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=enclosed.name)
    return part


def _message(mail: Any, addressed: Addressed, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    email = addressed.email
    message = EmailMultiAlternatives(
        subject=email.subject,
        body=email.text,
        to=[addressed.to],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    message.attach_alternative(email.html, "text/html")
    for one in email.files:
        message.attach(_part(one))
    return message
