"""The door of the board: an anonymised file comes in, or is withdrawn before it is examined.

Nothing is written in the journal here: a line at the very second of the sending would tie a reference to a request
for whoever reads the journal. The identity side keeps that trace.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from commission.contract import BoardFacts, BoardPage
from commission.enums import GONE, FileState, ItemState, SittingKind
from commission.models import AgendaItem, BoardFile, Recusal
from commission.services import delegations, envelopes, locks, recusals, transitions
from commission.services import pages as kept_pages
from cpsti_portal.kernel.errors import Conflict, DomainError
from cpsti_portal.kernel.territory.models import Board


@transaction.atomic
def receive_file(
    *,
    facts: BoardFacts,
    pages: Sequence[BoardPage] = (),
    set_aside: Collection[int] = (),
    at: datetime | None = None,
) -> None:
    """Keep ``facts`` as they are, with their pages, ready for an agenda. The same file sent twice is kept once.
    Received ``at``, now for the database when nothing is said.

    Who stepped aside from the file it follows has nothing to do with it either, nor the mandates of ``set_aside``:
    to the board they are members who are not convened on this file, and nothing tells why.

    Raises ``DomainError`` ``board.unknown``, ``board.pages``, ``board.pages_not_stored`` and, when the reference is
    taken by other facts, ``Conflict``.
    """
    if not Board.objects.filter(code=facts.board_code).exists():
        raise DomainError("board.unknown", "Cette commission n’existe pas.")
    kept_pages.check(facts=facts, pages=pages)
    columns = _columns(facts)
    received = {"received_at": at} if at else {}
    kept, created = BoardFile.objects.get_or_create(token=facts.token, defaults=columns | received)
    if not created and any(getattr(kept, name) != value for name, value in columns.items()):
        raise Conflict("board.token_taken", "Cette référence désigne déjà un autre dossier.")
    if created and facts.follows:
        _carry_recusals(facts)
    if created:
        recusals.keep_aside(board_file_id=kept.pk, member_ids=set_aside, at=kept.received_at)
        kept_pages.keep(board_file=kept, pages=pages)


@transaction.atomic
def retract_file(*, token: str, at: datetime) -> None:
    """Take the file back, off the agenda if need be, published or not: its readers do not find it any more.

    What it had set aside returns to the envelope.

    Raises ``Conflict`` once its vote is open or closed; a delegation under way ends, for want of a file to decide.
    """
    on_agenda = (
        AgendaItem.objects.exclude(state__in=GONE)
        .filter(board_file_id=token)
        .select_related("sitting")
        .first()
    )
    if on_agenda is not None and on_agenda.sitting.kind == SittingKind.DELEGATION:
        delegations.withdraw(sitting_id=on_agenda.sitting_id, at=at)
        on_agenda = None
    item = locks.item(sitting_id=on_agenda.sitting_id, token=on_agenda.token) if on_agenda else None
    board_file = locks.file(token=token)
    if board_file is None or board_file.state == FileState.RETRACTED:
        return
    if board_file.state not in (FileState.READY, FileState.SCHEDULED) or (
        item and item.state == ItemState.OPEN
    ):
        raise Conflict(
            "file.examined",
            "La commission examine ou a déjà examiné ce dossier\u00a0: il ne peut plus être retiré.",
        )
    waiting = item is not None and item.state == ItemState.PENDING
    if waiting != (board_file.state == FileState.SCHEDULED):
        raise Conflict("file.moved", "La commission vient de modifier son ordre du jour\u00a0: recommencez.")
    if waiting:
        transitions.move(thing=item, name="drop")
    transitions.move(thing=board_file, name="retract")
    if waiting:
        envelopes.release(item=item, at=at)


def _carry_recusals(facts: BoardFacts) -> None:
    """``token`` stays empty: under its new name nobody is told that the file is the same."""
    earlier = Recusal.objects.filter(board_file_id=facts.follows)
    Recusal.objects.bulk_create(
        Recusal(board_file_id=facts.token, member_id=one.member_id, stepped_aside_at=one.stepped_aside_at)
        for one in earlier
    )


def _columns(facts: BoardFacts) -> dict:
    columns = asdict(facts)
    columns["criteria"] = [list(criterion) for criterion in facts.criteria]
    columns["pages"] = [list(page) for page in facts.pages]
    return columns
