"""A page that came with an anonymised file: the board's own copy of its pixels."""

import pgtrigger
from django.db import models

from commission.models.board_file import BoardFile
from cpsti_portal.kernel.wall.rights import EVERY_FIELD, BoardRights

FOLDER = "commission"


class BoardPage(models.Model):
    """``number``: its place among the pages of the file, from 1. Title, name and digest stand in the file's facts."""

    board_rights = BoardRights(select=EVERY_FIELD)  # a page comes in by the other side

    board_file = models.ForeignKey(
        BoardFile, on_delete=models.PROTECT, related_name="page_images", verbose_name="dossier"
    )
    number = models.PositiveSmallIntegerField("place")
    path = models.CharField("fichier", max_length=120, unique=True)

    class Meta:
        verbose_name = "page jointe"
        verbose_name_plural = "pages jointes"
        constraints = [
            models.UniqueConstraint(
                name="board_page_numbered",
                fields=["board_file", "number"],
                violation_error_message="Cette page est déjà là.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="page_unchanged"),
            pgtrigger.Protect(name="page_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return str(self.number)
