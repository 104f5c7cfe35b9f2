from datetime import timedelta

from celery import shared_task

from commission.services import pages
from cpsti_portal.kernel import clock


@shared_task(name="commission.sweep_pages")
def sweep_pages() -> int:
    """Takes away the images that a sending which failed left without a row, a day later. Returns how many."""
    return pages.sweep(older_than=clock.now() - timedelta(hours=24))
