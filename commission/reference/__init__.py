"""What the boards of a portal start with: public counts, from the table beside this file, thresholds, rules.

``load`` creates what is missing and touches nothing that exists: what an administrator imported stays. The numbers
are orders of magnitude: 4.5 million self-employed shared between the regions by population (half as many by head in
Guyane and Mayotte), then by activity and by age, as if the two had nothing to do with each other.
"""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

from commission.models import AnonymityThreshold, BoardRules, PublicCount
from cpsti_portal.kernel.territory.models import Board, Region

SOURCE = "estimation, à remplacer par les chiffres de l’organisme"
AS_OF = date(2025, 12, 31)
RULES_FROM = date(2022, 1, 1)  # the first day of the mandates of 2022
_TABLE = Path(__file__).parent / "public_counts.csv"


def load() -> None:
    """Idempotent: six statements."""
    boards = set(Board.objects.values_list("code", flat=True))
    counted = set(PublicCount.objects.order_by().values_list("board_code", flat=True).distinct())
    PublicCount.objects.bulk_create(
        PublicCount(
            board_code=board, sector_group=sector, age_band=age, count=number, source=SOURCE, as_of=AS_OF
        )
        for (board, sector, age), number in _cells().items()
        if board in boards - counted
    )
    AnonymityThreshold.objects.bulk_create(
        [AnonymityThreshold(board_code=code) for code in sorted(boards)], ignore_conflicts=True
    )
    ruled = set(BoardRules.objects.order_by().values_list("board_code", flat=True).distinct())
    BoardRules.objects.bulk_create(
        [BoardRules(board_code=code, starts_on=RULES_FROM) for code in sorted(boards - ruled)]
    )


def _cells() -> Counter[tuple[str, str, str]]:
    """(board, sector group, age band) → self-employed; a board that covers several regions has their sum."""
    board_of = dict(Region.objects.values_list("code", "board_id"))
    cells: Counter[tuple[str, str, str]] = Counter()
    with _TABLE.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            if board := board_of.get(row["region_code"]):
                cells[board, row["sector_group"], row["age_band"]] += int(row["count"])
    return cells
