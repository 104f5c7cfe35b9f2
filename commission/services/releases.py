"""Telling the other side what was decided: at the signature of the minutes, or at the closing of an urgent vote."""

from commission.contract import RulingFacts
from commission.enums import ItemState, SittingKind
from commission.models import AgendaItem, Ruling, Sitting
from commission.queries import oversight
from commission.queries.oversight import PayableDays
from commission.queries.rulebook import rulebook_of
from commission.services import notices


def at_closing(*, item: AgendaItem, ruling: Ruling) -> None:
    """The ruling itself where the board tells urgent aid at once, or delegated it: the two agreements are what it
    waits for. Else only that the file was examined.
    """
    sitting = item.sitting
    book = rulebook_of(board_code=sitting.board_code, on=sitting.held_on)
    payable = oversight.payable_days(sitting, None)
    if sitting.kind == SittingKind.DELEGATION or oversight.leaves_at_once(book, item.board_file.aid_code):
        notices.ruled(item=item, facts=_facts(item, ruling, payable))
    else:
        notices.examined(item=item, on=payable.decided_on(ruling))


def at_signature(*, sitting: Sitting) -> int:
    """Every ruling of the sitting, in the transaction of the signature; those told before are not told again."""
    closed = AgendaItem.objects.filter(sitting=sitting, state=ItemState.CLOSED, ruling__isnull=False)
    items = list(closed.select_related("sitting", "board_file", "ruling").order_by("pk"))
    payable = oversight.payable_days(sitting, None)
    for item in items:
        notices.ruled(item=item, facts=_facts(item, item.ruling, payable))
    return len(items)


def _facts(item: AgendaItem, ruling: Ruling, payable: PayableDays) -> RulingFacts:
    return RulingFacts(
        token=item.board_file_id,
        board_code=item.sitting.board_code,
        outcome=ruling.outcome,
        amount_cents=ruling.amount_cents,
        reason_codes=tuple(ruling.reason_codes),
        question=ruling.question,
        held_on=payable.decided_on(ruling),
        signatory_name=ruling.signatory_name,
        signatory_title=ruling.signatory_title,
        payable_from=payable.of(item.board_file.aid_code, ruling),
    )
