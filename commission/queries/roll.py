"""The members of a board on the day of a sitting, who is there, and who therefore votes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.crypto import salted_hmac

from commission import rules
from commission.models import Attendance, Recusal, Sitting
from commission.queries.rulebook import rulebook_of
from commission.rules import Rulebook, Voter
from cpsti_portal.kernel.accounts.models import Membership, Office, OfficeKind, Role, Seat


@dataclass(frozen=True)
class Line:
    """One member on the attendance sheet. ``order``: order of arrival, 0 for those who did not come.

    ``recused`` is known when the roll is called for one file. ``office``: what the member is elected to that day.
    """

    member: Membership
    present: bool
    order: int
    recused: bool = False
    office: str = ""

    @property
    def voter(self) -> Voter:
        titular = self.member.seat == Seat.TITULAR
        return Voter(
            key=self.member.pk,
            titular=titular,
            present=self.present,
            recused=self.recused,
            order=self.order,
            group=(self.member.nominated_by, self.member.college),
        )


def members_on(*, board_code: str, on: date) -> QuerySet[Membership]:
    """Mandates that hold on the day ``on``, titulars first, then by name."""
    return (
        Membership.objects.filter(board_id=board_code, role=Role.MEMBER, starts_on__lte=on)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .order_by("-seat", "display_name", "pk")
    )


def roll_of(sitting: Sitting, board_file_id: str | None = None) -> list[Line]:
    """The roll of the sitting, as it stands for one file when given. Two queries, whatever the size."""
    seen = {a.member_id: a for a in Attendance.objects.filter(sitting=sitting)}
    arrivals = sorted((a for a in seen.values() if a.present), key=lambda a: (a.arrived_at, a.member_id))
    order = {attendance.member_id: place for place, attendance in enumerate(arrivals, start=1)}
    stepped_aside = Recusal.objects.filter(board_file=board_file_id, member__user_id=OuterRef("user_id"))
    members = members_on(board_code=sitting.board_code, on=sitting.held_on)
    return [
        Line(
            member=m,
            present=m.pk in order,
            order=order.get(m.pk, 0),
            recused=m.recused,
            office=m.office or "",
        )
        for m in members.annotate(recused=Exists(stepped_aside), office=_office(sitting.held_on))
    ]


def _office(on: date) -> Subquery:
    held = Office.objects.filter(membership=OuterRef("pk"), starts_on__lte=on)
    held = held.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on)).order_by("kind")
    return Subquery(held.values("kind")[:1])


def voters(lines: Sequence[Line]) -> list[Voter]:
    return [line.voter for line in lines]


def seated(lines: Sequence[Line]) -> list[Membership]:
    """The members who vote, in the order of the sheet."""
    return [line.member for line in seated_lines(lines)]


def seated_lines(lines: Sequence[Line]) -> list[Line]:
    keys = rules.seated(voters(lines))
    return [line for line in lines if line.member.pk in keys]


def presiding(lines: Sequence[Line]) -> Membership | None:
    """Of those who vote: the president, else the vice-president, else the first of the sheet; None without anybody."""
    ranks = {OfficeKind.PRESIDENT: 0, OfficeKind.VICE_PRESIDENT: 1}
    ordered = sorted(
        seated_lines(lines), key=lambda line: ranks.get(OfficeKind(line.office), 2) if line.office else 2
    )
    return ordered[0].member if ordered else None


def book_of(sitting: Sitting) -> Rulebook:
    """The rules by which this sitting is held. One query."""
    return rulebook_of(board_code=sitting.board_code, on=sitting.held_on)


def names(lines: Sequence[Line]) -> dict[int, str]:
    return {line.member.pk: line.member.display_name for line in lines}


def sheet_key(sitting: Sitting, member: Membership) -> str:
    """How a form names a member: says nothing, and means nothing in another sitting."""
    return salted_hmac("commission.attendance", f"{sitting.pk}:{member.pk}").hexdigest()[:20]
