"""The register of interests: declared by each member, matched here, told to the board as mandates and nothing else."""

from datetime import datetime

from django.db import transaction
from stdnum.fr import siren as sirens

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import DomainError, NotAllowed
from cpsti_portal.kernel.outbox.services import publish
from cpsti_portal.kernel.territory.models import Board
from requests_app.interests import InterestKind, Tie, digits, name_key, next_boards
from requests_app.models import AidRequest, Interest
from requests_app.queries.interests import interests_of, ties_of

TOPIC = "interests.declared"
MOST = 60


@transaction.atomic
def declare(*, actor: Actor, kind: InterestKind, typed: str, at: datetime) -> None:
    """Add to one’s own declaration; said twice it is kept once. The files already before a board are matched again.

    Raises ``NotAllowed`` ``interest.not_member``, DomainError ``interest.siren``, ``interest.name``, ``interest.many``.
    """
    _require_member(actor)
    value = _understood(kind, typed)
    if interests_of(actor).count() >= MOST:
        raise DomainError("interest.many", f"Une déclaration tient en {MOST} lignes\u00a0: retirez-en une.")
    declared, created = Interest.objects.get_or_create(
        user_id=actor.user_id, kind=kind.value, value=value, defaults={"declared_at": at}
    )
    if created:
        record(action="interest.declared", actor=actor, target=declared)
        payload = {"user": actor.user_id}
        publish(topic=TOPIC, key=f"{actor.user_id}:{at.isoformat()}", payload=payload)


@transaction.atomic
def withdraw(*, actor: Actor, interest_id: int) -> None:
    """What is withdrawn counts for files to come: from a file already sent, one stays aside."""
    _require_member(actor)
    declared = interests_of(actor).filter(pk=interest_id).first()
    if declared is not None:
        record(action="interest.withdrawn", actor=actor, target=declared)
        declared.delete()


def move_elsewhere(*, aid_request: AidRequest, at: datetime) -> bool:
    """The request of a member, or of a relative, goes to another board: the next in their fixed order where nobody is
    tied so. True when it moved. The caller holds the lock of the request.
    """
    codes = list(Board.objects.order_by("code").values_list("code", flat=True))
    on = clock.local_date(at, aid_request.organisation.time_zone)
    ties = ties_of(aid_request, board_codes=codes, on=on)
    family = {code for code, members in ties.items() if Tie.FAMILY in members.values()}
    if aid_request.board_id not in family:
        return False
    free = next((one for one in next_boards(aid_request.board_id, codes) if one not in family), None)
    if free is None:
        raise DomainError("interest.nowhere", "Aucune autre commission ne peut examiner cette demande.")
    aid_request.board_id = free
    aid_request.save(update_fields=["board", "updated_at"])
    record(action="request.board_changed", target=aid_request, detail={"board": free})
    return True


def set_aside(*, aid_request: AidRequest, at: datetime) -> tuple[int, ...]:
    """Mandates of the members who are not convened on this request, by the board that decides it."""
    on = clock.local_date(at, aid_request.organisation.time_zone)
    ties = ties_of(aid_request, board_codes=[aid_request.board_id], on=on)
    return tuple(sorted(ties.get(aid_request.board_id, {})))


def _understood(kind: InterestKind, typed: str) -> str:
    if kind in (InterestKind.OWN_SIREN, InterestKind.RELATIVE_SIREN):
        siren = digits(typed)[:9]
        if not sirens.is_valid(siren):
            raise DomainError(
                "interest.siren",
                "Ce SIREN n’est pas exact\u00a0: recopiez ses 9 chiffres (ou les 14 du SIRET).",
            )
        return siren
    value = " ".join(typed.split())
    if not name_key(value):
        raise DomainError("interest.name", "Écrivez un nom d’au moins une lettre.")
    return value


def _require_member(actor: Actor) -> None:
    if not actor.member_board_codes:
        raise NotAllowed(
            "interest.not_member", "Seuls les membres d’une commission tiennent cette déclaration."
        )
