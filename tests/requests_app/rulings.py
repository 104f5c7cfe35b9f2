"""Requests before a board and rulings that came back, without the board: the door itself has its own tests."""

from datetime import datetime, timedelta

from cpsti_portal.kernel.accounts.actors import actor_for
from cpsti_portal.kernel.accounts.models import Membership
from requests_app.models import AidRequest, BoardLink, BoardVersion, Opinion
from requests_app.services import transitions
from tests.factories.accounts import caseworker
from tests.factories.requests import AT, submitted_request

HELD_AT = AT + timedelta(days=30)
FACT = "Votre chiffre d’affaires a baissé de 40 % depuis trois ans."


def scheduled(aid_code: str = "afe", *, at: datetime = AT, changes=None, **fields) -> BoardLink:
    """A request on the agenda of a board, with the caseworker's opinion."""
    aid_request = submitted_request(aid_code, at=at, changes=changes, **fields)
    membership = caseworker(aid_request.organisation_id)
    actor = actor_for(membership.user, at.date())
    transitions.apply(aid_request=aid_request, name="take", actor=actor, at=at)
    AidRequest.objects.filter(pk=aid_request.pk).update(caseworker=membership, taken_at=at)
    Opinion.objects.create(
        aid_request=aid_request,
        kind="reserved",
        fact_sentence=FACT,
        reason_codes=["structural"],
        author=membership,
        updated_at=at,
    )
    return sent_again(aid_request, by=membership, at=at)


def sent_again(aid_request: AidRequest, *, by: Membership, at: datetime = HELD_AT) -> BoardLink:
    """From the caseworker to an agenda, once more."""
    actor = actor_for(by.user, at.date())
    number = aid_request.board_versions.count() + 1
    transitions.apply(aid_request=aid_request, name="freeze", actor=actor, at=at)
    transitions.apply(aid_request=aid_request, name="send_to_board", actor=actor, at=at)
    version = BoardVersion.objects.create(
        aid_request=aid_request,
        number=number,
        facts={},
        prepared_by=by,
        prepared_at=at,
        signed_by=by,
        signed_at=at,
    )
    link = BoardLink.objects.create(
        aid_request=aid_request,
        version=version,
        token=f"jeton-{number}-{aid_request.pk.hex[:20]}",
        sent_at=at,
    )
    transitions.apply(aid_request=aid_request, name="schedule", actor=None, at=at)
    return link


def rule(link: BoardLink, outcome: str, amount_cents: int = 0, **changes) -> BoardLink:
    """The ruling as the door writes it on the link."""
    link.ruling = {
        "token": link.token,
        "board_code": link.aid_request.board_id,
        "outcome": outcome,
        "amount_cents": amount_cents,
        "reason_codes": [],
        "question": "",
        "held_on": HELD_AT.date().isoformat(),
        "signatory_name": "Claire Morel",
        "signatory_title": "Présidente de la commission",
        **changes,
    }
    link.ruled_at = HELD_AT
    link.payable_from = HELD_AT.date()
    link.save()
    return link
