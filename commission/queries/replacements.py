"""Who may sit in whose place on the day of a sitting."""

from commission.convening import may_replace
from commission.models import Sitting
from commission.queries import roll
from commission.queries.roll import Line
from cpsti_portal.kernel.accounts.models import Seat


def titulars_by_substitute(sitting: Sitting) -> dict[int, list[str]]:
    """Membership of each substitute → names of the titulars they may replace. One query."""
    members = roll.members_on(board_code=sitting.board_code, on=sitting.held_on)
    lines = [Line(member=member, present=False, order=0) for member in members]
    return {
        one.member.pk: [other.member.display_name for other in lines if may_replace(one.voter, other.voter)]
        for one in lines
        if one.member.seat == Seat.SUBSTITUTE
    }
