"""Inviting a member, withdrawing an invitation, taking it up. Rights come from here, never from an address.

The pages of a board write an invitation and nothing of an account; the account and the mandate are made when the link
is used, outside the wall. The key of the link is drawn when the mail leaves, and only its digest is kept.
"""

import hashlib
import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import formats, timezone

from cpsti_portal.kernel import clock
from cpsti_portal.kernel.accounts.actors import Actor
from cpsti_portal.kernel.accounts.models import Membership, Role, User
from cpsti_portal.kernel.audit.services import record
from cpsti_portal.kernel.errors import Conflict, DomainError, NotAllowed
from cpsti_portal.kernel.invitations.emails import InvitationFacts, compose
from cpsti_portal.kernel.invitations.models import Invitation, InvitationKey
from cpsti_portal.kernel.mails import services as delivery
from cpsti_portal.kernel.mails.services import Addressed
from cpsti_portal.kernel.outbox.registry import subscriber
from cpsti_portal.kernel.outbox.services import publish

VALID = timedelta(days=14)
MEMBER_TITLE = "Membre de la commission"


@dataclass(frozen=True, kw_only=True)
class Invitee:
    """Somebody a secretariat wants on its board. ``email`` is where the link goes, and how they will sign in."""

    email: str
    display_name: str
    seat: str
    nominated_by: str
    college: str
    starts_on: date
    ends_on: date | None


class Standing(StrEnum):
    OPEN = "open"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"


_CLOSED = {
    Standing.USED: "Cette invitation a déjà servi\u00a0: connectez-vous avec votre adresse et votre mot de passe.",
    Standing.REVOKED: "Cette invitation a été retirée. Le secrétariat de la commission peut vous en dire plus.",
    Standing.EXPIRED: "Cette invitation n’est plus valable\u00a0: demandez-en une nouvelle au secrétariat.",
}


@transaction.atomic
def invite(*, actor: Actor, board_code: str, invitee: Invitee, at: datetime) -> Invitation:
    """Owe the mail that invites. An invitation that expired gives way to the new one.

    Raises ``NotAllowed`` ``invitation.not_secretary``, ``Conflict`` ``invitation.waiting``, DomainError
    ``invitation.period``.
    """
    inviting = actor.membership_for_board(board_code, Role.SECRETARY)
    if inviting is None:
        raise NotAllowed(
            "invitation.not_secretary", "Seul le secrétariat de cette commission invite ses membres."
        )
    if invitee.ends_on and invitee.ends_on < invitee.starts_on:
        raise DomainError("invitation.period", "La fin du mandat précède son début.")
    email = invitee.email.strip().lower()
    _open(board_code, email).filter(expires_at__lte=at).update(revoked_at=at)
    made = uuid4()
    facts = asdict(invitee) | {"email": email, "display_name": " ".join(invitee.display_name.split())}
    invitation = Invitation(
        pk=made,
        key=str(made),
        board_id=board_code,
        invited_by=inviting,
        created_at=at,
        expires_at=at + VALID,
        **facts,
    )
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            "invitation.waiting",
            "Une invitation attend déjà à cette adresse\u00a0: retirez-la pour en envoyer une autre.",
        ) from error
    publish(topic="invitations.send", key=str(made), payload={"invitation": str(made)})
    record(action="invitation.sent", actor=actor, target=invitation)
    return invitation


