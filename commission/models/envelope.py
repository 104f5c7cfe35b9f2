"""What a board may spend in a year, by charge (CSS L612-5), and every movement of it."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from commission.charges import CHARGE_LABELS, PER_MILLE, Charge
from commission.enums import choices_of
from commission.ledger import BALANCES, KIND_LABELS, ONCE, Kind
from commission.models.board_file import BoardFile
from commission.models.sitting import Sitting
from cpsti_portal.kernel.wall.rights import EVERY_FIELD, BoardRights

_NATIONAL = [Kind.ALLOTTED.value, Kind.CHANGED.value]

# A balance is the sum of the entries because nothing else moves it: the entry itself does (``ledger.COLUMNS``).
_CARRY = """
    UPDATE commission_envelope SET
        allotted_cents = CASE WHEN NEW.kind IN ('allotted', 'changed')
            THEN COALESCE(allotted_cents, 0) + NEW.amount_cents ELSE allotted_cents END,
        reserved_cents = reserved_cents
            + CASE WHEN NEW.kind IN ('reserved', 'released') THEN NEW.amount_cents ELSE 0 END,
        granted_cents = granted_cents
            + CASE WHEN NEW.kind IN ('granted', 'given_back') THEN NEW.amount_cents ELSE 0 END,
        notified_cents = notified_cents
            + CASE WHEN NEW.kind IN ('notified', 'recalled') THEN NEW.amount_cents ELSE 0 END,
        paid_cents = paid_cents + CASE WHEN NEW.kind = 'paid' THEN NEW.amount_cents ELSE 0 END
    WHERE id = NEW.envelope_id;
    RETURN NULL;
"""
_BY_ENTRIES_ALONE = """
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'commission: an envelope changes by its entries alone';
    END IF;
    RETURN NEW;
