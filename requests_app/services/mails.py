"""E-mails to applicants: owed with the fact they tell, sent at most once by the kernel."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.mails import services as delivery
from cpsti_portal.kernel.mails.services import Addressed
from cpsti_portal.kernel.outbox.registry import subscriber
from cpsti_portal.kernel.outbox.services import publish
from requests_app.letters.emails import MailFacts, MailKind, compose
from requests_app.letters.wording import long_date
from requests_app.models import AidRequest, Mail, PaperRequest
from requests_app.services import letter_facts as facts


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
    mails = Mail.objects.select_related("recipient")
    delivery.send(mails=mails, mail_id=mail_id, at=at, address=_addressed)


def _addressed(mail: Mail) -> Addressed:
    return Addressed(to=mail.recipient.email, email=compose(MailKind(mail.kind), MailFacts(**mail.facts)))
