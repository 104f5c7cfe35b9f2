from celery import shared_task

from cpsti_portal.kernel.audit import services


@shared_task(name="audit.seal")
def seal() -> int:
    return services.seal()
