"""What the same person has already been granted."""

from requests_app.enums import AidCode
from requests_app.facts import EarlierAid
from requests_app.models import AidRequest, Decision


def earlier_aids(aid_request: AidRequest) -> tuple[EarlierAid, ...]:
    """Aids granted, wholly or in part, on the other requests of the same account; the latest first."""
    decisions = (
        Decision.objects.filter(aid_request__applicant_id=aid_request.applicant_id, amount_cents__gt=0)
        .filter(annulled_on__isnull=True)
        .exclude(aid_request=aid_request)
        .select_related("aid_request__campaign")
        .order_by("-decided_on", "-pk")
    )
    return tuple(
        EarlierAid(
            aid_code=AidCode(decision.aid_request.aid_code),
            granted_on=decision.decided_on,
            amount_cents=decision.amount_cents,
            campaign=decision.aid_request.campaign.code if decision.aid_request.campaign else "",
        )
        for decision in decisions
    )
