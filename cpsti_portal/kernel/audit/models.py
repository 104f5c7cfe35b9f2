"""Who did what and who saw what: append-only, sealed in a chain of digests."""

import pgtrigger
from django.conf import settings
from django.db import models

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.wall.rights import EVERY_FIELD, BoardRights


class Event(models.Model):
    """One fact. ``detail`` holds codes and identifiers, never personal data."""

    board_rights = BoardRights(
        insert=EVERY_FIELD, select=("id",)
    )  # the number of the new line, nothing it says

    at = models.DateTimeField("le", default=clock.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,  # ``audit_by_actor`` begins with it
        verbose_name="auteur",
    )
    action = models.CharField("action", max_length=60)
    target_type = models.CharField("objet", max_length=60)
    target_id = models.CharField("identifiant", max_length=64)
    detail = models.JSONField("détail", default=dict)

    class Meta:
        verbose_name = "événement"
        verbose_name_plural = "événements"
        indexes = [
            models.Index(name="audit_by_target", fields=["target_type", "target_id", "id"]),
            models.Index(name="audit_by_actor", fields=["actor", "id"]),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.action} {self.target_type} {self.target_id}"


class Seal(models.Model):
    """Digest of a run of events and of the seal before it: a row changed behind our back breaks the chain."""

    sealed_at = models.DateTimeField("scellé le", default=clock.now)
    first_event_id = models.BigIntegerField("premier événement")
    last_event_id = models.BigIntegerField("dernier événement", unique=True)
    count = models.PositiveIntegerField("nombre")
    digest = models.CharField("empreinte", max_length=64)

    class Meta:
        verbose_name = "scellé du journal"
        verbose_name_plural = "scellés du journal"
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.first_event_id}–{self.last_event_id}"
