"""Opening and closing the vote on one file. Closing writes the ruling, which leaves with the signatures."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from commission import ballots, rules, spending
from commission.ballots import Caps, Result, Terms, Vote
from commission.enums import Choice, ItemState, Outcome, SittingKind, SittingState
from commission.minutes.signing import DELEGATE_TITLE, STAND_IN_TITLE
from commission.models import AgendaItem, Ballot, BoardFile, Ruling, Turnout
from commission.queries import roll
from commission.queries.roll import Line
from commission.services import envelopes, locks, notices, releases, transitions
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict

CHAIR_TITLE = "Présidence de séance"
_ENDS_BY_ITSELF = {
    SittingKind.CONSULTATION: "Une consultation se clôt d’elle-même, tous ses votes à la fois.",
    SittingKind.DELEGATION: "Une délégation se décide au second accord\u00a0: son vote ne se clôt pas à la main.",
}


@transaction.atomic
def open_vote(*, actor: Actor, sitting_id: UUID, token: str) -> None:
    """Raises ``Conflict`` when the sitting is not open or the file was already examined."""
    sitting = locks.sitting_of_secretary(actor=actor, sitting_id=sitting_id)
    if sitting.state != SittingState.OPEN:
        raise Conflict("item.sitting_not_open", "Ouvrez d’abord la séance.")
    item = locks.item(sitting_id=sitting_id, token=token)
    if item.state == ItemState.OPEN:
        raise Conflict("item.already_open", "Le vote sur ce dossier est déjà ouvert.")
    transitions.move(thing=item, name="open")
    record(action="board.vote_opened", actor=actor, target=item)


@transaction.atomic
def close_vote(*, actor: Actor, sitting_id: UUID, token: str, at: datetime) -> Ruling:
    """Close the vote on one file of a live sitting. Raises ``Conflict`` when this vote is not open."""
    item = locks.item(sitting_id=sitting_id, token=token)
    locks.require_secretary(actor=actor, board_code=item.sitting.board_code)
    if item.sitting.kind != SittingKind.LIVE:
        raise Conflict("item.consultation", _ENDS_BY_ITSELF[item.sitting.kind])
    if item.state == ItemState.CLOSED:
        raise Conflict("item.already_closed", "Le vote sur ce dossier est déjà clos.")
    ruling = count(item=item, at=at, actor=actor)
    if ruling is None:
        raise RuntimeError("a live sitting decides on every file it votes on")
    return ruling


def count(*, item: AgendaItem, at: datetime, actor: Actor | None = None) -> Ruling | None:
    """Close the vote, count the ballots, write the ruling. ``item`` is locked, in a transaction.

    None when a consultation decides nothing: a member wants the file discussed, or too few took part. The file is
    ready again for a sitting.
    """
    board_file = locks.files(tokens=[item.board_file_id])[0]
    transitions.move(thing=item, name="close")
    lines = roll.roll_of(item.sitting, item.board_file_id)
    box, signatory = box_of(item=item), _signatory(item, lines)
    result = spending.limited(
        ballots.tally(
            votes_in(box=box),
            roll.voters(lines),
            caps=caps_of(board_file=board_file),
            terms=_terms(item, lines, signatory),
        ),
        room_cents=envelopes.room_for(board_file=board_file),
    )
    if signatory is None or _undecided(item, result):
        defer(item=item, board_file=board_file, actor=actor, at=at)
        return None
    return settle(
        item=item,
        board_file=board_file,
        result=result,
        digests=_counted(item, box, lines),
        signatory=signatory,
        actor=actor,
        at=at,
    )


def settle(
    *,
    item: AgendaItem,
    board_file: BoardFile,
    result: Result,
    digests: list[str],
    signatory: Membership,
    at: datetime,
    actor: Actor | None,
) -> Ruling:
    """Write what was decided, spend it, and tell the other house. The vote is closed, item and file are locked."""
    ruling = _write(item, result, digests, signatory, at)
    _spend(item, result, at)
    ending = "adjourn" if result.outcome is Outcome.ADJOURNED else "decide"
    transitions.move(thing=board_file, name=ending)
    releases.at_closing(item=item, ruling=ruling)
    record(action="board.vote_closed", actor=actor, target=item, detail={"outcome": ruling.outcome})
    return ruling


def _undecided(item: AgendaItem, result: Result) -> bool:
    consulted = item.sitting.kind == SittingKind.CONSULTATION
    return result.outcome is Outcome.TO_SITTING or (consulted and not result.quorum.met)


def defer(*, item: AgendaItem, board_file: BoardFile, at: datetime, actor: Actor | None = None) -> None:
    """Nothing was decided: the file, whose vote is closed, is ready again for a sitting."""
    envelopes.release(item=item, at=at)
    transitions.move(thing=item, name="defer")
    transitions.move(thing=board_file, name="unschedule")
    notices.unscheduled(item=item)
    record(action="board.vote_deferred", actor=actor, target=item)


def caps_of(*, board_file: BoardFile, room_cents: int | None = None) -> Caps:
    """Of the file; within ``room_cents`` too when it is given."""
    ceiling = board_file.amount_ceiling_cents
    return Caps(
        ceiling_cents=ceiling if room_cents is None else min(ceiling, room_cents),
        proposed_cents=board_file.amount_proposed_cents,
    )


def _terms(item: AgendaItem, lines: list[Line], signatory: Membership | None) -> Terms:
    return Terms(
        book=roll.book_of(item.sitting),
        chair=signatory.pk if signatory else None,
        consultation=item.sitting.kind == SittingKind.CONSULTATION,
        second_call=item.sitting.recalls_id is not None,
        names=roll.names(lines),
    )


def _spend(item: AgendaItem, result: Result, at: datetime) -> None:
    """What was set aside for the file is granted, in part or beyond, or goes back to the envelope."""
    if result.outcome is Outcome.ADOPTED:
        envelopes.grant(item=item, amount_cents=result.amount_cents, at=at)
    else:
        envelopes.release(item=item, at=at)


def box_of(*, item: AgendaItem) -> list[Ballot]:
    """Every ballot, readable now that the vote is closed; never fewer than those who voted."""
    box = list(Ballot.objects.filter(item=item).order_by("member_id"))
    if len(box) != Turnout.objects.filter(item=item).count():
        raise RuntimeError("ballots are missing from the box")
    return box


def _counted(item: AgendaItem, box: list[Ballot], lines: list[Line]) -> list[str]:
    keys = rules.electorate(roll.voters(lines), book=roll.book_of(item.sitting))
    return sorted(ballot.digest for ballot in box if ballot.member_id in keys)


def votes_in(*, box: list[Ballot]) -> list[Vote]:
    return [
        Vote(
            voter=ballot.member_id,
            choice=Choice(ballot.choice),
            amount_cents=ballot.amount_cents,
            reason_code=ballot.reason_code,
            question=ballot.question,
        )
        for ballot in box
    ]


def _signatory(item: AgendaItem, lines: list[Line]) -> Membership | None:
    """The chair; when the chair stepped aside from this file, whoever presides in their place over it.

    None when nobody took part in a consultation.
    """
    chair, seated = item.sitting.chair, roll.seated_lines(lines)
    stand_in = None if any(line.member == chair for line in seated) else roll.presiding(seated)
    return stand_in.member if stand_in else chair


def _title(item: AgendaItem, signatory: Membership) -> str:
    if item.sitting.kind == SittingKind.DELEGATION:
        return DELEGATE_TITLE
    return (signatory.job_title or CHAIR_TITLE) if signatory == item.sitting.chair else STAND_IN_TITLE


def _write(
    item: AgendaItem, result: Result, digests: list[str], signatory: Membership, at: datetime
) -> Ruling:
    return Ruling.objects.create(
        item=item,
        outcome=result.outcome.value,
        amount_cents=result.amount_cents,
        reason_codes=list(result.reason_codes),
        question=result.question,
        votes_for=result.counts[Choice.FOR],
        votes_partial=result.counts[Choice.PARTIAL],
        votes_against=result.counts[Choice.AGAINST],
        votes_adjourn=result.counts[Choice.ADJOURN],
        votes_out_of_competence=result.counts[Choice.OUT_OF_COMPETENCE],
        votes_abstain=result.counts[Choice.ABSTAIN],
        digests=digests,
        sentence=result.sentence,
        quorum_met=result.quorum.met,
        quorum_sentence=result.quorum_sentence,
        proxies_sentence=result.proxies_sentence,
        nominal_sentence=result.nominal_sentence,
        signatory_name=signatory.display_name,
        signatory_title=_title(item, signatory),
        ruled_at=at,
    )
