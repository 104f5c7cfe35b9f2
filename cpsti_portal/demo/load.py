"""Loading the demonstration: the people, then each board with the organisations it serves, side by side."""

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from multiprocessing import get_context

import django
from django.db import transaction

from cpsti_portal.demo import (
    accounts,
    calendar,
    delegation,
    envelopes,
    instruction,
    organisations,
    plan,
    sittings,
)
from cpsti_portal.kernel.territory.models import Board, Organisation
from requests_app.models import AidRequest, BoardLink

_PROCESSES = 2
_NUMBERS_PER_ORGANISATION = 100


def is_loaded() -> bool:
    return AidRequest.objects.exists()


def load(today: date, *, board_codes: Iterable[str] = ()) -> int:
    """Load every board, or those named. Returns how many requests there are. The same day gives the same people."""
    accounts.staff_everything()
    organisations.dress_organisations()
    calendar.open_campaigns(today)
    envelopes.allot_everything(today)
    delegation.allow(today)
    codes = sorted(board_codes or Board.objects.values_list("code", flat=True), key=_heaviest_first)
    # Fresh processes: the text engine behind the letters does not like to be copied half-way.
    with ProcessPoolExecutor(_PROCESSES, mp_context=get_context("spawn"), initializer=django.setup) as pool:
        return sum(pool.map(load_board, codes, [today] * len(codes)))


def _heaviest_first(code: str) -> tuple[bool, str]:
    return code not in (*calendar.SHOWCASE_BOARDS, "11", "44"), code


@transaction.atomic
def load_board(code: str, today: date) -> int:
    """One board: its organisations' requests, then its sittings in order.

    In one transaction: what it owes is seen by its own drain alone, not by that of the board loaded beside it.
    """
    board = Board.objects.get(code=code)
    recruiter = accounts.Recruiter()
    lives = [life for organisation in _served_by(board) for life in _lives(organisation, today)]
    requests = {life.number: instruction.live(life, recruiter, today) for life in lives}
    year = list(calendar.sittings(board, today))
    last = max(planned.held_on for planned in year if planned.is_past(today))
    for planned in year:
        sitting = sittings.plan(planned, today)
        heard = [requests[life.number] for life in lives if life.sitting_on == planned.held_on]
        if calendar.delegates_before(planned, today):
            urgent = delegation.urgent_among(heard)
            delegation.grant_one(urgent, board, today)
            heard = [one for one in heard if one.pk not in urgent]
            lives = [life for life in lives if requests[life.number].pk not in urgent]
        sittings.put_on_agenda(sitting, _tokens(heard), board, today)
        if calendar.misses(planned, today):
            sitting = sittings.miss(sitting, board, today)
            lives = [_heard_on(life, planned.held_on, sitting.held_on) for life in lives]
        if planned.is_past(today) and heard:
            sittings.hold(sitting, board, today)
            if planned.held_on != last or code not in calendar.SHOWCASE_BOARDS:
                sittings.sign_and_send(sitting, board, today)
    for life in lives:
        instruction.conclude(life, requests[life.number], today)
    return len(requests)


def _heard_on(life: plan.Life, missed_on: date, second_on: date) -> plan.Life:
    return replace(life, sitting_on=second_on) if life.sitting_on == missed_on else life


def _served_by(board: Board) -> Iterable[Organisation]:
    served = Organisation.objects.filter(region__board=board).select_related("region__board")
    return served.prefetch_related("departments").order_by("code")


def _lives(organisation: Organisation, today: date) -> Iterable[plan.Life]:
    rank = Organisation.objects.filter(code__lt=organisation.code).count()
    first_number = rank * _NUMBERS_PER_ORGANISATION
    return (
        *plan.lives(organisation, today, first_number),
        *plan.alike(organisation, today, first_number),
    )


def _tokens(requests: Iterable[AidRequest]) -> list[str]:
    waiting = BoardLink.objects.filter(aid_request__in=[request.pk for request in requests], ruled_at=None)
    return list(waiting.values_list("token", flat=True))
