"""The two hands of a delegation: who may be one, and who is."""

from collections.abc import Sequence
from datetime import date

from commission.models import AgendaItem, Sitting, Turnout
from commission.queries import calendar, roll
from commission.queries.roll import Line
from cpsti_portal.kernel.accounts.models import Membership, Seat


def called(lines: Sequence[Line], *, on: date) -> list[Membership]:
    """The titulars who may agree on a file, on the day ``on``. ``lines``: the roll of that file."""
    return [
        line.member
        for line in lines
        if line.member.seat == Seat.TITULAR and not line.recused and line.member.holds_on(on)
    ]


def given(item: AgendaItem, *, on: date) -> list[Membership]:
    """Whose agreement counts on the day ``on``, in no order that tells anything: called still, mandate included.

    Two queries. ``item`` with its sitting.
    """
    may = {member.pk for member in called(roll.roll_of(item.sitting, item.board_file_id), on=on)}
    cast = Turnout.objects.filter(item=item, caster__in=may).select_related("caster")
    return [one.caster for one in cast.order_by("caster")]


def awaited(item: AgendaItem, *, on: date) -> list[Membership]:
    """Whoever may agree and has not. Two queries."""
    may = called(roll.roll_of(item.sitting, item.board_file_id), on=on)
    cast = set(Turnout.objects.filter(item=item).values_list("caster_id", flat=True))
    return [member for member in may if member.pk not in cast]


def who_decided(sitting: Sitting) -> list[Membership]:
    """The two of a delegation that is closed; nobody else was there, whoever agreed and took no part in the end."""
    on = calendar.local_day(board_code=sitting.board_code, at=sitting.closed_at)
    items = AgendaItem.objects.filter(sitting=sitting).select_related("sitting")
    return [member for item in items for member in given(item, on=on)]
