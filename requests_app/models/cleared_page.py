"""A page of a paper that the board may read: its pixels, covered, as a caseworker signed them."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from requests_app.models.document import Document

FOLDER = "pages-montrees"
_STANDS = Q(withdrawn_at__isnull=True)


class ClearedPage(models.Model):
    """``boxes``: in thousandths of the page. ``sha256``: of the stored image, a PNG without text or metadata.

    Never changed: another covering is another row. Once a version was frozen with it the row is kept, and a page that
    is taken back only stops counting for the next version.
    """

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="cleared_pages", verbose_name="pièce"
    )
    number = models.PositiveSmallIntegerField("page")
    boxes = models.JSONField("zones couvertes")
    path = models.CharField("fichier", max_length=120, unique=True)
    sha256 = models.CharField("empreinte", max_length=64)
    cleared_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    cleared_at = models.DateTimeField("préparée le")
    frozen_at = models.DateTimeField("figée le", null=True, blank=True)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = "page montrée à la commission"
        verbose_name_plural = "pages montrées à la commission"
        constraints = [
            models.UniqueConstraint(
                name="cleared_page_once",
                fields=["document", "number"],
                condition=_STANDS,
                violation_error_message="Cette page est déjà préparée.",
            ),
            models.CheckConstraint(
                name="cleared_page_exists",
                condition=Q(number__gte=1),
                violation_error_message="Les pages se comptent à partir de 1.",
            ),
            models.CheckConstraint(
                name="cleared_page_withdrawn_by_somebody",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__gte=F("cleared_at"), withdrawn_by__isnull=False),
                violation_error_message="Un retrait a un auteur et une heure.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="cleared_page_unchanged",
                fields=["document", "number", "boxes", "path", "sha256", "cleared_by", "cleared_at"],
            ),
            pgtrigger.Protect(
                name="frozen_page_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            ),
            pgtrigger.Protect(
                name="frozen_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__frozen_at__isnull=False)
                & pgtrigger.Q(old__frozen_at__df=pgtrigger.F("new__frozen_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"page {self.number}"
