"""Urgent aid decided by two members between sittings, where the rules of the board delegate it.

A delegation is a sitting of its own kind, of one file: the secretary entrusts it, the president or the vice-president
and one other titular agree, each with an amount that nobody reads before the second agreement. That one decides at
once, under the locks of any vote. What is not agreed in time, or what one titular leaves to the board, waits for a
sitting.
"""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from commission import delegation
from commission.delegation import HANDS
from commission.enums import Choice, ItemState, SittingKind, SittingState
from commission.models import AgendaItem, Ruling, Sitting, Turnout
from commission.queries import calendar, hands, roll
from commission.queries import delegations as queries
from commission.queries.oversight import URGENT_AID
from commission.queries.rulebook import rulebook_of
from commission.services import (
    agenda,
    ballots,
    envelopes,
    items,
    last_calls,
    locks,
    minutes,
    publication,
    transitions,
)
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from cpsti_portal.kernel.money import euros

WINDOW = timedelta(hours=72)


def entrust(*, actor: Actor, board_code: str, token: str, sitting_id: UUID, at: datetime) -> UUID:
    """Give one ready file to the delegation; its titulars read it from then on. Returns the key of its sitting.

    ``token``: of the file. ``sitting_id`` comes with the form: the same form sent twice entrusts once. Raises
    ``NotAllowed`` ``board.not_secretary``, ``Conflict`` ``agenda.file_taken``, ``delegation.form`` and ``DomainError``
    ``delegation.off``, ``delegation.not_urgent``, ``delegation.revealing``.
    """
    locks.require_secretary(actor=actor, board_code=board_code)
    try:
        with transaction.atomic():
            return _entrust(actor, board_code, token, sitting_id, at)
    except IntegrityError:
        if not _is_there(sitting_id, board_code, token):
            raise
        return sitting_id  # the same form, sent twice at the same time: the other one came first


def _entrust(actor: Actor, board_code: str, token: str, sitting_id: UUID, at: datetime) -> UUID:
    if _is_there(sitting_id, board_code, token):
        return sitting_id
    sitting = _begin(board_code, sitting_id, at)
    agenda.add(actor=actor, sitting_id=sitting.pk, tokens=[token], at=at)
    item = sitting.items.select_related("board_file").get()
    if item.board_file.aid_code != URGENT_AID:
        raise DomainError("delegation.not_urgent", delegation.NOT_URGENT)
    _publish(actor, sitting)
    sitting.refresh_from_db()
    transitions.move(thing=sitting, name="open", opened_at=at, window_ends_at=_end_of(sitting, at))
    transitions.move(thing=item, name="open")
    last_calls.tell_entrusted(item=item, at=at)
    record(action="board.delegation_opened", actor=actor, target=sitting)
    return sitting.pk


def _is_there(sitting_id: UUID, board_code: str, token: str) -> bool:
    """Raises ``Conflict`` ``delegation.form`` when that key names anything but the delegation of this very file."""
    known = Sitting.objects.filter(pk=sitting_id).first()
    if known is None:
        return False
    same = known.kind == SittingKind.DELEGATION and known.board_code == board_code
    if not same or not known.items.filter(board_file=token).exists():
        raise Conflict(
            "delegation.form",
            "Ce formulaire a déjà servi pour un autre dossier\u00a0: rechargez la page, puis choisissez de nouveau.",
        )
    return True


def _begin(board_code: str, sitting_id: UUID, at: datetime) -> Sitting:
    held_on = calendar.local_day(board_code=board_code, at=at)
    if not rulebook_of(board_code=board_code, on=held_on).delegation_ceiling_cents:
        raise DomainError("delegation.off", delegation.OFF)
    hour = at.astimezone(ZoneInfo(calendar.zone_of(board_code=board_code))).time()
    return Sitting.objects.create(
        id=sitting_id,
        board_code=board_code,
        kind=SittingKind.DELEGATION.value,
        held_on=held_on,
        starts_at=hour.replace(second=0, microsecond=0),
    )


