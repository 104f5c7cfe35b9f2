"""What the caseworker reads in the contribution account: it prevails over what was declared; the rules judge again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict
from requests_app.aids.steps import CHECKS_SLUG
from requests_app.intake.reading import StepReading
from requests_app.intake.typing import Raw
from requests_app.models import AidRequest, StepAnswers
from requests_app.queries.checks import read_checks
from requests_app.services import verdicts
from requests_app.services.casework import lock_held
from requests_app.workflow import LABELS, State


@dataclass(frozen=True)
class Checked:
    """``reading.problems``: nothing was kept, and why."""

    reading: StepReading
    version: int


@transaction.atomic
def save(*, aid_request: AidRequest, actor: Actor, raw: Raw, version: int, at: datetime) -> Checked:
    """Keep the checks when they read well, and store the verdict they lead to.

    Raises NotAllowed ``casework.not_held``, Conflict ``checks.closed`` or ``checks.stale``.
    """
    locked = lock_held(aid_request=aid_request, actor=actor)
    if locked.state != State.IN_REVIEW:
        label = LABELS[State(locked.state)].staff
        raise Conflict("checks.closed", f"Ces vérifications ne changent plus : la demande est « {label} ».")
    row = StepAnswers.objects.select_for_update().filter(aid_request=locked, step=CHECKS_SLUG).first()
    reading = read_checks(raw, on=clock.local_date(at, locked.organisation.time_zone))
    if row is not None and row.raw == raw:
        return Checked(reading, row.version)
    if (row.version if row else 0) != version:
        raise Conflict(
            "checks.stale",
            "Ces vérifications ont été modifiées depuis une autre fenêtre : rechargez la page.",
        )
    if reading.problems:
        return Checked(reading, version)
    kept = row or StepAnswers(aid_request=locked, step=CHECKS_SLUG, version=0)
    kept.raw, kept.values, kept.is_complete = raw, reading.values, True
    kept.version, kept.updated_at = kept.version + 1, at
    kept.save()
    verdicts.store(aid_request=locked, at=at)
    record(action="casework.checked", actor=actor, target=locked, detail={"version": kept.version})
    return Checked(reading, kept.version)
