"""The files of a sitting as one PDF for one member: asked for, made by the worker, read on the portal for a while."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

from commission.models.sitting import Sitting
from cpsti_portal.kernel.wall.rights import EVERY_FIELD, BoardRights

FOLDER = "packs"


class Pack(models.Model):
    """``fingerprint``: of what it holds. When what its reader may read is something else, it is shown no more.

    ``path`` is empty until it is made, and again once it is swept.
    """

    board_rights = BoardRights(
        select=EVERY_FIELD, insert=EVERY_FIELD
    )  # the worker makes it, and takes it away

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sitting = models.ForeignKey(
        Sitting, on_delete=models.PROTECT, related_name="packs", verbose_name="séance"
    )
    member = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="+", verbose_name="membre"
    )
    large = models.BooleanField("grands caractères", default=False)
    fingerprint = models.CharField("empreinte", max_length=64)
    files = models.PositiveSmallIntegerField("dossiers")
    asked_at = models.DateTimeField("demandé le")
    made_at = models.DateTimeField("produit le", null=True, blank=True)
    path = models.CharField("fichier", max_length=120, blank=True, default="")

    class Meta:
        verbose_name = "dossiers d’une séance en PDF"
        verbose_name_plural = "dossiers d’une séance en PDF"
        constraints = [
            models.UniqueConstraint(
                name="pack_once",
                fields=["sitting", "member", "large", "fingerprint"],
                violation_error_message="Ce document est déjà demandé.",
            ),
            models.CheckConstraint(
                name="pack_has_files",
                condition=Q(files__gt=0),
                violation_error_message="Un ordre du jour vide ne s’emporte pas.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="pack_as_asked",
                fields=["sitting", "member", "large", "fingerprint", "files", "asked_at"],
            ),
            pgtrigger.Protect(name="pack_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.member_id}"
