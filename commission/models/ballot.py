"""Ballots and recusals: written once, by one member, while the vote is open."""

import pgtrigger
from django.db import models
from django.db.models import Q

from commission.enums import CHOICE_LABELS, Choice, choices_of
from commission.models.agenda import AgendaItem
from commission.models.board_file import BoardFile
from cpsti_portal.kernel.wall.rights import EVERY_FIELD, BoardRights

# A ballot is never changed. It disappears only when its member steps aside from the file, before the closing.
_SEALED = """
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'commission: a ballot is never changed';
    END IF;
    SELECT state INTO item_state FROM commission_agendaitem
    WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.item_id ELSE NEW.item_id END;
    IF item_state IS DISTINCT FROM 'open' THEN
        RAISE EXCEPTION 'commission: this vote is not open';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


class Ballot(models.Model):
    board_rights = BoardRights(select=EVERY_FIELD, insert=EVERY_FIELD, delete=True)

    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="ballots", verbose_name="point"
    )
    member = models.ForeignKey(
        "accounts.Membership",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="membre",
    )
    choice = models.CharField("choix", max_length=20, choices=choices_of(CHOICE_LABELS))
    amount_cents = models.PositiveIntegerField("montant, en centimes", default=0)
    reason_code = models.CharField("motif", max_length=40, blank=True)
    question = models.TextField("question posée", blank=True)
    cast_at = models.DateTimeField("déposé à")

    class Meta:
        verbose_name = "bulletin"
        verbose_name_plural = "bulletins"
        constraints = [
            models.UniqueConstraint(
                name="ballot_once_per_member",
                fields=["item", "member"],
                violation_error_message="Vous avez déjà voté sur ce dossier.",
            ),
            models.CheckConstraint(
                name="ballot_choice_known",
                condition=Q(choice__in=[one.value for one in Choice]),
                violation_error_message="Ce choix n’existe pas.",
            ),
            models.CheckConstraint(
                name="ballot_amount_goes_with_for",
                condition=Q(choice=Choice.FOR.value, amount_cents__gt=0)
                | (~Q(choice=Choice.FOR.value) & Q(amount_cents=0)),
                violation_error_message="Un vote pour indique un montant ; un autre vote n’en indique pas.",
            ),
            models.CheckConstraint(
                name="ballot_reason_goes_with_against",
                condition=(Q(choice=Choice.AGAINST.value) & ~Q(reason_code=""))
                | (~Q(choice=Choice.AGAINST.value) & Q(reason_code="")),
                violation_error_message="Un vote contre indique un motif ; un autre vote n’en indique pas.",
            ),
            models.CheckConstraint(
                name="ballot_question_goes_with_adjourn",
                condition=(Q(choice=Choice.ADJOURN.value) & ~Q(question=""))
                | (~Q(choice=Choice.ADJOURN.value) & Q(question="")),
                violation_error_message="Un ajournement pose une question ; un autre vote n’en pose pas.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="ballot_is_sealed",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("item_state", "TEXT")],
                func=_SEALED,
            ),
        ]

    def __str__(self) -> str:
        return f"bulletin {self.item_id}"


class Recusal(models.Model):
    """A member has nothing more to do with a file, at this sitting or at another.

    ``token``: the name by which the member knew it. Under another name nothing tells that the file is the same.
    """

    board_rights = BoardRights(select=EVERY_FIELD, insert=EVERY_FIELD)

    board_file = models.ForeignKey(
        BoardFile,
        on_delete=models.PROTECT,
        related_name="recusals",
        verbose_name="dossier",
    )
    member = models.ForeignKey(
        "accounts.Membership",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="membre",
    )
    token = models.CharField("référence", max_length=26, blank=True, editable=False)
    stepped_aside_at = models.DateTimeField("déporté à")

    class Meta:
        verbose_name = "déport"
        verbose_name_plural = "déports"
        constraints = [
            models.UniqueConstraint(
                name="recusal_once",
                fields=["board_file", "member"],
                violation_error_message="Vous vous êtes déjà déporté de ce dossier.",
            ),
        ]
        triggers = [pgtrigger.Protect(name="recusal_is_final", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"déport {self.board_file_id}"
