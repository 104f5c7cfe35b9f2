"""The anonymised file: a copy by allow-list, without any link to the request it was made from."""

from dataclasses import fields

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from commission.contract import BoardFacts
from commission.enums import FILE_LABELS, FileState, choices_of
from commission.workflow import FILE_MOVES, allowed_moves
from cpsti_portal.kernel.wall.rights import EVERY_FIELD, BoardRights

FACTS = tuple(field.name for field in fields(BoardFacts))
# What a reader may be shown: not the key it came with, which only the two houses share; nor when it is due, which would
# tell a member in which order files were filed.
_NOT_SHOWN = ("token", "board_code", "replaces", "follows", "decide_by")
READABLE = tuple(name for name in FACTS if name not in _NOT_SHOWN)


class BoardFile(models.Model):
    """Exactly the fields of ``BoardFacts``, frozen once written. The key is the token the two houses share: no page
    shows it, an agenda gives the file another one. ``received_at`` is shown on no page either.
    """

    board_rights = BoardRights(select=EVERY_FIELD, update=("state",))  # a file comes in by the other side

    token = models.CharField("référence", max_length=26, primary_key=True)
    board_code = models.CharField("commission", max_length=3)
    aid_code = models.CharField("code de l’aide", max_length=20)
    aid_label = models.CharField("aide", max_length=120)
    area_label = models.CharField("territoire", max_length=120)
    filed_quarter = models.CharField("trimestre du dépôt", max_length=120)
    age_band = models.CharField("tranche d’âge", max_length=120)
    sector_group = models.CharField("groupe d’activités", max_length=120)
    category = models.CharField("catégorie", max_length=120)
    regime = models.CharField("régime", max_length=120)
    seniority_band = models.CharField("ancienneté", max_length=120)
    household = models.CharField("foyer", max_length=120)
    cause = models.CharField("cause de la difficulté", max_length=120)
    income_band = models.CharField("ressources du foyer", max_length=120)
    charges_band = models.CharField("charges du foyer", max_length=120)
    remaining_band = models.CharField("reste à vivre", max_length=120)
    turnover_band = models.CharField("chiffre d’affaires", max_length=120)
    savings_band = models.CharField("épargne", max_length=120)
    contributions_due_band = models.CharField("cotisations dues", max_length=120)
    amount_asked_cents = models.PositiveIntegerField("montant demandé, en centimes")
    amount_proposed_cents = models.PositiveIntegerField("montant proposé, en centimes")
    amount_ceiling_cents = models.PositiveIntegerField("montant maximal, en centimes")
    earlier_aids = models.CharField("aides antérieures", max_length=120)
    account = models.TextField("mots de la personne", blank=True, default="")
    summary = models.TextField("exposé")
    opinion = models.CharField("avis", max_length=120)
    opinion_text = models.TextField("motivation de l’avis", blank=True)
    replaces = models.CharField("corrige le dossier", max_length=26, blank=True, default="")
    follows = models.CharField("vient après le dossier", max_length=26, blank=True, default="")
    criteria = models.JSONField("critères", default=list, blank=True)
    pages = models.JSONField("pages jointes", default=list, blank=True)
    decide_by = models.DateField("quinzaine de l’échéance", null=True, blank=True)

    state = models.CharField(
        "état", max_length=10, choices=choices_of(FILE_LABELS), default=FileState.READY.value
    )
    received_at = models.DateTimeField("reçu le", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "dossier anonymisé"
        verbose_name_plural = "dossiers anonymisés"
        indexes = [
            models.Index(
                name="board_file_ready",
                fields=["board_code", "token"],
                condition=Q(state=FileState.READY.value),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="board_file_state_known",
                condition=Q(state__in=[one.value for one in FileState]),
                violation_error_message="Cet état de dossier n’existe pas.",
            ),
            models.CheckConstraint(
                name="board_file_token_is_random",
                condition=Q(token__regex=r"^[A-Za-z0-9_-]{26}$"),  # noqa: S106
                violation_error_message="La référence d’un dossier anonymisé compte 26 caractères tirés au hasard.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="facts_are_frozen", fields=[*FACTS, "received_at"]),
            pgtrigger.FSM(name="file_moves", field="state", transitions=allowed_moves(FILE_MOVES)),
            pgtrigger.Protect(name="file_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.token

    def readable(self) -> dict[str, object]:
        """Everything a reader may be shown, as it came. That it corrects another is told, not which one."""
        return {name: getattr(self, name) for name in READABLE} | {"corrected": bool(self.replaces)}