@transaction.atomic
def revoke(*, actor: Actor, invitation_id: UUID, at: datetime) -> None:
    """The link serves no more. Withdrawn twice, it is withdrawn once.

    Raises ``NotAllowed`` ``invitation.not_secretary``, ``Conflict`` ``invitation.used``.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
    if invitation.board_id not in actor.secretary_board_codes:
        raise NotAllowed(
            "invitation.not_secretary", "Seul le secrétariat de cette commission invite ses membres."
        )
    if invitation.accepted_at:
        raise Conflict(
            "invitation.used", "Cette invitation a déjà servi\u00a0: arrêtez plutôt le mandat de ce membre."
        )
    if invitation.revoked_at is None:
        invitation.revoked_at = at
        invitation.save(update_fields=["revoked_at"])
        record(action="invitation.revoked", actor=actor, target=invitation)


def standing(*, invitation: Invitation, at: datetime) -> Standing:
    if invitation.accepted_at:
        return Standing.USED
    if invitation.revoked_at:
        return Standing.REVOKED
    return Standing.OPEN if at < invitation.expires_at else Standing.EXPIRED


def closed_because(*, invitation: Invitation, at: datetime) -> str:
    """Why the link serves no more, in a sentence; "" while it does."""
    return _CLOSED.get(standing(invitation=invitation, at=at), "")


def by_key(*, key: str) -> Invitation | None:
    return Invitation.objects.select_related("board").filter(key_sent__digest=_digest(key)).first()


@transaction.atomic
def accept(*, key: str, password: str, user_id: int | None, at: datetime) -> Membership:
    """Make the account if need be, and the mandate. ``user_id``: who is signed in.

    The link proves the address: it was sent there. Raises ``DomainError`` ``invitation.unknown``; ``Conflict``
    ``invitation.used``, ``.revoked``, ``.expired``; ``NotAllowed`` ``invitation.sign_in``, ``.personal``, ``.other``.
    """
    found = by_key(key=key)
    if found is None:
        raise DomainError("invitation.unknown", "Ce lien ne fonctionne pas\u00a0: vérifiez qu’il est entier.")
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=found.pk)
    state = standing(invitation=invitation, at=at)
    if state is not Standing.OPEN:
        raise Conflict(f"invitation.{state}", _CLOSED[state])
    user = _user_of(invitation, password, user_id)
    membership = Membership.objects.create(
        user=user,
        role=Role.MEMBER,
        board_id=invitation.board_id,
        seat=invitation.seat,
        nominated_by=invitation.nominated_by,
        college=invitation.college,
        display_name=invitation.display_name,
        job_title=MEMBER_TITLE,
        starts_on=invitation.starts_on,
        ends_on=invitation.ends_on,
    )
    invitation.accepted_at, invitation.membership = at, membership
    invitation.save(update_fields=["accepted_at", "membership"])
    record(action="invitation.accepted", actor=Actor(user_id=user.pk), target=invitation)
    return membership


def account_of(*, invitation: Invitation) -> User | None:
    """The account that already has this address."""
    return User.objects.filter(email=invitation.email).first()


def _user_of(invitation: Invitation, password: str, user_id: int | None) -> User:
    """A new account, or the one that has this address and is signed in. An applicant’s account takes no mandate."""
    user = account_of(invitation=invitation)
    if user_id is not None and (user is None or user.pk != user_id):
        raise NotAllowed(
            "invitation.other", "Cette invitation est adressée à une autre personne\u00a0: déconnectez-vous."
        )
    if user is None:
        user = User.objects.create_user(invitation.email, password)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user
    if not user.memberships.exists():
        raise NotAllowed(
            "invitation.personal",
            "Cette adresse est celle d’un compte de demandeur. Un membre siège avec une autre adresse\u00a0: "
            "donnez-la au secrétariat, qui vous invitera de nouveau.",
        )
    if user_id is None:
        raise NotAllowed(
            "invitation.sign_in", "Vous avez déjà un compte\u00a0: connectez-vous, puis acceptez."
        )
    return user


@subscriber("invitations.send", external=True)
def _send(payload: dict) -> None:
    send(invitation_id=UUID(payload["invitation"]), at=clock.now())


def send(*, invitation_id: UUID, at: datetime) -> None:
    """Outside any transaction. Raises NotAccepted when the server is to be tried again."""
    waiting = Invitation.objects.filter(revoked_at=None)
    if waiting.filter(pk=invitation_id).exists():
        delivery.send(mails=waiting.select_related("board"), mail_id=invitation_id, at=at, address=_addressed)


def _addressed(invitation: Invitation) -> Addressed:
    key = secrets.token_urlsafe(32)
    InvitationKey.objects.update_or_create(invitation=invitation, defaults={"digest": _digest(key)})
    last = timezone.localtime(invitation.expires_at)
    facts = InvitationFacts(
        board=invitation.board.name,
        name=invitation.display_name,
        link=f"{settings.PORTAL_BASE_URL}{reverse('pages:invitation', args=[key])}",
        expires=formats.date_format(last, "j F Y à H:i"),
    )
    return Addressed(to=invitation.email, email=compose(facts))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _open(board_code: str, email: str):
    return Invitation.objects.filter(board_id=board_code, email=email, accepted_at=None, revoked_at=None)
