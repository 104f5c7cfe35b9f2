"""What agents write about the marked applicant, marked too: messages, reasons, notes, drafts that never leave."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cpsti_portal.kernel.accounts.actors import actor_for
from cpsti_portal.kernel.audit.services import record
from requests_app.aids.steps import BLOCK_FIELDS
from requests_app.anonymisation.redaction.findings import Label
from requests_app.enums import FreeText
from requests_app.intake.typing import as_typed
from requests_app.models import AidRequest
from requests_app.queries.papers import open_paper_request
from requests_app.services import (
    board_versions,
    checks,
    gateway,
    opinions,
    papers,
    papers_answer,
    redactions,
)
from requests_app.services.opinions import OpinionDraft
from requests_app.services.papers import Wanted
from tests.factories import requests
from tests.factories.casework import machine_reads
from tests.factories.persona import CANARIES
from tests.factories.written import WRITTEN

if TYPE_CHECKING:
    from tests.factories.world import World


def mark_the_desk(world: "World") -> None:
    """Every place where an agent or the applicant writes freely after the filing."""
    world.requests["answered"] = _answered(world, at=world.ago(days=40))
    world.requests["recalled"] = _recalled(world, at=world.ago(days=30))
    _draft(world, world.requests["review"], at=world.ago(days=4))
    record(action="essai", target=world.requests["review"], actor=None, detail={"note": WRITTEN["journal"]})


def _answered(world: "World", *, at: datetime) -> AidRequest:
    """Papers asked with a message, sent back by the applicant."""
    taken = world.desk.taken("aced", at=at)
    asked_at, answered_at = at + timedelta(days=2), at + timedelta(days=5)
    papers.ask(
        aid_request=taken,
        actor=world.desk.actor(asked_at),
        wanted=[Wanted(kind="avis-imposition", comment=WRITTEN["comment"])],
        due_on=(at + timedelta(days=90)).date(),
        message=WRITTEN["message"],
        at=asked_at,
    )
    asked = open_paper_request(taken)
    requests.document(taken, "avis-imposition", title=WRITTEN["answer"], paper_request=asked, at=answered_at)
    sender = actor_for(taken.applicant, answered_at.date())
    papers_answer.answer(actor=sender, aid_request=taken, partial=False, at=answered_at)
    return taken


def _recalled(world: "World", *, at: datetime) -> AidRequest:
    """Frozen, given back by the second reader, sent, then taken back from the board: each time with a reason."""
    desk = world.desk
    frozen = desk.frozen("adr", at=at)
    reader = actor_for(desk.colleague.user, at.date())
    days = iter(range(6, 20))
    board_versions.give_back(
        aid_request=frozen,
        actor=reader,
        number=1,
        reason=WRITTEN["returned"],
        at=at + timedelta(days=next(days)),
    )
    desk.sign(frozen, at=at + timedelta(days=next(days)))
    later = at + timedelta(days=next(days))
    gateway.correct(aid_request=frozen, actor=desk.actor(later), reason=WRITTEN["recalled"], at=later)
    return frozen


def _draft(world: "World", reviewed: AidRequest, *, at: datetime) -> None:
    """An opinion still being written, that the gate would refuse, and the account as the caseworker read it."""
    draft = OpinionDraft(
        kind="partial",
        amount_cents=world.desk.PART,
        reason_codes=("resources",),
        fact_sentence=WRITTEN["draft fact"],
        text=WRITTEN["draft opinion"],
        summary=WRITTEN["draft summary"],
    )
    actor = world.desk.actor(at)
    opinions.save(aid_request=reviewed, actor=actor, draft=draft, version=1, at=at)
    machine_reads(reviewed, at=at)
    redactions.mask(
        aid_request=reviewed,
        actor=actor,
        name=FreeText.SUMMARY,
        words=WRITTEN["masked words"],
        label=Label.THIRD_PERSON,
        at=at,
    )
    typed = {
        spec.name: as_typed(spec, CANARIES["affiliated_on"])
        for spec in BLOCK_FIELDS["checks"]
        if spec.name == "affiliated_on"
    }
    checks.save(aid_request=reviewed, actor=actor, raw=typed, version=0, at=at)
