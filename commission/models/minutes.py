"""The minutes of a sitting: what they say, the two files, who signed exactly these bytes and when."""

import pgtrigger
from django.db import models
from django.db.models import Q

from commission.enums import MINUTES_LABELS, MinutesState, choices_of
from commission.models.sitting import Sitting
from commission.workflow import MINUTES_MOVES, allowed_moves
from cpsti_portal.kernel.wall.rights import EVERY_FIELD, BoardRights

FOLDER = "minutes"
_SIGNED_BY_SECRETARY = {
    "rendered_at__isnull": False,
    "secretary__isnull": False,
    "secretary_signed_at__isnull": False,
}
_CLOSED_FIRST = """
    IF NOT EXISTS (SELECT 1 FROM commission_sitting WHERE id = NEW.sitting_id AND state = 'closed') THEN
        RAISE EXCEPTION 'commission: minutes are drawn up once the sitting is closed';
    END IF;
    RETURN NEW;
"""
# From the first signature on, what was signed stays as it is; from the last one on, the whole row.
_SEALED = """
    IF OLD.state IN ('signed', 'refused') THEN
        RAISE EXCEPTION 'commission: signed or refused minutes are frozen';
    END IF;
    IF OLD.state <> 'draft' AND
       (NEW.content, NEW.remark, NEW.prepared_by_id, NEW.decisions_path, NEW.decisions_sha256, NEW.decisions_size,
        NEW.minutes_path, NEW.minutes_sha256, NEW.minutes_size, NEW.rendered_at,
        NEW.secretary_id, NEW.secretary_signed_at)
       IS DISTINCT FROM
       (OLD.content, OLD.remark, OLD.prepared_by_id, OLD.decisions_path, OLD.decisions_sha256, OLD.decisions_size,
        OLD.minutes_path, OLD.minutes_sha256, OLD.minutes_size, OLD.rendered_at,
        OLD.secretary_id, OLD.secretary_signed_at) THEN
        RAISE EXCEPTION 'commission: what the secretary signed is not changed';
    END IF;
    RETURN NEW;
"""


def _member(name: str) -> models.ForeignKey:
    return models.ForeignKey(
        "accounts.Membership",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=name,
    )


class Minutes(models.Model):
    """One version. ``content``: the values that both files print, frozen with them. Sizes in bytes."""

    board_rights = BoardRights(select=EVERY_FIELD, insert=EVERY_FIELD, update=EVERY_FIELD)

    sitting = models.ForeignKey(
        Sitting, on_delete=models.PROTECT, related_name="minutes", verbose_name="séance"
    )
    version = models.PositiveSmallIntegerField("version")
    state = models.CharField(
        "état", max_length=10, choices=choices_of(MINUTES_LABELS), default=MinutesState.DRAFT.value
    )
    content = models.JSONField("contenu")
    remark = models.TextField("observations", blank=True)
    prepared_by = _member("préparé par")
    prepared_at = models.DateTimeField("préparé à")
    decisions_path = models.CharField("relevé de décisions", max_length=120, blank=True)
    decisions_sha256 = models.CharField("empreinte du relevé", max_length=64, blank=True)
    decisions_size = models.PositiveIntegerField("taille du relevé", default=0)
    minutes_path = models.CharField("procès-verbal", max_length=120, blank=True)
    minutes_sha256 = models.CharField("empreinte du procès-verbal", max_length=64, blank=True)
    minutes_size = models.PositiveIntegerField("taille du procès-verbal", default=0)
    rendered_at = models.DateTimeField("mis en page à", null=True, blank=True)
    secretary = _member("secrétaire signataire")
    secretary_signed_at = models.DateTimeField("signé par le secrétariat à", null=True, blank=True)
    chair = _member("président signataire")
    chair_title = models.CharField("qualité du président signataire", max_length=120, blank=True)
    chair_signed_at = models.DateTimeField("signé par la présidence à", null=True, blank=True)
    refused_by = _member("refusé par")
    refused_at = models.DateTimeField("refusé à", null=True, blank=True)
    refusal = models.TextField("motif du refus", blank=True)

    class Meta:
        verbose_name = "procès-verbal"
        verbose_name_plural = "procès-verbaux"
        constraints = [
            models.UniqueConstraint(
                name="minutes_version_once",
                fields=["sitting", "version"],
                violation_error_message="Cette version du procès-verbal existe déjà.",
            ),
            models.UniqueConstraint(
                name="minutes_one_alive",
                fields=["sitting"],
                condition=~Q(state=MinutesState.REFUSED.value),
                violation_error_message="Cette séance a déjà un procès-verbal en cours.",
            ),
            models.CheckConstraint(
                name="minutes_state_implies_facts",
                condition=Q(
                    state=MinutesState.DRAFT.value,
                    secretary=None,
                    secretary_signed_at=None,
                    chair=None,
                    chair_signed_at=None,
                    refused_at=None,
                )
                | Q(
                    state=MinutesState.PROPOSED.value,
                    chair=None,
                    chair_signed_at=None,
                    refused_at=None,
                    **_SIGNED_BY_SECRETARY,
                )
                | Q(
                    state=MinutesState.SIGNED.value,
                    chair__isnull=False,
                    chair_signed_at__isnull=False,
                    refused_at=None,
                    **_SIGNED_BY_SECRETARY,
                )
                | (
                    Q(
                        state=MinutesState.REFUSED.value,
                        chair_signed_at=None,
                        refused_by__isnull=False,
                        refused_at__isnull=False,
                        **_SIGNED_BY_SECRETARY,
                    )
                    & ~Q(refusal="")
                ),
                violation_error_message="Un procès-verbal signé porte ses deux signatures ; un refus, son motif.",
            ),
            models.CheckConstraint(
                name="minutes_rendered_have_files",
                condition=Q(
                    rendered_at=None,
                    minutes_path="",
                    minutes_sha256="",
                    decisions_path="",
                    decisions_sha256="",
                )
                | (
                    Q(
                        rendered_at__isnull=False,
                        minutes_sha256__regex=r"^[0-9a-f]{64}$",
                        decisions_sha256__regex=r"^[0-9a-f]{64}$",
                    )
                    & ~Q(minutes_path="")
                    & ~Q(decisions_path="")
                ),
                violation_error_message="Un procès-verbal mis en page a ses deux fichiers et leurs empreintes.",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="minutes_moves", field="state", transitions=allowed_moves(MINUTES_MOVES)),
            pgtrigger.Trigger(
                name="minutes_of_a_closed_sitting",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_CLOSED_FIRST,
            ),
            pgtrigger.Trigger(
                name="signed_minutes_are_sealed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_SEALED,
            ),
            pgtrigger.Protect(name="minutes_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} v{self.version}"

    @property
    def seal(self) -> str:
        """What a signature is about: the digests of both files, the minutes first."""
        return f"{self.minutes_sha256}{self.decisions_sha256}"
