"""Events that open the urgent aid."""

from datetime import date

from requests_app.facts import CampaignFacts
from requests_app.intake.kinds import Choices
from requests_app.letters.wording import long_date
from requests_app.models import Campaign


def open_campaigns(*, on: date) -> Choices:
    """The events a person can choose today, the latest first."""
    return _choices(Campaign.objects.filter(opens_on__lte=on, closes_on__gte=on))


def all_campaigns() -> Choices:
    """Every event, to read back a request whose event is closed since."""
    return _choices(Campaign.objects.all())


def _choices(campaigns) -> Choices:
    return tuple(
        (campaign.code, f"{campaign.name}, {long_date(campaign.event_on)}")
        for campaign in campaigns.order_by("-event_on", "code")
    )


def campaign_of(*, code: str) -> Campaign | None:
    return Campaign.objects.filter(code=code).first()


def campaign_facts(campaign: Campaign) -> CampaignFacts:
    """What the rules look at."""
    return CampaignFacts(
        code=campaign.code,
        name=campaign.name,
        event_on=campaign.event_on,
        opens_on=campaign.opens_on,
        closes_on=campaign.closes_on,
        departments=frozenset(campaign.departments.values_list("code", flat=True)),
        cap_cents=campaign.cap_cents,
    )
