"""The pages that come with a file: the bytes the other side signed, and no others, in the board's own storage."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.core.files.storage import default_storage

from commission.contract import BoardFacts, BoardPage
from commission.models import BoardFile
from commission.models import BoardPage as KeptPage
from commission.models.board_page import FOLDER
from cpsti_portal.kernel import private_files
from cpsti_portal.kernel.errors import DomainError


def check(*, facts: BoardFacts, pages: Sequence[BoardPage]) -> None:
    """Raises DomainError ``board.pages`` when the pages are not those of the facts, byte for byte."""
    told = tuple((page.title, page.name, page.digest) for page in pages)
    if told != facts.pages or any(hashlib.sha256(page.content).hexdigest() != page.digest for page in pages):
        raise DomainError("board.pages", "Les pages jointes ne sont pas celles qui ont été signées.")


def keep(*, board_file: BoardFile, pages: Sequence[BoardPage]) -> None:
    """Inside the transaction that receives the file: when a page cannot be kept, nothing of the file is."""
    paths: list[str] = []
    try:
        paths.extend(private_files.keep(FOLDER, page.content) for page in pages)
        KeptPage.objects.bulk_create(
            KeptPage(board_file=board_file, number=number, path=path)
            for number, path in enumerate(paths, start=1)
        )
    except BaseException as error:
        for path in paths:
            default_storage.delete(path)
        if isinstance(error, OSError):
            raise DomainError(
                "board.pages_not_stored",
                "Les pages jointes n’ont pas pu être enregistrées. Réessayez dans quelques minutes.",
            ) from error
        raise


def sweep(*, older_than: datetime) -> int:
    """Take away the images that no row knows and that are older than ``older_than``; returns how many."""
    known = set(KeptPage.objects.values_list("path", flat=True))
    return private_files.sweep(FOLDER, known, older_than=older_than)
