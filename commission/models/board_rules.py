"""The rules of a board from a date on; the day before its next row is the last."""

import pgtrigger
from django.db import models
from django.db.models import Q

from commission.rules import AmountRule, TieRule
from cpsti_portal.kernel.wall.rights import EVERY_FIELD, BoardRights

TIE_LABELS = {TieRule.ADJOURN: "le dossier est ajourné", TieRule.CHAIR: "voix prépondérante de la présidence"}
AMOUNT_LABELS = {
    AmountRule.MEDIAN: "médiane des montants votés",
    AmountRule.PROPOSAL: "proposition de la présidence, sinon du service instructeur",
}
LONGEST_SECOND_CALL = 20  # days, CSS R221-5
_JUDGED = """
    IF TG_OP <> 'INSERT' AND EXISTS (
        SELECT 1 FROM commission_sitting s
        WHERE s.board_code = OLD.board_code AND s.state IN ('open', 'closed', 'missed')
          AND s.held_on >= OLD.starts_on
          AND NOT EXISTS (
              SELECT 1 FROM commission_boardrules r
              WHERE r.board_code = OLD.board_code AND r.starts_on > OLD.starts_on AND r.starts_on <= s.held_on
          )
    ) THEN
        RAISE EXCEPTION 'commission: rules that judged a sitting are frozen';
    END IF;
    IF TG_OP <> 'DELETE' AND EXISTS (
        SELECT 1 FROM commission_sitting s
        WHERE s.board_code = NEW.board_code AND s.state IN ('open', 'closed', 'missed')
          AND s.held_on >= NEW.starts_on
          AND NOT EXISTS (
              SELECT 1 FROM commission_boardrules r
              WHERE r.board_code = NEW.board_code AND r.starts_on > NEW.starts_on AND r.starts_on <= s.held_on
                AND r.id IS DISTINCT FROM NEW.id
          )
    ) THEN
        RAISE EXCEPTION 'commission: new rules do not judge again a sitting that was held';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


def _days(label: str, default: int, help_text: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(f"{label}, en jours", default=default, help_text=help_text)


class BoardRules(models.Model):
    """One version of the rules of one board: the fields of ``commission.rules.Rulebook``, and the day they begin."""

    board_rights = BoardRights(select=EVERY_FIELD, insert=EVERY_FIELD, update=EVERY_FIELD)

    board_code = models.CharField("commission", max_length=3)
    starts_on = models.DateField("à partir du")
    seats = models.PositiveSmallIntegerField("sièges de titulaires", default=6)
    proxies_per_member = models.PositiveSmallIntegerField(
        "pouvoirs par membre", default=1, help_text="Un au plus (CSS R221-5) ; 0 : pas de pouvoir."
    )
    second_call_days = _days(
        "délai de la seconde convocation",
        LONGEST_SECOND_CALL,
        "Au plus 20 jours après la séance sans quorum (CSS R221-5).",
    )
    tie = models.CharField(
        "partage égal des voix",
        max_length=10,
        choices=[(rule.value, label) for rule, label in TIE_LABELS.items()],
        default=TieRule.ADJOURN.value,
        help_text="Aucun texte ne donne de voix prépondérante.",
    )
    amount = models.CharField(
        "montant accordé",
        max_length=10,
        choices=[(rule.value, label) for rule, label in AMOUNT_LABELS.items()],
        default=AmountRule.MEDIAN.value,
    )
    nominal = models.BooleanField(
        "vote nominal au procès-verbal", default=False, help_text="Sinon, le total des voix seulement."
    )
    pack_days = _days("envoi des dossiers avant la séance", 7, "")
    urgent_pack_days = _days("envoi des dossiers urgents", 1, "")
    delegation_ceiling_cents = models.PositiveIntegerField(
        "délégation pour l’aide d’urgence, en centimes",
        default=0,
        help_text="Montant que la présidence et un autre membre accordent ensemble. 0 : pas de délégation.",
    )
    hold_days = _days(
        "délai du contrôle avant paiement", 8, "Jours francs laissés au service de contrôle (CSS R151-1)."
    )
    urgent_hold_days = _days("délai du contrôle, aide d’urgence", 0, "")
    urgent_before_signature = models.BooleanField(
        "aide d’urgence notifiée sans attendre la signature du procès-verbal", default=False
    )
    consult_any_aid = models.BooleanField(
        "consultation électronique pour toutes les aides",
        default=False,
        help_text="Sinon, une consultation ne décide que des aides d’urgence.",
    )

    class Meta:
        verbose_name = "règles d’une commission"
        verbose_name_plural = "règles des commissions"
        constraints = [
            models.UniqueConstraint(
                name="board_rules_once_a_day",
                fields=["board_code", "starts_on"],
                violation_error_message="Des règles commencent déjà ce jour-là pour cette commission.",
            ),
            models.CheckConstraint(
                name="board_rules_have_seats",
                condition=Q(seats__gte=1, seats__lte=50),
                violation_error_message="Une commission compte de 1 à 50 sièges.",
            ),
            models.CheckConstraint(
                name="board_rules_one_proxy",
                condition=Q(proxies_per_member__lte=1),
                violation_error_message="Nul ne détient plus d’un pouvoir (CSS R221-5).",
            ),
            models.CheckConstraint(
                name="board_rules_second_call_in_time",
                condition=Q(second_call_days__gte=1, second_call_days__lte=LONGEST_SECOND_CALL),
                violation_error_message="La seconde convocation se tient dans les 20 jours (CSS R221-5).",
            ),
            models.CheckConstraint(
                name="board_rules_tie_known",
                condition=Q(tie__in=[rule.value for rule in TieRule]),
                violation_error_message="Cette règle de partage n’existe pas.",
            ),
            models.CheckConstraint(
                name="board_rules_amount_known",
                condition=Q(amount__in=[rule.value for rule in AmountRule]),
                violation_error_message="Cette règle de montant n’existe pas.",
            ),
            models.CheckConstraint(
                name="board_rules_delays_in_a_year",
                condition=Q(
                    pack_days__lte=60, urgent_pack_days__lte=60, hold_days__lte=60, urgent_hold_days__lte=60
                ),
                violation_error_message="Un délai dépasse 60 jours : vérifiez-le.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="judged_rules_are_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_JUDGED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board_code}, {self.starts_on:%d/%m/%Y}"
