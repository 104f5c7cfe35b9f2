"""A paper sent by the applicant, re-written before it is stored, never served by its path."""

import uuid

from django.db import models
from django.db.models import Q

from cpsti_portal.kernel.private_files import random_path
from requests_app.models.aid_request import AidRequest

FOLDER = "pieces"


def stored_path(document: "Document", filename: str) -> str:
    """A random name that tells nothing; the shown title is a column."""
    return random_path(FOLDER)


class Document(models.Model):
    """``sha256`` is the digest of the stored bytes; ``received_sha256`` that of the bytes the applicant sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    aid_request = models.ForeignKey(AidRequest, on_delete=models.CASCADE, related_name="documents")
    paper_request = models.ForeignKey(
        "requests_app.PaperRequest",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="en réponse à",
    )
    kind = models.SlugField("nature", max_length=40)
    title = models.CharField("nom du fichier", max_length=160)
    content_type = models.CharField("type", max_length=40)
    file = models.FileField("fichier", upload_to=stored_path, max_length=120)
    size = models.PositiveIntegerField("taille (octets)")
    pages = models.PositiveSmallIntegerField("pages", default=1)
    sha256 = models.CharField("empreinte conservée", max_length=64)
    received_sha256 = models.CharField("empreinte reçue", max_length=64)
    uploaded_at = models.DateTimeField("reçue le")

    class Meta:
        verbose_name = "pièce"
        verbose_name_plural = "pièces"
        constraints = [
            models.CheckConstraint(
                name="document_known_type",
                condition=Q(content_type__in=["application/pdf", "image/jpeg", "image/png"]),
            ),
            models.UniqueConstraint(
                name="document_once_per_request",
                fields=["aid_request", "kind", "received_sha256"],
                violation_error_message="Ce fichier est déjà joint à cet endroit.",
            ),
        ]
        indexes = [models.Index(name="document_by_request", fields=["aid_request", "uploaded_at"])]

    def __str__(self) -> str:
        return self.title
