"""The guarded door between the two houses: the only module of the identity side that knows the board.

Out goes ``BoardFacts``, the signed version as it was frozen, then that a grant was notified and paid; back come
topics, told by token. The link between a token and a person never leaves this side.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from commission.contract import BoardFacts, BoardPage, RulingFacts
from commission.enums import ItemState
from commission.models import AgendaItem, BoardFile
from commission.queries.oversight import standing_of
from commission.queries.sheets import content_of
from commission.services import envelopes, files, recusals
from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership, Role
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import DomainError
from cpsti_portal.kernel.outbox.registry import RetryLater, subscriber
from cpsti_portal.kernel.tokens import draw_token
from requests_app.legal_clock import half_month_of
from requests_app.models import AidRequest, BoardLink, BoardVersion
from requests_app.queries.board_versions import open_version
from requests_app.services import board_versions, decisions, interests, pages, transitions
from requests_app.services.casework import lock, lock_held
from requests_app.workflow import State


@transaction.atomic
def send_to_board(*, aid_request: AidRequest, actor: Actor, number: int, at: datetime) -> BoardLink:
    """Sign version ``number``, the one that was read, and hand it over as it is. Sent twice, it is sent once.

    Raises what ``board_versions.sign`` raises, Conflict ``request.moved``.
    """
    locked = lock(aid_request=aid_request, actor=actor)
    open_link = _open_link(locked)
    if open_link is not None and open_link.version.number == number:
        return open_link
    moved = transitions.apply(aid_request=locked, name="send_to_board", actor=actor, at=at)
    version = board_versions.sign(aid_request=locked, actor=actor, number=number, at=at)
    link = BoardLink.objects.create(aid_request=moved, version=version, token=draw_token(), sent_at=at)
    set_aside = interests.set_aside(aid_request=moved, at=at)
    files.receive_file(facts=_facts_of(link), pages=_pages_of(link), set_aside=set_aside, at=at)
    record(action="opinion.sent", actor=actor, target=moved)
    aid_request.refresh_from_db()
    return link


@transaction.atomic
def correct(*, aid_request: AidRequest, actor: Actor, reason: str, at: datetime) -> AidRequest:
    """Take a file back from the board to correct it: the next version is frozen, read and signed like the first.

    Raises NotAllowed ``casework.not_held``, DomainError ``version.reason``, Conflict ``request.moved`` and, once its
    vote is open, ``file.examined``.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise DomainError("version.reason", "Dites ce qui est à corriger.")
    locked = lock_held(aid_request=aid_request, actor=actor)
    moved = transitions.apply(aid_request=locked, name="correct", actor=actor, at=at, comment=reason)
    retract(aid_request=moved, at=at)
    record(action="version.recalled", actor=actor, target=moved)
    aid_request.refresh_from_db()
    return aid_request


@transaction.atomic
def retract(*, aid_request: AidRequest, at: datetime) -> None:
    """Take the file back from the board, if it has it. Raises Conflict ``file.examined`` once its vote is open."""
    waiting = open_version(aid_request)
    if waiting is not None:
        board_versions.close(version=waiting, at=at)
    link = _open_link(aid_request)
    if link is None:
        return
    files.retract_file(token=link.token, at=at)
    link.retracted_at = at
    link.save(update_fields=["retracted_at"])


def preview(*, aid_request: AidRequest) -> Mapping[str, object]:
    """What the board would read if the file were frozen now, as its own page is given it; else what is frozen."""
    versions = BoardVersion.objects.filter(aid_request=aid_request, returned_at__isnull=True)
    frozen = versions.order_by("-number").first() if aid_request.state != State.IN_REVIEW else None
    facts = frozen.facts if frozen else board_versions.facts_now(aid_request=aid_request)
    return content_of(BoardFile(**facts))


def _facts_of(link: BoardLink) -> BoardFacts:
    facts = link.version.facts
    tuples = {name: tuple(map(tuple, facts.get(name, ()))) for name in ("criteria", "pages")}
    decide_by = half_month_of(link.aid_request.due_on)
    return BoardFacts(token=link.token, decide_by=decide_by, **_lineage_of(link), **facts | tuples)


def _lineage_of(link: BoardLink) -> dict[str, str]:
    """The last file of the same request, and whether this one corrects it: it was taken back, not ruled upon."""
    others = BoardLink.objects.filter(aid_request=link.aid_request_id).exclude(pk=link.pk)
    last = others.order_by("-sent_at", "-pk").first()
    if last is None:
        return {"follows": "", "replaces": ""}
    return {"follows": last.token, "replaces": last.token if last.retracted_at else ""}


def _pages_of(link: BoardLink) -> tuple[BoardPage, ...]:
    return tuple(
        BoardPage(title=title, name=name, digest=digest, content=content)
        for title, name, digest, content in pages.contents_of(version=link.version)
    )


def _open_link(aid_request: AidRequest) -> BoardLink | None:
    links = BoardLink.objects.select_for_update(of=("self",)).select_related("version")
    links = links.filter(aid_request=aid_request)
    return links.filter(ruled_at__isnull=True, retracted_at__isnull=True).first()


@subscriber("commission.file_scheduled")
def _scheduled(payload: dict) -> None:
    follow_agenda(token=payload["token"], at=clock.now())


@subscriber("commission.file_unscheduled")
def _unscheduled(payload: dict) -> None:
    follow_agenda(token=payload["token"], at=clock.now())


