"""The members of a board for its secretariat: mandates, offices, invitations. No address but those it typed itself."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.crypto import salted_hmac

from commission.queries import calendar
from commission.queries.rulebook import rulebook_of
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import College, Membership, Office, OfficeKind, Role, Seat
from cpsti_portal.kernel.invitations.models import Invitation
from cpsti_portal.kernel.mails.models import MailStatus
from cpsti_portal.kernel.territory.models import Board

# Organisations of the mandate 2022–2025; a board adds those it has.
ORGANISATIONS = ("U2P", "CPME", "FNAE", "CNPL")


@dataclass(frozen=True)
class MemberLine:
    """``key`` names the mandate in an address and says nothing. ``office``: what the member is elected to today."""

    key: str
    name: str
    seat: str
    substitute: bool
    office: str
    starts_on: date
    ends_on: date | None
    state: str  # "current", "coming", "past"


@dataclass(frozen=True)
class Group:
    organisation: str
    college: str
    members: list[MemberLine]


@dataclass(frozen=True)
class InvitationLine:
    id: UUID
    name: str
    email: str
    expires_at: datetime
    label: str
    tone: str


@dataclass(frozen=True)
class MembersPage:
    """``titulars`` of ``seats`` that hold today."""

    board_code: str
    board_name: str
    groups: list[Group]
    past: list[MemberLine]
    invitations: list[InvitationLine]
    seats: int
    titulars: int
    substitutes: int
    president: str
    vice_president: str


def boards_kept_by(actor: Actor) -> list[Board]:
    return list(Board.objects.filter(code__in=actor.secretary_board_codes).order_by("name"))


def members_kept_by(actor: Actor):
    """Mandates of members of the boards of which the actor is the secretary."""
    return Membership.objects.filter(role=Role.MEMBER, board__in=actor.secretary_board_codes)


def invitations_kept_by(actor: Actor):
    return Invitation.objects.filter(board__in=actor.secretary_board_codes)


def find(actor: Actor, key: str) -> Membership | None:
    """The mandate that ``key`` names, for its secretariat."""
    return next((m for m in members_kept_by(actor) if member_key(m) == key), None)


def member_key(member: Membership) -> str:
    digest = salted_hmac("commission.member", str(member.pk)).digest()
    return base64.b32encode(digest[:16]).decode().rstrip("=")


def organisations_of(board_code: str) -> list[str]:
    members = Membership.objects.filter(role=Role.MEMBER, board=board_code).exclude(nominated_by="")
    known = members.order_by().values_list("nominated_by", flat=True).distinct()
    return [*ORGANISATIONS, *sorted(set(known) - set(ORGANISATIONS))]


def page_of(board: Board, *, at: datetime) -> MembersPage:
    """Five queries, whatever the size of the board."""
    today = calendar.local_day(board_code=board.code, at=at)
    members = Membership.objects.filter(role=Role.MEMBER, board=board).order_by("-seat", "display_name", "pk")
    offices = _offices_on(board, today)
    lines = [(member, _line(member, offices.get(member.pk, ""), today)) for member in members]
    current = [member for member, line in lines if line.state == "current"]
    names = {kind: member.display_name for member in current if (kind := offices.get(member.pk))}
    return MembersPage(
        board_code=board.code,
        board_name=board.name,
        groups=_groups((member, line) for member, line in lines if line.state != "past"),
        past=[line for _, line in lines if line.state == "past"],
        invitations=[_invitation(one, at) for one in _waiting(board)],
        seats=rulebook_of(board_code=board.code, on=today).seats,
        titulars=sum(member.seat == Seat.TITULAR for member in current),
        substitutes=sum(member.seat == Seat.SUBSTITUTE for member in current),
        president=names.get(OfficeKind.PRESIDENT, ""),
        vice_president=names.get(OfficeKind.VICE_PRESIDENT, ""),
    )


def _offices_on(board: Board, on: date) -> dict[int, str]:
    held = Office.objects.filter(membership__board=board, starts_on__lte=on)
    held = held.filter(Q(ends_on=None) | Q(ends_on__gte=on)).order_by("pk")
    return dict(held.values_list("membership_id", "kind"))


def _groups(members: Iterable[tuple[Membership, MemberLine]]) -> list[Group]:
    """By organisation, then college."""
    found: dict[tuple[str, str], list[MemberLine]] = {}
    for member, line in members:
        found.setdefault((member.nominated_by, member.college), []).append(line)
    return [
        Group(organisation or "Organisation non précisée", f"Collège des {College(college).label}", lines)
        for (organisation, college), lines in sorted(found.items())
    ]


def _line(member: Membership, office: str, today: date) -> MemberLine:
    return MemberLine(
        key=member_key(member),
        name=member.display_name,
        seat=Seat(member.seat).label,
        substitute=member.seat == Seat.SUBSTITUTE,
        office=OfficeKind(office).label if office else "",
        starts_on=member.starts_on,
        ends_on=member.ends_on,
        state=_state(member, today),
    )


def _state(member: Membership, today: date) -> str:
    if member.starts_on > today:
        return "coming"
    return "past" if member.ends_on and member.ends_on < today else "current"


def _waiting(board: Board) -> list[Invitation]:
    waiting = Invitation.objects.filter(board=board, accepted_at=None, revoked_at=None)
    return list(waiting.order_by("-created_at", "pk"))


def _invitation(one: Invitation, at: datetime) -> InvitationLine:
    labels = {
        MailStatus.SENT: ("Envoyée", "info"),
        MailStatus.UNCERTAIN: ("Envoi incertain", "warning"),
        MailStatus.FAILED: ("Adresse refusée", "danger"),
    }
    label, tone = labels.get(MailStatus(one.status), ("Envoi en cours", "neutral"))
    if one.expires_at <= at:
        label, tone = "Expirée", "warning"
    return InvitationLine(one.pk, one.display_name, one.email, one.expires_at, label, tone)
