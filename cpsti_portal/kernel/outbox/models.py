"""What is owed after a commit. A row is written in the transaction of the fact it tells, so it cannot be lost."""

from django.db import models
from django.db.models import Q

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.wall.rights import EVERY_FIELD, BoardRights


class Message(models.Model):
    """``key`` makes publishing idempotent: the same fact told twice is one message."""

    board_rights = BoardRights(insert=EVERY_FIELD)

    topic = models.CharField("sujet", max_length=60)
    key = models.CharField("clé", max_length=160)
    payload = models.JSONField("contenu", default=dict)
    created_at = models.DateTimeField("créé le", default=clock.now)
    available_at = models.DateTimeField("à partir du", default=clock.now)
    attempts = models.PositiveIntegerField("essais", default=0)
    done_at = models.DateTimeField("fait le", null=True, blank=True)
    last_error = models.CharField("dernière erreur", max_length=300, blank=True)

    class Meta:
        verbose_name = "message à traiter"
        verbose_name_plural = "messages à traiter"
        constraints = [models.UniqueConstraint(name="outbox_once", fields=["topic", "key"])]
        indexes = [
            models.Index(
                name="outbox_owed", fields=["available_at", "id"], condition=Q(done_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"