@subscriber("commission.file_examined")
def _examined(payload: dict) -> None:
    note_examined(token=payload["token"], held_on=date.fromisoformat(payload["held_on"]))


@subscriber("commission.hold")
@subscriber("commission.ruling_suspended")
@subscriber("commission.ruling_restored")
@subscriber("commission.ruling_annulled")
def _controlled(payload: dict) -> None:
    follow_control(token=payload["token"], at=clock.now())


@subscriber("commission.ruling")
def _ruled(payload: dict) -> None:
    take_in_ruling(facts=RulingFacts.from_payload(payload), at=clock.now())


@subscriber(interests.TOPIC)
def _declared(payload: dict) -> None:
    match_again(user_id=payload["user"], at=clock.now())


@transaction.atomic
def match_again(*, user_id: int, at: datetime) -> None:
    """A member declared something more: the files their boards have not examined yet are matched again.

    All are told to the board at once: it locks what it has of them in the order of its own acts.
    """
    codes = Membership.objects.filter(user=user_id, role=Role.MEMBER).values("board")
    waiting = BoardLink.objects.filter(ruled_at=None, retracted_at=None, aid_request__board__in=codes)
    links = waiting.select_related("aid_request__organisation").order_by("pk")
    members = {link.token: interests.set_aside(aid_request=link.aid_request, at=at) for link in links}
    recusals.set_aside_all(members=members, at=at)


@subscriber("decisions.notified")
def _notified(payload: dict) -> None:
    """The envelope of the board knows what was told to the person, by the token alone."""
    envelopes.note_notified(token=payload["token"], at=clock.now())


@subscriber("payments.recorded")
def _paid(payload: dict) -> None:
    envelopes.note_paid(token=payload["token"], at=clock.now())


@transaction.atomic
def follow_agenda(*, token: str, at: datetime) -> None:
    """Put the request in step with the agenda as it stands now: late, lost or repeated messages do no harm."""
    link = _locked_link(token)
    if link is None or link.ruled_at or link.retracted_at:
        return
    members = interests.set_aside(aid_request=link.aid_request, at=at)
    recusals.set_aside(token=link.token, member_ids=members, at=at)
    link.sitting_on = _sitting_day(token)
    link.save(update_fields=["sitting_on"])
    state = State(link.aid_request.state)
    if link.sitting_on and state is State.SENT_TO_BOARD:
        transitions.apply(aid_request=link.aid_request, name="schedule", actor=None, at=at)
    elif not link.sitting_on and state is State.SCHEDULED:
        transitions.apply(aid_request=link.aid_request, name="unschedule", actor=None, at=at)


@transaction.atomic
def take_in_ruling(*, facts: RulingFacts, at: datetime) -> None:
    """Keep what the board decided, once, and make it a decision or an adjournment."""
    link = _locked_link(facts.token)
    if link is None or link.ruled_at or link.retracted_at:
        return
    if link.aid_request.state == State.SENT_TO_BOARD:
        transitions.apply(aid_request=link.aid_request, name="schedule", actor=None, at=at)
    link.ruling, link.ruled_at, link.sitting_on = facts.as_payload(), at, facts.held_on
    link.payable_from = facts.payable_from or link.payable_from
    link.save(update_fields=["ruling", "ruled_at", "sitting_on", "payable_from"])
    decisions.record(board_link=link, at=at)


@transaction.atomic
def note_examined(*, token: str, held_on: date) -> None:
    """The vote is closed and its minutes are not signed yet: the pages of this side say what is awaited."""
    link = _locked_link(token)
    if link is not None and link.examined_on is None:
        link.examined_on = held_on
        link.save(update_fields=["examined_on"])


@transaction.atomic
def follow_control(*, token: str, at: datetime) -> None:
    """Put the request in step with what the control service did so far: late or repeated messages do no harm.

    Raises RetryLater while the ruling itself is on its way.
    """
    link = _locked_link(token)
    if link is None or link.retracted_at or link.annulled_on:
        return
    standing = standing_of(token=token)
    if link.ruled_at is None and (standing.suspended_on or standing.annulled_on):
        raise RetryLater(30, "the ruling is on its way")
    restored = link.suspended_on is not None and standing.suspended_on is None
    link.payable_from = standing.payable_from
    link.suspended_on, link.suspension = standing.suspended_on, standing.suspension
    link.annulled_on = standing.annulled_on
    link.save(update_fields=["payable_from", "suspended_on", "suspension", "annulled_on"])
    if link.annulled_on is not None:
        decisions.annul(board_link=link, at=at)
    elif restored:
        decisions.restore(board_link=link, at=at)


def _sitting_day(token: str) -> date | None:
    """The day of the sitting that has the file on its agenda now."""
    items = AgendaItem.objects.exclude(state=ItemState.DROPPED).filter(board_file_id=token)
    return items.values_list("sitting__held_on", flat=True).first()


def _locked_link(token: str) -> BoardLink | None:
    """The request first, its link second: the order of every act on this side."""
    request_id = BoardLink.objects.filter(token=token).values_list("aid_request_id", flat=True).first()
    if request_id is None:
        return None
    locked = AidRequest.objects.select_for_update(of=("self",)).select_related(
        "organisation", "board", "applicant"
    )
    aid_request = locked.get(pk=request_id)
    link = BoardLink.objects.select_for_update().get(token=token)
    link.aid_request = aid_request
    return link
