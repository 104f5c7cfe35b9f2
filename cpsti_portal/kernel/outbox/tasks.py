from celery import shared_task

from cpsti_portal.kernel.outbox import services


@shared_task(name="outbox.drain")
def drain() -> int:
    return services.drain()
