"""Drawing up the minutes of a closed sitting, then signing them: the secretary first, then the chair.

A signature is about exact bytes: the page sends back the digests it showed, and other digests are refused. Nothing
leaves for the applicants before the second signature (``services/releases.py``).
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from commission.enums import MinutesState, SittingState
from commission.identifiers import identifiers_in
from commission.minutes.text import compose
from commission.models import Minutes, Sitting
from commission.queries import calendar
from commission.queries.minutes_facts import facts_of
from commission.queries.signers import secretaries_on, signer_of
from commission.services import locks, releases, transitions
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership, Role
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from cpsti_portal.kernel.outbox.services import publish

LONGEST_REMARK = 4_000
_NO_FILE = {
    "minutes_path": "",
    "minutes_sha256": "",
    "minutes_size": 0,
    "decisions_path": "",
    "decisions_sha256": "",
    "decisions_size": 0,
    "rendered_at": None,
}


@transaction.atomic
def prepare(*, actor: Actor, sitting_id: UUID, remark: str, at: datetime) -> Minutes:
    """Draw up the draft, or draw it up again with another remark. The same words again change nothing.

    Raises ``DomainError`` ``minutes.not_closed``, ``minutes.no_signer``, ``minutes.remark``, ``minutes.identifier``,
    and ``Conflict`` ``minutes.signed`` once the secretary has signed.
    """
    sitting = locks.sitting_of_secretary(actor=actor, sitting_id=sitting_id)
    if sitting.state != SittingState.CLOSED:
        raise DomainError("minutes.not_closed", "Le procès-verbal s’établit une fois la séance close.")
    if len(remark) > LONGEST_REMARK:
        raise DomainError("minutes.remark", f"Les observations comptent au plus {LONGEST_REMARK} signes.")
    _refuse_identifiers(remark)
    alive = _alive(sitting)
    if alive is not None and alive.state != MinutesState.DRAFT:
        raise _already_signed(alive)
    secretary = actor.membership_for_board(sitting.board_code, Role.SECRETARY)
    return _draw(sitting, alive, secretary=secretary, remark=remark.strip(), at=at)


def _refuse_identifiers(remark: str) -> None:
    """What can be told without knowing a file. Whether a text names the person of one is answered to nobody here."""
    if found := identifiers_in(remark):
        listed = ", ".join(str(one) for one in found)
        raise DomainError(
            "minutes.identifier", f"Retirez ce qui désigne une personne ou un compte\u00a0: {listed}."
        )


def begin(*, sitting: Sitting, actor: Actor | None = None, at: datetime) -> None:
    """The first draft, in the transaction that closes the sitting; later, by hand, where nobody could sign it.

    What ends by itself (``actor`` None) is drafted in the name of the first secretary of the board; another one draws
    it up in theirs before they sign.
    """
    day = calendar.local_day(board_code=sitting.board_code, at=at)
    if actor is None:
        secretary = secretaries_on(board_code=sitting.board_code, on=day).first()
    else:
        secretary = actor.membership_for_board(sitting.board_code, Role.SECRETARY)
    if secretary is not None and signer_of(sitting, on=day) is not None:
        _draw(sitting, None, secretary=secretary, remark="", at=at)


@transaction.atomic
def sign(*, actor: Actor, sitting_id: UUID, seal: str, at: datetime) -> None:
    """The secretary's signature of the two files whose digests are ``seal``.

    Raises ``Conflict`` (``minutes.missing``, ``minutes.signed``, ``minutes.rendering``, ``minutes.changed``,
    ``minutes.signer_changed``) and ``DomainError`` ``minutes.prepared_by_other``.
    """
    sitting = locks.sitting_of_secretary(actor=actor, sitting_id=sitting_id)
    minutes = _needed(sitting)
    if minutes.state != MinutesState.DRAFT:
        raise _already_signed(minutes)
    if minutes.rendered_at is None:
        raise Conflict(
            "minutes.rendering", "Le document se met en page\u00a0: relisez-le dans un instant, puis signez."
        )
    if minutes.prepared_by is None or minutes.prepared_by.user_id != actor.user_id:
        raise DomainError(
            "minutes.prepared_by_other",
            "Ce projet porte le nom d’une autre personne\u00a0: établissez-le à votre nom, relisez-le, puis signez.",
        )
    _refuse_other_bytes(minutes, seal)
    _refuse_other_signer(minutes, _signer(sitting, at)[0])
    transitions.move(thing=minutes, name="sign", secretary=minutes.prepared_by, secretary_signed_at=at)
    record(action="board.minutes_signed_by_secretary", actor=actor, target=minutes, detail=_digests(minutes))


@transaction.atomic
def countersign(*, actor: Actor, sitting_id: UUID, seal: str, at: datetime) -> None:
    """The signature of the chair, or of whoever signs instead: the rulings of the sitting leave with it.

    Raises ``NotAllowed`` (``minutes.not_signer``, ``minutes.same_person``) and ``Conflict`` (``minutes.missing``,
    ``minutes.not_proposed``, ``minutes.complete``, ``minutes.changed``, ``minutes.signer_changed``).
    """
    sitting = _locked(sitting_id)
    minutes = _proposed(sitting)
    signer, title = _refuse_other_person(actor, sitting, minutes, at)
    _refuse_other_bytes(minutes, seal)
    _refuse_other_signer(minutes, signer)
    transitions.move(thing=minutes, name="countersign", chair=signer, chair_title=title, chair_signed_at=at)
    told = releases.at_signature(sitting=sitting)
    record(
        action="board.minutes_signed",
        actor=actor,
        target=minutes,
        detail=_digests(minutes) | {"rulings": told},
    )


@transaction.atomic
def refuse(*, actor: Actor, sitting_id: UUID, reason: str, at: datetime) -> Minutes:
    """The chair does not sign, and says why: this version is kept as it is, the next one is a draft again.

    Raises what ``countersign`` raises, and ``DomainError`` ``minutes.reason``.
    """
    sitting = _locked(sitting_id)
    minutes = _proposed(sitting)
    signer, _ = _refuse_other_person(actor, sitting, minutes, at)
    return _set_aside(sitting, minutes, actor, by=signer, reason=reason, at=at)


@transaction.atomic
def take_back(*, actor: Actor, sitting_id: UUID, reason: str, at: datetime) -> Minutes:
    """The secretary takes back what the chair has not signed yet, and says why. The next version is a draft again."""
    sitting = locks.sitting_of_secretary(actor=actor, sitting_id=sitting_id)
    minutes = _proposed(sitting)
    secretary = actor.membership_for_board(sitting.board_code, Role.SECRETARY)
    return _set_aside(sitting, minutes, actor, by=secretary, reason=reason, at=at)


def _set_aside(
    sitting: Sitting, minutes: Minutes, actor: Actor, *, by: Membership, reason: str, at: datetime
) -> Minutes:
    reason = reason.strip()
    if not reason:
        raise DomainError("minutes.reason", "Dites ce qui est à corriger.")
    transitions.move(thing=minutes, name="refuse", refused_by=by, refused_at=at, refusal=reason)
    record(action="board.minutes_refused", actor=actor, target=minutes, detail={"version": minutes.version})
    return _draw(sitting, None, secretary=minutes.secretary, remark=minutes.remark, at=at)


def _draw(
    sitting: Sitting, draft: Minutes | None, *, secretary: Membership, remark: str, at: datetime
) -> Minutes:
    """Compose the values, freeze them and owe the two files."""
    version = draft.version if draft else Minutes.objects.filter(sitting=sitting).count() + 1
    signer, title = _signer(sitting, at)
    facts = facts_of(sitting, secretary=secretary, signer=signer, title=title, version=version, remark=remark)
    content = compose(facts)
    if draft is not None and (draft.content, draft.prepared_by_id) == (content, secretary.pk):
        return draft
    drawn = draft or Minutes(sitting=sitting, version=version)
    said = {"content": content, "remark": remark, "prepared_by": secretary, "prepared_at": at} | _NO_FILE
    for name, value in said.items():
        setattr(drawn, name, value)
    drawn.save()
    publish(topic="minutes.render", key=f"{drawn.pk}:{at.isoformat()}", payload={"minutes": drawn.pk})
    return drawn


def _signer(sitting: Sitting, at: datetime) -> tuple[Membership, str]:
    found = signer_of(sitting, on=calendar.local_day(board_code=sitting.board_code, at=at))
    if found is None:
        raise DomainError(
            "minutes.no_signer",
            "Plus aucun membre présent à cette séance n’a de mandat\u00a0: la présidence de la commission doit "
            "être renouvelée avant la signature.",
        )
    return found


def _alive(sitting: Sitting) -> Minutes | None:
    """The version that was not refused, locked."""
    rows = Minutes.objects.select_for_update(of=("self",)).select_related("prepared_by", "secretary", "chair")
    return rows.filter(sitting=sitting).exclude(state=MinutesState.REFUSED).first()


def _needed(sitting: Sitting) -> Minutes:
    minutes = _alive(sitting)
    if minutes is None:
        raise Conflict("minutes.missing", "Le procès-verbal de cette séance n’est pas encore établi.")
    return minutes


def _proposed(sitting: Sitting) -> Minutes:
    minutes = _needed(sitting)
    if minutes.state == MinutesState.SIGNED:
        raise _already_signed(minutes)
    if minutes.state != MinutesState.PROPOSED:
        raise Conflict(
            "minutes.not_proposed",
            "Le secrétariat n’a pas encore signé ce procès-verbal\u00a0: il signe d’abord.",
        )
    return minutes


def _locked(sitting_id: UUID) -> Sitting:
    return Sitting.objects.select_for_update(of=("self",)).select_related("chair").get(pk=sitting_id)


def _refuse_other_person(
    actor: Actor, sitting: Sitting, minutes: Minutes, at: datetime
) -> tuple[Membership, str]:
    signer, title = _signer(sitting, at)
    if actor.user_id != signer.user_id or sitting.board_code not in actor.member_board_codes:
        raise NotAllowed(
            "minutes.not_signer",
            f"Ce procès-verbal se signe par {signer.display_name} ({title.lower()}).",
        )
    if minutes.secretary.user_id == signer.user_id:
        raise NotAllowed(
            "minutes.same_person",
            "Le secrétariat et la présidence signent chacun\u00a0: deux personnes différentes.",
        )
    return signer, title


def _refuse_other_bytes(minutes: Minutes, seal: str) -> None:
    if seal != minutes.seal:
        raise Conflict(
            "minutes.changed",
            "Le document a changé depuis que vous l’avez ouvert\u00a0: relisez-le, puis signez.",
        )


def _refuse_other_signer(minutes: Minutes, signer: Membership) -> None:
    if minutes.content["signer"] != signer.display_name:
        raise Conflict(
            "minutes.signer_changed",
            f"Ce document désigne {minutes.content['signer']}, dont le mandat a pris fin\u00a0: le secrétariat "
            f"l’établit de nouveau pour {signer.display_name}.",
        )


def _already_signed(minutes: Minutes) -> Conflict:
    if minutes.state == MinutesState.SIGNED:
        return Conflict("minutes.complete", "Ce procès-verbal est déjà signé\u00a0: il ne change plus.")
    name = minutes.secretary.display_name
    return Conflict("minutes.signed", f"{name} a déjà signé ce procès-verbal\u00a0: il attend la présidence.")


def _digests(minutes: Minutes) -> dict[str, str]:
    return {
        "sitting": minutes.content["day"],
        "minutes": minutes.minutes_sha256,
        "decisions": minutes.decisions_sha256,
    }
