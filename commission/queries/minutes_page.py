"""The pages of the minutes and of their control, as plain values."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from commission import wording
from commission.enums import (
    CONTROL_LABELS,
    MINUTES_LABELS,
    MINUTES_TONES,
    OUTCOME_LABELS,
    OUTCOME_TONES,
    SENDING_LABELS,
    MinutesState,
)
from commission.minutes.control_clock import minister_until
from commission.minutes.sheet import TITLES, Paper
from commission.models import AgendaItem, Minutes, Sending, Sitting
from commission.queries import calendar, oversight
from commission.queries.signers import signer_of, stepped_aside
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership

_SIGNED_BY_SECRETARY = (MinutesState.PROPOSED, MinutesState.SIGNED)


@dataclass(frozen=True)
class Signature:
    """``at``: None while it is awaited. ``hour``: in the zone of the board."""

    name: str
    title: str
    at: datetime | None
    day: date | None = None
    hour: str = ""


@dataclass(frozen=True)
class PaperShown:
    """``extract``: without the files from which the reader stepped aside; its digest is not the signed one."""

    paper: Paper
    title: str
    size: int
    sha256: str
    extract: bool


@dataclass(frozen=True)
class Refused:
    version: int
    name: str
    on: date
    reason: str


@dataclass(frozen=True)
class MinutesPage:
    """What the reader may read and do. ``seal``: what a signature is about. ``awaited``: who signs next, a sentence.

    ``day``: the one that the papers bear, in words.
    """

    day: str
    state: str = ""
    label: str = "À établir"
    tone: str = "warning"
    version: int = 1
    remark: str = ""
    seal: str = ""
    rendering: bool = False
    papers: list[PaperShown] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    awaited: str = ""
    prepares: bool = False
    signs: bool = False
    countersigns: bool = False
    takes_back: bool = False
    stepped_aside: bool = False


def minutes_of(sitting: Sitting) -> Minutes | None:
    """The version that counts: not refused."""
    rows = Minutes.objects.filter(sitting=sitting).exclude(state=MinutesState.REFUSED)
    return rows.select_related("sitting", "prepared_by", "secretary", "chair").first()


def signed_minutes(sitting: Sitting) -> Minutes | None:
    found = minutes_of(sitting)
    return found if found is not None and found.state == MinutesState.SIGNED else None


def hidden_from(sitting: Sitting, actor: Actor) -> frozenset[str]:
    """Tokens of the files of this sitting from which the reader stepped aside."""
    return frozenset(stepped_aside(sitting).get(actor.user_id, ()))


def may_read(minutes: Minutes, actor: Actor, signer: Membership | None) -> bool:
    """The secretary always; who is to sign once it is theirs to sign; the members once it is signed."""
    if minutes.sitting.board_code in actor.secretary_board_codes:
        return True
    if minutes.sitting.board_code not in actor.member_board_codes:
        return False
    if minutes.state == MinutesState.SIGNED:
        return True
    is_signer = signer is not None and signer.user_id == actor.user_id
    return minutes.state == MinutesState.PROPOSED and is_signer


def page_of(sitting: Sitting, actor: Actor, *, at: datetime) -> MinutesPage:
    minutes = minutes_of(sitting)
    found = signer_of(sitting, on=calendar.local_day(board_code=sitting.board_code, at=at))
    signer, title = found or (None, "")
    is_secretary = sitting.board_code in actor.secretary_board_codes
    refused = _refused(sitting) if is_secretary else []
    if minutes is None:
        return MinutesPage(
            day=wording.day(sitting.held_on),
            prepares=is_secretary,
            refused=refused,
            awaited=_awaited(None, signer, title),
        )
    zone = calendar.zone_of(board_code=sitting.board_code)
    readable = may_read(minutes, actor, signer)
    is_signer = signer is not None and signer.user_id == actor.user_id
    is_draft = minutes.state == MinutesState.DRAFT
    is_mine = minutes.prepared_by is not None and minutes.prepared_by.user_id == actor.user_id
    hidden = hidden_from(sitting, actor)
    return MinutesPage(
        day=minutes.content["day"],
        state=minutes.state,
        label=MINUTES_LABELS[MinutesState(minutes.state)],
        tone=MINUTES_TONES[MinutesState(minutes.state)],
        version=minutes.version,
        remark=minutes.remark if readable else "",
        seal=minutes.seal if readable else "",
        rendering=readable and minutes.rendered_at is None,
        papers=_papers(minutes, hidden) if readable and minutes.rendered_at else [],
        signatures=_signatures(minutes, signer, title, zone),
        refused=refused,
        awaited=_awaited(minutes, signer, title),
        prepares=is_secretary and is_draft,
        signs=is_secretary and is_draft and is_mine and minutes.rendered_at is not None,
        countersigns=is_signer and minutes.state == MinutesState.PROPOSED,
        takes_back=is_secretary and minutes.state == MinutesState.PROPOSED,
        stepped_aside=bool(hidden),
    )


def _papers(minutes: Minutes, hidden: frozenset[str]) -> list[PaperShown]:
    sizes = {Paper.MINUTES: minutes.minutes_size, Paper.DECISIONS: minutes.decisions_size}
    digests = {Paper.MINUTES: minutes.minutes_sha256, Paper.DECISIONS: minutes.decisions_sha256}
    return [
        PaperShown(
            paper=paper, title=TITLES[paper], size=sizes[paper], sha256=digests[paper], extract=bool(hidden)
        )
        for paper in Paper
    ]


def _signatures(minutes: Minutes, signer: Membership | None, title: str, zone: str) -> list[Signature]:
    secretary = minutes.secretary or minutes.prepared_by
    chair = minutes.chair or signer
    return [
        _signature(secretary, "Secrétariat de la commission", minutes.secretary_signed_at, zone),
        _signature(chair, minutes.chair_title or title, minutes.chair_signed_at, zone),
    ]


def _signature(who: Membership | None, title: str, at: datetime | None, zone: str) -> Signature:
    name = who.display_name if who else "personne à désigner"
    if at is None:
        return Signature(name, title, None)
    return Signature(name, title, at, calendar.day_in(zone, at), wording.hour(at, zone))


def _awaited(minutes: Minutes | None, signer: Membership | None, title: str) -> str:
    if minutes is None or minutes.state == MinutesState.DRAFT:
        return "Le secrétariat relit le projet et le signe le premier."
    if minutes.state == MinutesState.SIGNED:
        return ""
    if signer is None:
        return "Plus aucun membre présent à cette séance n’a de mandat\u00a0: la présidence est à renouveler."
    return f"{signer.display_name} ({title.lower()}) signe à son tour. Rien ne part avant cette signature."


def _refused(sitting: Sitting) -> list[Refused]:
    zone = calendar.zone_of(board_code=sitting.board_code)
    rows = Minutes.objects.filter(sitting=sitting, state=MinutesState.REFUSED)
    return [
        Refused(one.version, one.refused_by.display_name, calendar.day_in(zone, one.refused_at), one.refusal)
        for one in rows.select_related("refused_by").order_by("version")
    ]


@dataclass(frozen=True)
class RulingLine:
    """``control``: what the control service did, a sentence; "" when it did nothing."""

    token: str
    reference: str
    aid_label: str
    label: str
    tone: str
    payable_from: date | None
    control: str


@dataclass(frozen=True)
class SendingShown:
    addressee: str
    means: str
    sent_on: date
    complete_on: date
    sha256: str
    by: str


@dataclass(frozen=True)
class ControlPage:
    """``last_day``: of the control service; None while nothing was sent."""

    sendings: list[SendingShown]
    last_day: date | None
    running: bool
    rulings: list[RulingLine]
    acts: list[dict[str, Any]]


def control_page(sitting: Sitting, *, at: datetime) -> ControlPage:
    sendings = list(
        Sending.objects.filter(minutes__sitting=sitting)
        .select_related("recorded_by")
        .order_by("-recorded_at", "-pk")
    )
    last = sendings[0] if sendings else None
    last_day = oversight.control_delay(last, board_code=sitting.board_code).last_day if last else None
    today = calendar.local_day(board_code=sitting.board_code, at=at)
    found = AgendaItem.objects.filter(sitting=sitting, ruling__isnull=False).order_by("rank", "token")
    items = list(found.select_related("ruling", "board_file", "sitting"))
    acts = oversight.acts_of(items)
    payable = oversight.payable_days(sitting, last)
    return ControlPage(
        sendings=[_sending(one) for one in sendings],
        last_day=last_day,
        running=last_day is not None and last_day >= today,
        rulings=[_ruling(item, acts.get(item.pk, []), payable) for item in items],
        acts=_history(items, acts),
    )


def _sending(one: Sending) -> SendingShown:
    return SendingShown(
        addressee=one.addressee,
        means=SENDING_LABELS[one.means],
        sent_on=one.sent_on,
        complete_on=one.complete_on,
        sha256=one.package_sha256,
        by=one.recorded_by.display_name,
    )


def _ruling(item: AgendaItem, acts: list, payable: oversight.PayableDays) -> RulingLine:
    return RulingLine(
        token=item.token,
        reference=wording.reference(item.token),
        aid_label=item.shown["aid_label"],
        label=OUTCOME_LABELS[item.ruling.outcome],
        tone=OUTCOME_TONES[item.ruling.outcome],
        payable_from=payable.of(item.board_file.aid_code, item.ruling) if item.ruling.amount_cents else None,
        control=_control(acts),
    )


def _control(acts: list) -> str:
    if annulment := oversight.annulment_in(acts):
        return f"Annulée le {wording.day(annulment.decided_on)}"
    suspension = oversight.suspension_in(acts)
    if suspension is None:
        return ""
    since = f"Suspendue le {wording.day(suspension.decided_on)}"
    if suspension.kind == "unlawful":
        return f"{since}, annulable jusqu’au {wording.day(minister_until(suspension.decided_on))}"
    return since


def _history(items: list[AgendaItem], acts: dict) -> list[dict[str, Any]]:
    """As the component ``timeline`` reads it, the newest first."""
    lines = [(act, item) for item in items for act in acts.get(item.pk, [])]
    lines.sort(key=lambda line: (line[0].recorded_at, line[0].pk), reverse=True)
    return [
        {
            "at": act.decided_on,
            "title": f"{CONTROL_LABELS[act.kind]}\u00a0: dossier {wording.reference(item.token)}",
            "text": act.reason,
            "tone": "warning",
        }
        for act, item in lines
    ]
