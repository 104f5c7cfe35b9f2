"""One file as its caseworker reads it: what the services and the page of a request need to know of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.models import Membership, Role
from cpsti_portal.kernel.money import euros
from requests_app.aids.fields import Answers
from requests_app.anonymisation.known import Known, known_of
from requests_app.facts import CaseFacts, case_facts
from requests_app.models import AidRequest, Decision, Opinion, StoredVerdict
from requests_app.opinion_rules import Shortcoming, shortcomings
from requests_app.parameters import Parameters
from requests_app.queries.drafts import stored_answers
from requests_app.queries.earlier_aids import earlier_aids
from requests_app.queries.parameters import parameters_for
from requests_app.wording_control import payment_held


@dataclass(frozen=True)
class CeilingShown:
    """The most that may be proposed, in euro cents, and why."""

    cents: int
    reason: str

    @property
    def sentence(self) -> str:
        return f"Le montant ne peut pas dépasser {euros(self.cents)}. {self.reason}"


def filed_on(aid_request: AidRequest) -> date:
    return clock.local_date(aid_request.submitted_at, aid_request.organisation.time_zone)


def is_held(aid_request: AidRequest, *, on: date) -> bool:
    """Somebody who still works there holds it."""
    holder = aid_request.caseworker
    return holder is not None and (holder.ends_on is None or holder.ends_on >= on)


def latest_verdict(aid_request: AidRequest) -> StoredVerdict | None:
    return StoredVerdict.objects.filter(aid_request=aid_request).order_by("-computed_at", "-id").first()


def ceiling_of(aid_request: AidRequest) -> CeilingShown:
    """That of the last verdict."""
    verdict = latest_verdict(aid_request)
    if verdict is None:
        return CeilingShown(0, "Les conditions n’ont pas encore été examinées.")
    return CeilingShown(verdict.ceiling_cents, verdict.ceiling_reason)


def facts_of(aid_request: AidRequest, answers: Answers | None = None) -> CaseFacts:
    """What the rules and the bands look at; ``answers`` when they are already at hand."""
    return case_facts(
        stored_answers(aid_request) if answers is None else answers,
        filed_on=filed_on(aid_request),
        earlier=earlier_aids(aid_request),
    )


def known_to_file(aid_request: AidRequest, answers: Answers | None = None) -> Known:
    """What may not leave: the answers, the account, places finer than the area of the board, whoever works there.

    A colleague tells the service, hence the place, as well as the holder does.
    """
    agents = Membership.objects.filter(organisation=aid_request.organisation_id, role=Role.CASEWORKER)
    return known_of(
        stored_answers(aid_request) if answers is None else answers,
        filed_on=filed_on(aid_request),
        emails=[aid_request.applicant.email],
        caseworkers=agents.order_by("pk").values_list("display_name", flat=True),
        places=[aid_request.department.name, aid_request.organisation.name],
        references=[aid_request.reference],
        allowed=[aid_request.board.area_label],
    )


def opinion_of(aid_request: AidRequest) -> Opinion | None:
    return Opinion.objects.select_related("author").filter(aid_request=aid_request).first()


def lacking_in_opinion(
    opinion: Opinion | None, *, asked_cents: int, ceiling_cents: int
) -> tuple[Shortcoming, ...]:
    """What the opinion still needs before it is sent."""
    return shortcomings(
        kind=opinion.kind if opinion else "",
        amount_cents=opinion.amount_cents if opinion else 0,
        asked_cents=asked_cents,
        ceiling_cents=ceiling_cents,
        reason_codes=opinion.reason_codes if opinion else (),
        text=opinion.text if opinion else "",
        summary=opinion.summary if opinion else "",
    )


def decision_of(aid_request: AidRequest) -> Decision | None:
    """The one in force: not annulled."""
    decisions = Decision.objects.filter(aid_request=aid_request, annulled_on__isnull=True)
    return decisions.select_related("board_link").first()


def payment_hold(decision: Decision, *, on: date) -> str:
    """Why it may not be paid on that day, "" when it may. ``decision`` comes with its link."""
    link = decision.board_link
    return payment_held(
        payable_from=link.payable_from,
        suspended_on=link.suspended_on,
        suspension=link.suspension,
        paid_on=on,
    )


def parameters_today(aid_request: AidRequest, *, on: date) -> Parameters:
    return parameters_for(
        aid_code=aid_request.aid_code, region_code=aid_request.organisation.region_id, on=on
    )


def default_deadline(aid_request: AidRequest, *, on: date) -> date:
    """The day by which asked papers are to be sent, by the parameters in force."""
    return on + timedelta(days=parameters_today(aid_request, on=on)["papers_days"])
