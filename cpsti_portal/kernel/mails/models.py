"""How far a mail got. A table of mails inherits ``OwedMail`` and says who it is for."""

import hashlib
from urllib.parse import urlsplit

import pgtrigger
from django.conf import settings
from django.db import models


class MailStatus(models.TextChoices):
    """UNCERTAIN: the server may have accepted it, nobody can tell; a person decides. FAILED: refused for good."""

    OWED = "owed", "À envoyer"
    SENDING = "sending", "Envoi en cours"
    SENT = "sent", "Envoyé"
    UNCERTAIN = "uncertain", "Incertain"
    FAILED = "failed", "Refusé par le serveur"


NEVER_TWICE = [
    (MailStatus.OWED, MailStatus.SENDING),
    (MailStatus.SENDING, MailStatus.OWED),
    (MailStatus.SENDING, MailStatus.SENT),
    (MailStatus.SENDING, MailStatus.UNCERTAIN),
    (MailStatus.SENDING, MailStatus.FAILED),
    (MailStatus.UNCERTAIN, MailStatus.SENT),
]


def never_twice() -> pgtrigger.FSM:
    """The trigger that every table of mails has: a mail that may have left is never owed again."""
    return pgtrigger.FSM(name="never_twice", field="status", transitions=NEVER_TWICE)


def message_id(*, pk: object, key: str) -> str:
    """The same for every attempt, so that a mail server or a reader can recognise a double."""
    digest = hashlib.sha256(f"{pk}:{key}".encode()).hexdigest()[:32]
    return f"<{digest}@{urlsplit(settings.PORTAL_BASE_URL).hostname}>"


class OwedMail(models.Model):
    """``key`` names the event told: the same event twice is one mail."""

    key = models.CharField("événement", max_length=160, unique=True)
    status = models.CharField("état", max_length=10, choices=MailStatus, default=MailStatus.OWED)
    created_at = models.DateTimeField("dû depuis le")
    sending_at = models.DateTimeField("remis au serveur le", null=True, blank=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def message_id(self) -> str:
        return message_id(pk=self.pk, key=self.key)
