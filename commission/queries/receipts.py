"""What the holder of a receipt may read of it, and whether its ballot was counted."""

from dataclasses import dataclass

from commission import receipts
from commission.enums import CHOICE_LABELS, ItemState
from commission.models import AgendaItem, Ballot, Receipt, Ruling
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.reasons import REASONS


@dataclass(frozen=True)
class Kept:
    """``whose``: the member whose voice it is, "" for the reader's own. ``code`` is grouped as it is read out."""

    whose: str
    code: str


@dataclass(frozen=True)
class Found:
    """The ballot a code opens. ``text``: of which ``digest`` is the SHA-256. ``counted``: it is among those counted."""

    label: str
    amount_cents: int
    reason: str
    question: str
    text: str
    digest: str
    counted: bool


def kept_by(actor: Actor, item: AgendaItem) -> list[Kept]:
    """Codes that the reader holds on this item, their own first. One query; nobody else's are ever shown."""
    mine = Receipt.objects.filter(item=item, holder__user_id=actor.user_id).select_related("member")
    codes = sorted(mine, key=lambda one: (one.member_id != one.holder_id, one.member.display_name))
    return [
        Kept(
            whose="" if one.member_id == one.holder_id else one.member.display_name,
            code=receipts.grouped(one.code),
        )
        for one in codes
    ]


def found_by(code: str, item: AgendaItem) -> Found | None:
    """The ballot of this item that ``code`` opens, once the vote is closed; None when there is none."""
    if item.state not in (ItemState.CLOSED, ItemState.DEFERRED):
        return None
    typed = receipts.typed(code)
    for ballot in Ballot.objects.filter(item=item).order_by("pk"):
        content = {
            "token": item.token,
            "choice": ballot.choice,
            "amount_cents": ballot.amount_cents,
            "reason_code": ballot.reason_code,
            "question": ballot.question,
            "code": typed,
        }
        if receipts.digest(**content) == ballot.digest:
            return _found(item, ballot, receipts.sealed_text(**content))
    return None


def _found(item: AgendaItem, ballot: Ballot, text: str) -> Found:
    ruling: Ruling | None = getattr(item, "ruling", None)
    return Found(
        label=CHOICE_LABELS[ballot.choice],
        amount_cents=ballot.amount_cents,
        reason=REASONS[ballot.reason_code].label if ballot.reason_code else "",
        question=ballot.question,
        text=text,
        digest=ballot.digest,
        counted=ruling is not None and ballot.digest in ruling.digests,
    )
