"""A statement kept for the life of a process answers what its queryset would, whoever asks."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.test.utils import CaptureQueriesContext

from commission.models import AgendaItem, Sitting
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.prepared import Misused, Prepared
from tests.factories.commission import SittingFactory

pytestmark = pytest.mark.django_db


def of_boards(boards: frozenset[str], on) -> QuerySet[Sitting]:
    items = AgendaItem.objects.filter(sitting=OuterRef("pk"))
    sittings = Sitting.objects.filter(board_code__in=boards, held_on__lte=on).select_related("chair")
    return sittings.annotate(filled=Exists(items), said=Value("oui")).order_by("board_code")


def told(sittings) -> list[tuple]:
    return [(one.pk, one.board_code, one.chair, one.filled, one.said) for one in sittings]


@pytest.fixture
def sittings(territory):
    return [SittingFactory(board_code=code) for code in ("11", "28", "53")]


def test_it_answers_the_instances_of_the_queryset_with_relations_and_annotations(sittings):
    asked, today = Prepared(of_boards), sittings[0].held_on
    for boards in ({"11"}, {"53"}, {"11", "53"}, {"28", "53"}, {"99"}, set()):
        values = {"boards": frozenset(boards), "on": today}
        assert told(asked(**values)) == told(of_boards(**values)), boards


def test_each_value_is_its_reader_s_own(sittings):
    asked = Prepared(of_boards)
    yesterday = sittings[0].held_on - timedelta(days=1)
    assert len(asked(boards=frozenset({"11"}), on=sittings[0].held_on)) == 1
    assert asked(boards=frozenset({"11"}), on=yesterday) == []
    assert [one.board_code for one in asked(boards=frozenset({"28"}), on=sittings[0].held_on)] == ["28"]


def test_the_question_is_written_once_for_each_number_of_values(sittings):
    written = []

    def build(sitting_id: UUID, boards: frozenset[str]) -> QuerySet[Sitting]:
        written.append(len(boards))
        return Sitting.objects.filter(pk=sitting_id, board_code__in=boards)

    asked = Prepared(build)
    for one in sittings:
        asked(sitting_id=one.pk, boards=frozenset({one.board_code}))
    with CaptureQueriesContext(connection) as captured:
        found = asked.one(sitting_id=sittings[0].pk, boards=frozenset({"11", "12"}))
    assert (found, written, len(captured)) == (sittings[0], [1, 2], 1)


def test_it_answers_tuples_when_the_queryset_does(sittings):
    asked = Prepared(lambda code: Sitting.objects.filter(board_code=code).values_list("pk", "board_code"))
    assert asked(code="28") == [(sittings[1].pk, "28")]
    assert asked.one(code="00") is None


def test_a_value_that_is_not_handed_over_as_it_is_is_refused(sittings):
    derived = Prepared(lambda on: Sitting.objects.filter(held_on=on + timedelta(days=1)))
    with pytest.raises(Misused, match="on"):
        derived(on=clock.today())
    unread = Prepared(lambda sitting_id, code: Sitting.objects.filter(board_code=code))
    with pytest.raises(Misused, match="sitting_id"):
        unread(sitting_id=uuid4(), code="53")


def test_a_condition_that_no_row_meets_asks_nothing():
    asked = Prepared(lambda boards: Sitting.objects.filter(board_code__in=boards))
    with CaptureQueriesContext(connection) as captured:
        assert asked(boards=frozenset()) == []
    assert len(captured) == 0
