"""Where a request goes: the body that instructs and the board that decides are two different things.

A board (instance régionale du CPSTI) covers one or more regions; an organisation (Urssaf, CGSS, CSSM) serves
departments of one region (CSS L612-4).
"""

from django.db import models

from cpsti_portal.kernel.wall.rights import EVERY_FIELD, BoardRights


class Board(models.Model):
    """A regional instance and its commission d'action sanitaire et sociale (CASS)."""

    board_rights = BoardRights(select=EVERY_FIELD)

    code = models.CharField("code", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=120, unique=True)
    area_label = models.CharField("territoire affiché aux membres", max_length=120)

    class Meta:
        verbose_name = "commission"
        verbose_name_plural = "commissions"

    def __str__(self) -> str:
        return self.name


class Region(models.Model):
    board_rights = BoardRights(select=("code", "board"))

    code = models.CharField("code Insee", max_length=2, primary_key=True)
    name = models.CharField("nom", max_length=60, unique=True)
    board = models.ForeignKey(
        Board, on_delete=models.PROTECT, related_name="regions", verbose_name="commission"
    )

    class Meta:
        verbose_name = "région"
        verbose_name_plural = "régions"

    def __str__(self) -> str:
        return self.name


class OrganisationKind(models.TextChoices):
    URSSAF = "URSSAF", "Urssaf"
    CGSS = "CGSS", "CGSS"
    CSSM = "CSSM", "CSSM"


class Organisation(models.Model):
    """Receives, instructs, notifies and pays. Its letterhead and its legal dates are its own."""

    board_rights = BoardRights(select=("code", "region", "time_zone"))  # the legal day of a board

    code = models.SlugField("code", max_length=40, primary_key=True)
    kind = models.CharField("type", max_length=6, choices=OrganisationKind)
    name = models.CharField("nom", max_length=120, unique=True)
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="organisations",
        verbose_name="région",
    )
    time_zone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")
    address = models.TextField("adresse postale")
    phone = models.CharField("téléphone", max_length=20, default="3698")
    email = models.EmailField("adresse électronique du service")
    director_name = models.CharField("nom du directeur", max_length=120)
    director_title = models.CharField("qualité du directeur", max_length=120, default="Directeur")
    self_sign_after_hours = models.PositiveSmallIntegerField(
        "signature par le même agent après, en heures",
        null=True,
        blank=True,
        help_text="Vide : le dossier anonymisé est toujours signé par un second agent. "
        "Un organisme qui n’a qu’un agent laisse passer une nuit : 12.",
    )

    class Meta:
        verbose_name = "organisme"
        verbose_name_plural = "organismes"

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    code = models.CharField("code", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=60)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="departments",
        verbose_name="organisme",
    )

    class Meta:
        verbose_name = "département"
        verbose_name_plural = "départements"

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
