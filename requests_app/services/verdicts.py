"""Keeping what the rules said, with the versions of the parameters that judged (CRPA L311-3-1)."""

from dataclasses import asdict
from datetime import datetime

from cpsti_portal.kernel import clock
from requests_app.aids.fields import Answers
from requests_app.models import AidRequest, StoredVerdict
from requests_app.queries.drafts import stored_answers
from requests_app.queries.verdicts import advise


def store(*, aid_request: AidRequest, at: datetime, answers: Answers | None = None) -> StoredVerdict:
    """Judge a routed request as of the day it was filed, whenever it is judged again.

    ``answers``: those of the request, plus what was checked since.
    """
    organisation = aid_request.organisation
    advice = advise(
        aid_request=aid_request,
        answers=stored_answers(aid_request) if answers is None else answers,
        region_code=organisation.region_id,
        on=clock.local_date(aid_request.submitted_at or at, organisation.time_zone),
    )
    return StoredVerdict.objects.create(
        aid_request=aid_request,
        computed_at=at,
        outcome=advice.verdict.outcome.value,
        findings=[asdict(finding) for finding in advice.verdict.findings],
        parameters=advice.verdict.parameter_versions,
        ceiling_cents=advice.ceiling.cents,
        ceiling_reason=advice.ceiling.reason,
    )
