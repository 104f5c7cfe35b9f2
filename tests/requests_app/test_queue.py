"""The queue: the nearest legal date first, the same cost at any size, and nobody else's requests."""

import random
import re
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cpsti_portal.kernel.accounts.models import Membership
from requests_app.models import AidRequest
from requests_app.queries import queue
from requests_app.queries.queue import (
    COUNTED,
    PAGE,
    VIEWS,
    Desk,
    Filters,
    Key,
    counts_of,
    page_of,
    search_words,
)
from requests_app.services.submission import search_text
from requests_app.wording_clock import clock_shown
from requests_app.workflow import State
from tests.factories.accounts import UserFactory, caseworker
from tests.factories.territory import organisation
from tests.requests_app.casework.case import actor, ruled, sent

pytestmark = pytest.mark.usefixtures("territory")
QUEUE = reverse("casework:queue")
NOON = datetime.fromisoformat("2026-06-15T10:00+00:00")


def rows(
    count: int,
    *,
    code: str = "urssaf-bretagne",
    holder: Membership | None = None,
    vary: Callable[[AidRequest], None] = lambda one: None,
    **columns,
) -> list[AidRequest]:
    """Filed requests, straight into the table: their story does not matter here."""
    body = organisation(code)
    department = body.departments.order_by("code")[0]
    applicant = UserFactory()
    made = []
    for number in range(count):
        serial = uuid.uuid4().hex[:8].upper()
        name = columns.get("applicant_name", f"MARTIN Julie {number}")
        reference = f"AS-{serial[:4]}-{serial[4:]}"
        state = columns.get("state", "submitted")
        line = {
            "aid_code": "aced",
            "applicant": applicant,
            "state": state,
            "created_at": NOON,
            "submitted_at": NOON,
            "reference": reference,
            "department": department,
            "organisation": body,
            "board_id": "53",
            "due_on": date(2026, 7, 1) + timedelta(days=number // 3),
            "clock_stopped_on": date(2026, 6, 10) if state == "incomplete" else None,
            "notified_at": NOON if state in ("notified", "paid") else None,
            "caseworker": holder,
            "taken_at": NOON if holder else None,
            "applicant_name": name,
            "siret": f"{number:014d}",
            "search_text": search_text(name=name, reference=reference, siret=f"{number:014d}"),
        }
        made.append(AidRequest(**(line | columns)))
        vary(made[-1])
    return AidRequest.objects.bulk_create(made)


@pytest.fixture
def claire() -> Membership:
    return caseworker(display_name="Claire Morel")


@pytest.fixture
def desk(claire) -> Desk:
    return Desk.of(actor(claire), NOON)


def _found(desk, **query) -> list[uuid.UUID]:
    return [line.pk for line in page_of(desk, Filters.read(query)).lines]


def _pks(made) -> list[uuid.UUID]:
    return [one.pk for one in sorted(made, key=lambda one: (one.due_on, one.pk))]


def test_the_nearest_legal_date_comes_first_then_the_key(desk):
    made = rows(7)
    assert _found(desk) == _pks(made)


def test_nobody_sees_the_queue_of_another_organisation_nor_drafts(desk):
    rows(2, code="urssaf-picardie")
    AidRequest.objects.create(aid_code="aced", applicant=UserFactory(), created_at=NOON)
    assert _found(desk, vue="toutes") == []
    mine = rows(1)
    assert _found(desk, vue="toutes") == _pks(mine)


def test_pages_follow_one_another_both_ways_without_gap_nor_double(desk):
    everything = _pks(rows(2 * PAGE + 7))
    first = page_of(desk, Filters.read({}))
    second = page_of(desk, Filters.read({"apres": str(first.later)}))
    third = page_of(desk, Filters.read({"apres": str(second.later)}))
    assert [line.pk for page in (first, second, third) for line in page.lines] == everything
    assert (first.earlier, third.later) == (None, None)
    back = page_of(desk, Filters.read({"avant": str(third.earlier)}))
    assert [line.pk for line in back.lines] == [line.pk for line in second.lines]
    start = page_of(desk, Filters.read({"avant": str(back.earlier)}))
    assert [line.pk for line in start.lines] == [line.pk for line in first.lines]
    assert start.earlier is None


def test_a_page_keeps_its_place_when_the_rows_before_it_leave(desk):
    made = _pks(rows(PAGE + 3))
    first = page_of(desk, Filters.read({}))
    AidRequest.objects.filter(pk__in=made[:10]).delete()
    assert _found(desk, apres=str(first.later)) == made[PAGE:]


@pytest.mark.parametrize(
    "key", ["", "2026", "2026-07-01_", "2026-07-01_x", "hier_" + str(uuid.UUID(int=1)), "'; DROP"]
)
def test_a_key_that_means_nothing_is_the_first_page(desk, key):
    made = rows(2)
    assert Key.parse(key) is None
    assert _found(desk, apres=key) == _pks(made)


def test_each_view_holds_its_states_and_its_holder(desk, claire):
    other = caseworker()
    for state in State:
        if state is not State.DRAFT:
            rows(1, state=state.value, due_on=date(2027, 1, 1))
    rows(2, state="in_review", holder=claire, due_on=date(2027, 1, 1))
    rows(4, state="in_review", holder=other, due_on=date(2026, 6, 30))
    ruled(sent())
    assert counts_of(desk) == {
        "a-traiter": "9",
        "mes-dossiers": "2",
        "a-prendre": "7",
        "echeance-proche": "4",
        "a-relire": "1",
        "pieces": "1",
        "commission": "2",
        "a-motiver": "1",
        "a-verser": "1",
        "toutes": "18",
    }


def test_the_counts_are_what_the_views_show(desk, claire):
    rows(3, state="in_review", holder=claire)
    rows(2, state="incomplete")
    rows(4)
    counts = counts_of(desk)
    assert {view.slug: str(len(_found(desk, vue=view.slug))) for view in VIEWS} == counts


def test_a_count_stops_at_a_hundred(desk):
    rows(COUNTED)
    assert counts_of(desk)["a-traiter"] == "100"
    rows(1)
    assert counts_of(desk)["a-traiter"] == "100+"


def test_filters_narrow_and_combine(desk, claire):
    mine = rows(1, holder=claire, state="in_review", aid_code="afe")
    rows(1, holder=claire, state="in_review")
    rows(1, aid_code="afe")
    assert _found(desk, gestionnaire="moi", aide="afe") == _pks(mine)
    assert _found(desk, vue="toutes", etat="submitted", aide="afe", gestionnaire="moi") == []
    assert len(_found(desk, gestionnaire="personne")) == 1
    assert len(_found(desk, aide="inconnue", etat="draft", gestionnaire="x")) == 3


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lévêque", True),
        ("LEVEQUE", True),
        ("marc leveque", True),
        ("veq", True),
        ("AS-7KQ4-93XM", True),
        ("as7kq493xm", True),
        ("732 829 320 00074", True),
        ("73282932000074", True),
        ("durand", False),
        ("leveque durand", False),
        ("%", True),  # too short to search: the whole view
        ("100%", False),
        ("_____", False),
    ],
)
def test_the_search_ignores_case_accents_and_spaces(desk, typed, found):
    rows(
        1,
        applicant_name="LÉVÊQUE Marc",
        reference="AS-7KQ4-93XM",
        search_text=search_text(name="LÉVÊQUE Marc", reference="AS-7KQ4-93XM", siret="73282932000074"),
    )
    assert bool(_found(desk, q=typed)) is found


