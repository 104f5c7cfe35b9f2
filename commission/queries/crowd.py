"""The open files of a board, and the people of its territory, as the meter reads them."""

from django.db.models import OuterRef, QuerySet, Subquery

from commission import meter
from commission.enums import FileState, ItemState
from commission.ladders import ATTRIBUTES
from commission.meter import Counts, OpenFile, Reading
from commission.models import AgendaItem, AnonymityThreshold, BoardFile, PublicCount, Sitting

OPEN = (FileState.READY, FileState.SCHEDULED)


def reading_of(sitting: Sitting, *, k: int | None = None) -> Reading:
    """The reading of an agenda: the open files in one query, the counts in one, the threshold in one unless given.

    Findings name their files by the tokens of this sitting, in their order.
    """
    counts = counts_of(board_code=sitting.board_code)
    k = threshold_of(board_code=sitting.board_code) if k is None else k
    return meter.read(_open_files(sitting), counts=counts, k=k)


def _open_files(sitting: Sitting) -> list[OpenFile]:
    """The files of this agenda first, by token; the others have no name here."""
    here = AgendaItem.objects.filter(board_file=OuterRef("pk"), sitting=sitting, state=ItemState.PENDING)
    rows = (
        _open(sitting.board_code)
        .annotate(
            item_token=Subquery(here.values("token")[:1]), item_shown=Subquery(here.values("shown")[:1])
        )
        .order_by("item_token", "token")
        .values("item_token", "item_shown", "cause", *ATTRIBUTES)
    )
    return [
        OpenFile(
            key=row["item_token"] or "",
            facts={name: row[name] for name in ATTRIBUTES},
            shown={name: row["item_shown"][name] for name in ATTRIBUTES} if row["item_token"] else None,
            situation=row["cause"],
        )
        for row in rows
    ]


def open_file_count(*, board_code: str) -> int:
    return _open(board_code).count()


def _open(board_code: str) -> QuerySet[BoardFile]:
    return BoardFile.objects.filter(board_code=board_code, state__in=OPEN)


def counts_of(*, board_code: str) -> Counts:
    cells = PublicCount.objects.filter(board_code=board_code).order_by("sector_group", "age_band")
    return {
        (sector, age): number
        for sector, age, number in cells.values_list("sector_group", "age_band", "count")
    }


def threshold_of(*, board_code: str) -> int:
    chosen = AnonymityThreshold.objects.filter(board_code=board_code).values_list("people", flat=True)
    return chosen.first() or meter.DEFAULT_K
