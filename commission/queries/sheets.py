"""One file as a well-set page: what is asked, who asks in broad strokes, what is advised, what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    Exists,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from commission import rules, wording
from commission.enums import (
    CHOICE_LABELS,
    ITEM_LABELS,
    ITEM_TONES,
    OUTCOME_LABELS,
    OUTCOME_TONES,
    Choice,
    ItemState,
    SittingKind,
    SittingState,
)
from commission.models import AgendaItem, Attendance, BoardFile, Proxy, Ruling, Turnout
from commission.queries import funds, live, roll
from commission.queries.live import Agenda
from commission.queries.visible import Reader, cast_by, items_of_member, items_visible_to, values_of
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership, Role
from cpsti_portal.kernel.prepared import Prepared
from cpsti_portal.kernel.reasons import REASONS

_SITUATION = (
    "age_band", "sector_group", "category", "regime", "seniority_band", "household", "cause",
    "earlier_aids", "area_label", "filed_quarter",
)  # fmt: skip
_MONEY = (
    "income_band", "charges_band", "remaining_band", "savings_band", "turnover_band", "contributions_due_band",
)  # fmt: skip
# What a ballot depends on: the long texts of the file are not among it.
_OF_A_BALLOT = (
    "token", "state", "sitting__board_code", "sitting__kind", "sitting__held_on", "sitting__window_ends_at",
    "board_file__amount_asked_cents", "board_file__amount_ceiling_cents",
)  # fmt: skip
_SETTLED = (SittingState.OPEN, SittingState.CLOSED, SittingState.MISSED)
_MET = "rempli"
_CRITERION_TONES = {"non rempli": "danger"}
_OPINION_TONES = {"favorable": "success", "favorable en partie": "success", "défavorable": "danger"}


@dataclass(frozen=True)
class Result:
    outcome: str
    label: str
    tone: str
    amount_cents: int | None
    sentence: str
    quorum_sentence: str
    proxies_sentence: str
    nominal_sentence: str
    counts: list[tuple[str, int]]
    digests: list[str]
    reasons: list[str]
    questions: list[str]


@dataclass(frozen=True)
class Sheet:
    """``situation`` and ``money``: (label, value). ``criteria``: (label, result, tone), without those that are met.

    ``place`` counts from 1. ``pages``: the titles of the pages that came with the file.
    """

    token: str
    reference: str
    aid_label: str
    state: str
    label: str
    tone: str
    place: int
    total: int
    before: str
    after: str
    asked_cents: int
    proposed_cents: int
    ceiling_cents: int
    corrected: bool
    account: str
    summary: str
    opinion: str
    opinion_tone: str
    opinion_text: str
    situation: list[tuple[str, str]]
    money: list[tuple[str, str]]
    criteria: list[tuple[str, str, str]]
    criteria_met: list[str]
    pages: list[str]
    ballots: int
    voted: bool
    result: Result | None


@dataclass(frozen=True)
class Voice:
    """A ballot the reader may cast. ``key``: how a form names the member whose it is; "" for the reader's own."""

    key: str
    name: str


@dataclass(frozen=True)
class Standing:
    """What the reader may do about this vote. ``obstacle``: why a member does not vote, in a sentence."""

    voices: list[Voice] = field(default_factory=list)
    obstacle: str = ""


def to_read(sitting_id: UUID, token: str, **reader: Any) -> QuerySet[AgendaItem]:
    """One item that the reader (``visible.values_of``) may open, with what its sheet, the envelopes and its place
    need; what is shown of it, when it is asked for (``as_shown``)."""
    who = Reader(**reader)
    one = items_of_sheets(who, sitting_id).filter(token=token).defer("shown")
    return live.with_agenda(funds.with_funds(one, who, sitting_id), who, sitting_id)


def item_to_vote(actor: Actor, sitting_id: UUID, token: str, then: str = "") -> AgendaItem | None:
    """One item on which the reader may be called to vote, with its sitting and its file. ``goes_on``: the vote on the
    file ``then`` of the same agenda awaits them; ``proxied`` and ``attends``: see ``roll.voters_beside``. One query."""
    return _to_vote.one(sitting_id=sitting_id, token=token, then=then, **values_of(actor))


