"""Mails to the members of a board: owed with the fact they tell, sent by the worker, which alone reads an address."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from commission.convening import NoticeKind
from commission.emails import NoticeFacts, compose
from commission.models import Convening, ConveningMail, Sitting
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.models import Membership
from cpsti_portal.kernel.mails import services as delivery
from cpsti_portal.kernel.mails.services import Addressed
from cpsti_portal.kernel.outbox.registry import subscriber
from cpsti_portal.kernel.outbox.services import publish

TOPIC = "board_mails.send"


def owe(
    *,
    convening: Convening,
    member: Membership,
    kind: NoticeKind,
    facts: NoticeFacts,
    at: datetime,
    event: str = "",
) -> bool:
    """Owe one mail to ``member``. Told again at the same change (and ``event``) it is the same mail. True if new."""
    key = f"{convening.pk}:{convening.sequence}:{member.pk}:{kind}{event}"
    mail, created = ConveningMail.objects.get_or_create(
        key=key,
        defaults={
            "convening": convening,
            "member": member,
            "kind": kind.value,
            "sequence": convening.sequence,
            "facts": facts.as_payload(),
            "created_at": at,
        },
    )
    publish(topic=TOPIC, key=str(mail.pk), payload={"mail": mail.pk})
    return created


def uid_of(sitting: Sitting) -> str:
    return f"{sitting.pk}@{urlsplit(settings.PORTAL_BASE_URL).hostname}"


def page_of(sitting: Sitting) -> str:
    """The page of the sitting, which asks to sign in."""
    return f"{settings.PORTAL_BASE_URL}{reverse('commission:sitting', args=[sitting.pk])}"


@subscriber(TOPIC, external=True)
def _send(payload: dict) -> None:
    send(mail_id=payload["mail"], at=clock.now())


def send(*, mail_id: int, at: datetime) -> None:
    """Outside any transaction. Raises NotAccepted when the server is to be tried again."""
    mails = ConveningMail.objects.select_related("member__user")
    delivery.send(mails=mails, mail_id=mail_id, at=at, address=_addressed)


def _addressed(mail: ConveningMail) -> Addressed | None:
    """To nobody once the account is closed."""
    user = mail.member.user
    if not user.is_active:
        return None
    email = compose(
        kind=NoticeKind(mail.kind),
        facts=NoticeFacts(**mail.facts),
        sequence=mail.sequence,
        sender=settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">"),
        recipient=user.email,
        stamp=mail.created_at,
    )
    return Addressed(to=user.email, email=email)
