"""What the days do by themselves: the reminder at half-time, the closing without papers, the alert before silence
refuses. Each is idempotent, one request a transaction: a run may stop anywhere and be played again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.audit.services import record
from requests_app.legal_clock import half_time, lapses_on
from requests_app.models import AidRequest, PaperRequest
from requests_app.queries.casefile import parameters_today
from requests_app.queries.clocks import clocks_near_their_end, open_paper_requests, was_alerted
from requests_app.services import mails, transitions
from requests_app.workflow import CLOCK_RUNS, State

# Days before the legal date at which the office is warned.
ALERTS = (15, 5)


@dataclass(frozen=True)
class Followed:
    reminded: int
    lapsed: int
    alerted: int


def follow(*, at: datetime) -> Followed:
    """One round. ``at`` is turned into the legal day of each organisation."""
    waiting = open_paper_requests()
    return Followed(
        reminded=_count(waiting, lambda pk: _remind(pk, at)),
        lapsed=_count(waiting, lambda pk: _lapse(pk, at)),
        alerted=_count(clocks_near_their_end(before=_last_day(at)), lambda pk: _alert(pk, at)),
    )


def _last_day(at: datetime) -> date:
    """Two days more than the first alert: it is tomorrow somewhere."""
    return at.date() + timedelta(days=max(ALERTS) + 2)


def _count(keys: list, act: Callable[[object], bool]) -> int:
    return sum(act(key) for key in keys)


@transaction.atomic
def _remind(paper_request_id: int, at: datetime) -> bool:
    asked = _locked(paper_request_id)
    if asked is None or asked.reminded_at is not None:
        return False
    asked_on = _day(asked.aid_request, asked.asked_at)
    if _day(asked.aid_request, at) < half_time(asked_on, asked.due_on):
        return False
    mails.owe_reminder(paper_request=asked, at=at)
    asked.reminded_at = at
    asked.save(update_fields=["reminded_at"])
    return True


@transaction.atomic
def _lapse(paper_request_id: int, at: datetime) -> bool:
    """Never without the reminder: when it left late, the days are counted from it."""
    asked = _locked(paper_request_id)
    if asked is None or asked.reminded_at is None or asked.aid_request.state != State.INCOMPLETE:
        return False
    on = _day(asked.aid_request, at)
    last_word = max(asked.due_on, _day(asked.aid_request, asked.reminded_at))
    days = parameters_today(asked.aid_request, on=on)["lapse_days"]
    if on < lapses_on(last_word, days):
        return False
    transitions.apply(aid_request=asked.aid_request, name="lapse", actor=None, at=at)
    asked.closed_at = at
    asked.save(update_fields=["closed_at"])
    return True


@transaction.atomic
def _alert(request_id: object, at: datetime) -> bool:
    """Written in the journal once for each threshold; the queue shows the same days at any time."""
    rows = AidRequest.objects.select_for_update(of=("self",), skip_locked=True).select_related("organisation")
    aid_request = rows.filter(pk=request_id, state__in=sorted(CLOCK_RUNS)).first()
    if aid_request is None:
        return False
    left = (aid_request.due_on - _day(aid_request, at)).days
    reached = [days for days in ALERTS if left <= days]
    if not reached:
        return False
    detail = {"due_on": aid_request.due_on.isoformat(), "days": min(reached)}
    if was_alerted(aid_request, detail=detail):
        return False
    record(action="casework.clock_alert", target=aid_request, detail=detail)
    return True


def _locked(paper_request_id: int) -> PaperRequest | None:
    """Still open, its request locked first; None when another act holds it: the next round will see."""
    request_id = (
        PaperRequest.objects.filter(pk=paper_request_id).values_list("aid_request_id", flat=True).first()
    )
    rows = AidRequest.objects.select_for_update(of=("self",), skip_locked=True)
    aid_request = rows.select_related("organisation", "applicant").filter(pk=request_id).first()
    if aid_request is None:
        return None
    asked = PaperRequest.objects.filter(pk=paper_request_id, closed_at__isnull=True).first()
    if asked is not None:
        asked.aid_request = aid_request
    return asked


def _day(aid_request: AidRequest, at: datetime) -> date:
    return clock.local_date(at, aid_request.organisation.time_zone)
