"""What the person is told, in the name of the board: written once, never changed."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from requests_app.models.aid_request import AidRequest
from requests_app.models.board_link import BoardLink
from requests_app.models.remedies import NOT_BLANK, RemediesText

_REASONED = ("partial", "refused", "out_of_competence")


class DecisionKind(models.TextChoices):
    GRANTED = "granted", "Accord"
    PARTIAL = "partial", "Accord partiel"
    REFUSED = "refused", "Refus"
    OUT_OF_COMPETENCE = "out_of_competence", "Incompétence"


class Decision(models.Model):
    """One ruling of the board, one decision; a request has one that was not annulled. Amounts in euro cents.

    ``author`` is the caseworker who wrote the sentence of fact; a full grant needs none. ``signatory`` signs for
    the board.
    """

    aid_request = models.ForeignKey(AidRequest, on_delete=models.PROTECT, related_name="decisions")
    board_link = models.OneToOneField(BoardLink, on_delete=models.PROTECT, related_name="decision")
    kind = models.CharField("sens", max_length=20, choices=DecisionKind)
    amount_cents = models.PositiveIntegerField("montant accordé", default=0)
    asked_cents = models.PositiveIntegerField("montant demandé", default=0)
    reason_codes = models.JSONField("motifs", default=list, blank=True)
    fact_sentence = models.TextField("fait propre au dossier", blank=True)
    held_on = models.DateField("séance du")
    decided_on = models.DateField("décision du")
    signatory_name = models.CharField("signataire", max_length=120)
    signatory_title = models.CharField("qualité du signataire", max_length=160)
    author = models.ForeignKey(
        "accounts.Membership",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="motivée par",
    )
    remedies = models.ForeignKey(
        RemediesText, on_delete=models.PROTECT, related_name="+", verbose_name="recours"
    )
    recorded_at = models.DateTimeField("enregistrée le")
    annulled_on = models.DateField("annulée le", null=True, blank=True)

    class Meta:
        verbose_name = "décision"
        verbose_name_plural = "décisions"
        constraints = [
            models.UniqueConstraint(
                name="one_decision_in_force",
                fields=["aid_request"],
                condition=Q(annulled_on__isnull=True),
                violation_error_message="Cette demande a déjà une décision.",
            ),
            models.CheckConstraint(name="decision_known_kind", condition=Q(kind__in=DecisionKind.values)),
            models.CheckConstraint(
                name="decision_gives_reasons",
                condition=~Q(kind__in=_REASONED)
                | (Q(fact_sentence__regex=NOT_BLANK) & ~Q(reason_codes=[]) & Q(author__isnull=False)),
                violation_error_message=(
                    "Un refus, même partiel, donne au moins un motif et une phrase de fait (CRPA L. 211-5)."
                ),
            ),
            models.CheckConstraint(
                name="decision_amount_fits_kind",
                condition=Q(kind="granted", amount_cents__gt=0, amount_cents__gte=F("asked_cents"))
                | Q(kind="partial", amount_cents__gt=0, amount_cents__lt=F("asked_cents"))
                | Q(kind__in=["refused", "out_of_competence"], amount_cents=0),
                violation_error_message="Le montant ne correspond pas au sens de la décision.",
            ),
            models.CheckConstraint(
                name="decision_has_signatory",
                condition=Q(signatory_name__regex=NOT_BLANK) & Q(signatory_title__regex=NOT_BLANK),
                violation_error_message="La décision porte le nom et la qualité de son signataire (CRPA L. 212-1).",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="read_only", exclude=["annulled_on"]),
            pgtrigger.Protect(
                name="annulled_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__annulled_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du {self.decided_on}"
