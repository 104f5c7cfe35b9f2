"""The mandates of a board, by its secretariat: ended at a date, renewed, with the offices that members are elected to.

An invitation opens a first mandate (``kernel.invitations``); nothing here touches an account.
"""

from datetime import date, datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import Q

from commission.queries import calendar
from commission.services import locks
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Election, Membership, Office, OfficeKind, Role
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError


@transaction.atomic
def end(*, actor: Actor, member_id: int, ends_on: date, at: datetime) -> None:
    """``ends_on`` is the last day of the mandate, and of its offices; yesterday closes every right at once.

    Raises ``DomainError`` ``mandate.before_start``, ``mandate.in_the_past``, ``Conflict`` ``mandate.over``.
    """
    member = _locked(actor, member_id)
    today = calendar.local_day(board_code=member.board_id, at=at)
    if member.ends_on and member.ends_on < today:
        raise Conflict("mandate.over", "Ce mandat est déjà terminé.")
    if ends_on < member.starts_on:
        raise DomainError("mandate.before_start", "La fin du mandat précède son début.")
    if ends_on < today - timedelta(days=1):
        raise DomainError(
            "mandate.in_the_past",
            "Un mandat ne se termine pas avant la veille\u00a0: il a déjà servi depuis.",
        )
    member.ends_on = ends_on
    member.save(update_fields=["ends_on"])
    beyond = Office.objects.filter(membership=member, starts_on__lte=ends_on)
    beyond.filter(Q(ends_on=None) | Q(ends_on__gt=ends_on)).update(ends_on=ends_on)
    record(action="mandate.ended", actor=actor, target=member, detail={"ends_on": ends_on.isoformat()})


@transaction.atomic
def renew(*, actor: Actor, member_id: int, ends_on: date, at: datetime) -> Membership:
    """Another mandate, from the day after this one: the same person, seat, organisation and college.

    Asked twice, it is renewed once. Raises ``DomainError`` ``mandate.endless``, ``mandate.before_start``.
    """
    member = _locked(actor, member_id)
    if member.ends_on is None:
        raise DomainError("mandate.endless", "Ce mandat n’a pas de fin\u00a0: il n’y a rien à renouveler.")
    today = calendar.local_day(board_code=member.board_id, at=at)
    starts_on = max(member.ends_on + timedelta(days=1), today)
    if ends_on < starts_on:
        raise DomainError("mandate.before_start", "La fin du nouveau mandat précède son début.")
    later = Membership.objects.filter(
        user_id=member.user_id, role=Role.MEMBER, board_id=member.board_id, starts_on__gt=member.ends_on
    ).first()
    if later is not None:
        return later
    renewed = Membership.objects.create(
        user_id=member.user_id,
        role=Role.MEMBER,
        board_id=member.board_id,
        seat=member.seat,
        nominated_by=member.nominated_by,
        college=member.college,
        display_name=member.display_name,
        job_title=member.job_title,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record(action="mandate.renewed", actor=actor, target=renewed, detail={"ends_on": ends_on.isoformat()})
    return renewed


@transaction.atomic
def elect(
    *,
    actor: Actor,
    member_id: int,
    kind: OfficeKind,
    election: Election,
    starts_on: date,
    ends_on: date | None,
) -> Office:
    """Who was elected to an office, how, until when. Whoever held it leaves the day before.

    CSS R221-3. Raises ``DomainError`` ``office.period``, ``office.beyond_mandate`` and ``Conflict`` ``office.held``.
    """
    member = _locked(actor, member_id)
    last = ends_on or member.ends_on
    if last and last < starts_on:
        raise DomainError("office.period", "La fin de la fonction précède son début.")
    if starts_on < member.starts_on or (member.ends_on and last and last > member.ends_on):
        raise DomainError("office.beyond_mandate", "Une fonction ne dépasse pas le mandat qui la porte.")
    before = Office.objects.filter(membership__board_id=member.board_id, kind=kind, starts_on__lt=starts_on)
    before.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on)).update(ends_on=starts_on - timedelta(days=1))
    office = Office(
        membership=member, kind=kind.value, election=election.value, starts_on=starts_on, ends_on=last
    )
    try:
        with transaction.atomic():
            office.save(force_insert=True)
    except DatabaseError as error:
        raise Conflict(
            "office.held",
            "Cette fonction est déjà tenue, ce jour-là ou plus tard\u00a0: choisissez une autre date.",
        ) from error
    record(action="mandate.elected", actor=actor, target=member, detail={"office": kind.value})
    return office


def _locked(actor: Actor, member_id: int) -> Membership:
    """A row lock needs one column to update: the end of the mandate."""
    member = Membership.objects.select_for_update(of=("self",)).get(pk=member_id, role=Role.MEMBER)
    locks.require_secretary(actor=actor, board_code=member.board_id)
    return member
