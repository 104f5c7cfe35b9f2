from datetime import timedelta

from celery import shared_task

from commission.services import consultations, pages
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.wall.switch import behind_the_wall


@shared_task(name="commission.sweep_pages")
def sweep_pages() -> int:
    """Takes away the images that a sending which failed left without a row, a day later. Returns how many."""
    return pages.sweep(older_than=clock.now() - timedelta(hours=24))


@shared_task(name="commission.end_consultations")
def end_consultations() -> int:
    """Ends what is over. Behind the wall like the pages: a task reads no ballot before the closing either."""
    with behind_the_wall():
        return consultations.end_due(at=clock.now())
