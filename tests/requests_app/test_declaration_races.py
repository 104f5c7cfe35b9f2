"""What a member declares meets what their board does at that moment, on real connections."""

import threading
import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from commission.enums import SittingState
from commission.models import AgendaItem, BoardRules, Recusal, Sitting
from commission.services import agenda, consultations
from requests_app.interests import InterestKind
from requests_app.models import Interest
from requests_app.queries.interests import business_of
from requests_app.services import gateway
from tests.factories.commission import SittingFactory, room
from tests.factories.territory import load_territory
from tests.requests_app.casework.case import LATER, sent

pytestmark = pytest.mark.django_db(transaction=True)


def begun(act: Callable[[], object], errors: list[str]) -> threading.Thread:
    """``act`` on a connection of its own; what it raises goes into ``errors``."""

    def run() -> None:
        try:
            act()
        except Exception as error:
            errors.append(repr(error))
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def until_waiting(number: int) -> None:
    """As long as fewer than ``number`` connections wait for a lock."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # what one transaction read once is kept
            cursor.execute(
                "SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_stat_activity USING (pid) "
                "WHERE NOT granted AND datname = current_database()"
            )
            if cursor.fetchone()[0] >= number:
                return
        time.sleep(0.02)
    pytest.fail(f"{number} connections should be waiting by now")


def consulted(tokens: list[str]):
    """A consultation on these files under way, put on its agenda one after the other."""
    BoardRules.objects.create(board_code="53", starts_on=date(2026, 1, 1), consult_any_aid=True)
    place = room()
    place.sitting = SittingFactory(kind="consultation")
    for token in tokens:
        place.schedule(token)
    secretary = {"actor": place.actor(place.secretary), "sitting_id": place.sitting.pk}
    agenda.widen_all(**secretary)
    place.publish()
    consultations.open_consultation(**secretary, hours=1, at=place.now)
    return place


def test_matched_again_while_a_consultation_ends_both_are_done():
    """Each would hold the file that the other waits for, if they locked them in two orders."""
    load_territory()
    links = [sent(), sent()]
    place = consulted([links[1].token, links[0].token])
    late, soon = (AgendaItem.objects.get(board_file=link.token) for link in links)
    assert soon.pk < late.pk
    who = place.titulars[0].user
    commune = business_of(links[0].aid_request).commune
    Interest.objects.create(user=who, kind=InterestKind.COMMUNE, value=commune, declared_at=LATER)
    errors: list[str] = []
    with transaction.atomic():
        AgendaItem.objects.select_for_update().get(pk=late.pk)
        matching = begun(lambda: gateway.match_again(user_id=who.pk, at=place.now), errors)
        until_waiting(1)
        over = place.now + timedelta(hours=1)
        ending = begun(lambda: consultations.end(sitting_id=place.sitting.pk, at=over), errors)
        until_waiting(2)
    for thread in (matching, ending):
        thread.join(timeout=30)
    assert errors == []
    assert Sitting.objects.get(pk=place.sitting.pk).state == SittingState.CLOSED
    aside = Recusal.objects.filter(member=place.titulars[0]).values_list("board_file", flat=True)
    assert set(aside) == {link.token for link in links}
