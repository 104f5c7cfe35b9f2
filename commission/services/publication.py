"""Giving an agenda to its readers, and taking it back while nothing has begun."""

from uuid import UUID

from django.db import transaction

from commission.enums import ItemState, SittingState
from commission.models import AgendaItem
from commission.queries import crowd
from commission.services import locks, transitions
from commission.services.agenda import planned
from commission.services.consultations import refuse_other_aids
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError


@transaction.atomic
def publish(*, actor: Actor, sitting_id: UUID) -> None:
    """From now on members read the files, as they are shown now. Asked twice, it is published once.

    Raises ``DomainError``: ``agenda.empty``; ``consultation.other_aids``; ``agenda.revealing`` while a file is too
    easily recognised.
    """
    sitting = locks.sitting_of_secretary(actor=actor, sitting_id=sitting_id)
    if sitting.state == SittingState.PUBLISHED:
        return
    planned(actor=actor, sitting_id=sitting_id)
    if not AgendaItem.objects.filter(sitting=sitting, state=ItemState.PENDING).exists():
        raise DomainError("agenda.empty", "L’ordre du jour est vide\u00a0: inscrivez au moins un dossier.")
    refuse_other_aids(sitting=sitting)
    if crowd.reading_of(sitting).red:
        raise DomainError(
            "agenda.revealing",
            "Un dossier est trop facile à reconnaître\u00a0: élargissez ce qui bloque, puis publiez.",
        )
    transitions.move(thing=sitting, name="publish")
    record(action="board.agenda_published", actor=actor, target=sitting)


@transaction.atomic
def take_back(*, actor: Actor, sitting_id: UUID) -> None:
    """Members do not read the files any more, until the next publication. Asked twice, it is taken back once.

    Raises ``Conflict`` ``agenda.frozen`` once the sitting has begun.
    """
    sitting = locks.sitting_of_secretary(actor=actor, sitting_id=sitting_id)
    if sitting.state == SittingState.PLANNED:
        return
    if sitting.state != SittingState.PUBLISHED:
        raise Conflict(
            "agenda.frozen", "L’ordre du jour ne change plus une fois la séance ouverte, close ou annulée."
        )
    transitions.move(thing=sitting, name="take_back")
    record(action="board.agenda_taken_back", actor=actor, target=sitting)
