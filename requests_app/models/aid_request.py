"""The request itself: what the queue sorts, filters and counts. The answers are in their own table."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from requests_app.workflow import LABELS, OPEN_FOR_STAFF, State, allowed_moves

STATE_CHOICES = [(state.value, LABELS[state].staff) for state in State]


class AidRequest(models.Model):
    """``due_on`` is the day on which silence becomes a refusal (CRPA L231-4); it moves when the clock is stopped."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    aid_code = models.CharField("aide", max_length=10)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="aid_requests",
        verbose_name="compte du demandeur",
    )
    state = models.CharField("état", max_length=20, choices=STATE_CHOICES, default=State.DRAFT.value)
    created_at = models.DateTimeField("commencée le")
    updated_at = models.DateTimeField("modifiée le", auto_now=True)

    reference = models.CharField("numéro", max_length=20, unique=True, null=True, blank=True)
    submitted_at = models.DateTimeField("déposée le", null=True, blank=True)
    department = models.ForeignKey(
        "territory.Department",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="département d’activité",
    )
    organisation = models.ForeignKey(
        "territory.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="organisme",
    )
    board = models.ForeignKey(
        "territory.Board",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="commission",
    )
    campaign = models.ForeignKey(
        "requests_app.Campaign",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="événement",
    )
    due_on = models.DateField("échéance légale", null=True, blank=True)
    clock_stopped_on = models.DateField("délai suspendu le", null=True, blank=True)

    caseworker = models.ForeignKey(
        "accounts.Membership",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gestionnaire",
    )
    taken_at = models.DateTimeField("prise en charge le", null=True, blank=True)

    # Copied from the answers at submission, for the queue and its search alone.
    applicant_name = models.CharField("demandeur", max_length=160, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    search_text = models.TextField("texte de recherche", blank=True)

    decided_on = models.DateField("décidée le", null=True, blank=True)
    notified_at = models.DateTimeField("notifiée le", null=True, blank=True)
    closed_at = models.DateTimeField("close le", null=True, blank=True)

    class Meta:
        verbose_name = "demande"
        verbose_name_plural = "demandes"
        constraints = [
            models.CheckConstraint(
                name="aid_request_known_state",
                condition=Q(state__in=[state.value for state in State]),
            ),
            models.CheckConstraint(
                name="aid_request_filed_is_routed",
                condition=Q(state=State.DRAFT.value)
                | Q(
                    reference__isnull=False,
                    submitted_at__isnull=False,
                    department__isnull=False,
                    organisation__isnull=False,
                    board__isnull=False,
                    due_on__isnull=False,
                ),
                violation_error_message="Une demande déposée a un numéro, une date, un organisme et une échéance.",
            ),
            models.CheckConstraint(
                name="aid_request_clock_stops_when_incomplete",
                condition=Q(state=State.INCOMPLETE.value, clock_stopped_on__isnull=False)
                | (~Q(state=State.INCOMPLETE.value) & Q(clock_stopped_on__isnull=True)),
                violation_error_message="Le délai est suspendu si et seulement si des pièces sont attendues.",
            ),
            models.CheckConstraint(
                name="aid_request_holder_and_date_together",
                condition=Q(caseworker__isnull=True, taken_at__isnull=True)
                | Q(caseworker__isnull=False, taken_at__isnull=False),
            ),
            models.CheckConstraint(
                name="aid_request_notified_has_date",
                condition=~Q(state__in=[State.NOTIFIED.value, State.PAID.value])
                | Q(notified_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="request_by_applicant", fields=["applicant", "-created_at"]),
            models.Index(
                name="request_queue",
                fields=["organisation", "due_on", "id"],
                condition=Q(state__in=sorted(OPEN_FOR_STAFF)),
            ),
            models.Index(name="request_queue_state", fields=["organisation", "state", "due_on", "id"]),
            models.Index(name="request_queue_aid", fields=["organisation", "aid_code", "due_on", "id"]),
            models.Index(name="request_queue_mine", fields=["caseworker", "due_on", "id"]),
            GinIndex(name="request_search", fields=["search_text"], opclasses=["gin_trgm_ops"]),
        ]
        triggers = [
            pgtrigger.FSM(name="allowed_moves", field="state", transitions=allowed_moves()),
        ]

    def __str__(self) -> str:
        return self.reference or "brouillon"


class StateChange(models.Model):
    """The history of a request, one row a move, for the timeline of both readers."""

    aid_request = models.ForeignKey(AidRequest, on_delete=models.PROTECT, related_name="changes")
    transition = models.CharField("passage", max_length=30)
    source = models.CharField("de", max_length=20, choices=STATE_CHOICES)
    target = models.CharField("à", max_length=20, choices=STATE_CHOICES)
    at = models.DateTimeField("le")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="auteur",
    )
    comment = models.TextField("commentaire interne", blank=True)

    class Meta:
        verbose_name = "passage d’état"
        verbose_name_plural = "passages d’état"
        indexes = [models.Index(name="change_by_request", fields=["aid_request", "id"])]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
