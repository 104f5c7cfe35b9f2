"""What a screen that follows a sitting asks every second."""

from uuid import UUID

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from commission.queries.live import pulse_of
from cpsti_portal.kernel.accounts.gates import board_required


@board_required
@require_safe
def live(request: HttpRequest, sitting_id: UUID) -> JsonResponse:
    pulse = pulse_of(sitting_id, request.actor)
    if pulse is None:
        raise Http404
    return JsonResponse({"version": pulse.version, "open": pulse.open})
