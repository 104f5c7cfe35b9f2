from datetime import timedelta

from celery import shared_task

from cpsti_portal.kernel import clock
from requests_app.services import clocks, documents, pages, proposals


@shared_task(name="requests_app.follow_clocks")
def follow_clocks() -> dict[str, int]:
    """Every hour. Playing it twice, or hours late, does no harm."""
    followed = clocks.follow(at=clock.now())
    return {"reminded": followed.reminded, "lapsed": followed.lapsed, "alerted": followed.alerted}


@shared_task(name="requests_app.follow_texts")
def follow_texts() -> int:
    """Has the engine read the texts of requests that were in hand before it existed. Returns how many."""
    return proposals.follow_forgotten()


@shared_task(name="requests_app.sweep_files")
def sweep_files() -> int:
    """Takes away the papers and the pages that a killed process left without a row, a day later. Returns how many."""
    yesterday = clock.now() - timedelta(hours=24)
    return documents.sweep(older_than=yesterday) + pages.sweep(older_than=yesterday)