def test_under_three_signs_nothing_is_searched():
    assert search_words("ab") == []
    assert search_words("abc") == ["abc"]
    assert Filters.read({"q": "ab"}).search_too_short


ON = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("state", "due_on", "stopped_on", "text", "tone"),
    [
        (State.SUBMITTED, date(2026, 6, 21), None, "dans 6 jours", "soon"),
        (State.SUBMITTED, date(2026, 6, 30), None, "dans 15 jours", "soon"),
        (State.IN_REVIEW, date(2026, 7, 1), None, "dans 16 jours", ""),
        (State.DECIDED, date(2026, 6, 16), None, "demain", "soon"),
        (State.SCHEDULED, date(2026, 6, 15), None, "aujourd’hui", "soon"),
        (State.SENT_TO_BOARD, date(2026, 6, 14), None, "dépassée depuis hier", "late"),
        (State.IN_REVIEW, date(2026, 6, 5), None, "dépassée depuis 10 jours", "late"),
        (
            State.INCOMPLETE,
            date(2026, 6, 5),
            date(2026, 6, 1),
            "suspendue depuis le 1er\u00a0juin\u00a02026",
            "stopped",
        ),
        (State.PAID, date(2026, 6, 5), None, "sans objet", "stopped"),
    ],
)
def test_a_legal_date_is_told_in_words(state, due_on, stopped_on, text, tone):
    shown = clock_shown(state, due_on, stopped_on, on=ON)
    assert (shown.text.replace("\u00a0", " "), shown.tone) == (text.replace("\u00a0", " "), tone)


