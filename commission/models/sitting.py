"""A sitting of the board, and the second call of one whose quorum was missed."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import F, Q

from commission.enums import (
    AT_DISTANCE,
    COMING,
    KIND_LABELS,
    NEVER_HELD,
    SITTING_LABELS,
    SittingKind,
    SittingState,
    choices_of,
)
from commission.workflow import SITTING_MOVES, allowed_moves

REMOTE = "À distance"
_NEVER_OPENED = tuple(one.value for one in NEVER_HELD)
_AT_DISTANCE = [one.value for one in AT_DISTANCE]
_HAS_FILES = """
    IF NOT EXISTS (
        SELECT 1 FROM commission_agendaitem
        WHERE sitting_id = NEW.id AND state = 'pending'
    ) THEN
        RAISE EXCEPTION 'commission: an agenda without files is not published';
    END IF;
    RETURN NEW;
"""

# CSS R221-5. The board's own, shorter delay is the service's to hold; no row goes beyond the law.
_SECOND_CALL = """
    IF NOT EXISTS (
        SELECT 1 FROM commission_sitting m
        WHERE m.id = NEW.recalls_id AND m.state = 'missed' AND m.board_code = NEW.board_code AND m.recalls_id IS NULL
          AND NEW.held_on > m.held_on AND NEW.held_on <= m.held_on + 20
    ) THEN
        RAISE EXCEPTION 'commission: a second call follows a missed quorum within twenty days';
    END IF;
    RETURN NEW;
"""


class Sitting(models.Model):
    """``recalls``: the sitting without quorum of which this one is the second call, with the same agenda.

    ``held_on`` and ``starts_at`` are the local date and hour of the board; ``chair`` is known once it opens.

    A consultation has no room and no chair while it is open: who took part is known at its end, which comes at
    ``window_ends_at`` or as soon as everybody has voted. A delegation is one of one file, between two members.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board_code = models.CharField("commission", max_length=3)
    kind = models.CharField(
        "forme", max_length=12, choices=choices_of(KIND_LABELS), default=SittingKind.LIVE.value
    )
    held_on = models.DateField("date")
    starts_at = models.TimeField("heure")
    place = models.CharField("lieu", max_length=160, default=REMOTE)
    state = models.CharField(
        "état", max_length=10, choices=choices_of(SITTING_LABELS), default=SittingState.PLANNED.value
    )
    chair = models.ForeignKey(
        "accounts.Membership",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="présidence de séance",
    )
    opened_at = models.DateTimeField("ouverte à", null=True, blank=True)
    closed_at = models.DateTimeField("close à", null=True, blank=True)
    missed_at = models.DateTimeField("constatée sans quorum à", null=True, blank=True)
    missed_sentence = models.TextField("constat", blank=True)
    recalls = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="second_call",
        verbose_name="seconde convocation de",
    )
    window_ends_at = models.DateTimeField("fin de la consultation", null=True, blank=True)

    class Meta:
        verbose_name = "séance"
        verbose_name_plural = "séances"
        indexes = [models.Index(name="sitting_by_board", fields=["board_code", "held_on", "starts_at", "id"])]
        constraints = [
            models.UniqueConstraint(
                name="sitting_once_per_hour",
                fields=["board_code", "held_on", "starts_at"],
                condition=~Q(state__in=_NEVER_OPENED) & ~Q(kind=SittingKind.DELEGATION.value),
                violation_error_message="Une séance est déjà prévue ce jour-là à cette heure.",
            ),
            models.CheckConstraint(
                name="sitting_state_implies_facts",
                condition=Q(
                    state__in=[*(one.value for one in COMING), *_NEVER_OPENED],
                    opened_at=None,
                    closed_at=None,
                )
                | Q(state=SittingState.OPEN.value, opened_at__isnull=False, closed_at=None)
                & (Q(chair__isnull=False) | Q(kind__in=_AT_DISTANCE))
                | Q(
                    state=SittingState.CLOSED.value,
                    opened_at__isnull=False,
                    closed_at__isnull=False,
                )
                & (Q(chair__isnull=False) | Q(kind__in=_AT_DISTANCE)),
                violation_error_message="Une séance ouverte a un président et une heure d’ouverture.",
            ),
            models.CheckConstraint(
                name="sitting_missed_says_when",
                condition=Q(
                    state=SittingState.MISSED.value,
                    kind=SittingKind.LIVE.value,
                    missed_at__isnull=False,
                    opened_at=None,
                )
                & ~Q(missed_sentence="")
                | ~Q(state=SittingState.MISSED.value) & Q(missed_at=None, missed_sentence=""),
                violation_error_message="Une séance sans quorum, jamais une consultation, dit quand et qui était là.",
            ),
            models.CheckConstraint(
                name="sitting_kind_known",
                condition=Q(kind__in=[one.value for one in SittingKind]),
                violation_error_message="Cette forme de séance n’existe pas.",
            ),
            models.CheckConstraint(
                name="sitting_window_goes_with_consultation",
                condition=Q(kind=SittingKind.LIVE.value, window_ends_at=None)
                | Q(
                    kind__in=_AT_DISTANCE,
                    state__in=[*(one.value for one in COMING), *_NEVER_OPENED],
                )
                | Q(kind__in=_AT_DISTANCE, window_ends_at__gt=F("opened_at")),
                violation_error_message="Une consultation ouverte a une fin, après son ouverture.",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="sitting_moves", field="state", transitions=allowed_moves(SITTING_MOVES)),
            pgtrigger.Trigger(
                name="published_agenda_has_files",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state=SittingState.PUBLISHED.value)
                & ~pgtrigger.Q(old__state=SittingState.PUBLISHED.value),
                func=_HAS_FILES,
            ),
            pgtrigger.Protect(
                name="ended_sitting_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=[SittingState.CLOSED.value, *_NEVER_OPENED]),
            ),
            pgtrigger.Trigger(
                name="second_call_in_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__recalls__isnull=False),
                func=_SECOND_CALL,
            ),
            pgtrigger.Protect(name="sitting_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.board_code} {self.held_on:%d/%m/%Y} {self.starts_at:%H:%M}"