@Prepared
def _to_vote(sitting_id: UUID, token: str, then: str, **reader: Any) -> QuerySet[AgendaItem]:
    who = Reader(**reader)
    mine = items_of_member(who).select_related("sitting", "board_file").only(*_OF_A_BALLOT)
    there = Attendance.objects.filter(cast_by(who), sitting=OuterRef("sitting"), present=True)
    return mine.filter(sitting_id=sitting_id, token=token).annotate(
        goes_on=Exists(_awaiting(who, sitting_id).filter(token=then)),
        proxied=_proxied(),
        attends=Exists(there),
    )


def items_of_sheets(actor: Actor | Reader, sitting_id: UUID) -> QuerySet[AgendaItem]:
    """The items of one agenda with what a sheet needs: whether the reader's ballot is in, how many came in (for a
    secretary), how often somebody came or left, and whether a proxy holds."""
    mine = Turnout.objects.filter(cast_by(actor), item=OuterRef("pk"))
    rows = items_visible_to(actor).filter(sitting_id=sitting_id).select_related("sitting", "ruling")
    return rows.annotate(
        voted=Exists(mine),
        received=_received() if actor.secretary_board_codes else Value(0),
        moved=live.moves(OuterRef("sitting")),
        proxied=_proxied(),
    )


def _proxied() -> Exists:
    return Exists(Proxy.objects.filter(sitting=OuterRef("sitting"), ended_at=None))


