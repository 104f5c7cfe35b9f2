"""A line of the roll as the rules read it."""

from dataclasses import replace

import pytest

from commission.queries import roll

pytestmark = pytest.mark.django_db


def test_it_says_who_is_there_whatever_the_order_of_arrival(room):
    room.put()
    room.open(*room.titulars[:4])
    lines = roll.roll_of(room.sitting)
    here = {line.member.pk for line in lines if line.voter.present}
    assert here == {one.pk for one in room.titulars[:4]}
    assert sorted(line.voter.order for line in lines if line.voter.present) == [1, 2, 3, 4]
    assert [replace(line, present=False).voter.present for line in lines] == [False] * len(lines)


def test_the_voters_of_a_file_are_those_of_its_roll(room):
    (token,) = room.put()
    room.open(*room.titulars[:4])
    room.step_aside(room.titulars[0], token)
    file = room.file_of(token)
    assert roll.voters_of(room.sitting, file) == roll.voters(roll.roll_of(room.sitting, file))
