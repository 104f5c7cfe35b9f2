"""The facts of a closed sitting, as its minutes tell them. The same number of queries whatever the size."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from commission import rules, wording
from commission.enums import CHOICE_LABELS, OUTCOME_LABELS, Choice, ItemState, ProxyEnd, SittingKind
from commission.minutes import signing
from commission.minutes.text import EarlierFacts, ItemFacts, MemberFacts, SittingFacts
from commission.models import AgendaItem, Proxy, Recusal, Ruling, Sitting
from commission.models.agenda import ORDER
from commission.queries import boards, calendar, hands, oversight, roll
from commission.queries.earlier import told_at
from commission.queries.roll import Line
from commission.queries.rulebook import rulebook_of
from cpsti_portal.kernel.accounts.models import Membership, Seat
from cpsti_portal.kernel.reasons import REASONS

_VOTES = "votes_"
_COUNTS: dict[Choice, str] = {
    Choice(one.name.removeprefix(_VOTES)): one.name
    for one in Ruling._meta.concrete_fields
    if one.name.startswith(_VOTES)
}
# On the agenda, and not ruled upon.
_LEFT = {ItemState.DROPPED: "", ItemState.DEFERRED: " (à discuter en séance)"}
_SEATS = {Seat.TITULAR: "titulaire", Seat.SUBSTITUTE: "suppléant"}


def facts_of(
    sitting: Sitting, *, secretary: Membership, signer: Membership, title: str, version: int, remark: str
) -> SittingFacts:
    """``sitting`` is closed and comes with its chair."""
    book = rulebook_of(board_code=sitting.board_code, on=sitting.held_on)
    items = list(AgendaItem.objects.filter(sitting=sitting).select_related("ruling").order_by(*ORDER))
    missed = sitting.recalls
    zone = calendar.zone_of(board_code=sitting.board_code)
    return SittingFacts(
        board=boards.board_name(sitting.board_code),
        held_on=_day_of(sitting, zone),
        starts_at=sitting.starts_at,
        zone=zone,
        place=sitting.place,
        opened_at=sitting.opened_at,
        closed_at=sitting.closed_at,
        chair=sitting.chair.display_name if sitting.chair else signer.display_name,
        signer=signer.display_name,
        signer_title=title,
        secretary=secretary.display_name,
        **_room(sitting),
        items=_item_facts([item for item in items if item.state == ItemState.CLOSED]),
        not_examined=tuple(
            (item.token, f"{item.shown['aid_label']}{_LEFT[item.state]}")
            for item in items
            if item.state in _LEFT
        ),
        earlier=_since_last_sitting(sitting),
        kind=SittingKind(sitting.kind),
        recalls=missed.held_on if missed else None,
        finding=missed.missed_sentence if missed else "",
        nominal=book.nominal,
        version=version,
        remark=remark,
    )


def _day_of(sitting: Sitting, zone: str) -> date:
    """Nobody was called to a delegation on the day it was entrusted: its papers bear the day it decided."""
    delegated = sitting.kind == SittingKind.DELEGATION
    return calendar.day_in(zone, sitting.closed_at) if delegated else sitting.held_on


def _room(sitting: Sitting) -> dict:
    """Who came, who votes and in whose place, and the quorum, as the sitting opened."""
    stays, holders = _stays(sitting), _holders(sitting)
    opening = [_at_opening(line, stays, sitting) for line in roll.roll_of(sitting)]
    voters = roll.voters(opening)
    names, replaced = roll.names(opening), rules.substitutions(voters)
    seated = rules.seated(voters)
    members = tuple(
        MemberFacts(
            name=line.member.display_name,
            seat=_SEATS[line.member.seat],
            group=line.member.nominated_by,
            stays=stays.get(line.member.pk, ()),
            votes=line.member.pk in seated or (line.member.seat == Seat.TITULAR and line.member.pk in stays),
            replaces=names.get(replaced.get(line.member.pk), ""),
            represented_by=holders.get(line.member.pk, ""),
        )
        for line in opening
    )
    quorum = rules.quorum(voters, book=roll.book_of(sitting), second_call=sitting.recalls_id is not None)
    return {"members": members, "quorum": wording.quorum(quorum)}


def _stays(sitting: Sitting) -> dict:
    """Whoever agreed to a delegation and took no part in the end was not there."""
    stays = roll.stays_of(sitting)
    if sitting.kind != SittingKind.DELEGATION:
        return stays
    decided = {one.pk for one in hands.who_decided(sitting)}
    return {key: stay for key, stay in stays.items() if key in decided}


def _holders(sitting: Sitting) -> dict[int, str]:
    """Key of each member who gave a proxy that held to the end, or until its holder left → name of the holder."""
    given = Proxy.objects.filter(sitting=sitting).exclude(
        ended_because__in=[ProxyEnd.GIVER_CAME, ProxyEnd.WITHDRAWN]
    )
    return {
        one.giver_id: one.holder.display_name for one in given.select_related("holder").order_by("given_at")
    }


def _at_opening(line: Line, stays: dict, sitting: Sitting) -> Line:
    """Present as soon as they arrived by then and left later; who came afterwards counts from their arrival."""
    present = any(
        arrived <= sitting.opened_at and (left is None or left > sitting.opened_at)
        for arrived, left in stays.get(line.member.pk, ())
    )
    return replace(line, present=present)


def _item_facts(items: Sequence[AgendaItem]) -> tuple[ItemFacts, ...]:
    aside = defaultdict(dict)
    stepped = Recusal.objects.filter(board_file__in=[item.board_file_id for item in items])
    for one in stepped.select_related("member").order_by("pk"):
        aside[one.board_file_id][one.member.user_id] = one.member.display_name
    return tuple(_item(item, tuple(aside[item.board_file_id].values())) for item in items)


def _item(item: AgendaItem, stepped_aside: tuple[str, ...]) -> ItemFacts:
    ruling = item.ruling
    return ItemFacts(
        token=item.token,
        aid=item.shown["aid_label"],
        outcome=ruling.outcome,
        label=OUTCOME_LABELS[ruling.outcome],
        sentence=ruling.sentence,
        quorum=ruling.quorum_sentence,
        proxies=ruling.proxies_sentence,
        nominal=ruling.nominal_sentence,
        counts=tuple(
            (CHOICE_LABELS[choice], number)
            for choice, name in _COUNTS.items()
            if (number := getattr(ruling, name))
        ),
        amount_cents=ruling.amount_cents,
        reasons=tuple(REASONS[code].label for code in ruling.reason_codes),
        reason_codes=tuple(ruling.reason_codes),
        question=tuple(ruling.question.splitlines()),
        stand_in=ruling.signatory_name if ruling.signatory_title == signing.STAND_IN_TITLE else "",
        stepped_aside=stepped_aside,
    )


def _since_last_sitting(sitting: Sitting) -> tuple[EarlierFacts, ...]:
    """What was decided at a distance since the sitting before; nothing in the minutes of what is held so itself."""
    zone = calendar.zone_of(board_code=sitting.board_code)
    return tuple(
        EarlierFacts(
            decided_on=oversight.decided_on(item.sitting, item.ruling, zone=zone),
            token=item.token,
            aid=item.shown["aid_label"],
            sentence=item.ruling.sentence,
        )
        for item in told_at(sitting)
    )
