"""A free text on its way to the board: as written, what the engine found in it, what a person chose, who read it."""

from django.db import models
from django.db.models import Q

from requests_app.anonymisation.redaction.findings import Label
from requests_app.enums import FreeText, KeepReason
from requests_app.models.aid_request import AidRequest


class Redaction(models.Model):
    """``source``: cleaned. ``proposal``: what the engine said of it, see ``services.proposals``.

    ``read_digest``: SHA-256 of the masked text that was read. Whatever changes that text ends the reading.
    """

    aid_request = models.ForeignKey(AidRequest, on_delete=models.PROTECT, related_name="redactions")
    name = models.CharField("texte", max_length=20, choices=FreeText.choices)
    source = models.TextField("texte d’origine")
    revision = models.PositiveIntegerField("état du texte", default=1)  # one reading by the engine for each
    proposal = models.JSONField("proposition", default=dict, blank=True)
    proposed_at = models.DateTimeField("proposé le", null=True, blank=True)
    by_hand = models.BooleanField("sans attendre le moteur", default=False)
    read_digest = models.CharField("empreinte du texte relu", max_length=64, blank=True)
    read_by = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    read_at = models.DateTimeField("relu le", null=True, blank=True)

    class Meta:
        verbose_name = "texte à masquer"
        verbose_name_plural = "textes à masquer"
        constraints = [
            models.UniqueConstraint(
                name="redaction_once",
                fields=["aid_request", "name"],
                violation_error_message="Ce texte est déjà suivi.",
            ),
            models.CheckConstraint(
                name="redaction_text_known",
                condition=Q(name__in=FreeText.values),
                violation_error_message="Ce texte n’existe pas.",
            ),
            models.CheckConstraint(
                name="redaction_read_by_somebody",
                condition=Q(read_digest="", read_by__isnull=True, read_at__isnull=True)
                | Q(read_digest__gt="", read_by__isnull=False, read_at__isnull=False),
                violation_error_message="Une relecture a un auteur et une heure.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_name_display()


class MaskingChoice(models.Model):
    """What a person decided of some words, in every text of the request: masked, or read for a reason.

    ``term``: the words without case nor accent. ``word``: what is written instead, the neutral one when empty.
    """

    aid_request = models.ForeignKey(AidRequest, on_delete=models.PROTECT, related_name="masking_choices")
    term = models.TextField("mots")
    masks = models.BooleanField("masqués")
    label = models.CharField("nature", max_length=20, choices=[(one.value, one.value) for one in Label])
    word = models.CharField("remplacés par", max_length=60, blank=True)
    reason = models.CharField("motif", max_length=20, choices=KeepReason.choices, blank=True)
    decided_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("choisi le")

    class Meta:
        verbose_name = "choix de masquage"
        verbose_name_plural = "choix de masquage"
        constraints = [
            models.UniqueConstraint(
                name="masking_choice_once",
                fields=["aid_request", "term"],
                violation_error_message="Ces mots ont déjà fait l’objet d’un choix.",
            ),
            models.CheckConstraint(
                name="masking_choice_reasoned",
                condition=Q(masks=True, reason="") | Q(masks=False, reason__in=KeepReason.values),
                violation_error_message="Un passage rétabli a un motif.",
            ),
        ]

    def __str__(self) -> str:
        return "masqué" if self.masks else "rétabli"
