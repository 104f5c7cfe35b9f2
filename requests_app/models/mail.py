"""An e-mail owed to a person, sent at most once."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cpsti_portal.kernel.mails.models import MailStatus, message_id, never_twice
from requests_app.letters.emails import MailKind
from requests_app.models.aid_request import AidRequest

KIND_CHOICES = [
    (MailKind.RECEIPT.value, "Récépissé"),
    (MailKind.PAPERS_ASKED.value, "Demande de pièces"),
    (MailKind.PAPERS_REMINDER.value, "Rappel des pièces"),
    (MailKind.PAPERS_RECEIVED.value, "Pièces reçues"),
    (MailKind.ADJOURNED.value, "Report de la décision"),
    (MailKind.DECISION.value, "Décision à lire"),
    (MailKind.WITHDRAWN.value, "Retrait"),
    (MailKind.LAPSED.value, "Classement sans suite"),
    (MailKind.ANNULLED.value, "Annulation de la décision"),
]


class Mail(models.Model):
    """``key`` names the event told: the same event twice is one mail. The address is read when it is sent."""

    key = models.CharField("événement", max_length=80, unique=True)
    kind = models.CharField("nature", max_length=20, choices=KIND_CHOICES)
    aid_request = models.ForeignKey(AidRequest, on_delete=models.PROTECT, related_name="mails")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="destinataire",
    )
    facts = models.JSONField("mentions")
    status = models.CharField("état", max_length=10, choices=MailStatus, default=MailStatus.OWED)
    created_at = models.DateTimeField("dû depuis le")
    sending_at = models.DateTimeField("remis au serveur le", null=True, blank=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)

    class Meta:
        verbose_name = "courriel"
        verbose_name_plural = "courriels"
        constraints = [
            models.CheckConstraint(
                name="mail_known_kind", condition=Q(kind__in=[kind for kind, _ in KIND_CHOICES])
            ),
            models.CheckConstraint(name="mail_known_state", condition=Q(status__in=MailStatus.values)),
            models.CheckConstraint(
                name="mail_sent_has_date",
                condition=Q(status=MailStatus.SENT, sent_at__isnull=False)
                | (~Q(status=MailStatus.SENT) & Q(sent_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(name="mail_by_request", fields=["aid_request", "created_at"]),
            models.Index(
                name="mail_for_a_person",
                fields=["created_at"],
                condition=Q(status__in=[MailStatus.UNCERTAIN, MailStatus.FAILED]),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            never_twice(),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.get_status_display()}"

    @property
    def message_id(self) -> str:
        return message_id(pk=self.pk, key=self.key)
