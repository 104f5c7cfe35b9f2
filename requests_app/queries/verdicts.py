"""What the rules say of a draft or of a filed request, on a given day."""

from dataclasses import dataclass
from datetime import date

from cpsti_portal.kernel.territory.postcodes import department_of_postcode
from requests_app.aids import registry
from requests_app.aids.fields import Answers
from requests_app.aids.reading import Reader
from requests_app.eligibility import Ceiling, Verdict, amount_ceiling, assess
from requests_app.facts import case_facts
from requests_app.models import AidRequest
from requests_app.queries.campaigns import campaign_facts, campaign_of
from requests_app.queries.drafts import Draft
from requests_app.queries.earlier_aids import earlier_aids
from requests_app.queries.parameters import parameters_for, region_of


@dataclass(frozen=True)
class Advice:
    verdict: Verdict
    ceiling: Ceiling


def advise(*, aid_request: AidRequest, answers: Answers, region_code: str, on: date) -> Advice:
    """The verdict and the ceiling with the parameters of the day ``on``. It advises; a person decides."""
    aid = registry.get(aid_request.aid_code)
    campaign = campaign_of(code=Reader(answers).text("disaster", "campaign") or "")
    facts = case_facts(
        answers,
        filed_on=on,
        earlier=earlier_aids(aid_request),
        campaign=campaign_facts(campaign) if campaign else None,
    )
    parameters = parameters_for(aid_code=aid.code, region_code=region_code, on=on)
    return Advice(
        verdict=assess(aid, facts, parameters),
        ceiling=amount_ceiling(aid, facts, parameters),
    )


def advise_draft(draft: Draft) -> Verdict | None:
    """What the rules see in a draft; None while its place of activity is not known."""
    answers = draft.reading.answers
    postcode = Reader(answers).text("business", "activity_postcode")
    region = region_of(department_of_postcode(postcode)) if postcode else None
    if region is None:
        return None
    return advise(aid_request=draft.aid_request, answers=answers, region_code=region, on=draft.on).verdict
