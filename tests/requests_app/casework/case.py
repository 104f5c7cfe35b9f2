"""Requests in every state of the instruction, made by the services that make them in life."""

from datetime import datetime, timedelta

from commission.enums import Choice
from commission.services import agenda
from cpsti_portal.kernel.accounts.actors import Actor, actor_for
from cpsti_portal.kernel.accounts.models import Membership
from cpsti_portal.kernel.outbox import services as outbox
from requests_app.aids.steps import STEPS
from requests_app.models import AidRequest, BoardLink, BoardVersion, Document, Opinion
from requests_app.services import board_versions, casework, gateway, opinions, submission
from requests_app.services.opinions import OpinionDraft
from tests.factories import requests
from tests.factories.accounts import caseworker
from tests.factories.casework import machine_reads
from tests.factories.commission import Room
from tests.factories.commission import room as board_room
from tests.requests_app.documents import zoo

AT = requests.AT
LATER = AT + timedelta(days=1)
SUMMARY = (
    "La personne exerce seule depuis plusieurs années. Son principal client a fait faillite au premier trimestre 2026 "
    "et le chiffre d’affaires a baissé de moitié. Deux nouveaux contrats sont signés."
)
OPINION = OpinionDraft(
    kind="favorable",
    amount_cents=1_850_00,
    fact_sentence="Votre principal client a fait faillite au début de l’année.",
    text="La difficulté est passagère et l’activité repart.",
    summary=SUMMARY,
)


def actor(membership: Membership, at: datetime = AT) -> Actor:
    return actor_for(membership.user, at.date())


def held(
    aid_code: str = "aced", *, by: Membership | None = None, at: datetime = LATER, **filing
) -> AidRequest:
    """A filed request in the hands of ``by``, of a new caseworker when nobody is named."""
    aid_request = requests.submitted_request(aid_code, **filing)
    by = by or caseworker(aid_request.organisation_id)
    return casework.take(aid_request=aid_request, actor=actor(by), at=at)


def held_with_scan(pages: int = 1, **identity) -> tuple[AidRequest, Document]:
    """A request in the hands of Claire Morel, and its last paper, whose pages can be drawn."""
    draft = requests.ready_draft("aced", changes={STEPS["identity"].slug: identity})
    added = AT + timedelta(minutes=1)
    data = zoo.pdf(pages=pages, text="Revenu fiscal")
    paper = requests.document(draft, "avis-imposition", data=data, title="Avis-Zyxcanardin.pdf", at=added)
    filed = submission.submit(actor=requests.actor(draft.applicant), aid_request=draft, at=added)
    by = caseworker(filed.organisation_id, display_name="Claire Morel")
    return casework.take(aid_request=filed, actor=actor(by), at=LATER), paper


def holder(aid_request: AidRequest) -> Actor:
    return actor(aid_request.caseworker)


def with_opinion(aid_request: AidRequest, at: datetime = LATER, **changes) -> Opinion:
    draft = OpinionDraft(**{**vars(OPINION), **changes})
    stored = Opinion.objects.filter(aid_request=aid_request).first()
    return opinions.save(
        aid_request=aid_request,
        actor=holder(aid_request),
        draft=draft,
        version=stored.version if stored else 0,
        at=at,
    )


def sent(aid_code: str = "aced", *, at: datetime = LATER, opinion: dict | None = None, **filing) -> BoardLink:
    """A request whose anonymous file is with the board, on no agenda yet."""
    aid_request = held(aid_code, at=at, **filing)
    with_opinion(aid_request, at=at, **(opinion or {}))
    return signed(aid_request, at=at)


def frozen(aid_request: AidRequest, *, at: datetime = LATER) -> BoardVersion:
    machine_reads(aid_request, at=at)
    return board_versions.freeze(aid_request=aid_request, actor=holder(aid_request), at=at)


def signed(aid_request: AidRequest, *, by: Membership | None = None, at: datetime = LATER) -> BoardLink:
    """Frozen by its holder, read and signed by ``by``, a colleague when nobody is named."""
    version = frozen(aid_request, at=at)
    second = by or caseworker(aid_request.organisation_id)
    return gateway.send_to_board(
        aid_request=aid_request, actor=actor(second, at), number=version.number, at=at
    )


def drain() -> None:
    while outbox.drain():
        pass


def scheduled(link: BoardLink, place: Room | None = None) -> Room:
    """On the agenda of a sitting, the identity side told."""
    place = place or board_room()
    agenda.add(actor=place.actor(place.secretary), sitting_id=place.sitting.pk, tokens=[link.token])
    drain()
    return place


def ruled(link: BoardLink, choice: Choice = Choice.FOR, **content) -> AidRequest:
    """Voted by six titulars, all alike; the minutes are signed and sent, the ruling is taken in."""
    place = voted(link, choice, **content)
    place.sign()
    place.send()
    drain()
    return AidRequest.objects.get(pk=link.aid_request_id)


def voted(link: BoardLink, choice: Choice = Choice.FOR, **content) -> Room:
    """The sitting is closed; its minutes are not signed."""
    place = scheduled(link)
    place.open()
    place.open_vote(link.token)
    for who in place.titulars:
        place.vote(who, link.token, choice, **content)
    place.close_vote(link.token)
    place.close()
    drain()
    return place
