"""The register of interests of the members of the boards: read on the identity side, never by a page of a board."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from requests_app.interests import InterestKind

KIND_CHOICES = [
    (InterestKind.OWN_SIREN.value, "Mon entreprise (SIREN)"),
    (InterestKind.RELATIVE_SIREN.value, "L’entreprise d’un proche (SIREN)"),
    (InterestKind.RELATIVE_NAME.value, "L’entreprise d’un proche (nom)"),
    (InterestKind.COMMUNE.value, "Commune où je travaille"),
]


class Interest(models.Model):
    """``value``: nine figures of a SIREN, else the name as it was typed."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="membre"
    )
    kind = models.CharField("nature", max_length=20, choices=KIND_CHOICES)
    value = models.CharField("valeur", max_length=120)
    declared_at = models.DateTimeField("déclaré le")

    class Meta:
        verbose_name = "intérêt déclaré"
        verbose_name_plural = "intérêts déclarés"
        constraints = [
            models.UniqueConstraint(
                name="interest_once",
                fields=["user", "kind", "value"],
                violation_error_message="C’est déjà déclaré.",
            ),
            models.CheckConstraint(
                name="interest_known_kind", condition=Q(kind__in=[kind for kind, _ in KIND_CHOICES])
            ),
            models.CheckConstraint(
                name="interest_siren_is_nine_figures",
                condition=~Q(kind__in=["own_siren", "relative_siren"]) | Q(value__regex=r"^\d{9}$"),
                violation_error_message="Un SIREN compte 9 chiffres.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
