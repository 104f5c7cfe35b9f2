"""The room as the secretary's sheet shows it: passages line by line, proxies, and what a missed quorum leaves to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from commission import wording
from commission.enums import AT_DISTANCE, PROXY_ENDS, ItemState, ProxyEnd
from commission.models import Attendance, Proxy, Sitting
from commission.queries import calendar, roll
from commission.queries.roll import Line, sheet_key
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Role, Seat


@dataclass(frozen=True)
class SheetLine:
    """« 14 h 05 », « Anne Le Goff », « arrivée »."""

    hour: str
    name: str
    what: str


@dataclass(frozen=True)
class ProxyLine:
    """``key`` names the giver in a form while the proxy runs; ``end`` says why it does not any more."""

    key: str
    giver: str
    holder: str
    hour: str
    on_behalf: bool
    end: str


@dataclass(frozen=True)
class OwnProxy:
    """What a member may do about a proxy. ``given_to`` and ``held_from``: names, "" when there is none.

    ``may_give``: they have a seat, the rules admit proxies, and they carry nobody's.
    """

    key: int
    given_to: str
    held_from: str
    may_give: bool


@dataclass(frozen=True)
class Missed:
    """``last_day``: of the second call. ``second``: the sitting planned, when it is. ``files``: that still wait."""

    sentence: str
    last_day: date
    proposed: date
    second: Sitting | None
    files: int
    late: bool


def sheet_lines_of(sitting: Sitting, zone: str) -> list[SheetLine]:
    """Every arrival and departure, in the order of the hours. One query."""
    lines = Attendance.objects.filter(sitting=sitting).select_related("member").order_by("at", "pk")
    return [SheetLine(wording.hour(line.at, zone), line.member.display_name, _what(line)) for line in lines]


def _what(line: Attendance) -> str:
    if not line.present:
        return "départ"
    return "arrivée" if line.number == 1 else "retour"


def proxies_of(sitting: Sitting, zone: str) -> list[ProxyLine]:
    """Those that run first, then those that ended, in the order of the hours. One query."""
    given = Proxy.objects.filter(sitting=sitting).select_related("giver", "holder").order_by("given_at", "pk")
    lines = [
        ProxyLine(
            key="" if one.ended_at else sheet_key(sitting, one.giver),
            giver=one.giver.display_name,
            holder=one.holder.display_name,
            hour=wording.hour(one.given_at, zone),
            on_behalf=one.on_behalf,
            end=PROXY_ENDS[ProxyEnd(one.ended_because)] if one.ended_at else "",
        )
        for one in given
    ]
    return sorted(lines, key=lambda line: not line.key)


def own_proxy(lines: Sequence[Line], sitting: Sitting, actor: Actor) -> OwnProxy | None:
    """For a titular of this board whose mandate holds that day, or whoever carries a proxy. One query.

    What is held at a distance has no room to be away from.
    """
    if sitting.kind in AT_DISTANCE:
        return None
    mine = actor.membership_for_board(sitting.board_code, Role.MEMBER)
    here = next((line for line in lines if mine and line.member.pk == mine.pk), None)
    if here is None:
        return None
    giver = next((line for line in lines if line.proxy_to == here.member.pk), None)
    may_give = here.member.seat == Seat.TITULAR and bool(roll.book_of(sitting).proxies_per_member)
    if not (may_give or giver or here.proxy_to):
        return None
    return OwnProxy(
        key=here.member.pk,
        given_to=roll.names(lines).get(here.proxy_to, "") if here.proxy_to else "",
        held_from=giver.member.display_name if giver else "",
        may_give=may_give and giver is None,
    )


def missed_of(sitting: Sitting, today: date) -> Missed:
    """Three queries."""
    last = sitting.held_on + timedelta(days=roll.book_of(sitting).second_call_days)
    return Missed(
        sentence=sitting.missed_sentence,
        last_day=last,
        proposed=min(max(sitting.held_on + timedelta(days=7), today), last),
        second=Sitting.objects.filter(recalls=sitting).first(),
        files=sitting.items.filter(state=ItemState.PENDING).count(),
        late=today > last,
    )


def zone_of(sitting: Sitting) -> str:
    return calendar.zone_of(board_code=sitting.board_code)
