"""The State control service: the package sent to it and what it decides, as recorded (CSS L151-1)."""

import hashlib
from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from commission.enums import ControlKind, MinutesState, Outcome, SendingMeans
from commission.minutes import control_package
from commission.minutes.control_rules import Controlled, refusal_of
from commission.minutes.sheet import Paper, file_name
from commission.models import AgendaItem, ControlAct, Minutes, Sending, Sitting
from commission.queries import calendar, oversight
from commission.services import envelopes, locks, minutes_files, notices
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Role
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError


def package_of(*, minutes: Minutes) -> bytes:
    """The ZIP of signed minutes: the same bytes each time. ``minutes`` comes with its sitting and both signatures."""
    content = minutes.content
    files = {
        file_name(paper, content["held_on"]): minutes_files.paper_for(
            minutes=minutes, paper=paper, without=()
        )
        for paper in Paper
    }
    about = {
        "commission": content["board"],
        "seance": content["held_on"],
        "signatures": [
            _signature(minutes.secretary.display_name, "Secrétariat", minutes.secretary_signed_at),
            _signature(minutes.chair.display_name, minutes.chair_title, minutes.chair_signed_at),
        ],
    }
    return control_package.build(files=files, items=content["items"], about=about)


def _signature(name: str, title: str, at: datetime) -> dict[str, str]:
    return {"nom": name, "qualite": title, "instant": at.isoformat()}


@transaction.atomic
def record_sending(
    *,
    actor: Actor,
    sitting_id: UUID,
    addressee: str,
    means: SendingMeans,
    sent_on: date,
    complete_on: date,
    at: datetime,
) -> Sending:
    """The package went to the control service; its clock starts on the day ``complete_on``. Twice is the same as once.

    A file said incomplete is sent again: the last sending rules, as long as the clock of the former one runs.
    Raises ``Conflict`` ``oversight.not_signed``, ``oversight.over`` and ``DomainError`` ``oversight.addressee``,
    ``oversight.dates``.
    """
    sitting = locks.sitting_of_secretary(actor=actor, sitting_id=sitting_id)
    minutes = _signed(sitting)
    said = {
        "addressee": addressee.strip(),
        "means": means.value,
        "sent_on": sent_on,
        "complete_on": complete_on,
    }
    today = calendar.local_day(board_code=sitting.board_code, at=at)
    _refuse_impossible(minutes, said, today)
    last = oversight.last_sending(sitting.pk)
    if last is not None and all(getattr(last, name) == value for name, value in said.items()):
        return last
    _refuse_once_over(last, sitting, today)
    sending = Sending.objects.create(
        minutes=minutes,
        package_sha256=hashlib.sha256(package_of(minutes=minutes)).hexdigest(),
        recorded_by=actor.membership_for_board(sitting.board_code, Role.SECRETARY),
        recorded_at=at,
        **said,
    )
    for item in _ruled_items(sitting):
        notices.hold_known(item=item, sending=sending)
    detail = {"means": means.value, "package": sending.package_sha256}
    record(action="board.minutes_sent", actor=actor, target=minutes, detail=detail)
    return sending


def _refuse_impossible(minutes: Minutes, said: dict[str, Any], today: date) -> None:
    if not said["addressee"]:
        raise DomainError("oversight.addressee", "Dites à qui le paquet a été envoyé.")
    signed_on = calendar.local_day(board_code=minutes.sitting.board_code, at=minutes.chair_signed_at)
    if not signed_on <= said["sent_on"] <= said["complete_on"] <= today:
        raise DomainError(
            "oversight.dates",
            "L’envoi suit la signature, la complétude suit l’envoi, et aucune de ces dates n’est à venir.",
        )


def _refuse_once_over(last: Sending | None, sitting: Sitting, today: date) -> None:
    if last is not None and oversight.control_delay(last, board_code=sitting.board_code).last_day < today:
        raise Conflict("oversight.over", "Le délai de contrôle est terminé\u00a0: l’envoi ne change plus.")


@transaction.atomic
def record_act(
    *,
    actor: Actor,
    sitting_id: UUID,
    tokens: Collection[str],
    kind: ControlKind,
    decided_on: date,
    reason: str,
    at: datetime,
) -> None:
    """What the control service decided about these rulings, all or none. An annulment gives the money back.

    Raises ``DomainError`` ``oversight.nothing_chosen``, ``oversight.reason``, ``oversight.future`` and what
    ``control_rules`` refuses; ``Conflict`` ``oversight.not_signed``, ``oversight.not_sent``.
    """
    sitting = locks.sitting_of_secretary(actor=actor, sitting_id=sitting_id)
    _signed(sitting)
    sending = oversight.last_sending(sitting.pk)
    if sending is None:
        raise Conflict("oversight.not_sent", "Enregistrez d’abord l’envoi au service de contrôle.")
    if not reason.strip():
        raise DomainError("oversight.reason", "Écrivez le motif que donne le service de contrôle.")
    if decided_on > calendar.local_day(board_code=sitting.board_code, at=at) or decided_on < sending.sent_on:
        raise DomainError("oversight.future", "L’acte date d’entre l’envoi du procès-verbal et aujourd’hui.")
    chosen = [item for item in _ruled_items(sitting) if item.token in set(tokens)]
    if not chosen or len(chosen) != len(set(tokens)):
        raise DomainError("oversight.nothing_chosen", "Choisissez au moins une décision de la liste.")
    _refuse_without_effect(sitting, chosen, kind, decided_on, sending)
    secretary = actor.membership_for_board(sitting.board_code, Role.SECRETARY)
    for item in chosen:
        act = ControlAct.objects.create(
            item=item,
            kind=kind.value,
            decided_on=decided_on,
            reason=reason.strip(),
            recorded_by=secretary,
            recorded_at=at,
        )
        notices.controlled(act=act)
        if kind is ControlKind.ANNULLED:
            envelopes.give_back(token=item.board_file_id, at=at, reason=reason.strip())
    record(action=f"board.control_{kind.value}", actor=actor, target=sitting, detail={"rulings": len(chosen)})


def _refuse_without_effect(
    sitting: Sitting, chosen: list[AgendaItem], kind: ControlKind, decided_on: date, sending: Sending
) -> None:
    acts = oversight.acts_of(chosen)
    last_day = oversight.control_delay(sending, board_code=sitting.board_code).last_day
    for item in chosen:
        known = acts.get(item.pk, [])
        suspension = oversight.suspension_in(known)
        standing = Controlled(
            last_day=last_day,
            adjourned=item.ruling.outcome == Outcome.ADJOURNED,
            annulled=oversight.annulment_in(known) is not None,
            suspension=ControlKind(suspension.kind) if suspension else None,
            suspended_on=suspension.decided_on if suspension else None,
        )
        if refusal := refusal_of(kind, decided_on, standing):
            raise DomainError(refusal.code, refusal.message)


def _signed(sitting: Sitting) -> Minutes:
    found = Minutes.objects.filter(sitting=sitting, state=MinutesState.SIGNED)
    minutes = found.select_related("sitting", "secretary", "chair").first()
    if minutes is None:
        raise Conflict("oversight.not_signed", "Le procès-verbal de cette séance n’est pas encore signé.")
    return minutes


def _ruled_items(sitting: Sitting) -> list[AgendaItem]:
    """Locked, in the order of every act; the rulings are read with them."""
    items = AgendaItem.objects.select_for_update(of=("self",)).filter(sitting=sitting, ruling__isnull=False)
    return list(items.select_related("ruling", "board_file", "sitting").order_by("pk"))
