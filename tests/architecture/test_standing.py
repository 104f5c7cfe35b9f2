"""What stands for several tests reaches each of them as it was built, whatever the one before did to it."""

import pytest

from cpsti_portal.kernel.accounts.models import User
from cpsti_portal.kernel.territory.models import Board
from tests.factories.accounts import UserFactory
from tests.standing import standing


@pytest.fixture
@standing
def box(territory) -> dict[str, object]:
    return {"owner": UserFactory(email="debout@exemple.fr"), "notes": []}


@pytest.fixture
@standing
def noted(box) -> dict[str, object]:
    """The same box, once something was put in it."""
    box["notes"].append("en plus")
    return box


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2, 3])
def test_neither_rows_nor_objects_remember_the_test_before(box, turn):
    assert (box["notes"], User.objects.count(), Board.objects.filter(name="Autre").count()) == ([], 1, 0)
    box["notes"].append(turn)
    box["owner"].email = UserFactory().email
    Board.objects.filter(pk="53").update(name="Autre")


@pytest.mark.django_db
def test_what_is_built_upon_another_is_given_with_it(box, noted):
    assert box is noted
    assert noted["notes"] == ["en plus"]


@pytest.mark.django_db
def test_what_is_below_was_not_changed_by_what_stood_upon_it(box):
    assert box["notes"] == []


@pytest.mark.django_db(transaction=True)
def test_for_a_test_that_commits_it_is_built_anew(box):
    assert User.objects.get(email="debout@exemple.fr") == box["owner"]


@pytest.mark.django_db(transaction=True)
def test_and_nothing_is_left_of_it():
    assert (User.objects.count(), Board.objects.count()) == (0, 0)
