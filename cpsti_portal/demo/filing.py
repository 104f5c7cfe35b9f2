"""From an invented case to a draft, then to a filed request, through the portal's own reading and services."""

from datetime import datetime

from cpsti_portal.demo import papers
from cpsti_portal.demo.answers import Case, answers_for
from cpsti_portal.kernel.accounts.actors import Actor
from requests_app.aids.base import Aid
from requests_app.intake.reading import read_request
from requests_app.intake.typing import as_typed
from requests_app.models import AidRequest, StepAnswers
from requests_app.queries.drafts import intake_context
from requests_app.services import drafting, submission


class UnreadableCase(Exception):
    """An invented answer that the portal refuses: the generator is wrong, not the person."""


def write_draft(*, actor: Actor, aid: Aid, case: Case, at: datetime, steps: int | None = None) -> AidRequest:
    """A draft whose first ``steps`` steps are answered (all by default), with every paper it needs when complete."""
    draft = drafting.start(actor=actor, aid_code=aid.code.value, at=at)
    answers = answers_for(aid=aid, case=case)
    kept = aid.steps[:steps]
    raws = {
        step.slug: {
            spec.name: as_typed(spec, answers[step.slug][spec.name])
            for spec in step.fields
            if answers[step.slug].get(spec.name) not in (None, "", [])
        }
        for step in kept
    }
    reading = read_request(aid, raws, intake_context(aid=aid, at=at))
    for one in reading.steps[: len(kept)]:
        if one.problems:
            raise UnreadableCase(f"{aid.code} {one.step.slug}: {dict(one.problems)}")
    StepAnswers.objects.bulk_create(
        StepAnswers(
            aid_request=draft,
            step=one.step.slug,
            raw=one.raw,
            values=one.values,
            is_complete=True,
            updated_at=at,
        )
        for one in reading.steps[: len(kept)]
    )
    if len(kept) == len(aid.steps):
        for kind in aid.required_documents(reading.answers):
            papers.attach(draft, kind, at)
    return draft


def file(*, actor: Actor, aid: Aid, case: Case, at: datetime) -> AidRequest:
    """A request filed at ``at``, receipt owed."""
    draft = write_draft(actor=actor, aid=aid, case=case, at=at)
    submission.submit(actor=actor, aid_request=draft, at=at)
    draft.refresh_from_db()
    return draft
