"""The actor: who acts, with the rights that hold today. Every queryset and service asks it, never the account."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.models import Membership, Role
from cpsti_portal.kernel.prepared import Prepared
from cpsti_portal.kernel.territory.models import Organisation


@dataclass(frozen=True)
class Actor:
    """``user_id`` is None for an anonymous visitor. ``memberships`` are those that hold on the day of the request."""

    user_id: int | None
    email: str = ""
    memberships: tuple[Membership, ...] = field(default=())

    def _places(self, role: str, attribute: str) -> frozenset[str]:
        return frozenset(getattr(m, attribute) for m in self.memberships if m.role == role)

    @property
    def is_authenticated(self) -> bool:
        return self.user_id is not None

    @property
    def organisation_ids(self) -> frozenset[str]:
        """Codes of the organisations in which the actor is a caseworker."""
        return self._places(Role.CASEWORKER, "organisation_id")

    @property
    def member_board_codes(self) -> frozenset[str]:
        return self._places(Role.MEMBER, "board_id")

    @property
    def secretary_board_codes(self) -> frozenset[str]:
        return self._places(Role.SECRETARY, "board_id")

    @property
    def board_codes(self) -> frozenset[str]:
        return self.member_board_codes | self.secretary_board_codes

    @property
    def is_caseworker(self) -> bool:
        return bool(self.organisation_ids)

    @property
    def is_administrator(self) -> bool:
        return any(m.role == Role.ADMINISTRATOR for m in self.memberships)

    @property
    def is_staffer(self) -> bool:
        """Works for the scheme, in whatever role: such an account files no request of its own."""
        return bool(self.memberships)

    def membership_for_board(self, code: str, role: str) -> Membership | None:
        return next((m for m in self.memberships if m.board_id == code and m.role == role), None)

    def membership_for_organisation(self, code: str) -> Membership | None:
        return next(
            (m for m in self.memberships if m.organisation_id == code and m.role == Role.CASEWORKER), None
        )


ANONYMOUS = Actor(user_id=None)


def actor_for(user, on: date) -> Actor:
    """The actor behind ``user`` on the day ``on``: one query."""
    if user is None or not user.is_authenticated or not user.is_active:
        return ANONYMOUS
    return Actor(user_id=user.pk, email=user.email, memberships=tuple(_holding(user.pk, on, on)))


def actor_at(user, at: datetime) -> Actor:
    """The actor behind ``user`` at the instant ``at``: a right ends at midnight where it is held. One query, none for
    an account that came with its rights (see ``backends``)."""
    if user is None or not user.is_authenticated or not user.is_active:
        return ANONYMOUS
    near = user.rights_near if hasattr(user, "rights_near") else rights_near(user.pk, at)
    current = tuple(one for one in near if one.holds_on(clock.local_date(at, one.zone)))
    return Actor(user_id=user.pk, email=user.email, memberships=current)


def rights_near(user_id: int, at: datetime) -> list[Membership]:
    """Those that may hold at the instant ``at``, with their account and their zone: no zone is further than a day from
    UTC. One query."""
    day = at.date()
    return _near(user_id=user_id, first=day - timedelta(days=1), last=day + timedelta(days=1))


def _holding(user_id: int, first: date, last: date) -> QuerySet[Membership]:
    """Rights that hold on one day at least between two."""
    return (
        Membership.objects.filter(user_id=user_id, starts_on__lte=last)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first))
        .select_related("organisation", "board")
        .order_by("pk")
    )


def _zone() -> Coalesce:
    """Of the organisation, or of the first one that the board serves."""
    served = Organisation.objects.filter(region__board=OuterRef("board")).order_by("code").values("time_zone")
    return Coalesce(F("organisation__time_zone"), Subquery(served[:1]), Value("Europe/Paris"))


@Prepared
def _near(user_id: int, first: date, last: date) -> QuerySet[Membership]:
    return (
        _holding(user_id, first, last).select_related("user", "organisation", "board").annotate(zone=_zone())
    )
