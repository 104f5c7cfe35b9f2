"""Ballots and recusals. A ballot is written once, by one member, while the vote is open, and read once it is closed.

What was cast (``Ballot``), that somebody voted (``Turnout``) and the code by which they find their ballot again
(``Receipt``) are three tables: the pages read the second while the vote is open, nobody reads the first, and only its
holder ever reads the third. Their keys are drawn at random and a ballot has no hour: nothing tells in which order
ballots came.
"""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

from commission.enums import CHOICE_LABELS, Choice, choices_of
from commission.models.agenda import AgendaItem
from commission.models.board_file import BoardFile
from commission.rules import GRANT
from cpsti_portal.kernel.wall.rights import EVERY_FIELD, READER, BoardRights, RowRule

_GRANT = [choice.value for choice in GRANT]
_OPEN = "EXISTS (SELECT FROM commission_agendaitem i WHERE i.id = item_id AND i.state = 'open')"
_CLOSED = (
    "EXISTS (SELECT FROM commission_agendaitem i WHERE i.id = item_id AND i.state IN ('closed', 'deferred'))"
)
# The ballot of a member who stepped aside, or that was cast for somebody by a member who did: it counts no more.
_FELL = """
    EXISTS (
        SELECT FROM commission_turnout t
        JOIN commission_agendaitem i ON i.id = t.item_id
        JOIN commission_recusal r ON r.board_file_id = i.board_file_id AND r.member_id IN (t.member_id, t.caster_id)
        WHERE t.item_id = commission_ballot.item_id AND t.member_id = commission_ballot.member_id
    )
"""
_MINE = f"holder_id IN (SELECT m.id FROM accounts_membership m WHERE m.user_id = {READER})"  # noqa: S608  no reader's words

# Whatever is written of a vote is written while it is open. The shared lock makes the closing wait for the ballot under
# way, or the ballot find the vote closed; two ballots do not wait for each other.
_WHILE_OPEN = """
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'commission: a ballot is never changed';
    END IF;
    SELECT state INTO item_state FROM commission_agendaitem
    WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.item_id ELSE NEW.item_id END FOR SHARE;
    IF item_state IS DISTINCT FROM 'open' THEN
        RAISE EXCEPTION 'commission: this vote is not open';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    {more}RETURN NEW;
"""
STEPPED_ASIDE = "commission: who stepped aside has no ballot on this file"
# After the lock, which waits for whoever is stepping aside. Of the person, not of the mandate.
_NOT_ASIDE = f"""IF EXISTS (
        SELECT FROM commission_recusal r
        JOIN commission_agendaitem i ON i.board_file_id = r.board_file_id
        JOIN accounts_membership m ON m.id = r.member_id
        JOIN accounts_membership hand ON hand.user_id = m.user_id
        WHERE i.id = NEW.item_id AND hand.id IN (NEW.member_id, NEW.caster_id)
    ) THEN
        RAISE EXCEPTION '{STEPPED_ASIDE}';
    END IF;
    """


def _while_open(name: str, more: str = "") -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("item_state", "TEXT")],
        func=_WHILE_OPEN.format(more=more),
    )


class Turnout(models.Model):
    """That the ballot of ``member`` is in, and who cast it: themselves, or the holder of their proxy.

    ``form_key`` comes with the form: the same form sent again is the same ballot.
    """

    board_rights = BoardRights(select=EVERY_FIELD, insert=EVERY_FIELD, delete=True)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(  # without an index of its own: the key of the constraint begins with it
        AgendaItem, on_delete=models.PROTECT, related_name="turnouts", db_index=False, verbose_name="point"
    )
    member = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="+", verbose_name="membre"
    )
    caster = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="+", verbose_name="déposé par"
    )
    cast_at = models.DateTimeField("déposé à")
    form_key = models.UUIDField("formulaire", default=uuid.uuid4)

    class Meta:
        verbose_name = "vote déposé"
        verbose_name_plural = "votes déposés"
        constraints = [
            models.UniqueConstraint(
                name="turnout_once_per_member",
                fields=["item", "member"],
                violation_error_message="Vous avez déjà voté sur ce dossier.",
            ),
        ]
        triggers = [_while_open("turnout_while_open", _NOT_ASIDE)]

    def __str__(self) -> str:
        return f"vote déposé {self.item_id}"


class Ballot(models.Model):
    """``digest``: SHA-256 of the item, the content and the code of the receipt (see ``commission.receipts``)."""

    board_rights = BoardRights(
        select=EVERY_FIELD,
        insert=EVERY_FIELD,
        delete=True,
        rows=(
            RowRule("SELECT", f"{_CLOSED} OR {_FELL}"),
            RowRule("INSERT", _OPEN),
            RowRule("DELETE", _FELL),
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(  # without an index of its own: the key of the constraint begins with it
        AgendaItem, on_delete=models.PROTECT, related_name="ballots", db_index=False, verbose_name="point"
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
    digest = models.CharField("empreinte", max_length=64, blank=True)

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
                condition=Q(choice__in=_GRANT, amount_cents__gt=0)
                | (~Q(choice__in=_GRANT) & Q(amount_cents=0)),
                violation_error_message="Un vote favorable a un montant ; un autre vote n’en a pas.",
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
        triggers = [_while_open("ballot_is_sealed")]

    def __str__(self) -> str:
        return f"bulletin {self.item_id}"


class Receipt(models.Model):
    """The code by which ``holder``, who cast the ballot of ``member``, finds it again among those counted."""

    board_rights = BoardRights(
        select=EVERY_FIELD,
        insert=EVERY_FIELD,
        delete=True,
        rows=(RowRule("SELECT", _MINE), RowRule("INSERT", _MINE), RowRule("DELETE", _MINE)),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(  # without an index of its own: the key of the constraint begins with it
        AgendaItem, on_delete=models.PROTECT, related_name="receipts", db_index=False, verbose_name="point"
    )
    member = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="+", verbose_name="membre"
    )
    holder = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="+", verbose_name="détenu par"
    )
    code = models.CharField("code", max_length=32)

    class Meta:
        verbose_name = "reçu"
        verbose_name_plural = "reçus"
        constraints = [
            models.UniqueConstraint(
                name="receipt_once_per_ballot",
                fields=["item", "member"],
                violation_error_message="Ce bulletin a déjà son reçu.",
            ),
        ]
        triggers = [_while_open("receipt_while_open")]

    def __str__(self) -> str:
        return f"reçu {self.item_id}"


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
