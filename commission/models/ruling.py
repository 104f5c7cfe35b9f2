"""What the board decided on one file, with the facts that make it valid. Written once, at the closing of the vote."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from commission.enums import OUTCOME_LABELS, RULED, Outcome, choices_of
from commission.models.agenda import AgendaItem
from cpsti_portal.kernel.wall.rights import EVERY_FIELD, BoardRights


class Ruling(models.Model):
    board_rights = BoardRights(select=EVERY_FIELD, insert=EVERY_FIELD)

    item = models.OneToOneField(
        AgendaItem, on_delete=models.PROTECT, related_name="ruling", verbose_name="point"
    )
    outcome = models.CharField(
        "décision", max_length=20, choices=choices_of({one: OUTCOME_LABELS[one] for one in RULED})
    )
    amount_cents = models.PositiveIntegerField("montant accordé, en centimes", default=0)
    reason_codes = ArrayField(
        models.CharField(max_length=40), verbose_name="motifs", default=list, blank=True
    )
    question = models.TextField("question posée", blank=True)
    votes_for = models.PositiveSmallIntegerField("voix pour")
    votes_partial = models.PositiveSmallIntegerField("voix pour une partie", default=0)
    votes_against = models.PositiveSmallIntegerField("voix contre")
    votes_adjourn = models.PositiveSmallIntegerField("voix pour l’ajournement")
    votes_out_of_competence = models.PositiveSmallIntegerField("voix pour l’incompétence")
    votes_abstain = models.PositiveSmallIntegerField("abstentions")
    digests = ArrayField(  # of the ballots counted, sorted: their order tells nothing
        models.CharField(max_length=64), verbose_name="empreintes des bulletins", default=list, blank=True
    )
    sentence = models.TextField("résultat")
    quorum_met = models.BooleanField("quorum atteint")
    quorum_sentence = models.CharField("quorum", max_length=200)
    proxies_sentence = models.TextField("pouvoirs", blank=True)
    nominal_sentence = models.TextField("vote nominal", blank=True)
    signatory_name = models.CharField("signataire", max_length=120)
    signatory_title = models.CharField("qualité du signataire", max_length=160)
    ruled_at = models.DateTimeField("décidé à")

    class Meta:
        verbose_name = "décision de la commission"
        verbose_name_plural = "décisions de la commission"
        constraints = [
            models.CheckConstraint(
                name="ruling_outcome_known",
                condition=Q(outcome__in=[one.value for one in RULED]),
                violation_error_message="Cette décision n’existe pas.",
            ),
            models.CheckConstraint(
                name="ruling_amount_goes_with_adopted",
                condition=Q(outcome=Outcome.ADOPTED.value, amount_cents__gt=0)
                | (~Q(outcome=Outcome.ADOPTED.value) & Q(amount_cents=0)),
                violation_error_message="Une aide accordée a un montant ; une autre décision n’en a pas.",
            ),
            models.CheckConstraint(
                name="ruling_rejected_has_reasons",
                condition=~Q(outcome=Outcome.REJECTED.value) | Q(reason_codes__len__gt=0),
                violation_error_message="Un refus a au moins un motif.",
            ),
            models.CheckConstraint(
                name="ruling_without_quorum_adjourns",
                condition=Q(quorum_met=True) | Q(outcome=Outcome.ADJOURNED.value),
                violation_error_message="Sans quorum, la commission ne peut qu’ajourner.",
            ),
        ]
        triggers = [pgtrigger.Protect(name="ruling_is_final", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.item_id}"