def _end_of(sitting: Sitting, at: datetime) -> datetime:
    """Three days, within the local year: what is decided is charged to the envelope of that year."""
    return min(at + WINDOW, calendar.year_ends_at(board_code=sitting.board_code, year=sitting.held_on.year))


def _publish(actor: Actor, sitting: Sitting) -> None:
    """What could tell who asks is shown wider; what no width hides is for a sitting, where the secretary chooses."""
    agenda.widen_all(actor=actor, sitting_id=sitting.pk)
    try:
        publication.publish(actor=actor, sitting_id=sitting.pk)
    except DomainError as refusal:
        if refusal.code != "agenda.revealing":
            raise
        raise DomainError(
            "delegation.revealing",
            "Ce dossier est trop facile à reconnaître pour être lu seul\u00a0: inscrivez-le à une séance.",
        ) from refusal


@transaction.atomic
def agree(
    *,
    actor: Actor,
    sitting_id: UUID,
    token: str,
    amount_cents: int,
    form_key: UUID | None = None,
    at: datetime,
) -> Ruling | None:
    """One of the two agreements. The second one decides and returns the ruling; a refused one writes nothing.

    Raises ``NotAllowed`` (``board.not_member``, ``ballot.mandate``, ``ballot.recused``, ``delegation.hand``),
    ``Conflict`` (``delegation.over``, ``board.item_gone``) and ``DomainError`` (``ballot.amount``,
    ``delegation.amount``, ``delegation.refused``).
    """
    sitting, item = _locked(sitting_id, token)
    if form_key and Turnout.objects.filter(item=item, form_key=form_key).exists():
        return None  # the same form, sent twice
    _refuse_over(item, at)
    _hand(actor, item, at)
    choice, part = _choice(item, amount_cents)
    ballots.cast(
        actor=actor,
        item=item,
        choice=choice,
        amount_cents=part,
        form_key=form_key,
        delegated=True,
        at=at,
    )
    if len(hands.given(item, on=_today(item, at))) < HANDS:
        return None
    return _decide(sitting, item, actor, at)


@transaction.atomic
def leave(*, actor: Actor, sitting_id: UUID, token: str, at: datetime) -> None:
    """A titular wants the board to decide: the file waits for a sitting, whatever was agreed.

    Raises what ``agree`` raises of the person and of the file.
    """
    sitting, item = _locked(sitting_id, token)
    _refuse_over(item, at)
    member = ballots.member_of(actor=actor, item=item, at=at)
    if member not in hands.called(roll.roll_of(sitting, item.board_file_id), on=_today(item, at)):
        raise NotAllowed("delegation.hand", queries.SUBSTITUTE)
    _give_way(sitting, item, at, actor)


@transaction.atomic
def give_up(*, actor: Actor, sitting_id: UUID, at: datetime) -> None:
    """The secretary takes the file back for a sitting. Raises ``Conflict`` ``delegation.over``."""
    sitting = locks.sitting_of_secretary(actor=actor, sitting_id=sitting_id)
    if sitting.kind != SittingKind.DELEGATION or sitting.state != SittingState.OPEN:
        raise _over()
    _give_way(sitting, _item_of(sitting), at, actor)


def end_due(*, at: datetime) -> int:
    """End those whose time has passed, each in its own transaction. Returns how many; twice is the same as once."""
    return sum(_end_in_time(pk, at) for pk in queries.over(at=at))


@transaction.atomic
def _end_in_time(sitting_id: UUID, at: datetime) -> bool:
    sitting = locks.sitting(sitting_id=sitting_id)
    if sitting.state != SittingState.OPEN:
        return False
    _give_way(sitting, _item_of(sitting), at)
    return True


@transaction.atomic
def withdraw(*, sitting_id: UUID, at: datetime) -> None:
    """The other house takes the file back: the delegation ends, unless it has ended."""
    sitting = locks.sitting(sitting_id=sitting_id)
    if sitting.state == SittingState.OPEN:
        _give_way(sitting, _item_of(sitting), at)


