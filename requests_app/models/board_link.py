"""The only place where a request and its anonymous file meet. It lives on the identity side."""

import pgtrigger
from django.db import models
from django.db.models import Q

from requests_app.models.aid_request import AidRequest
from requests_app.models.board_version import BoardVersion


class BoardLink(models.Model):
    """``version`` is what was sent, signed; ``ruling`` what came back. A new sending is a new link."""

    aid_request = models.ForeignKey(AidRequest, on_delete=models.PROTECT, related_name="board_links")
    version = models.OneToOneField(BoardVersion, on_delete=models.PROTECT, related_name="link")
    token = models.CharField("jeton", max_length=40, unique=True)
    sent_at = models.DateTimeField("transmise le")
    sitting_on = models.DateField("séance du", null=True, blank=True)
    ruling = models.JSONField("décision reçue", null=True, blank=True)
    ruled_at = models.DateTimeField("reçue le", null=True, blank=True)
    retracted_at = models.DateTimeField("reprise le", null=True, blank=True)

    class Meta:
        verbose_name = "lien avec la commission"
        verbose_name_plural = "liens avec la commission"
        constraints = [
            models.UniqueConstraint(
                name="one_file_before_a_board",
                fields=["aid_request"],
                condition=Q(ruled_at__isnull=True, retracted_at__isnull=True),
                violation_error_message="La commission a déjà ce dossier.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="facts_frozen", fields=["version", "token", "aid_request", "sent_at"]),
        ]

    def __str__(self) -> str:
        return self.token
