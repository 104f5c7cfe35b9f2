"""Invitations to sit on a board. The key of the link is kept apart, as a digest, where no page of a board reads."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import F, Q

from cpsti_portal.kernel.accounts.models import College, Membership, Seat, kept_by_reader
from cpsti_portal.kernel.mails.models import MailStatus, OwedMail, never_twice
from cpsti_portal.kernel.territory.models import Board
from cpsti_portal.kernel.wall.rights import EVERY_FIELD, BoardRights, RowRule

_AS_WRITTEN = (
    "board", "email", "display_name", "seat", "nominated_by", "college", "starts_on", "ends_on",
    "invited_by", "created_at", "expires_at",
)  # fmt: skip
# The column by its whole name: ``board_id`` alone would be that of the mandate it is compared with.
_OF_ITS_BOARD = kept_by_reader("invitations_invitation.board_id")
_ENDS_ONCE = """
    IF (OLD.accepted_at IS NOT NULL OR OLD.revoked_at IS NOT NULL) AND
       (NEW.accepted_at, NEW.revoked_at, NEW.membership_id) IS DISTINCT FROM
       (OLD.accepted_at, OLD.revoked_at, OLD.membership_id) THEN
        RAISE EXCEPTION 'invitations: an invitation ends once';
    END IF;
    RETURN NEW;
"""


class Invitation(OwedMail):
    """What the mandate will be. It gives no right before its person has taken it up."""

    # The secretary of the board alone writes an invitation, withdraws it, and reads where it went: no member does.
    board_rights = BoardRights(
        select=EVERY_FIELD,
        insert=EVERY_FIELD,
        update=("revoked_at",),
        rows=tuple(RowRule(verb, _OF_ITS_BOARD) for verb in ("SELECT", "INSERT", "UPDATE")),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="+", verbose_name="commission")
    email = models.EmailField("adresse électronique")
    display_name = models.CharField("nom affiché", max_length=120)
    seat = models.CharField("siège", max_length=10, choices=Seat)
    nominated_by = models.CharField("désigné par", max_length=40)
    college = models.CharField("collège", max_length=10, choices=College)
    starts_on = models.DateField("à partir du")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    invited_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="+", verbose_name="invité par"
    )
    expires_at = models.DateTimeField("valable jusqu’au")
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    revoked_at = models.DateTimeField("retirée le", null=True, blank=True)
    membership = models.OneToOneField(
        Membership,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitation",
        verbose_name="mandat",
    )

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        constraints = [
            models.UniqueConstraint(
                name="invitation_open_once",
                fields=["board", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                violation_error_message="Une invitation attend déjà à cette adresse.",
            ),
            models.CheckConstraint(
                name="invitation_one_ending",
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                violation_error_message="Une invitation est acceptée ou retirée.",
            ),
            models.CheckConstraint(
                name="invitation_accepted_has_mandate",
                condition=Q(accepted_at=None, membership=None)
                | Q(accepted_at__isnull=False, membership__isnull=False),
                violation_error_message="Une invitation acceptée a donné un mandat.",
            ),
            models.CheckConstraint(
                name="invitation_mandate_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="La fin précède le début.",
            ),
            models.CheckConstraint(
                name="invitation_of_a_member",
                condition=~Q(seat=Seat.NONE) & ~Q(college=College.NONE) & ~Q(nominated_by=""),
                violation_error_message="Un membre a un siège, une organisation et un collège.",
            ),
            models.CheckConstraint(
                name="invitation_known_state",
                condition=Q(status__in=MailStatus.values),
                violation_error_message="Cet état d’envoi n’existe pas.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="invitation_as_written", fields=list(_AS_WRITTEN)),
            pgtrigger.Trigger(
                name="invitation_ends_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_ENDS_ONCE,
            ),
            pgtrigger.Protect(name="invitation_is_kept", operation=pgtrigger.Delete),
            never_twice(),
        ]

    def __str__(self) -> str:
        return f"{self.display_name}, {self.board_id}"


class InvitationKey(models.Model):
    """The SHA-256 of the last key sent: another sending makes the first link useless."""

    invitation = models.OneToOneField(
        Invitation, on_delete=models.CASCADE, primary_key=True, related_name="key_sent"
    )
    digest = models.CharField("empreinte", max_length=64, unique=True)

    class Meta:
        verbose_name = "clé d’invitation"
        verbose_name_plural = "clés d’invitation"

    def __str__(self) -> str:
        return str(self.invitation_id)
