"""Who attends, whether the board may decide, and what a sitting gave once it is over."""

from collections.abc import Sequence
from dataclasses import dataclass

from commission import rules, wording
from commission.enums import OUTCOME_LABELS, OUTCOMES_LABELS, RULED
from commission.models import Sitting
from commission.queries import roll
from commission.queries.agendas import AgendaLine
from commission.queries.roll import Line
from commission.rules import Rulebook
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership, Seat


@dataclass(frozen=True)
class Room:
    """``quorum``: its sentence. ``seated`` and ``attending``: names, of those who vote and of the others present."""

    members: int
    quorum: str
    quorum_met: bool
    seated: list[str]
    attending: list[str]
    chair: str
    proxies: list[str]
    reader_present: bool


@dataclass(frozen=True)
class Totals:
    outcomes: list[tuple[str, int]]
    granted_cents: int


def room_of(sitting: Sitting, lines: Sequence[Line], actor: Actor) -> Room:
    seated = roll.seated(lines)
    book = roll.book_of(sitting)
    second = sitting.recalls_id is not None
    quorum = rules.quorum(roll.voters(lines), book=book, second_call=second)
    chair: Membership | None = sitting.chair
    return Room(
        members=len(lines),
        quorum=wording.quorum(quorum),
        quorum_met=quorum.met,
        seated=[_name(member) for member in seated],
        attending=[_name(line.member) for line in lines if line.present and line.member not in seated],
        chair=chair.display_name if chair else "",
        proxies=_proxies(lines, book),
        reader_present=any(line.present for line in lines if line.member.user_id == actor.user_id),
    )


def _proxies(lines: Sequence[Line], book: Rulebook) -> list[str]:
    """« Anne Le Goff pour Yann Morvan », of those that would serve now."""
    names = roll.names(lines)
    held = rules.proxies(roll.voters(lines), book=book)
    return [f"{names[holder]} pour {names[giver]}" for holder, givers in held.items() for giver in givers]


def _name(member: Membership) -> str:
    return f"{member.display_name} (suppléant)" if member.seat == Seat.SUBSTITUTE else member.display_name


def totals_of(agenda: Sequence[AgendaLine]) -> Totals:
    numbers = {one: sum(line.outcome == one for line in agenda) for one in RULED}
    counts = [((OUTCOMES_LABELS if n > 1 else OUTCOME_LABELS)[one], n) for one, n in numbers.items()]
    return Totals(outcomes=counts, granted_cents=sum(line.amount_cents or 0 for line in agenda))


def hours_of(sitting: Sitting, zone_name: str) -> tuple[str, str]:
    """Opening and end of a closed sitting, in the hours of the board: « à 14 h 02 », with its day when they differ."""
    begun, ended = sitting.opened_at, sitting.closed_at
    first, last = (wording.moment(at, zone_name, begun=begun, ended=ended) for at in (begun, ended))
    return first, last
