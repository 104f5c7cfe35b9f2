"""A request is judged as of the day it was filed, however late the account is checked."""

import pytest

from requests_app.models import StoredVerdict
from requests_app.services import checks
from tests.requests_app.casework.case import AT, LATER, held, holder


def outcome_of(aid_request, code: str) -> str:
    findings = StoredVerdict.objects.filter(aid_request=aid_request).latest().findings
    return next(finding["outcome"] for finding in findings if finding["code"] == code)


@pytest.mark.django_db
def test_r2_counts_the_year_to_the_day_of_filing_not_to_the_day_of_the_checks():
    aid_request = held()
    one_year_before = AT.date().replace(year=AT.year - 1)
    checks.save(
        aid_request=aid_request,
        actor=holder(aid_request),
        raw={"affiliated_on": one_year_before.isoformat()},
        version=0,
        at=LATER,
    )
    assert outcome_of(aid_request, "r2_seniority") == "not_met"
