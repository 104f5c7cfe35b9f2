"""Reference data of the aids that an administrator edits afterwards."""

from datetime import date

from requests_app.letters import remedies
from requests_app.models import AidParameter, RemediesText
from requests_app.parameters import DEFAULTS, REGIONAL_DEFAULTS

# Older than any request: the values hold until an administrator gives newer ones.
SINCE = date(2020, 1, 1)


def load() -> None:
    """Idempotent: creates what is missing, touches nothing that exists."""
    _load_parameters()
    _load_remedies()


def _load_parameters() -> None:
    wanted = [(code.value, item.key, None, item) for code, items in DEFAULTS.items() for item in items]
    wanted += [(item.aid_code.value, item.key, item.region_code, item) for item in REGIONAL_DEFAULTS]
    known = set(AidParameter.objects.values_list("aid_code", "key", "region_id"))
    AidParameter.objects.bulk_create(
        [
            AidParameter(
                aid_code=code,
                key=key,
                region_id=region,
                value=item.value,
                starts_on=SINCE,
                source=item.source,
            )
            for code, key, region, item in wanted
            if (code, key, region) not in known
        ]
    )


def _load_remedies() -> None:
    general = RemediesText.objects.filter(organisation__isnull=True, aid_code="")
    known = set(general.values_list("kind", flat=True))
    RemediesText.objects.bulk_create(
        [
            RemediesText(kind=item.kind, starts_on=SINCE, text=item.text, mediator_text=remedies.MEDIATOR)
            for item in remedies.DEFAULTS
            if item.kind not in known
        ]
    )