def test_the_day_is_that_of_the_organisation():
    there = caseworker("cgss-de-la-reunion")
    evening = datetime.fromisoformat("2026-06-15T21:00+00:00")
    rows(1, code="cgss-de-la-reunion", board_id="04", due_on=date(2026, 6, 16))
    (line,) = page_of(Desk.of(actor(there), evening), Filters.read({})).lines
    assert line.clock.text == "aujourd’hui"


# The page


def _signed_in(client, membership):
    client.force_login(membership.user)
    return client


def test_the_page_says_who_holds_what_and_leads_to_the_file(client, claire):
    (mine,) = rows(1, holder=claire, state="in_review", applicant_name="LÉVÊQUE Marc")
    rows(1, holder=caseworker(display_name="Hugo Lemaire"), state="in_review")
    rows(1)
    text = _signed_in(client, claire).get(QUEUE).content.decode()
    assert reverse("casework:detail", args=[mine.pk]) in text
    for words in (
        "LÉVÊQUE Marc",
        "<strong>Moi</strong>",
        "Hugo Lemaire",
        "Personne",
        "En instruction",
        "Déposée",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Rien n’attend"),
        ("?vue=mes-dossiers", "Vous ne suivez aucune demande"),
        ("?q=introuvable", "Aucune demande ne correspond"),
        ("?q=ab", "Écrivez au moins trois caractères"),
    ],
)
def test_an_empty_list_says_why_and_what_to_do(client, claire, query, words):
    assert words in _signed_in(client, claire).get(QUEUE + query).content.decode()


def test_the_links_of_the_pages_keep_the_filters(client, claire):
    rows(PAGE + 1, aid_code="afe")
    text = _signed_in(client, claire).get(f"{QUEUE}?aide=afe&vue=toutes").content.decode()
    (later,) = re.findall(r'href="([^"]+)" rel="next"', text)
    assert "aide=afe" in later
    assert "vue=toutes" in later
    following = client.get(QUEUE + later.replace("&amp;", "&")).content.decode()
    assert 'rel="prev"' in following
    assert following.count('class="row-link') == 1


def _queries(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "query", ["", "?vue=toutes", "?vue=a-verser", "?q=martin", "?aide=aced&etat=submitted"]
)
def test_three_rows_cost_what_thirty_cost(client, claire, query):
    _signed_in(client, claire)
    for holder in (None, claire, caseworker()):
        rows(1, holder=holder, state="in_review")
    small = _queries(client, QUEUE + query)
    for _ in range(9):
        rows(3, holder=caseworker(), state="in_review")
    assert _queries(client, QUEUE + query) == small <= 8


# The plans


@pytest.fixture
def crowd(claire):
    """Enough rows for the planner to have a choice."""
    dice = random.Random(7)

    def vary(one: AidRequest) -> None:
        one.due_on = date(2026, 1, 1) + timedelta(days=dice.randrange(365))
        name = "".join(dice.choices("abcdefghij", k=9))
        one.search_text = search_text(name=name, reference=one.reference, siret=one.siret)

    for code in ("urssaf-bretagne", "urssaf-picardie", "urssaf-alsace"):
        for state in ("submitted", "in_review", "paid"):
            rows(700, code=code, state=state, vary=vary)
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('request_search'::regclass)")
        cursor.execute("ANALYZE requests_app_aidrequest")


PLANS = [
    ({}, "request_queue"),
    ({"apres": f"2026-07-14_{uuid.UUID(int=5)}"}, "request_queue"),
    ({"avant": f"2026-07-14_{uuid.UUID(int=5)}"}, "request_queue"),
    ({"vue": "toutes", "etat": "paid"}, "request_queue_state"),
    ({"vue": "toutes", "aide": "aced"}, "request_queue_aid"),
    ({"vue": "toutes", "q": "abcdefgh"}, "request_search"),
]


def test_every_list_is_read_by_its_index(crowd, desk):
    """One test for all: the crowd is long to gather."""
    for query, index in PLANS:
        filters = Filters.read(query)
        found = queue._chosen(desk, filters)
        if filters.before:
            found = queue._before(found, filters.before).order_by("-due_on", "-pk")
        else:
            found = (queue._after(found, filters.after) if filters.after else found).order_by("due_on", "pk")
        plan = queue._rows(found).explain()
        assert f"using {index} on" in plan or f"on {index} " in plan, plan
        assert "Seq Scan on requests_app_aidrequest" not in plan, plan


def test_the_page_is_light(client, claire):
    rows(PAGE)
    assert len(_signed_in(client, claire).get(QUEUE).content) < 60_000
