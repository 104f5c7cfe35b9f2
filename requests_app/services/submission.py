"""Sending a request: read again whole, routed, numbered, dated, judged and receipted, in one transaction."""

import secrets
import unicodedata
from datetime import datetime

from django.db import transaction

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.errors import DomainError
from cpsti_portal.kernel.territory.routing import department_of_postcode, route
from requests_app.aids.reading import Reader
from requests_app.intake.reading import StepReading
from requests_app.legal_clock import silence_refuses_on
from requests_app.models import AidRequest, StepAnswers
from requests_app.queries.campaigns import campaign_of
from requests_app.queries.drafts import Draft, load_draft
from requests_app.queries.parameters import parameters_for
from requests_app.services import receipts, transitions, verdicts
from requests_app.services.drafting import lock_draft
from requests_app.workflow import State

# Neither 0/O, 1/I/L, nor vowels: a number that can be read over the phone and spells no word.
_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
_GROUP = 4


@transaction.atomic
def submit(*, actor: Actor, aid_request: AidRequest, at: datetime) -> AidRequest:
    """The filed request. Sent twice, it is filed once: the second call returns what the first one did.

    Raises DomainError ``draft.incomplete``, ``territory.unserved`` or ``draft.closed_here``; nothing is then written.
    """
    locked = AidRequest.objects.select_for_update().get(pk=aid_request.pk)
    if locked.state != State.DRAFT and locked.applicant_id == actor.user_id:
        return locked
    locked = lock_draft(actor=actor, aid_request=aid_request)
    draft = load_draft(locked, at=at)
    _check_complete(draft)
    _freeze_answers(draft)
    _route(locked, draft, at)
    verdicts.store(aid_request=locked, at=at)
    filed = transitions.apply(aid_request=locked, name="submit", actor=actor, at=at)
    receipts.issue(aid_request=filed, at=at)
    return filed


def _check_complete(draft: Draft) -> None:
    lacking = [reading.step.short_title for reading in draft.reading.steps if not reading.is_complete]
    lacking += [kind.label for kind in draft.missing_documents]
    if lacking:
        raise DomainError(
            "draft.incomplete", f"Votre demande n’est pas complète. Il reste : {', '.join(lacking)}."
        )


def _freeze_answers(draft: Draft) -> None:
    """The answers as they read today: one step may have changed what another one means."""
    changed = [_frozen(draft.rows[reading.step.slug], reading) for reading in draft.reading.steps]
    StepAnswers.objects.bulk_update(changed, ["values", "is_complete"])


def _frozen(row: StepAnswers, reading: StepReading) -> StepAnswers:
    row.values, row.is_complete = reading.values, True
    return row


def _route(aid_request: AidRequest, draft: Draft, at: datetime) -> None:
    read = Reader(draft.reading.answers)
    way = route(department_of_postcode(read.text("business", "activity_postcode") or ""))
    filed_on = clock.local_date(at, way.organisation.time_zone)
    in_force = parameters_for(aid_code=draft.aid.code, region_code=way.organisation.region_id, on=filed_on)
    aid_request.reference = _new_reference()
    aid_request.submitted_at = at
    aid_request.department = way.department
    aid_request.organisation = way.organisation
    aid_request.board = way.board
    aid_request.campaign = campaign_of(code=read.text("disaster", "campaign") or "")
    aid_request.due_on = silence_refuses_on(filed_on, in_force["silence_months"])
    aid_request.applicant_name = _listed_name(read)
    aid_request.siret = read.text("business", "siret") or ""
    aid_request.search_text = search_text(
        name=aid_request.applicant_name, reference=aid_request.reference, siret=aid_request.siret
    )
    aid_request.save()


def _new_reference() -> str:
    """« AS-7KQ4-93XM », drawn at random: one number tells nothing of another."""
    while True:
        drawn = "".join(secrets.choice(_ALPHABET) for _ in range(2 * _GROUP))
        reference = f"AS-{drawn[:_GROUP]}-{drawn[_GROUP:]}"
        if not AidRequest.objects.filter(reference=reference).exists():
            return reference


def _listed_name(read: Reader) -> str:
    """« MARTIN Julie »: the family name in capitals, then the first of the first names."""
    first = (read.text("identity", "first_names") or "").replace(",", " ").split()
    return f"{(read.text('identity', 'last_name') or '').upper()} {first[0] if first else ''}".strip()


def search_text(*, name: str, reference: str, siret: str) -> str:
    """What the search of the queue looks in: lower case, without accents, the number with and without dashes."""
    words = f"{name} {reference} {reference.replace('-', '')} {siret}".lower()
    return "".join(char for char in unicodedata.normalize("NFD", words) if not unicodedata.combining(char))
