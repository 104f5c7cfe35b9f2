from datetime import timedelta

from celery import shared_task

from commission.services import consultations, delegations, last_calls, minutes_files, packs, pages
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.wall.switch import behind_the_wall


@shared_task(name="commission.sweep_pages")
def sweep_pages() -> int:
    """Takes away the files that no row knows: of a sending that failed, of a draft drawn up again. A day later."""
    older_than = clock.now() - timedelta(hours=24)
    return pages.sweep(older_than=older_than) + minutes_files.sweep(older_than=older_than)


@shared_task(name="commission.end_consultations")
def end_consultations() -> int:
    """Ends what is over, delegations too, behind the wall like the pages: a task reads no open ballot either."""
    with behind_the_wall():
        now = clock.now()
        return consultations.end_due(at=now) + delegations.end_due(at=now)


@shared_task(name="commission.call_late_voters")
def call_late_voters() -> int:
    """Writes, once, to those who have still to vote or agree in what is about to end. Behind the wall as well."""
    with behind_the_wall():
        return last_calls.remind_due(at=clock.now())


@shared_task(name="commission.sweep_packs")
def sweep_packs() -> int:
    """Takes away the PDF of sittings that are over. Returns how many."""
    return packs.sweep(at=clock.now())
