"""Which requests the days concern."""

from datetime import date

from cpsti_portal.kernel.audit.models import Event
from cpsti_portal.kernel.territory.models import Organisation
from requests_app.models import AidRequest, PaperRequest
from requests_app.workflow import CLOCK_RUNS


def open_paper_requests() -> list[int]:
    """Keys, the earliest deadline first."""
    return list(
        PaperRequest.objects.filter(closed_at__isnull=True)
        .order_by("due_on", "pk")
        .values_list("pk", flat=True)
    )


def clocks_near_their_end(*, before: date) -> list[object]:
    """Keys of the requests whose two months run out before that day. Naming the organisations reads their queues."""
    codes = list(Organisation.objects.order_by("code").values_list("code", flat=True))
    running = AidRequest.objects.filter(
        organisation__in=codes, due_on__lt=before, state__in=sorted(CLOCK_RUNS)
    )
    return list(running.order_by("due_on", "pk").values_list("pk", flat=True))


def was_alerted(aid_request: AidRequest, *, detail: dict) -> bool:
    return Event.objects.filter(
        target_type=AidRequest._meta.label_lower,
        target_id=str(aid_request.pk),
        action="casework.clock_alert",
        detail=detail,
    ).exists()
