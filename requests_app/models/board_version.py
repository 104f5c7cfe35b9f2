"""What the board is to read, frozen: written once, read by a second agent, signed, then sent as it is."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from requests_app.models.aid_request import AidRequest

_OPEN = Q(signed_at__isnull=True, returned_at__isnull=True)


class BoardVersion(models.Model):
    """``facts``: every field of the anonymous file but its token. ``digest``: SHA-256 of their canonical form.

    A correction is a new version; the earlier ones are kept. ``returned_by`` is empty when the applicant withdrew.
    """

    aid_request = models.ForeignKey(AidRequest, on_delete=models.PROTECT, related_name="board_versions")
    number = models.PositiveSmallIntegerField("version")
    facts = models.JSONField("dossier anonymisé")
    digest = models.CharField("empreinte", max_length=64)
    prepared_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField("figée le")
    signed_by = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    signed_at = models.DateTimeField("signée le", null=True, blank=True)
    returned_by = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    returned_at = models.DateTimeField("rendue le", null=True, blank=True)
    return_reason = models.TextField("à corriger", blank=True)

    class Meta:
        verbose_name = "version figée"
        verbose_name_plural = "versions figées"
        constraints = [
            models.UniqueConstraint(
                name="board_version_numbered",
                fields=["aid_request", "number"],
                violation_error_message="Cette version existe déjà.",
            ),
            models.UniqueConstraint(
                name="board_version_one_open",
                fields=["aid_request"],
                condition=_OPEN,
                violation_error_message="Une version attend déjà d’être relue.",
            ),
            models.CheckConstraint(
                name="board_version_signed_by_somebody",
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False, signed_at__gte=F("prepared_at")),
                violation_error_message="Une signature a un auteur et une heure.",
            ),
            models.CheckConstraint(
                name="board_version_returned_once",
                condition=Q(returned_at__isnull=True, returned_by__isnull=True, return_reason="")
                | Q(returned_at__isnull=False),
                violation_error_message="Un retour a une heure.",
            ),
            models.CheckConstraint(
                name="board_version_signed_or_returned",
                condition=Q(signed_at__isnull=True) | Q(returned_at__isnull=True),
                violation_error_message="Une version est signée ou rendue, jamais les deux.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="version_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="version_frozen",
                fields=["aid_request", "number", "facts", "digest", "prepared_by", "prepared_at"],
            ),
            pgtrigger.Protect(
                name="version_closed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__signed_at__isnull=False)
                | pgtrigger.Q(old__returned_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"