def _received() -> Coalesce:
    votes = Turnout.objects.filter(item=OuterRef("pk")).order_by().values("item")
    return Coalesce(Subquery(votes.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def _awaiting(who: Reader, sitting_id: UUID) -> QuerySet[AgendaItem]:
    """The open votes of a sitting without the reader's own ballot."""
    mine = Turnout.objects.filter(cast_by(who), item=OuterRef("pk"))
    seen = items_visible_to(who).filter(sitting_id=sitting_id, state=ItemState.OPEN)
    return seen.exclude(Exists(mine))


def sheet_of(item: AgendaItem, actor: Actor, agenda: Agenda | None = None) -> Sheet:
    """No query when the ``agenda`` is given. How many ballots came in is told to the secretary only."""
    tokens = (agenda or live.agenda_beside(item, actor)).tokens
    here = tokens.index(item.token)
    return Sheet(
        token=item.token,
        reference=wording.reference(item.token),
        state=item.state,
        label=ITEM_LABELS[item.state],
        tone=ITEM_TONES[item.state],
        place=here + 1,
        total=len(tokens),
        before=tokens[here - 1] if here else "",
        after=tokens[here + 1] if here + 1 < len(tokens) else "",
        **as_shown(item),
        ballots=item.received if item.sitting.board_code in actor.secretary_board_codes else 0,
        voted=item.voted,
        result=_result(item),
    )


def content_of(board_file: BoardFile) -> dict[str, Any]:
    """The sheet of a file as it came, saved or not: what the identity side previews. An agenda may show less of it."""
    return _content(board_file.readable())


def as_shown(item: AgendaItem) -> dict[str, Any]:
    """The file as the members of this sitting read it, without where it stands on the agenda. One query when the item
    came without what it shows; none for what never changes any more and was read before by this process."""
    came = "shown" in item.__dict__
    return _content(item.shown) if came or not is_settled(item) else _settled(item.token)


def is_settled(item: AgendaItem) -> bool:
    """What it shows never changes any more: its sitting has begun (``models.agenda``)."""
    return item.sitting.state in _SETTLED


@lru_cache(maxsize=2_000)
def _settled(token: str) -> dict[str, Any]:
    return _content(AgendaItem.objects.values_list("shown", flat=True).get(token=token))


def _content(shown: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a sheet that is the file itself."""
    return {
        "aid_label": shown["aid_label"],
        "asked_cents": shown["amount_asked_cents"],
        "proposed_cents": shown["amount_proposed_cents"],
        "ceiling_cents": shown["amount_ceiling_cents"],
        "corrected": shown.get("corrected", False),  # an agenda published before did not tell
        "account": shown.get("account", ""),
        "summary": shown["summary"],
        "opinion": shown["opinion"],
        "opinion_tone": _OPINION_TONES.get(shown["opinion"], "warning"),
        "opinion_text": shown["opinion_text"],
        "situation": _rows(shown, _SITUATION),
        "money": _rows(shown, _MONEY),
        "criteria": [
            (label, found, _CRITERION_TONES.get(found, "warning"))
            for label, found in shown["criteria"]
            if found != _MET
        ],
        "criteria_met": [label for label, found in shown["criteria"] if found == _MET],
        "pages": [title for title, _, _ in shown.get("pages", ())],
    }


def _rows(shown: Mapping[str, Any], names: tuple[str, ...]) -> list[tuple[str, str]]:
    label = BoardFile._meta.get_field
    rows = ((str(label(name).verbose_name), shown[name]) for name in names)
    return [(name[:1].upper() + name[1:], value) for name, value in rows if value]


def _result(item: AgendaItem) -> Result | None:
    ruling: Ruling | None = getattr(item, "ruling", None)
    if ruling is None:
        return None
    counts = {
        Choice.FOR: ruling.votes_for,
        Choice.PARTIAL: ruling.votes_partial,
        Choice.AGAINST: ruling.votes_against,
        Choice.ADJOURN: ruling.votes_adjourn,
        Choice.OUT_OF_COMPETENCE: ruling.votes_out_of_competence,
        Choice.ABSTAIN: ruling.votes_abstain,
    }
    return Result(
        outcome=ruling.outcome,
        label=OUTCOME_LABELS[ruling.outcome],
        tone=OUTCOME_TONES[ruling.outcome],
        amount_cents=ruling.amount_cents or None,
        sentence=ruling.sentence,
        quorum_sentence=ruling.quorum_sentence,
        proxies_sentence=ruling.proxies_sentence,
        nominal_sentence=ruling.nominal_sentence,
        counts=[(CHOICE_LABELS[choice], number) for choice, number in counts.items()],
        digests=ruling.digests,
        reasons=[REASONS[code].label for code in ruling.reason_codes],
        questions=ruling.question.splitlines(),
    )


def standing(item: AgendaItem, actor: Actor) -> Standing:
    """Of a member, while the vote is open. None or one query, three more for who holds a proxy."""
    board_code = item.sitting.board_code
    if item.state != ItemState.OPEN or board_code not in actor.member_board_codes:
        return Standing()
    if item.sitting.kind == SittingKind.CONSULTATION and not item.proxied:
        return _for_oneself(item, actor)
    voters = {voter.key: voter for voter in roll.voters_of(item.sitting, item.board_file_id)}
    mine = next((one for one in actor.memberships if one.pk in voters), None)
    if mine is None:
        return Standing(obstacle=wording.NO_MANDATE)
    keys = _carried(item, list(voters.values()), mine.pk)
    if keys:
        return Standing(voices=_still(item, mine, keys))
    return Standing(obstacle=wording.NO_SEAT if voters[mine.pk].present else wording.NOT_PRESENT)


def _for_oneself(item: AgendaItem, actor: Actor) -> Standing:
    """Nobody has to be there for a consultation: without a proxy, each of the members of that day has one ballot."""
    mine = actor.membership_for_board(item.sitting.board_code, Role.MEMBER)
    if mine is None or not mine.holds_on(item.sitting.held_on):
        return Standing(obstacle=wording.NO_MANDATE)
    return Standing(voices=_still(item, mine, [mine.pk]))


def _carried(item: AgendaItem, voters: list[rules.Voter], mine: int) -> list[int]:
    """The members whose ballots the member ``mine`` casts, themselves first."""
    proxies = any(voter.proxy_to is not None for voter in voters)
    held = rules.electorate(voters, **({"book": roll.book_of(item.sitting)} if proxies else {}))
    own = item.sitting.kind == SittingKind.CONSULTATION or held.get(mine) == mine
    others = [key for key, holder in held.items() if holder == mine and key != mine]
    return [mine, *others] if own else others


def _still(item: AgendaItem, mine: Membership, keys: list[int]) -> list[Voice]:
    """Those that have not spoken yet."""
    if keys == [mine.pk]:
        return [] if item.voted else [Voice(key="", name=mine.display_name)]
    spoke = set(Turnout.objects.filter(item=item).values_list("member_id", flat=True))
    members = Membership.objects.in_bulk([key for key in keys if key not in spoke])
    return [
        Voice(
            key="" if key == mine.pk else roll.sheet_key(item.sitting, members[key]),
            name=members[key].display_name,
        )
        for key in keys
        if key in members
    ]


def member_named(item: AgendaItem, key: str) -> int | None:
    """The member whom a form names by ``key``, at this sitting; None for nobody."""
    members = roll.members_on(board_code=item.sitting.board_code, on=item.sitting.held_on)
    return next((one.pk for one in members if roll.sheet_key(item.sitting, one) == key), None)


def called_to_vote(item: AgendaItem) -> int:
    """How many members vote on this file, for the secretary. Two queries."""
    return len(roll.seated(roll.roll_of(item.sitting, item.board_file_id)))
