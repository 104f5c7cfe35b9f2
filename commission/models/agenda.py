"""One file on the agenda of one sitting: its own random name there, and what its readers are shown."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import OrderBy

from commission.enums import ITEM_LABELS, ItemState, choices_of
from commission.models.board_file import BoardFile
from commission.models.sitting import Sitting
from commission.workflow import ITEM_MOVES, allowed_moves
from cpsti_portal.kernel.tokens import draw_token
from cpsti_portal.kernel.wall.rights import EVERY_FIELD, BoardRights

# Ranks exist once the secretary has chosen an order; before, and for what came later, chance orders.
ORDER: tuple[OrderBy, OrderBy] = (F("rank").asc(nulls_last=True), F("token").asc())

# An agenda changes while its sitting is planned, and at no other moment. The lock makes a publication wait for the
# change under way, or the change fail.
_FROZEN = """
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.token, NEW.sitting_id, NEW.board_file_id) IS DISTINCT FROM
           (OLD.token, OLD.sitting_id, OLD.board_file_id) THEN
            RAISE EXCEPTION 'commission: an item keeps its token, its sitting and its file';
        END IF;
        IF NEW.shown = OLD.shown AND NEW.rank IS NOT DISTINCT FROM OLD.rank THEN
            RETURN NEW;
        END IF;
    END IF;
    SELECT state INTO sitting_state FROM commission_sitting
    WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.sitting_id ELSE NEW.sitting_id END FOR SHARE;
    IF sitting_state IS DISTINCT FROM 'planned' THEN
        RAISE EXCEPTION 'commission: a published agenda is frozen';
    END IF;
    IF TG_OP = 'INSERT' AND EXISTS (
        SELECT 1 FROM commission_sitting s
        WHERE s.id = NEW.sitting_id AND s.recalls_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM commission_agendaitem i
            WHERE i.sitting_id = s.recalls_id AND i.board_file_id = NEW.board_file_id
        )
    ) THEN
        RAISE EXCEPTION 'commission: a second call has the same agenda';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


# A file that was ruled upon is not sent to another sitting.
_UNRULED = """
    IF EXISTS (SELECT 1 FROM commission_ruling WHERE item_id = NEW.id) THEN
        RAISE EXCEPTION 'commission: what was decided is not deferred';
    END IF;
    RETURN NEW;
"""


class AgendaItem(models.Model):
    """``shown``: the facts as the members of this sitting read them, some made wider than they came."""

    board_rights = BoardRights(
        select=EVERY_FIELD, insert=EVERY_FIELD, update=("rank", "shown", "state"), delete=True
    )

    sitting = models.ForeignKey(
        Sitting, on_delete=models.PROTECT, related_name="items", verbose_name="séance"
    )
    board_file = models.ForeignKey(
        BoardFile, on_delete=models.PROTECT, related_name="items", verbose_name="dossier"
    )
    token = models.CharField("référence", max_length=26, unique=True, default=draw_token, editable=False)
    shown = models.JSONField("ce que lisent les membres")
    rank = models.PositiveSmallIntegerField("ordre de passage", null=True, blank=True)
    state = models.CharField(
        "état", max_length=10, choices=choices_of(ITEM_LABELS), default=ItemState.PENDING.value
    )

    class Meta:
        verbose_name = "point de l’ordre du jour"
        verbose_name_plural = "points de l’ordre du jour"
        constraints = [
            models.UniqueConstraint(
                name="item_once_per_sitting",
                fields=["sitting", "board_file"],
                violation_error_message="Ce dossier est déjà à l’ordre du jour.",
            ),
            models.UniqueConstraint(
                name="item_rank_once",
                fields=["sitting", "rank"],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Deux dossiers ne passent pas au même rang.",
            ),
            models.UniqueConstraint(
                name="item_one_scheduling",
                fields=["board_file"],
                condition=~Q(state__in=[ItemState.DROPPED.value, ItemState.DEFERRED.value]),
                violation_error_message="Ce dossier est déjà inscrit à une séance.",
            ),
            models.CheckConstraint(
                name="item_state_known",
                condition=Q(state__in=[one.value for one in ItemState]),
                violation_error_message="Cet état n’existe pas.",
            ),
            models.CheckConstraint(
                name="item_token_is_random",
                condition=Q(token__regex=r"^[A-Z2-7]{26}$"),  # noqa: S106
                violation_error_message="La référence d’un dossier compte 26 caractères tirés au hasard.",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="item_moves", field="state", transitions=allowed_moves(ITEM_MOVES)),
            pgtrigger.Protect(
                name="opened_item_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(
                    old__state__in=[one.value for one in ItemState if one is not ItemState.PENDING]
                ),
            ),
            pgtrigger.Trigger(
                name="deferred_item_has_no_ruling",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state=ItemState.DEFERRED.value),
                func=_UNRULED,
            ),
            pgtrigger.Trigger(
                name="published_agenda_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("sitting_state", "TEXT")],
                func=_FROZEN,
            ),
        ]

    def __str__(self) -> str:
        return self.token
