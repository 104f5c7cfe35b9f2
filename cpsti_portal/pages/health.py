"""Is the portal able to work? For the load balancer and the watch; tells nothing private."""

import logging

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cpsti_portal.celery import app
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.outbox import services as outbox

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 while pages can be served: without Redis work waits in the outbox and nothing is lost, only "degraded"."""
    database, age = _database()
    broker = _broker()
    status = "ok" if database and broker else "degraded" if database else "down"
    body = {"status": status, "database": database, "redis": broker, "oldest_outbox_seconds": age}
    return JsonResponse(body, status=200 if database else 503)


def _database() -> tuple[bool, int]:
    try:
        oldest = outbox.oldest_owed()
    except DatabaseError as error:
        logger.error("health: database: %s", type(error).__name__)
        return False, 0
    return True, int((clock.now() - oldest).total_seconds()) if oldest else 0


def _broker() -> bool:
    try:
        with app.connection_for_read() as connection:
            connection.connect()
    except Exception as error:  # any failure of any transport means the same
        logger.warning("health: broker: %s", type(error).__name__)
        return False
    return True
