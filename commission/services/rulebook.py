"""The rules of a board from a day to come: an act of the administration. What already judged is never written again."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from commission.models import BoardRules
from commission.queries import calendar
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from cpsti_portal.kernel.territory.models import Board


@transaction.atomic
def announce(
    *, actor: Actor, board_code: str, starts_on: date, rules: Mapping[str, object], at: datetime
) -> BoardRules:
    """``rules`` (fields of ``BoardRules``) hold from ``starts_on``; those announced for that day are replaced.

    Raises ``NotAllowed`` ``rules.administrator``, ``Conflict`` ``rules.same``, and ``DomainError`` ``rules.board``,
    ``rules.begun`` for a day that is not to come in the board's own time zone.
    """
    if not actor.is_administrator:
        raise NotAllowed("rules.administrator", "Seule l’administration fixe les règles d’une commission.")
    if not Board.objects.filter(code=board_code).exists():
        raise DomainError("rules.board", "Cette commission n’existe pas.")
    known = list(BoardRules.objects.select_for_update().filter(board_code=board_code).order_by("starts_on"))
    if starts_on <= calendar.local_day(board_code=board_code, at=at):
        raise DomainError(
            "rules.begun", "Des règles nouvelles commencent demain au plus tôt\u00a0: le passé ne change pas."
        )
    held = next((row for row in reversed(known) if row.starts_on < starts_on), None) or BoardRules()
    row = next((row for row in known if row.starts_on == starts_on), None)
    if all(getattr(row or held, name) == value for name, value in rules.items()):
        raise Conflict(
            "rules.same", "Ces règles sont déjà celles qui s’appliquent ce jour-là\u00a0: rien ne change."
        )
    changed = {name: value for name, value in rules.items() if getattr(held, name) != value}
    row = row or BoardRules(board_code=board_code, starts_on=starts_on)
    for name, value in rules.items():
        setattr(row, name, value)
    row.save()
    record(
        action="board.rules_announced",
        actor=actor,
        target=row,
        detail={"board": board_code, "starts_on": starts_on.isoformat(), "changed": changed},
    )
    return row