def _locked(sitting_id: UUID, token: str) -> tuple[Sitting, AgendaItem]:
    """The sitting first: two second agreements wait here, and the later one finds the file decided."""
    sitting = locks.sitting(sitting_id=sitting_id)
    if sitting.kind != SittingKind.DELEGATION:
        raise locks.gone()
    return sitting, locks.item(sitting_id=sitting_id, token=token)


def _item_of(sitting: Sitting) -> AgendaItem:
    (item,) = locks.items(sitting=sitting)
    item.sitting = sitting
    return item


def _today(item: AgendaItem, at: datetime) -> date:
    return calendar.local_day(board_code=item.sitting.board_code, at=at)


def _refuse_over(item: AgendaItem, at: datetime) -> None:
    if item.state != ItemState.OPEN or at >= item.sitting.window_ends_at:
        raise _over()


def _over() -> Conflict:
    return Conflict("delegation.over", queries.OVER)


def _hand(actor: Actor, item: AgendaItem, at: datetime) -> Membership:
    member = ballots.member_of(actor=actor, item=item, at=at)
    on = _today(item, at)
    refusal = queries.refusal(item, member, hands.given(item, on=on), on=on)
    if refusal:
        raise NotAllowed("delegation.hand", refusal)
    return member


def _choice(item: AgendaItem, amount_cents: int) -> tuple[Choice, int]:
    """The whole amount asked, or a part of it. What is beyond the delegation is not cut down to fit."""
    whole = queries.whole_cents(item)
    if amount_cents > whole:
        raise DomainError(
            "delegation.amount", f"Le montant dépasse ce que ce dossier permet\u00a0: {euros(whole)} au plus."
        )
    book = roll.book_of(item.sitting)
    if amount_cents > book.delegation_ceiling_cents:
        raise DomainError("delegation.amount", delegation.above(book))
    return (Choice.FOR, 0) if amount_cents == whole else (Choice.PARTIAL, amount_cents)


def _decide(sitting: Sitting, item: AgendaItem, actor: Actor, at: datetime) -> Ruling:
    item.sitting = sitting
    board_file = locks.files(tokens=[item.board_file_id])[0]
    transitions.move(thing=item, name="close")
    lines = roll.roll_of(sitting, item.board_file_id)
    may = {member.pk for member in hands.called(lines, on=_today(item, at))}
    box = [ballot for ballot in items.box_of(item=item) if ballot.member_id in may]
    votes = items.votes_in(box=box)
    found = delegation.decide(
        votes,
        officers=queries.officers_on(board_code=sitting.board_code, on=_today(item, at)),
        urgent=board_file.aid_code == URGENT_AID,
        caps=items.caps_of(board_file=board_file, room_cents=envelopes.room_for(board_file=board_file)),
        book=roll.book_of(sitting),
    )
    if not found.grants:
        raise DomainError("delegation.refused", found.sentence)
    sitting.chair = roll.presiding(
        [line for line in lines if line.member.pk in {one.voter for one in votes}]
    ).member
    sitting.save(update_fields=["chair"])
    ruling = items.settle(
        item=item,
        board_file=board_file,
        result=delegation.result(found, votes),
        digests=sorted(ballot.digest for ballot in box),
        signatory=sitting.chair,
        actor=actor,
        at=at,
    )
    transitions.move(thing=sitting, name="close", closed_at=at)
    minutes.begin(sitting=sitting, at=at)
    return ruling


def _give_way(sitting: Sitting, item: AgendaItem, at: datetime, actor: Actor | None = None) -> None:
    board_file = locks.files(tokens=[item.board_file_id])[0]
    transitions.move(thing=item, name="close")
    items.defer(item=item, board_file=board_file, actor=actor, at=at)
    transitions.move(thing=sitting, name="close", closed_at=at)
    record(action="board.delegation_ended", actor=actor, target=sitting)
