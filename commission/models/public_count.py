"""How many self-employed live on the territory of a board, and below how many a file is too easily known."""

import pgtrigger
from django.db import models
from django.db.models import Q

from commission.meter import DEFAULT_K
from cpsti_portal.kernel.wall.rights import EVERY_FIELD, BoardRights


class PublicCount(models.Model):
    """One cell of a public table: nothing in it comes from the files of the portal."""

    board_code = models.CharField("commission", max_length=3)
    sector_group = models.CharField("groupe d’activités", max_length=120)
    age_band = models.CharField("tranche d’âge", max_length=120)
    count = models.PositiveIntegerField("travailleurs indépendants")
    source = models.CharField("source", max_length=200)
    as_of = models.DateField("chiffres au")

    class Meta:
        verbose_name = "effectif public"
        verbose_name_plural = "effectifs publics"
        constraints = [
            models.UniqueConstraint(
                name="public_count_once",
                fields=["board_code", "sector_group", "age_band"],
                violation_error_message="Cet effectif est déjà renseigné.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board_code} {self.sector_group}, {self.age_band}"


class AnonymityThreshold(models.Model):
    """``people``: the fewest self-employed that a file of this board may describe."""

    board_rights = BoardRights(select=EVERY_FIELD)

    board_code = models.CharField("commission", max_length=3, primary_key=True)
    people = models.PositiveSmallIntegerField(
        "nombre minimal de personnes",
        default=DEFAULT_K,
        help_text="Un dossier qui peut décrire moins de personnes que ce nombre bloque la publication.",
    )

    class Meta:
        verbose_name = "seuil d’anonymat"
        verbose_name_plural = "seuils d’anonymat"
        constraints = [
            models.CheckConstraint(
                name="anonymity_threshold_protects",
                condition=Q(people__gte=2),
                violation_error_message="Le seuil est d’au moins 2 personnes.",
            ),
        ]
        triggers = [pgtrigger.Protect(name="threshold_is_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.board_code
