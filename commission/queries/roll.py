"""The members of a board on the day of a sitting, who is there, and who therefore votes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils.crypto import salted_hmac

from commission import rules
from commission.enums import SittingKind
from commission.models import AgendaItem, Attendance, Proxy, Recusal, Sitting
from commission.queries.rulebook import rulebook_of
from commission.rules import Rulebook, Voter
from cpsti_portal.kernel.accounts.models import Membership, Office, OfficeKind, Role, Seat
from cpsti_portal.kernel.prepared import Prepared

_CHAIRS = {OfficeKind.PRESIDENT.value: 0, OfficeKind.VICE_PRESIDENT.value: 1}


@dataclass(frozen=True)
class Line:
    """One member on the attendance sheet. ``order``: order of arrival, 0 for those who did not come.

    ``recused`` is known when the roll is called for one file. ``office``: what the member is elected to that day;
    ``proxy_to``: key of the member to whom they gave a proxy.
    """

    member: Membership
    present: bool
    order: int
    recused: bool = False
    office: str = ""
    proxy_to: int | None = None

    @property
    def voter(self) -> Voter:
        member = self.member
        return Voter(
            key=member.pk,
            titular=member.seat == Seat.TITULAR,
            present=self.present,
            recused=self.recused,
            order=self.order,
            group=(member.nominated_by, member.college),
            proxy_to=self.proxy_to,
        )


def members_on(*, board_code: str, on: date) -> QuerySet[Membership]:
    """Mandates that hold on the day ``on``, titulars first, then by name."""
    return (
        Membership.objects.filter(board_id=board_code, role=Role.MEMBER, starts_on__lte=on)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .order_by("-seat", "display_name", "pk")
    )


def roll_of(sitting: Sitting, board_file_id: str | None = None) -> list[Line]:
    """The roll of the sitting, as it stands for one file when given. One query, whatever the size."""
    members = _members(**_asked(sitting, board_file_id))
    order = _order({one.pk: one.arrived for one in members})
    return [
        Line(
            member=m,
            present=m.pk in order,
            order=order.get(m.pk, 0),
            recused=m.recused,
            office=m.office or "",
            proxy_to=m.proxy_to,
        )
        for m in members
    ]


def voters_of(sitting: Sitting, board_file_id: str) -> list[Voter]:
    """The roll of one file as the rules read it, in the order of the sheet. One query."""
    rows = _voters(**_asked(sitting, board_file_id))
    order = _order({key: arrived for key, *_, arrived in rows})
    return [
        Voter(
            key=key,
            titular=seat == Seat.TITULAR,
            present=key in order,
            recused=recused,
            order=order.get(key, 0),
            group=(organisation, college),
            proxy_to=proxy_to,
        )
        for key, seat, organisation, college, recused, proxy_to, _ in rows
    ]


def voters_beside(item: AgendaItem, member: Membership) -> list[Voter]:
    """The roll of one file as far as the ballot of ``member`` depends on it. One query.

    None for an item that came with ``proxied`` and ``attends`` (the member's own name is on the sheet): in a
    consultation nobody has to be there and, without a proxy, nobody's place depends on anybody else's. Whoever stepped
    aside meanwhile is refused where the ballot is written.
    """
    sitting = item.sitting
    if sitting.kind != SittingKind.CONSULTATION or getattr(item, "proxied", True):
        return voters_of(sitting, item.board_file_id)
    if not member.holds_on(sitting.held_on):
        return []
    titular = member.seat == Seat.TITULAR
    return [Voter(key=member.pk, titular=titular, present=item.attends)]


def _order(arrivals: Mapping[int, datetime | None]) -> dict[int, int]:
    """Place of each member who is there, from 1, by hour of arrival."""
    there = sorted((at, key) for key, at in arrivals.items() if at is not None)
    return {key: place for place, (_, key) in enumerate(there, start=1)}


def _asked(sitting: Sitting, board_file_id: str | None) -> dict[str, Any]:
    return {
        "board_code": sitting.board_code,
        "on": sitting.held_on,
        "sitting_id": sitting.pk,
        "file": board_file_id or "",
    }


@Prepared
def _members(board_code: str, on: date, sitting_id: UUID, file: str) -> QuerySet[Membership]:
    return _called(board_code, on, sitting_id, file).annotate(office=_office(on))


@Prepared
def _voters(board_code: str, on: date, sitting_id: UUID, file: str) -> QuerySet[Membership, tuple[Any, ...]]:
    return _called(board_code, on, sitting_id, file).values_list(
        "pk", "seat", "nominated_by", "college", "recused", "proxy_to", "arrived"
    )


def _called(board_code: str, on: date, sitting_id: UUID, file: str) -> QuerySet[Membership]:
    """``arrived``: when the member came, None for who is not there."""
    stepped_aside = Recusal.objects.filter(board_file=file, member__user_id=OuterRef("user_id"))
    given = Proxy.objects.filter(sitting=sitting_id, giver=OuterRef("pk"), ended_at=None)
    last = Attendance.objects.filter(sitting=sitting_id, member=OuterRef("pk")).order_by("-number")
    there = last.annotate(arrived=Case(When(present=True, then=F("at"))))
    return members_on(board_code=board_code, on=on).annotate(
        recused=Exists(stepped_aside),
        proxy_to=Subquery(given.values("holder")[:1]),
        arrived=Subquery(there.values("arrived")[:1]),
    )


def last_lines(sitting: Sitting) -> dict[int, Attendance]:
    """The last line of each member on the sheet, by key of the member. One query."""
    return {one.member_id: one for one in Attendance.objects.filter(sitting=sitting).order_by("number")}


def _office(on: date) -> Subquery:
    held = Office.objects.filter(membership=OuterRef("pk"), starts_on__lte=on)
    held = held.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on)).order_by("kind")
    return Subquery(held.values("kind")[:1])


def stays_of(sitting: Sitting) -> dict[int, tuple[tuple[datetime, datetime | None], ...]]:
    """(arrival, departure or None while the member stays), in order, by key of the member. One query."""
    stays: dict[int, tuple[tuple[datetime, datetime | None], ...]] = {}
    for line in Attendance.objects.filter(sitting=sitting).order_by("number"):
        before = stays.get(line.member_id, ())
        ended = line.at if not line.present else None
        stays[line.member_id] = (
            (*before[:-1], (before[-1][0], ended)) if ended else (*before, (line.at, None))
        )
    return stays


def voters(lines: Sequence[Line]) -> list[Voter]:
    return [line.voter for line in lines]


def seated(lines: Sequence[Line]) -> list[Membership]:
    """The members who vote, in the order of the sheet."""
    return [line.member for line in seated_lines(lines)]


def seated_lines(lines: Sequence[Line]) -> list[Line]:
    keys = rules.seated(voters(lines))
    return [line for line in lines if line.member.pk in keys]


def presiding(seated: Sequence[Line]) -> Line | None:
    """Who presides among those who vote: the president, the vice-president, else the first arrived."""
    return min(
        seated, key=lambda line: (_CHAIRS.get(line.office, 2), line.order, line.member.pk), default=None
    )


def book_of(sitting: Sitting) -> Rulebook:
    """The rules by which this sitting is held. One query."""
    return rulebook_of(board_code=sitting.board_code, on=sitting.held_on)


def names(lines: Sequence[Line]) -> dict[int, str]:
    return {line.member.pk: line.member.display_name for line in lines}


def sheet_key(sitting: Sitting, member: Membership) -> str:
    """How a form names a member: says nothing, and means nothing in another sitting."""
    return salted_hmac("commission.attendance", f"{sitting.pk}:{member.pk}").hexdigest()[:20]
