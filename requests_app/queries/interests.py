"""Which members have something to do with a request, from what they declared and what it answers."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership, Role
from requests_app.interests import Business, Declared, InterestKind, Tie, tie_of
from requests_app.models import AidRequest, Interest
from requests_app.queries.drafts import stored_answers


def interests_of(actor: Actor) -> QuerySet[Interest]:
    """One’s own, and nobody else’s."""
    return Interest.objects.filter(user=actor.user_id).order_by("kind", "value")


def business_of(aid_request: AidRequest) -> Business:
    answers = {name: value for step in stored_answers(aid_request).values() for name, value in step.items()}
    return Business(
        siret=str(aid_request.siret or answers.get("siret") or ""),
        name=str(answers.get("business_name") or ""),
        commune=str(answers.get("activity_city") or ""),
        holder=aid_request.applicant_name,
    )


def ties_of(aid_request: AidRequest, *, board_codes: Iterable[str], on: date) -> dict[str, dict[int, Tie]]:
    """Board → mandate → tie, of the members whose mandate holds on ``on`` or later. Three queries."""
    members = Membership.objects.filter(role=Role.MEMBER, board__in=board_codes)
    members = members.filter(Q(ends_on=None) | Q(ends_on__gte=on)).order_by("pk")
    declared = defaultdict(list)
    for one in Interest.objects.filter(user__in=members.values("user")).order_by("pk"):
        declared[one.user_id].append(Declared(InterestKind(one.kind), one.value))
    business = business_of(aid_request)
    found: dict[str, dict[int, Tie]] = defaultdict(dict)
    for pk, user_id, board_code in members.values_list("pk", "user_id", "board_id"):
        tie = tie_of(declared[user_id], business)
        if tie is not Tie.NONE:
            found[board_code][pk] = tie
    return found
