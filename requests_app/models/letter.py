"""A letter: what it says is frozen when it is owed, its file when it is rendered."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

from requests_app.letters.catalogue import Kind
from requests_app.models.aid_request import AidRequest
from requests_app.models.decision import Decision, DecisionKind

KIND_CHOICES = [
    (Kind.RECEIPT.value, "Récépissé"),
    (Kind.PAPERS.value, "Demande de pièces"),
    (Kind.GRANTED.value, "Accord"),
    (Kind.PARTIAL.value, "Accord partiel"),
    (Kind.REFUSED.value, "Refus"),
    (Kind.ADJOURNED.value, "Report de la décision"),
    (Kind.OUT_OF_COMPETENCE.value, "Incompétence"),
    (Kind.WITHDRAWN.value, "Retrait"),
    (Kind.LAPSED.value, "Classement sans suite"),
]


def random_path() -> str:
    """Chosen with the row, so that a second rendering finds the file of the first."""
    name = uuid.uuid4().hex
    return f"courriers/{name[:2]}/{name}"


class Letter(models.Model):
    """``key`` names the event told: the same event twice is one letter. ``data`` holds the merge fields.

    ``sha256`` is the digest of the stored bytes, empty until the file is stored.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    aid_request = models.ForeignKey(AidRequest, on_delete=models.PROTECT, related_name="letters")
    decision = models.OneToOneField(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letter",
        verbose_name="décision",
    )
    kind = models.CharField("nature", max_length=20, choices=KIND_CHOICES)
    key = models.CharField("événement", max_length=80, unique=True)
    title = models.CharField("objet", max_length=200)
    dated_on = models.DateField("datée du")
    data = models.JSONField("mentions")
    path = models.CharField("fichier", max_length=60, unique=True, default=random_path)
    created_at = models.DateTimeField("due depuis le")
    sha256 = models.CharField("empreinte", max_length=64, blank=True)
    size = models.PositiveIntegerField("taille (octets)", default=0)
    rendered_at = models.DateTimeField("produite le", null=True, blank=True)

    class Meta:
        verbose_name = "courrier"
        verbose_name_plural = "courriers"
        constraints = [
            models.CheckConstraint(
                name="letter_known_kind", condition=Q(kind__in=[kind for kind, _ in KIND_CHOICES])
            ),
            models.CheckConstraint(
                name="letter_rendered_is_hashed",
                condition=Q(rendered_at__isnull=True, sha256="", size=0)
                | Q(rendered_at__isnull=False, sha256__regex="^[0-9a-f]{64}$", size__gt=0),
            ),
            models.CheckConstraint(
                name="letter_of_decision_names_it",
                condition=Q(kind__in=DecisionKind.values, decision__isnull=False)
                | (~Q(kind__in=DecisionKind.values) & Q(decision__isnull=True)),
            ),
        ]
        indexes = [models.Index(name="letter_by_request", fields=["aid_request", "created_at"])]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="words_frozen",
                fields=[
                    "aid_request",
                    "decision",
                    "kind",
                    "key",
                    "title",
                    "dated_on",
                    "data",
                    "path",
                    "created_at",
                ],
            ),
            pgtrigger.Protect(
                name="read_only_once_rendered",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__rendered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title