"""


class Envelope(models.Model):
    """One row a board, a year and a charge: the row that two sittings lock in turn. Money in euro cents.

    ``allotted_cents`` is None while the CPSTI has told nothing; what is granted meanwhile is counted all the same.
    ``notified`` is a part of what is granted, ``paid`` a part of what is notified.
    """

    board_rights = BoardRights(select=EVERY_FIELD, insert=EVERY_FIELD, update=BALANCES)

    board_code = models.CharField("commission", max_length=3)
    year = models.PositiveSmallIntegerField("année")
    charge = models.CharField("imputation", max_length=12, choices=choices_of(CHARGE_LABELS))
    allotted_cents = models.BigIntegerField("dotation, en centimes", null=True, blank=True)
    reserved_cents = models.BigIntegerField("réservé, en centimes", default=0)
    granted_cents = models.BigIntegerField("accordé, en centimes", default=0)
    notified_cents = models.BigIntegerField("notifié, en centimes", default=0)
    paid_cents = models.BigIntegerField("versé, en centimes", default=0)

    class Meta:
        verbose_name = "enveloppe"
        verbose_name_plural = "enveloppes"
        constraints = [
            models.UniqueConstraint(
                name="envelope_once",
                fields=["board_code", "year", "charge"],
                violation_error_message="Cette enveloppe existe déjà.",
            ),
            models.CheckConstraint(
                name="envelope_charge_known",
                condition=Q(charge__in=[one.value for one in Charge]),
                violation_error_message="Cette imputation n’existe pas.",
            ),
            models.CheckConstraint(
                name="envelope_never_overspent",
                condition=Q(allotted_cents=None)
                | Q(allotted_cents__gte=F("reserved_cents") + F("granted_cents")),
                violation_error_message="Une enveloppe ne peut pas être dépassée.",
            ),
            models.CheckConstraint(
                name="envelope_balances_hold",
                condition=Q(
                    reserved_cents__gte=0,
                    paid_cents__gte=0,
                    notified_cents__gte=F("paid_cents"),
                    granted_cents__gte=F("notified_cents"),
                ),
                violation_error_message="On ne verse que ce qui est notifié, on ne notifie que ce qui est accordé.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="envelope_by_entries_alone",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_BY_ENTRIES_ALONE,
            ),
            pgtrigger.Protect(name="envelope_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.board_code} {self.year} {self.charge}"

    @property
    def left_cents(self) -> int | None:
        """None: not limited."""
        if self.allotted_cents is None:
            return None
        return self.allotted_cents - self.reserved_cents - self.granted_cents


class EnvelopeEntry(models.Model):
    """One movement, written once. ``amount_cents`` is signed: a release, a change downwards and a return are negative.

    ``by`` is whoever decided an allotment; the other movements follow an act that says who did it.
    """

    board_rights = BoardRights(select=EVERY_FIELD, insert=EVERY_FIELD)

    envelope = models.ForeignKey(
        Envelope, on_delete=models.PROTECT, related_name="entries", verbose_name="enveloppe"
    )
    kind = models.CharField("mouvement", max_length=12, choices=choices_of(KIND_LABELS))
    amount_cents = models.BigIntegerField("montant, en centimes")
    at = models.DateTimeField("à")
    board_file = models.ForeignKey(
        BoardFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name="dossier",
    )
    sitting = models.ForeignKey(
        Sitting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name="séance",
    )
    by = models.ForeignKey(
        "accounts.Membership",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="par",
    )
    reason = models.CharField("motif", max_length=300, blank=True)

    class Meta:
        verbose_name = "mouvement d’enveloppe"
        verbose_name_plural = "mouvements d’enveloppe"
        constraints = [
            models.CheckConstraint(
                name="entry_kind_known",
                condition=Q(kind__in=[one.value for one in Kind]),
                violation_error_message="Ce mouvement n’existe pas.",
            ),
            models.CheckConstraint(
                name="entry_allotment_is_reasoned",
                condition=(
                    Q(kind__in=_NATIONAL, board_file=None, sitting=None, by__isnull=False) & ~Q(reason="")
                )
                | (~Q(kind__in=_NATIONAL) & Q(board_file__isnull=False, sitting__isnull=False)),
                violation_error_message="Une dotation a un auteur et un motif\u00a0; un autre mouvement a un dossier.",
            ),
            models.UniqueConstraint(
                name="entry_once_per_file",
                fields=["board_file", "envelope", "kind"],
                condition=Q(kind__in=[one.value for one in ONCE]),
                violation_error_message="Ce mouvement est déjà enregistré pour ce dossier.",
            ),
            models.UniqueConstraint(
                name="entry_allotted_once",
                fields=["envelope"],
                condition=Q(kind=Kind.ALLOTTED.value),
                violation_error_message="Cette enveloppe est déjà dotée\u00a0: modifiez-la.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="entry_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="entry_moves_the_balance",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func=_CARRY,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_cents}"


class ChargeSplit(models.Model):
    """To what an aid is charged from a day on, in per mille. Another day is another row: the past is not rewritten."""

    board_rights = BoardRights(select=EVERY_FIELD)

    aid_code = models.CharField("code de l’aide", max_length=20)
    starts_on = models.DateField("à partir du")
    maladie = models.PositiveSmallIntegerField("maladie, pour mille", default=0)
    vieillesse = models.PositiveSmallIntegerField("vieillesse, pour mille", default=0)
    rid = models.PositiveSmallIntegerField("invalidité-décès (RID), pour mille", default=0)
    rci = models.PositiveSmallIntegerField("complémentaire (RCI), pour mille", default=0)
    source = models.CharField("source", max_length=200)

    class Meta:
        verbose_name = "clé d’imputation"
        verbose_name_plural = "clés d’imputation"
        constraints = [
            models.UniqueConstraint(
                name="charge_split_once",
                fields=["aid_code", "starts_on"],
                violation_error_message="Une clé commence déjà ce jour-là pour cette aide.",
            ),
            models.CheckConstraint(
                name="charge_split_is_whole",
                condition=Q(maladie=PER_MILLE - F("vieillesse") - F("rid") - F("rci")),
                violation_error_message="Les parts font ensemble mille pour mille.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="charge_split_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.aid_code} {self.starts_on:%d/%m/%Y}"


class EnvelopeRule(models.Model):
    """Whether a board may grant while its allotment of the year is not known."""

    board_rights = BoardRights(select=EVERY_FIELD)

    board_code = models.CharField("commission", max_length=3, primary_key=True)
    required = models.BooleanField(
        "dotation exigée",
        default=False,
        help_text="Cochée, aucune aide n’est accordée tant que la dotation de l’année n’est pas saisie.",
    )

    class Meta:
        verbose_name = "règle d’enveloppe"
        verbose_name_plural = "règles d’enveloppe"
        triggers = [pgtrigger.Protect(name="envelope_rule_is_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.board_code
