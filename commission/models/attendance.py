"""Who came and who left, line after line; and who speaks for whom."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from commission.enums import PROXY_ENDS, ProxyEnd, choices_of
from commission.models.sitting import Sitting
from cpsti_portal.kernel.wall.rights import EVERY_FIELD, BoardRights

# The roll is still while a vote is open, and the sheet of an ended sitting is closed.
_STILL = """
    SELECT state, kind INTO sitting_state, sitting_kind FROM commission_sitting WHERE id = NEW.sitting_id;
    IF sitting_state NOT IN ('planned', 'published', 'open') THEN
        RAISE EXCEPTION 'commission: the roll of an ended sitting is frozen';
    END IF;
    IF sitting_kind = 'live' AND EXISTS (
        SELECT 1 FROM commission_agendaitem WHERE sitting_id = NEW.sitting_id AND state = 'open'
    ) THEN
        RAISE EXCEPTION 'commission: the roll is still while a vote is open';
    END IF;
"""
_NO_CALL = """
    IF sitting_kind <> 'live' AND sitting_state <> 'open' THEN
        RAISE EXCEPTION 'commission: those who take part at a distance are those who vote';
    END IF;
"""
_IN_TURN = """
    IF NEW.present <> (NEW.number % 2 = 1) THEN
        RAISE EXCEPTION 'commission: arrivals and departures come in turn';
    END IF;
    IF NEW.number > 1 AND NOT EXISTS (
        SELECT 1 FROM commission_attendance a
        WHERE a.sitting_id = NEW.sitting_id AND a.member_id = NEW.member_id AND a.number = NEW.number - 1
          AND a.at <= NEW.at
    ) THEN
        RAISE EXCEPTION 'commission: a line follows the one before';
    END IF;
    RETURN NEW;
"""
_STATES = [("sitting_state", "TEXT"), ("sitting_kind", "TEXT")]


class Attendance(models.Model):
    """One arrival (``present``) or departure of one member; ``number`` counts those of the member, from 1.

    Who is there is the last line of each. Lines are added, never changed.
    """

    board_rights = BoardRights(select=EVERY_FIELD, insert=EVERY_FIELD)

    sitting = models.ForeignKey(
        Sitting, on_delete=models.PROTECT, related_name="attendances", verbose_name="séance"
    )
    member = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="+", verbose_name="membre"
    )
    number = models.PositiveSmallIntegerField("rang", default=1)
    present = models.BooleanField("arrivée")
    at = models.DateTimeField("heure")

    class Meta:
        verbose_name = "présence"
        verbose_name_plural = "présences"
        constraints = [
            models.UniqueConstraint(
                name="attendance_in_turn",
                fields=["sitting", "member", "number"],
                violation_error_message="Ce passage est déjà sur la feuille de présence.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="sheet_grows_in_turn",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=_STATES,
                func="\n".join([_STILL, _NO_CALL, _IN_TURN]),
            ),
            pgtrigger.Protect(name="sheet_is_kept", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.member_id} {self.number}"


class Proxy(models.Model):
    """``giver`` lets ``holder`` vote in their absence, at one sitting (CSS R221-5). It ends once, for one reason."""

    board_rights = BoardRights(select=EVERY_FIELD, insert=EVERY_FIELD, update=("ended_at", "ended_because"))

    sitting = models.ForeignKey(
        Sitting, on_delete=models.PROTECT, related_name="proxies", verbose_name="séance"
    )
    giver = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="+", verbose_name="donné par"
    )
    holder = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="+", verbose_name="porté par"
    )
    given_at = models.DateTimeField("donné à")
    on_behalf = models.BooleanField("saisi par le secrétariat", default=False)
    ended_at = models.DateTimeField("fin", null=True, blank=True)
    ended_because = models.CharField(
        "raison de la fin", max_length=12, choices=choices_of(PROXY_ENDS), blank=True
    )

    class Meta:
        verbose_name = "pouvoir"
        verbose_name_plural = "pouvoirs"
        constraints = [
            models.UniqueConstraint(
                name="proxy_one_per_giver",
                fields=["sitting", "giver"],
                condition=Q(ended_at=None),
                violation_error_message="Ce membre a déjà donné pouvoir.",
            ),
            models.UniqueConstraint(
                name="proxy_one_per_holder",
                fields=["sitting", "holder"],
                condition=Q(ended_at=None),
                violation_error_message="Nul ne détient plus d’un pouvoir.",
            ),
            models.CheckConstraint(
                name="proxy_to_another",
                condition=~Q(giver=F("holder")),
                violation_error_message="Un membre ne se donne pas pouvoir à lui-même.",
            ),
            models.CheckConstraint(
                name="proxy_end_has_reason",
                condition=Q(ended_at=None, ended_because="")
                | Q(ended_at__isnull=False, ended_because__in=[one.value for one in ProxyEnd]),
                violation_error_message="Un pouvoir qui a pris fin dit pourquoi.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="proxy_before_the_item",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=_STATES,
                func="\n".join([_STILL, "    RETURN NEW;"]),
            ),
            pgtrigger.ReadOnly(
                name="proxy_unchanged", fields=["sitting", "giver", "holder", "given_at", "on_behalf"]
            ),
            pgtrigger.Protect(
                name="proxy_ends_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
            ),
            pgtrigger.Protect(name="proxy_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.giver_id} {self.holder_id}"
