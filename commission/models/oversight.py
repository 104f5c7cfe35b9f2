"""What was sent to the State control service, and what it did: written once, never changed (CSS L151-1, R151-1)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from commission.enums import CONTROL_LABELS, SENDING_LABELS, ControlKind, SendingMeans, choices_of
from commission.models.agenda import AgendaItem
from commission.models.minutes import Minutes
from cpsti_portal.kernel.wall.rights import EVERY_FIELD, BoardRights


class Sending(models.Model):
    """One package, to whom and how. The last one rules: an incomplete file is sent again. Local dates of the board."""

    board_rights = BoardRights(select=EVERY_FIELD, insert=EVERY_FIELD)

    minutes = models.ForeignKey(
        Minutes, on_delete=models.PROTECT, related_name="sendings", verbose_name="procès-verbal"
    )
    addressee = models.CharField("destinataire", max_length=160)
    means = models.CharField("moyen", max_length=10, choices=choices_of(SENDING_LABELS))
    sent_on = models.DateField("envoyé le")
    complete_on = models.DateField("reçu complet le")
    package_sha256 = models.CharField("empreinte du paquet", max_length=64)
    recorded_by = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="+", verbose_name="enregistré par"
    )
    recorded_at = models.DateTimeField("enregistré à")

    class Meta:
        verbose_name = "envoi au service de contrôle"
        verbose_name_plural = "envois au service de contrôle"
        get_latest_by = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="sending_means_known", condition=Q(means__in=[one.value for one in SendingMeans])
            ),
            models.CheckConstraint(
                name="sending_complete_after_sent",
                condition=Q(complete_on__gte=F("sent_on")),
                violation_error_message="Un dossier est complet au plus tôt le jour de son envoi.",
            ),
        ]
        triggers = [pgtrigger.Protect(name="sending_is_final", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.sent_on}"


class ControlAct(models.Model):
    """A suspension, its end or an annulment of one ruling, as the secretary records it; the last one is the state."""

    board_rights = BoardRights(select=EVERY_FIELD, insert=EVERY_FIELD)

    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="control_acts", verbose_name="point"
    )
    kind = models.CharField("acte", max_length=10, choices=choices_of(CONTROL_LABELS))
    decided_on = models.DateField("pris le")
    reason = models.TextField("motif")
    recorded_by = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="+", verbose_name="enregistré par"
    )
    recorded_at = models.DateTimeField("enregistré à")

    class Meta:
        verbose_name = "acte du service de contrôle"
        verbose_name_plural = "actes du service de contrôle"
        get_latest_by = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="control_act_kind_known", condition=Q(kind__in=[one.value for one in ControlKind])
            ),
            models.CheckConstraint(
                name="control_act_has_reason",
                condition=~Q(reason=""),
                violation_error_message="Un acte du service de contrôle a un motif.",
            ),
            models.UniqueConstraint(
                name="control_annuls_once",
                fields=["item"],
                condition=Q(kind=ControlKind.ANNULLED.value),
                violation_error_message="Cette décision est déjà annulée.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="control_act_is_final", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}"
