"""What the caseworker adds to a request: the papers asked for, the verdict of the rules, the opinion, the payment."""

import pgtrigger
from django.db import models
from django.db.models import Q

from requests_app.models.aid_request import AidRequest

# No payment before the end of the State control, nor while a decision is suspended or annulled (CSS L151-1, R151-1).
_FREE_TO_PAY = """
    IF NOT EXISTS (
        SELECT 1 FROM requests_app_decision d JOIN requests_app_boardlink l ON l.id = d.board_link_id
        WHERE d.aid_request_id = NEW.aid_request_id AND d.annulled_on IS NULL
          AND l.suspended_on IS NULL AND l.annulled_on IS NULL AND l.payable_from <= NEW.paid_on
    ) THEN
        RAISE EXCEPTION 'requests: this decision may not be paid on that day';
    END IF;
    RETURN NEW;
"""


class PaperRequest(models.Model):
    """Missing papers, with a deadline: the two-month clock stops meanwhile (CRPA L114-5)."""

    aid_request = models.ForeignKey(AidRequest, on_delete=models.PROTECT, related_name="paper_requests")
    asked_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("demandées le")
    items = models.JSONField("pièces demandées")  # [{"kind": slug, "label": str, "comment": str}]
    message = models.TextField("message", blank=True)
    due_on = models.DateField("à envoyer avant le")
    reminded_at = models.DateTimeField("rappel envoyé le", null=True, blank=True)
    closed_at = models.DateTimeField("close le", null=True, blank=True)

    class Meta:
        verbose_name = "demande de pièces"
        verbose_name_plural = "demandes de pièces"
        constraints = [
            models.UniqueConstraint(
                name="one_open_paper_request",
                fields=["aid_request"],
                condition=Q(closed_at__isnull=True),
                violation_error_message="Une demande de pièces est déjà en cours.",
            ),
        ]
        indexes = [
            models.Index(name="paper_request_due", fields=["due_on"], condition=Q(closed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{len(self.items)} pièce(s) avant le {self.due_on}"


class StoredVerdict(models.Model):
    """What the rules said, with the versions of the parameters that judged. It advises; a person decides."""

    aid_request = models.ForeignKey(AidRequest, on_delete=models.PROTECT, related_name="verdicts")
    computed_at = models.DateTimeField("calculé le")
    outcome = models.CharField("résultat", max_length=20)
    findings = models.JSONField("critères")
    parameters = models.JSONField("paramètres")
    ceiling_cents = models.PositiveIntegerField("montant maximal")
    ceiling_reason = models.TextField("origine du maximum")

    class Meta:
        verbose_name = "avis des règles"
        verbose_name_plural = "avis des règles"
        get_latest_by = ["computed_at", "id"]

    def __str__(self) -> str:
        return self.outcome


class Opinion(models.Model):
    """The caseworker's own: opinion, amount, summary for the board. ``version`` guards against stale tabs."""

    aid_request = models.OneToOneField(AidRequest, on_delete=models.PROTECT, related_name="opinion")
    kind = models.CharField("avis", max_length=20)
    amount_cents = models.PositiveIntegerField("montant proposé", default=0)
    text = models.TextField("avis motivé", blank=True)
    summary = models.TextField("résumé pour la commission", blank=True)
    reason_codes = models.JSONField("motifs proposés", default=list, blank=True)
    fact_sentence = models.TextField("fait propre au dossier", blank=True)
    author = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField("modifié le")
    version = models.PositiveIntegerField("version", default=1)

    class Meta:
        verbose_name = "avis du gestionnaire"
        verbose_name_plural = "avis des gestionnaires"

    def __str__(self) -> str:
        return self.kind


class Payment(models.Model):
    """The aid as paid, once: to the contribution account (ACED) or to the person."""

    aid_request = models.OneToOneField(AidRequest, on_delete=models.PROTECT, related_name="payment")
    amount_cents = models.PositiveIntegerField("montant")
    paid_to = models.CharField("versée sur", max_length=10)  # account, person
    paid_on = models.DateField("le")
    recorded_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("enregistrée le")

    class Meta:
        verbose_name = "versement"
        verbose_name_plural = "versements"
        constraints = [models.CheckConstraint(name="payment_positive", condition=Q(amount_cents__gt=0))]
        triggers = [
            pgtrigger.Trigger(
                name="paid_once_free",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_FREE_TO_PAY,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paid_on}"
