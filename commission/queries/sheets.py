"""One file as a well-set page: what is asked, who asks in broad strokes, what is advised, what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from commission import rules, wording
from commission.enums import (
    CHOICE_LABELS,
    ITEM_LABELS,
    ITEM_TONES,
    OUTCOME_LABELS,
    OUTCOME_TONES,
    Choice,
    ItemState,
)
from commission.models import AgendaItem, BoardFile, Ruling, Turnout
from commission.models.agenda import ORDER
from commission.queries import roll
from commission.queries.visible import items_visible_to
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.reasons import REASONS

_SITUATION = (
    "age_band", "sector_group", "category", "regime", "seniority_band", "household", "cause",
    "earlier_aids", "area_label", "filed_quarter",
)  # fmt: skip
_MONEY = (
    "income_band", "charges_band", "remaining_band", "savings_band", "turnover_band", "contributions_due_band",
)  # fmt: skip
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
class Standing:
    """What the reader may do about this vote. ``obstacle``: why a member does not vote, in a sentence."""

    votes: bool = False
    obstacle: str = ""


def items_of_sheets(actor: Actor, sitting_id: UUID) -> QuerySet[AgendaItem]:
    """The items of one agenda with what a sheet needs: how many ballots came in, and whether the reader's is there."""
    mine = Turnout.objects.filter(item=OuterRef("pk"), member__user_id=actor.user_id)
    return (
        items_visible_to(actor)
        .filter(sitting_id=sitting_id)
        .select_related("sitting", "ruling")
        .annotate(received=Count("turnouts"), voted=Exists(mine))
    )


def sheet_of(item: AgendaItem, actor: Actor) -> Sheet:
    """One query, for the neighbours on the agenda. How many ballots came in is told to the secretary only."""
    agenda = items_visible_to(actor).filter(sitting_id=item.sitting_id).order_by(*ORDER)
    tokens = list(agenda.values_list("token", flat=True))
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
        **_content(item.shown),
        ballots=item.received if item.sitting.board_code in actor.secretary_board_codes else 0,
        voted=item.voted,
        result=_result(item),
    )


def content_of(board_file: BoardFile) -> dict[str, Any]:
    """The sheet of a file as it came, saved or not: what the identity side previews. An agenda may show less of it."""
    return _content(board_file.readable())


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
        reasons=[REASONS[code].label for code in ruling.reason_codes],
        questions=ruling.question.splitlines(),
    )


def standing(item: AgendaItem, actor: Actor) -> Standing:
    """Of a member, while the vote is open and their ballot not in. Two queries."""
    board_code = item.sitting.board_code
    if item.state != ItemState.OPEN or item.voted or board_code not in actor.member_board_codes:
        return Standing()
    lines = roll.roll_of(item.sitting, item.board_file_id)
    mine = next((line for line in lines if line.member.user_id == actor.user_id), None)
    if mine is None:
        return Standing(obstacle=wording.NO_MANDATE)
    if not mine.present:
        return Standing(obstacle=wording.NOT_PRESENT)
    if mine.member.pk not in rules.seated(roll.voters(lines)):
        return Standing(obstacle=wording.NO_SEAT)
    return Standing(votes=True)


def called_to_vote(item: AgendaItem) -> int:
    """How many members vote on this file, for the secretary. Two queries."""
    return len(roll.seated(roll.roll_of(item.sitting, item.board_file_id)))
